"""The line a finding is about, with carets under what is meant."""

from generator.core.finding import Span
from generator.report.terminal import cells, width

_COLUMNS = 100
_BEFORE = 30
_CUT = "…"
_FAR = 200


def excerpt(line: str, span: Span) -> tuple[str, int, int]:
    """Return a line as it is shown, the column of the first caret from 0, and how many there are.

    Of a span over several lines the first one is marked to its end. A long line is cut around what
    is marked. An empty span is marked by one caret.
    """
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    # Of a very long line only what can be shown at all is looked at.
    skipped = max(start - _FAR, 0)
    rest = max(len(line) - min(end, start + _FAR) - _FAR, 0)
    shown = cells(line[skipped : len(line) - rest])
    start, end = start - skipped, end - skipped
    first, last = _window(shown, start, end)
    head = _CUT if first or skipped else ""
    tail = _CUT if last < len(shown) or rest else ""
    text = head + "".join(shown[first:last]) + tail
    before = width(head + "".join(shown[first:start]))
    marked = width("".join(shown[start : min(end, last)]))
    return text, before, max(marked, 1)


def _window(shown: list[str], start: int, end: int) -> tuple[int, int]:
    """Return the first and (exclusively) the last character to show."""
    if width("".join(shown)) <= _COLUMNS:
        return 0, len(shown)
    first = 0
    if width("".join(shown[:end])) >= _COLUMNS:
        first = start
        room = _BEFORE
        while first and room > 0:
            first -= 1
            room -= width(shown[first])
    last, room = first, _COLUMNS - 1
    while last < len(shown) and room > 0:
        room -= width(shown[last])
        last += 1
    return first, last
