"""Reading back what was rendered: templates can be overridden, so nothing leaves unread."""

from collections.abc import Callable, Iterable
from typing import Any

import yaml

from generator.core.finding import PromspecError
from generator.load.events import events


class TemplateFaultError(PromspecError):
    """A template made something else than the plan says; no spec is at fault."""

    def __init__(self, path: str, message: str) -> None:
        """Keep the artifact and what is wrong with it."""
        super().__init__(f"{path}: {message}")
        self.path, self.message = path, message


def read_yaml(path: str, text: str) -> Any:
    """Return the data of a rendered YAML text; every scalar is the text it stands for.

    Raises:
        TemplateFaultError: it is no YAML, or several documents, of which Prometheus reads one; or
            it has what no template needs and readers disagree on: anchors, tags, a key twice.
    """
    try:
        documents = _Reader().read(events(text))
    except (yaml.YAMLError, ValueError) as error:
        raise TemplateFaultError(path, f"no YAML: {error}") from error
    if len(documents) != 1:
        raise TemplateFaultError(path, f"{len(documents)} YAML documents instead of one")
    return documents[0]


class _Reader:
    """Puts documents together from events; refuses what no template needs."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        # The innermost open mapping or list, and the key that waits for its value.
        self._container: Any = self.documents
        self._key: str | None = None
        self._outer: list[Any] = []

    def read(self, source: Iterable[yaml.Event]) -> list[Any]:
        """Return the data of each document.

        Raises:
            ValueError: there is an anchor, a tag, or a key that is given twice or is no text.
        """
        handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: lambda event: self._open(event, {}),
            yaml.SequenceStartEvent: lambda event: self._open(event, []),
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._refuse,
        }
        for event in source:
            handler = handlers.get(event.__class__)
            if handler is not None:
                handler(event)
        return self.documents

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        if self._key is not None:
            self._container[self._key] = event.value
            self._key = None
        elif self._container.__class__ is list:
            self._container.append(event.value)
        elif event.value in self._container:
            raise ValueError(f"the key `{event.value}` is given twice")
        else:
            self._key = event.value

    def _open(self, event: yaml.CollectionStartEvent, value: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        if self._key is not None:
            self._container[self._key] = value
            self._key = None
        elif self._container.__class__ is list:
            self._container.append(value)
        else:
            raise ValueError("a key is no text")
        self._outer.append(self._container)
        self._container = value

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        del event
        self._container = self._outer.pop()

    def _refuse(self, event: yaml.Event) -> None:
        del event
        raise ValueError("readers disagree on anchors, aliases and tags")
