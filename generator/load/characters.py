"""Where the characters of a scalar's value stand in the text, whatever style it is written in."""

import itertools
import re
from collections.abc import Iterator

from generator.load.layout import Node
from generator.load.lines import LINE_BREAK

Extent = tuple[int, int]
_Piece = tuple[str, int, int]

# Possessive, so that no text can make matching slow. `rest` holds what stands for itself.
_FOLD = r"(?P<fold>[ \t]*+(?:\r\n?|\n)[ \t\r\n]*+)|(?P<blank>[ \t]++)"
_FLOW = {
    "": re.compile(rf"{_FOLD}|(?P<rest>[^ \t\r\n]++)"),
    "'": re.compile(rf"{_FOLD}|(?P<escape>'')|(?P<rest>[^ \t\r\n']++)"),
    '"': re.compile(
        rf"{_FOLD}|(?P<escaped_fold>\\(?:\r\n?|\n)[ \t\r\n]*+)"
        r"|(?P<escape>\\(?:x.{2}|u.{4}|U.{8}|.))|(?P<rest>[^ \t\r\n\\]++)"
    ),
}

_HEADER = re.compile(r"[|>][^\r\n]*+(?:\r\n?|\n)?+")
_FIRST_INDENT = re.compile(r"(?:[ ]*+(?:\r\n?|\n))*+([ ]*+)")
_LINE = re.compile(r"(?P<indent>[ ]*+)(?P<rest>[^\r\n]*+)(?P<end>\r\n?|\n|\Z)")


def extents(text: str, node: Node) -> list[Extent]:
    """Return start and exclusive end of each character of a scalar's value.

    The list is empty where the value is, and where text and value do not fit together.
    """
    if node.style in {"|", ">"}:
        found = _block(text, node)
    else:
        quotes = 1 if node.style else 0
        found = list(_flow(text, node.start + quotes, node.end - quotes, node.style or ""))
    return found if len(found) == len(node.value) else []


def _flow(text: str, start: int, end: int, style: str) -> Iterator[Extent]:
    """Yield the characters of a plain or quoted scalar, in which line breaks are folded."""
    for match in _FLOW[style].finditer(text, start, end):
        extent = match.span()
        breaks = len(LINE_BREAK.findall(match.group())) if "fold" in str(match.lastgroup) else 0
        if match.lastgroup == "escape":
            yield extent
        elif match.lastgroup == "fold":
            # One break is a space, each further one a line break.
            yield from itertools.repeat(extent, max(breaks - 1, 1))
        elif match.lastgroup == "escaped_fold":
            yield from itertools.repeat(extent, breaks - 1)
        else:
            yield from ((offset, offset + 1) for offset in range(*extent))


def _block(text: str, node: Node) -> list[Extent]:
    """Return the characters of a literal or folded scalar.

    How far it is indented may depend on everything around it; which of the few possible
    indentations it is shows by its value.
    """
    header = _HEADER.match(text, node.start)
    start = header.end() if header else node.end
    first = _FIRST_INDENT.match(text, start)
    deepest = len(first.group(1)) if first else 0
    read = _folded if node.style == ">" else _literal
    for indent in range(max(deepest, 1), 0, -1):
        pieces = list(itertools.islice(read(text, start, indent), len(node.value)))
        if "".join(character for character, _, _ in pieces) == node.value:
            return [(begin, end) for _, begin, end in pieces]
    return []


def _block_lines(text: str, start: int, indent: int) -> Iterator[tuple[int, int, Extent]]:
    """Yield where the content of each line begins and ends, and its line break."""
    for match in _LINE.finditer(text, start):
        if len(match["indent"]) < indent and match["rest"]:
            return
        begin = match.start() + min(indent, len(match["indent"]))
        yield begin, match.end("rest"), match.span("end")


def _characters(text: str, begin: int, end: int) -> Iterator[_Piece]:
    return ((text[offset], offset, offset + 1) for offset in range(begin, end))


def _literal(text: str, start: int, indent: int) -> Iterator[_Piece]:
    for begin, end, line_break in _block_lines(text, start, indent):
        yield from _characters(text, begin, end)
        yield "\n", *line_break


def _folded(text: str, start: int, indent: int) -> Iterator[_Piece]:
    """Yield the characters of a folded scalar.

    A break between two lines of text is a space, or nothing where blank lines follow; beside a
    line that is indented further it stays.
    """
    pending: Extent | None = None
    blank_lines: list[Extent] = []
    was_indented = False
    for begin, end, line_break in _block_lines(text, start, indent):
        if begin == end:
            blank_lines.append(line_break)
            continue
        is_indented = text[begin] in " \t"
        if pending and (was_indented or is_indented):
            yield "\n", *pending
        elif pending and not blank_lines:
            yield " ", pending[0], begin
        yield from (("\n", *blank) for blank in blank_lines)
        yield from _characters(text, begin, end)
        pending, blank_lines, was_indented = line_break, [], is_indented
    yield from (("\n", *left) for left in (pending, *blank_lines) if left)
