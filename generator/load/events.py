"""The events of a YAML text: what the parser reports, piece by piece, before it means anything."""

import re
from collections.abc import Iterator

import yaml

# libyaml is some twenty times faster; a PyYAML built without it still reads specs.
HAS_LIBYAML = yaml.__with_libyaml__


def events(text: str) -> Iterator[yaml.Event]:
    """Return the events of a text, read as they are asked for.

    Raises:
        yaml.MarkedYAMLError: The text is no YAML; raised when the wrong place is reached.
    """
    if HAS_LIBYAML:
        return iter(yaml.CSafeLoader(text).get_event, None)
    return _pure_events(text)


_ESCAPE = re.compile(r"\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|.)", re.DOTALL)


def readable(text: str) -> str:
    r"""Return a JSON text as YAML that is as long, everything in its place.

    JSON writes characters beyond U+FFFF as two escapes, such as ``\ud83d\ude00``, which YAML
    refuses; each of them becomes that of the replacement character.
    """
    if not text.lstrip().startswith(("{", "[")) or "\\ud" not in text.lower():
        return text
    return _ESCAPE.sub(lambda match: r"\ufffd" if len(match[0]) > len(r"\n") else match[0], text)


def start_of(event: yaml.Event) -> int:
    """Return the offset of the first character of an event, its anchor and tag included."""
    return event.start_mark.index if event.start_mark else 0


def end_of(event: yaml.Event) -> int:
    """Return the offset after the last character of an event."""
    return event.end_mark.index if event.end_mark else 0


def _pure_events(text: str) -> Iterator[yaml.Event]:
    """Yield the events of pure PyYAML, which lets through what libyaml refuses."""
    loader = yaml.SafeLoader(text)
    while True:
        mark = loader.get_mark()
        try:
            event: yaml.Event | None = loader.get_event()  # type: ignore[no-untyped-call]
            if isinstance(event, yaml.ScalarEvent):
                event.value.encode("utf-8")  # half a surrogate pair cannot be encoded
        except (ValueError, OverflowError) as error:
            problem = "found invalid Unicode character escape code"
            raise yaml.MarkedYAMLError("in a quoted scalar", mark, problem, mark) from error
        if event is None:
            return
        yield event
