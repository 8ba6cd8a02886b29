"""Regular expressions in conditions. Prometheus anchors them at both ends."""

import re
from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Subject
from generator.promql import tree as t

_PLAIN: Final = re.compile(r"(?:[^\\.+*?()|\[\]{}^$]|\\[^A-Za-z0-9])+")
# What stands in patterns and hardly ever in the values of labels.
_TELLING: Final = re.compile(r"\.[.*+]|\||^\^|\$$|\\[.dw]|\[\w-\w")
_ALL: Final = frozenset({".*", ".*?", "(.*)", "(.*?)", "(?:.*)", "(.+)?", "(.*)?", ".*.*"})


def regexes(subject: Subject) -> Iterator[tuple[t.Selector, t.Condition]]:
    """Yield the conditions with a regular expression, as they stand in the text."""
    for node, _ in subject.selectors():
        for one in node.conditions:
            # What a dashboard puts in the place of a variable is not what stands there.
            if one.matcher.op in {"=~", "!~"} and one.matcher.value == one.value.text:
                yield node, one


def anchors(pattern: str) -> tuple[bool, bool]:
    """Tell whether a pattern says itself that it begins at the start and ends at the end."""
    body = pattern.rstrip("$")
    escaped = (len(body) - len(body.rstrip("\\"))) % 2 == 1
    return pattern.startswith("^"), pattern.endswith("$") and not escaped


def bare(pattern: str) -> str:
    """Return a pattern without anchors."""
    first, last = anchors(pattern)
    return pattern[first : len(pattern) - last]


def is_plain(pattern: str) -> bool:
    """Tell whether a pattern takes in one text alone."""
    return bool(_PLAIN.fullmatch(pattern))


def looks_like_one(text: str) -> bool:
    """Tell whether a text that is compared letter by letter was meant as a pattern."""
    return bool(_TELLING.search(text))


def takes_all(pattern: str) -> bool:
    """Tell whether a pattern takes in every text, the empty one included."""
    return bare(pattern) in _ALL
