"""From the keys that lead to a thing to the place in the file where it stands."""

import functools

from generator.core.finding import Place, Span
from generator.load.characters import extents
from generator.load.events import readable
from generator.load.layout import Entry, Node, read_layout
from generator.load.lines import LineTable

_QUOTES = ('"', "'", "`")


class SourceMap:
    """The places of all keys and values of one spec file.

    They are found by reading the text again on the first question. Most files are never asked
    about, and loading without looking at positions is a fifth faster.

    With ``stream``, paths begin with the number of a document.

    Attributes:
        lines: The text and its lines.
    """

    def __init__(self, file: str, lines: LineTable, *, stream: bool = False) -> None:
        self._file = file
        self._stream = stream
        self.lines = lines

    @functools.cached_property
    def _root(self) -> Node:
        return read_layout(readable(self.lines.text), stream=self._stream)

    def span(self, place: Place) -> Span:
        """Return the stretch of the file that a place stands for.

        * A path whose last keys are not in the file stands for the key of the innermost mapping
          that is there: something is missing in it. Directly in the file it is line 1, column 1.
        * The items of lists have no keys; their values stand for them. A single value stands for
          the item of a list that may be left away around it.
        * An alias stands where it is used; what is inside it, characters too, where it is written.
        * Characters beyond the value, or of a value that is no text, stand for the whole value.
        """
        entry = Entry(None, self._root)
        for step in place.path:
            inner = entry.node.entry(step)
            if inner is None and isinstance(step, int) and entry.node.content.style is not None:
                continue
            if inner is None:
                return self._missing_in(entry)
            entry = inner
        node = entry.key if place.part == "key" and entry.key else entry.node
        if place.chars:
            return self.between(*self._narrowed(node, *place.chars))
        return self.between(node.start, node.end)

    def verbatim(self, place: Place) -> tuple[int, int] | None:
        """Return the offsets of a text, its quotes left out, that stands in the file as it is.

        None where there is none: where escapes, line breaks or aliases stand between the text and
        the file, what is written there cannot be replaced piece by piece.
        """
        entry = Entry(None, self._root)
        for step in place.path:
            inner = entry.node.entry(step) if entry.node.target is None else None
            if inner is None and isinstance(step, int) and entry.node.style is not None:
                continue
            if inner is None:
                return None
            entry = inner
        node = entry.key if place.part == "key" else entry.node
        if node is None or node.style is None:
            return None
        first, last = place.chars or (0, len(node.value))
        if place.chars and last - first > 1 and node.value[first] in _QUOTES:
            first, last = first + 1, last - 1
        characters = extents(self.lines.text, node)
        if not 0 <= first < last <= len(characters):
            return None
        start, end = characters[first][0], characters[last - 1][1]
        return (start, end) if self.lines.text[start:end] == node.value[first:last] else None

    def named(self, file: str) -> "SourceMap":
        """Return the places of the same file under another name."""
        return SourceMap(file, self.lines, stream=self._stream)

    def between(self, start: int, end: int) -> Span:
        """Return the characters from one offset up to (exclusively) another."""
        return self.lines.span(self._file, start, end)

    def _missing_in(self, entry: Entry) -> Span:
        if entry.node is self._root:
            return self.between(0, 0)
        node = entry.key or entry.node
        return self.between(node.start, node.end)

    def _narrowed(self, node: Node, first: int, last: int) -> tuple[int, int]:
        node = node.content
        characters = extents(self.lines.text, node)
        if not 0 <= first <= last <= len(characters):
            return node.start, node.end
        if first < last:
            return characters[first][0], characters[last - 1][1]
        if not characters:
            at = node.start + len(node.style or "")  # behind the opening quote
        else:
            at = characters[first][0] if first < len(characters) else characters[-1][1]
        return at, at
