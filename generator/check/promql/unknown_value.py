"""A condition on a value that a label never has."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.check.promql.catalogue import Facts
from generator.check.promql.patterns import alternatives, as_written, unescaped
from generator.core.finding import Rule
from generator.core.patterns import takes
from generator.core.spelling import listed, meant, surely
from generator.core.units import decimal_text
from generator.promql import tree as t

_LE: Final = "le"


class _Values(NamedTuple):
    """What a label can be: ``shown`` to people, ``all`` in every notation.

    ``sure`` tells whether a slip in one is beyond doubt: in a number it never is.
    """

    shown: tuple[str, ...]
    all: frozenset[str]
    sure: bool = True


def _find(subject: Subject) -> Iterator[Hit]:
    for node, facts in subject.selectors():
        for one in node.conditions if facts is not None else ():
            known = _values_of(one.matcher.label, facts, subject.catalogue.values)
            if known is not None:
                yield from _wrong(one, known)


def _values_of(
    label: str, facts: Facts | None, closed: Mapping[str, frozenset[str]]
) -> _Values | None:
    if label == _LE and facts is not None and facts.part == "_bucket" and facts.buckets:
        ends = [decimal_text(one) or "" for one in sorted(facts.buckets)]
        # Applications write 5 as 5, as 5.0, and what is small as 1e-05; Prometheus 2 keeps that.
        others = (text for one in facts.buckets for text in (repr(float(one)), f"{float(one):g}"))
        return _Values((*ends, "+Inf"), frozenset({*ends, *others, "+Inf"}), sure=False)
    known = closed.get(label, frozenset())
    return _Values(tuple(sorted(known)), known) if known else None


def _wrong(one: t.Condition, known: _Values) -> Iterator[Hit]:
    value, label = one.matcher.value, one.matcher.label
    if one.matcher.op in {"=", "!="}:
        if value and value not in known.all:
            yield _hit(one, value, known)
        return
    if not as_written(one):
        return
    for part in alternatives(value):
        if part and all(takes(part, each) is False for each in known.all):
            text = unescaped(part)
            if text is not None:
                yield _hit(one, text, known)
            elif takes(part, "") is False:
                message = f"no value of `{label}` matches `{part}`"
                yield Hit(one.value.start, one.value.end, message, _there(known.shown))


def _hit(one: t.Condition, value: str, known: _Values) -> Hit:
    fix = meant(value, known.shown) if known.sure else None
    message = f"`{one.matcher.label}` is never `{value}`"
    alone = value == one.matcher.value
    sure = surely(value, known.shown) if known.sure and alone else None
    return Hit(one.value.start, one.value.end, message, fix or _there(known.shown), replace=sure)


def _there(values: Iterable[str]) -> str:
    return f"its values are {listed(values, 'and')}"


CHECK = Check(
    Rule(
        "PS503",
        "label value that does not occur",
        "values are compared letter by letter: `Get` selects nothing where the label says `GET`",
        "write one of the values that the label has",
        mended=True,
    ),
    bad='rate(http_requests_total{method="get"}[5m])',
    good='rate(http_requests_total{method="GET"}[5m])',
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR}),
)
