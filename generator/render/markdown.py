"""Texts in Markdown as code hosts read it: GitHub Flavored Markdown (github.github.com/gfm)."""

import collections
import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#&~$])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
# What would begin a list or a rule.
_BEGINNING = re.compile(r"^(?:([-+])|(\d+)([.)])(?=\s|$))")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def escaped(text: object) -> str:
    """Return a text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", str(text))


def prose(text: object) -> str:
    """Return a text of a spec on one line, as it is but for its code in backticks."""
    plain = " ".join(str(text).split())
    found: list[str] = []
    end = 0
    for match in _CODE.finditer(plain):
        found += [escaped(plain[end : match.start()]), code(match[2].strip())]
        end = match.end()
    found.append(escaped(plain[end:]))
    return _BEGINNING.sub(_kept, "".join(found))


def _kept(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def code(text: object) -> str:
    """Return a text as code within a line, fenced by more backticks than it has in a row."""
    plain = " ".join(str(text).split())
    if not plain:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    space = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{space}{plain}{space}{fence}"


def cell(text: str) -> str:
    """Return Markdown for a cell of a table, which ends at a bar even within code."""
    return _CODE.sub(lambda match: match[0].replace("|", r"\|"), " ".join(text.split()))


def fenced(text: str, language: str = "") -> str:
    """Return a block of code, fenced by more backticks than it has in a row."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def link(text: str, address: str) -> str:
    """Return a link; the text is Markdown."""
    plain = re.fullmatch(r"[^\s()<>]+", address)
    return f"[{text}]({address})" if plain else f"[{text}](<{address}>)"


def anchor(heading: str) -> str:
    """Return the address that code hosts give a heading, of which the text is plain."""
    return _NOT_IN_ANCHOR.sub("", heading.strip().lower()).replace(" ", "-")


def anchors(headings: Iterable[str]) -> list[str]:
    """Return the addresses of all headings of a page; later ones of a name get a number."""
    seen: collections.Counter[str] = collections.Counter()
    taken: set[str] = set()
    found: list[str] = []
    for heading in headings:
        base = name = anchor(heading)
        while name in taken:
            seen[base] += 1
            name = f"{base}-{seen[base]}"
        taken.add(name)
        found.append(name)
    return found
