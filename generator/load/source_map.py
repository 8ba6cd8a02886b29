"""From the keys that lead to a thing to the place in the file where it stands."""

import dataclasses
import functools
from collections.abc import Mapping

from generator.core.finding import Path, Place, Span
from generator.load.characters import Extent, extents
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

    def __init__(
        self,
        file: str,
        lines: LineTable,
        *,
        stream: bool = False,
        inner: "Mapping[Path, SourceMap] | None" = None,
    ) -> None:
        self._file = file
        self._stream = stream
        self._inner = inner or {}
        self._characters: dict[Path, list[Extent]] = {}
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
        * What is inside of a text that is a document itself stands in that text.
        """
        return self.between(*self.offsets(place))

    def offsets(self, place: Place) -> Extent:
        """Return where a place begins and ends; see :meth:`span`."""
        for path, held in self._inner.items():
            if _is_inside(place, path):
                return self.inside(path, *held.offsets(_rest(place, path)))
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
            return _narrowed(node, extents(self.lines.text, node.content), *place.chars)
        return node.start, node.end

    def inside(self, path: Path, start: int, end: int) -> Extent:
        """Return where characters of the text at a path begin and end in the file."""
        entry: Entry | None = Entry(None, self._root)
        for step in path:
            entry = entry.node.entry(step) if entry else None
        if entry is None:
            return 0, 0
        if path not in self._characters:
            self._characters[path] = extents(self.lines.text, entry.node.content)
        return _narrowed(entry.node, self._characters[path], start, end)

    def holding(self, inner: "Mapping[Path, SourceMap]") -> "SourceMap":
        """Return the same places with those in texts that are documents themselves."""
        return SourceMap(self._file, self.lines, stream=self._stream, inner=inner)

    def verbatim(self, place: Place) -> tuple[int, int] | None:
        """Return the offsets of a text, its quotes left out, that stands in the file as it is.

        None where there is none: where escapes, line breaks or aliases stand between the text and
        the file, what is written there cannot be replaced piece by piece.
        """
        for path, held in self._inner.items():
            if _is_inside(place, path):
                return self._verbatim_inside(path, held, _rest(place, path))
        node = self._written(place)
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

    def _written(self, place: Place) -> Node | None:
        """Return the key or value at a place, None where it is missing, or stands elsewhere."""
        entry = Entry(None, self._root)
        for step in place.path:
            inner = entry.node.entry(step) if entry.node.target is None else None
            if inner is None and isinstance(step, int) and entry.node.style is not None:
                continue
            if inner is None:
                return None
            entry = inner
        return entry.key if place.part == "key" else entry.node

    def named(self, file: str) -> "SourceMap":
        """Return the places of the same file under another name."""
        return SourceMap(file, self.lines, stream=self._stream, inner=self._inner)

    def between(self, start: int, end: int) -> Span:
        """Return the characters from one offset up to (exclusively) another."""
        return self.lines.span(self._file, start, end)

    def _verbatim_inside(self, path: Path, held: "SourceMap", place: Place) -> Extent | None:
        found = held.verbatim(place)
        if found is None:
            return None
        start, end = self.inside(path, *found)
        same = self.lines.text[start:end] == held.lines.text[found[0] : found[1]]
        return (start, end) if same else None

    def _missing_in(self, entry: Entry) -> Extent:
        if entry.node is self._root:
            return 0, 0
        node = entry.key or entry.node
        return node.start, node.end


def _is_inside(place: Place, path: Path) -> bool:
    """Tell whether a place is in the text at a path; the key of the text is not."""
    depth = len(path)
    return place.path[:depth] == path and (len(place.path) > depth or place.part == "value")


def _rest(place: Place, path: Path) -> Place:
    return dataclasses.replace(place, path=place.path[len(path) :])


def _narrowed(node: Node, characters: list[Extent], first: int, last: int) -> Extent:
    """Return where some characters of a value stand, the whole value where that is not known."""
    node = node.content
    if not 0 <= first <= last <= len(characters):
        return node.start, node.end
    if first < last:
        return characters[first][0], characters[last - 1][1]
    if not characters:
        at = node.start + len(node.style or "")  # behind the opening quote
    else:
        at = characters[first][0] if first < len(characters) else characters[-1][1]
    return at, at
