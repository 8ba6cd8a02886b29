"""Trees to YAML as people write it: short things on one line, everything else in blocks."""

import re
from typing import Any

from generator.load.scalars import ScalarError, resolve_plain

_WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_ ./%+$~-]*[A-Za-z0-9_./%])?")
# Dates, times and truth values of YAML 1.1.
_OTHER_READERS = re.compile(r"[0-9].*[-:].*|(?i:y|n|yes|no|on|off)")
_PRINTABLE = re.compile(
    "[\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*"
)


class Bare(str):
    """A text that stands without quotes, such as a number or a quantity."""

    __slots__ = ()


def yaml_text(tree: dict[str, Any]) -> str:
    """Return a mapping as YAML."""
    return "\n".join(_block(tree, "")) + "\n"


def _block(tree: dict[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in tree.items():
        name = f"{indent}{_scalar(key)}:"
        flow = _flow(value)
        # What stands directly in a section is worth lines of its own.
        nested = isinstance(value, dict) and value and isinstance(next(iter(value.values())), dict)
        long = bool(value) and len(f"{name} {flow}") > _WIDTH
        if nested or (isinstance(value, dict) and long):
            lines += [name, *_block(value, f"{indent}  ")]
        elif isinstance(value, list) and long:
            lines += [name, *(f"{indent}  - {_flow(one)}" for one in value)]
        else:
            lines.append(f"{name} {flow}")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(key)}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Bare | int):
        return str(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and not _OTHER_READERS.fullmatch(text) and _is_text(text):
        return text
    if _PRINTABLE.fullmatch(text) and text:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_text(text: str) -> bool:
    try:
        return isinstance(resolve_plain(text), str)
    except ScalarError:
        return False


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if _PRINTABLE.fullmatch(char) else f"\\U{ord(char):08x}"
