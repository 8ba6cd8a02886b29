"""Where everything in a YAML text stands: the same tree again, of offsets instead of values."""

import contextlib
import dataclasses
import itertools
import re
from typing import NamedTuple

import yaml

from generator.load.events import end_of, events, start_of
from generator.load.limits import MAX_DEPTH, MAX_RULE_FILE_NODES

# Anchors and tags stand before the value they belong to, perhaps lines before it.
_PROPERTIES = re.compile(r"(?:(?:&[\w-]+|!<[^>]*>|![^\s,\[\]{}]*)(?:[ \t]|#.*|\r\n?|\n)*)+")
# A key, the begin and the end of each value; what has more is refused, so nobody asks about it.
_MOST_EVENTS = 3 * MAX_RULE_FILE_NODES + 8
_TRAILING_BLANKS = re.compile(r"[ \t]*")


@dataclasses.dataclass(slots=True)
class Node:
    """The place of a value.

    Attributes:
        start: Offset of the first character, after anchor and tag.
        end: Offset after the last character, blank lines and comments that follow left out.
        style: How a scalar is written: ``|``, ``>``, ``'``, ``"``, empty when plain. None for
            mappings, lists and aliases.
        value: The text of a scalar.
        entries: Keys and values of a mapping.
        items: The values of a list.
        target: What an alias stands for.
    """

    start: int
    end: int
    style: str | None = None
    value: str = ""
    entries: "dict[str, Entry] | None" = None
    items: "list[Entry] | None" = None
    target: "Node | None" = None

    @property
    def content(self) -> "Node":
        """The node itself, or what it stands for where it is an alias."""
        return self.target or self

    def entry(self, step: str | int) -> "Entry | None":
        """Return what a key or an index leads to, through an alias as well."""
        content = self.content
        if isinstance(step, str):
            return content.entries.get(step) if content.entries else None
        items = content.items or []
        return items[step] if 0 <= step < len(items) else None


class Entry(NamedTuple):
    """A value with its key; the values of lists have none."""

    key: Node | None
    node: Node


def read_layout(text: str, *, stream: bool = False) -> Node:
    """Return the root of the first document of a text, as much of it as can be read.

    With ``stream`` it is a list of the roots of all documents.
    """
    builder = _Builder(text, stream=stream)
    # What stands before a wrong place is known, and nobody asks for what follows it.
    with contextlib.suppress(yaml.YAMLError):
        builder.build()
    return builder.root


class _Builder:
    """Builds nodes from events; the first of two equal keys wins, as in the tree of values."""

    def __init__(self, text: str, *, stream: bool) -> None:
        self._text = text
        self._stream = stream
        self._outermost = Node(0, 0, items=[])
        self._open = [self._outermost]
        self._keys: list[Node | None] = [None]
        self._anchors: dict[str, Node] = {}
        self._reached = 0

    @property
    def root(self) -> Node:
        """The node of the whole document, or of all."""
        if self._stream:
            return self._outermost
        return self._outermost.items[0].node if self._outermost.items else self._outermost

    def build(self) -> None:
        """Read one document, or all."""
        for event in itertools.islice(events(self._text), _MOST_EVENTS):
            if isinstance(event, yaml.ScalarEvent):
                self._add(self._scalar(event), event.anchor)
            elif isinstance(event, yaml.AliasEvent):
                node = Node(start_of(event), end_of(event))
                node.target = self._anchors.get(event.anchor or "")
                self._add(node, None)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._finish(event)
            ends = isinstance(event, yaml.DocumentEndEvent) and not self._stream
            if ends or len(self._open) > MAX_DEPTH + 1:
                return

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        start, end = self._content_start(event), end_of(event)
        if event.style in {"|", ">"}:
            # The parser ends it where the next token begins.
            visible = start + len(self._text[start:end].rstrip())
            blanks = _TRAILING_BLANKS.match(self._text, visible, end)
            end = blanks.end() if blanks else end
        # Nothing need follow an anchor.
        return Node(min(start, end), end, event.style or "", event.value)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        start = self._content_start(event)
        node = Node(start, start)
        if isinstance(event, yaml.MappingStartEvent):
            node.entries = {}
        else:
            node.items = []
        self._add(node, event.anchor)
        self._reached = start
        self._open.append(node)
        self._keys.append(None)

    def _finish(self, event: yaml.CollectionEndEvent) -> None:
        node = self._open.pop()
        self._keys.pop()
        if self._text.startswith(("[", "{"), node.start):
            self._reached = end_of(event)
        node.end = self._reached

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        # An absent value stands behind its `:` or `-`, or is noticed at the next token only.
        if node.end > node.start or self._text.startswith((":", "-"), max(node.start - 1, 0)):
            self._reached = node.end
        parent, key = self._open[-1], self._keys[-1]
        if parent.items is not None:
            parent.items.append(Entry(None, node))
        elif key is None:
            self._keys[-1] = node
        else:
            self._keys[-1] = None
            if parent.entries is not None and key.style is not None:
                parent.entries.setdefault(key.value, Entry(key, node))

    def _content_start(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> int:
        start = start_of(event)
        if event.anchor is None and event.tag is None:
            return start
        properties = _PROPERTIES.match(self._text, start)
        return properties.end() if properties else start
