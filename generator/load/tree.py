"""Events to plain data: mappings, lists, texts and exact numbers, and a finding for all else."""

import re
from collections.abc import Iterable
from typing import Any

import yaml

from generator.core.finding import Path, Place, Related
from generator.load import codes
from generator.load.aliases import measure
from generator.load.events import end_of, start_of
from generator.load.limits import MAX_DEPTH, MAX_NODES, MAX_RULE_FILE_NODES
from generator.load.notes import Notes
from generator.load.scalars import SPECIAL_STARTS, ScalarError, resolve_plain

_TAG = re.compile(r"!(?:<[^>]*>|[^\s,\[\]{}]*)")
# These say what a value is anyway; `!` alone and `!!str` make a text of a plain scalar.
_KNOWN_TAGS: dict[type[yaml.Event], frozenset[str]] = {
    yaml.ScalarEvent: frozenset({"!", "tag:yaml.org,2002:str"}),
    yaml.MappingStartEvent: frozenset({"!", "tag:yaml.org,2002:map"}),
    yaml.SequenceStartEvent: frozenset({"!", "tag:yaml.org,2002:seq"}),
}


class TreeBuilder:
    """Builds the data of one file.

    What is wrong in one place only (a key given twice, a tag, an ambiguous number) is noted, and
    reading goes on: such a key is left out with its value, such a scalar is the text as written.

    Attributes:
        doubled: The paths of keys that were given again.
    """

    def __init__(self, file: str, notes: Notes, *, foreign: bool = False) -> None:
        """Begin; ``foreign`` files are not ours to restrict.

        They may be larger and have several documents, and a merge key is a key like any other for
        those who read on.
        """
        self._file = file
        self._notes = notes
        self._foreign = foreign
        self._most = MAX_RULE_FILE_NODES if foreign else MAX_NODES
        self._documents = 0
        self._nodes = 0
        self._anchors: dict[str, Any] = {}
        self.doubled: list[Path] = []
        self._dropped: list[tuple[dict[Any, Any], object]] = []
        # The innermost open mapping or list (outermost: a list for the document) and the key that
        # waits for its value; None where a key comes next, and in lists.
        self._container: Any = []
        self._in_mapping = False
        self._key: Any = None
        # The same three of everything around it, to go back to.
        self._outer: list[tuple[Any, bool, Any]] = []

    def build(self, source: Iterable[yaml.Event]) -> Any:
        """Return the data of the document, None where there is none; of foreign files all.

        Raises:
            StoppedError: A limit is passed or there is a second document.
            yaml.MarkedYAMLError: The text is no YAML.
        """
        handlers: dict[type[yaml.Event], Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._begin_mapping,
            yaml.SequenceStartEvent: self._begin_list,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.DocumentStartEvent: self._document,
        }
        for event in source:
            handler = handlers.get(event.__class__)
            if handler:
                handler(event)
        for mapping, key in self._dropped:
            del mapping[key]
        if self._foreign:
            return self._container
        return self._container[0] if self._container else None

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        if event.anchor is not None or event.tag is not None:
            self._decorated_scalar(event)
        elif self._in_mapping and self._key is None:
            self._take_key(event)
        elif event.style or (text and text[0] not in SPECIAL_STARTS):
            self._add(text)
        else:
            self._add(self._resolved(event))

    def _decorated_scalar(self, event: yaml.ScalarEvent) -> None:
        """Take a scalar with an anchor or a tag."""
        self._check_tag(event, event.tag)
        is_key = self._in_mapping and self._key is None
        is_text = is_key or event.style or event.tag is not None
        value = event.value if is_text else self._resolved(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        if is_key:
            self._take_key(event)
        else:
            self._add(value)

    def _resolved(self, event: yaml.ScalarEvent) -> Any:
        try:
            return resolve_plain(event.value)
        except ScalarError as error:
            self._notes.add(error.rule, event, error.message, fix=error.fix)
            return event.value

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        """Wait for the value of a key, which is its text even where it looks like a number."""
        key = event.value
        if key in self._container:
            self._report_duplicate(event)
        elif key == "<<" and not event.style and event.tag is None and not self._foreign:
            self._notes.add(codes.MERGE_KEY, event, "the merge key `<<` is not supported")
        else:
            self._key = key
            return
        self._key = self._dropped_key()

    def _dropped_key(self) -> object:
        """Return a key that lets a value be read and leaves it out in the end."""
        key = object()
        self._dropped.append((self._container, key))
        return key

    def _add(self, value: Any) -> None:
        if self._in_mapping:
            self._container[self._key] = value
            self._key = None
        else:
            self._container.append(value)

    def _begin_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._begin(event, {})
        self._in_mapping = True

    def _begin_list(self, event: yaml.SequenceStartEvent) -> None:
        self._begin(event, [])
        self._in_mapping = False

    def _begin(self, event: yaml.CollectionStartEvent, container: Any) -> None:
        key_after = None
        if self._in_mapping and self._key is None:
            self._notes.add(codes.COMPLEX_KEY, event, "a mapping or a list cannot be a key")
            key_after = self._dropped_key()
        else:
            self._add(container)
        self._check_tag(event, event.tag)
        if event.anchor is not None:
            self._anchors[event.anchor] = container
        self._outer.append((self._container, self._in_mapping, key_after))
        self._container = container
        if len(self._outer) > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} mappings and lists are nested"
            self._notes.stop(codes.TOO_DEEP, event, message)

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        self._nodes += len(self._container)
        self._container, self._in_mapping, self._key = self._outer.pop()
        if self._nodes > self._most:
            self._notes.stop(
                codes.TOO_MANY_VALUES, event, f"the file has more than {self._most} values"
            )

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = str(event.anchor)
        if self._in_mapping and self._key is None:
            self._notes.add(codes.COMPLEX_KEY, event, "an alias cannot be a key")
            self._key = self._dropped_key()
        elif name not in self._anchors:
            self._notes.add(codes.UNKNOWN_ANCHOR, event, f"no `&{name}` comes before `*{name}`")
            self._add(None)
        elif self._is_open(self._anchors[name]):
            self._notes.add(codes.ALIAS_LOOP, event, f"`*{name}` stands inside `&{name}` itself")
            self._add(None)
        else:
            self._repeat(event, name)

    def _is_open(self, value: Any) -> bool:
        opened = [self._container, *(container for container, _, _ in self._outer)]
        return any(container is value for container in opened)

    def _repeat(self, event: yaml.AliasEvent, name: str) -> None:
        value = self._anchors[name]
        nodes, depth = measure(value, self._most - self._nodes + 1)  # itself is counted already
        self._nodes += nodes - 1
        if self._nodes > self._most:
            message = f"with `*{name}` the file has more than {self._most} values"
            self._notes.stop(codes.ALIAS_EXPANSION, event, message)
        if len(self._outer) + depth > MAX_DEPTH:
            message = f"with `*{name}` more than {MAX_DEPTH} mappings and lists are nested"
            self._notes.stop(codes.TOO_DEEP, event, message)
        self._add(value)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1 and not self._foreign:
            self._notes.stop(codes.SECOND_DOCUMENT, event, "a second document begins here")
        if event.tags or event.version not in {None, (1, 2)}:
            self._notes.add(codes.DIRECTIVE, event, "directives are not supported")

    def _check_tag(self, event: yaml.Event, tag: str | None) -> None:
        if tag is None or tag in _KNOWN_TAGS[event.__class__]:
            return
        text = self._notes.marks.lines.text
        written = _TAG.search(text, start_of(event))
        start, end = written.span() if written else (start_of(event), end_of(event))
        self._notes.add_between(codes.TAG, start, end, f"the tag `{text[start:end]}` is unknown")

    def _report_duplicate(self, event: yaml.ScalarEvent) -> None:
        path = self._path()
        related = None
        if path is not None:
            self.doubled.append((*path, event.value))
            first = Place(self._file, self.doubled[-1], "key")
            related = Related(self._notes.marks.span(first), "first given here")
        message = f"the key `{event.value}` is given twice"
        self._notes.add(codes.DUPLICATE_KEY, event, message, related=related)

    def _path(self) -> Path | None:
        """Return the keys that lead to the open container, None inside of what is left out."""
        steps: list[str | int] = []
        for container, in_mapping, key_after in self._outer[1:]:
            if key_after is not None:
                return None
            # What is open was added last.
            step = next(reversed(container)) if in_mapping else len(container) - 1
            if not isinstance(step, str | int):
                return None
            steps.append(step)
        return tuple(steps)
