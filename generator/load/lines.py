"""Where the lines of a text begin, so that an offset becomes a line and a column."""

import bisect
import functools
import re

from generator.core.finding import Span

# YAML 1.2 and editors agree on these three; `str.splitlines` also breaks at form feeds, U+2028, ….
LINE_BREAK = re.compile(r"\r\n|\r|\n")


class LineTable:
    """The lines of one text, found on the first question: most texts are never asked about.

    Attributes:
        text: The text as it stands in the file, with its line ends, without a byte order mark.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a character by its offset from 0."""
        index = bisect.bisect_right(self._starts, offset) - 1
        return index + 1, offset - self._starts[index] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a character by its line and column."""
        return self._starts[line - 1] + column - 1

    def span(self, file: str, start: int, end: int) -> Span:
        """Return the stretch of a file from one offset up to (exclusively) another."""
        return Span(file, *self.position(start), *self.position(end))

    def line(self, number: int) -> str | None:
        """Return a line by its number from 1, without its end; None beyond the text."""
        if not 0 < number <= len(self._starts):
            return None
        start = self._starts[number - 1]
        end = LINE_BREAK.search(self.text, start)
        return self.text[start : end.start() if end else len(self.text)]
