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
            if one.matcher.op in {"=~", "!~"} and as_written(one):
                yield node, one


def as_written(one: t.Condition) -> bool:
    """Tell whether a value stands in the text; a dashboard puts others in place of variables."""
    return one.matcher.value == one.value.text


def alternatives(pattern: str) -> tuple[str, ...]:
    """Return the patterns that one is a list of, or itself where brackets stand in it."""
    inner = bare(pattern)
    return (pattern,) if re.search(r"[(\[]", inner) else tuple(inner.split("|"))


def unescaped(pattern: str) -> str | None:
    """Return the one text that a pattern takes in; None where it takes in more."""
    return re.sub(r"\\(.)", r"\1", pattern) if is_plain(pattern) else None


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
