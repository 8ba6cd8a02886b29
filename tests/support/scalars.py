"""Texts written as YAML scalars, in every style there is."""

from typing import Final

STYLES: Final = ("plain", "single", "double", "escaped", "literal", "folded")


def written(text: str, style: str, indent: int, marks: str = "") -> str:
    """Return a text as a YAML value in a style, in a block that is indented so far.

    ``marks`` are those of a block scalar. Not every text can be written in every style.
    """
    blank = " " * indent
    if style == "single":
        return "'" + _folded(text.replace("'", "''"), blank) + "'"
    if style == "double":
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _folded(quoted, blank) + '"'
    if style == "escaped":
        return (
            '"' + "".join(f"\\u{ord(one):04x}" if one in 'é"\\\nö' else one for one in text) + '"'
        )
    if style in {"literal", "folded"}:
        sign = "|" if style == "literal" else ">"
        body = text if style == "literal" else text.replace("\n", "\n\n")
        lines = "\n".join(f"{blank}{line}" if line else "" for line in body.split("\n"))
        return f"{sign}{marks}\n{lines}"
    return _folded(text, blank)


def _folded(text: str, indent: str) -> str:
    return text.replace("\n", f"\n\n{indent}")
