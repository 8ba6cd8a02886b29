"""What an expression uses that not every Prometheus knows, and where."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from generator.promql import tree as t
from generator.promql.duration import FUNCTIONS as DURATION_FUNCTIONS
from generator.promql.duration import NUMBER, PLAIN
from generator.promql.tokens import words
from generator.promql.versions import AGGREGATIONS, FUNCTIONS, SYNTAX, Feature

_LABEL: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_FILL: Final = SYNTAX["`fill`"]


class Use(NamedTuple):
    """Something at a stretch of the text that came, went or is switched on."""

    name: str
    feature: Feature
    start: int
    end: int


def uses(node: t.Node) -> Iterator[Use]:
    """Yield everything in an expression that depends on the release of Prometheus."""
    for part in node.walk():
        look = _LOOKS.get(type(part))
        if look is not None:
            yield from look(part)


def _call(part: t.Call) -> Iterator[Use]:
    yield from _named(part, part.function, FUNCTIONS)


def _aggregate(part: t.Aggregate) -> Iterator[Use]:
    yield from _named(part, part.op, AGGREGATIONS)
    if part.grouping is not None:
        yield from _quoted(part.grouping.labels)


def _subquery(part: t.Subquery) -> Iterator[Use]:
    yield _syntax("subquery", part.window)
    yield from _shifted(part)


def _named(part: t.Node, name: str, known: Mapping[str, Feature]) -> Iterator[Use]:
    feature = known.get(name)
    if feature is not None:
        yield Use(f"`{name}`", feature, part.start, part.start + len(name))


def _syntax(name: str, at: t.Word | t.Node) -> Use:
    return Use(name, SYNTAX[name], at.start, at.end)


def _quoted(labels: tuple[t.Word, ...]) -> Iterator[Use]:
    for one in labels:
        if one.end - one.start != len(one.text):
            yield _syntax("quoted label of a grouping", one)


def _selector(part: t.Selector) -> Iterator[Use]:
    for one in part.conditions:
        if one.matcher.label == "__name__" and one.label is one.value:
            yield _syntax("quoted name", one.label)
        elif one.label.end - one.label.start != len(one.label.text):
            yield _syntax("quoted label name", one.label)
    if part.extended is not None:
        yield _syntax(f"`{part.extended.text}`", part.extended)
    yield from _shifted(part)


def _shifted(part: t.Selector | t.Subquery) -> Iterator[Use]:
    if part.window is not None:
        window, _, step = part.window.text.partition(":")
        for text in filter(None, (window.strip(), step.strip())):
            yield from _duration(text, part.window)
    if part.offset is not None:
        text = part.offset.text
        if text[0] == "-":
            yield _syntax("negative offset", part.offset)
        yield from _duration(text.lstrip("+-"), part.offset)
    if part.at is not None:
        yield _syntax("`@`", part.at)
        yield from _written(part.at.text.lstrip("-"), part.at)


def _duration(text: str, at: t.Word) -> Iterator[Use]:
    if PLAIN.fullmatch(text):
        return
    if NUMBER.fullmatch(text):
        yield _syntax("number as a duration", at)
    else:
        called = any(one.text.lower() in DURATION_FUNCTIONS for one in words(text))
        yield _syntax("function of a duration expression" if called else "duration expression", at)


def _number(part: t.Number) -> Iterator[Use]:
    return _written(part.text, part)


def _written(text: str, at: t.Word | t.Node) -> Iterator[Use]:
    if PLAIN.fullmatch(text):
        yield _syntax("duration as a number", at)
    elif "_" in text:
        yield _syntax("number with `_`", at)


def _binary(part: t.Binary) -> Iterator[Use]:
    if part.op == "atan2":
        yield _syntax("`atan2`", part.operator)
    elif part.op in {"</", ">/"}:
        yield _syntax("trimming of a histogram", part.operator)
    if part.matching is not None:
        yield from _quoted((*part.matching.labels, *part.matching.include))
    for one in part.fill:
        yield Use(f"`{one.text}`", _FILL, one.start, one.end)


_LOOKS: Final[dict[type[t.Node], Callable[[Any], Iterator[Use]]]] = {
    t.Call: _call,
    t.Aggregate: _aggregate,
    t.Selector: _selector,
    t.Subquery: _subquery,
    t.Number: _number,
    t.Binary: _binary,
}
