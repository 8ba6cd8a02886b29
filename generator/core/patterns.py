"""Regular expressions of Prometheus, as Python matches them: close enough for checks."""

import functools
import re
import warnings
from typing import NamedTuple

from generator.core import re2


@functools.lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a regular expression that somebody else wrote.

    Python warns of what it may read otherwise one day, such as ``[a&&b]``; that is no concern of
    whoever wrote a rule.

    Raises:
        re.error: RE2 refuses it, or Python cannot say it.
    """
    found = re2.read(pattern)
    if found.python is None:
        raise re.error(found.fault or "Python has no such thing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(found.python, re.ASCII)


def takes(pattern: str, text: str) -> bool | None:
    """Tell whether a regular expression takes in a whole text; None where that is unclear."""
    try:
        return compiled(pattern).fullmatch(text) is not None
    except (re.error, OverflowError, RecursionError):
        return None


class Start(NamedTuple):
    """What texts begin with that a pattern takes in; ``whole`` where that is all of them."""

    text: str
    whole: bool


_PIECE = re.compile(r"\\[^A-Za-z0-9\s]|[^\\.+*?()|\[\]{}^$]")


@functools.lru_cache(maxsize=1024)
def starts(pattern: str) -> tuple[Start, ...]:
    """Return how texts begin that a pattern takes in, one for each of its alternatives."""
    parts = re.split(r"(?<!\\)\|", pattern)
    grouped = len(parts) > 1 and re.search(r"[\[(]|\\\\|\\Q", pattern)
    return (Start("", whole=False),) if grouped else tuple(map(_start, parts))


def _start(part: str) -> Start:
    part, pieces, at = part.removeprefix("^"), [""], 0
    while match := _PIECE.match(part, at):
        pieces.append(match[0][-1])
        at = match.end()
    rest = part[at:]
    if rest[:1] in {"*", "?", "{"}:  # the last one need not be there
        pieces.pop()
    return Start("".join(pieces), rest in {"", "$"})
