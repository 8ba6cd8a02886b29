"""Two alerts of one name that fire for the same series."""

import re
from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles, RuleText
from generator.check.shape import Check, Fault
from generator.core.finding import Related, Rule, Severity
from generator.promql import tree as t
from generator.promql.expr import Matcher
from generator.promql.tokens import words

_ALTERNATIVES = re.compile(r"[A-Za-z0-9_/|-]+")


def _find(files: RuleFiles) -> Iterator[Fault]:
    seen: dict[object, list[tuple[RuleText, t.Selector]]] = {}
    for rule in files.alerts:
        selectors = rule.selectors
        if len(selectors) != 1:
            continue
        around = rule.expr[: selectors[0].start], rule.expr[selectors[0].body_end :]
        spelled = tuple(tuple(_spelled(text)) for text in around)
        key = (
            rule.home,
            rule.name,
            tuple(sorted(rule.labels.items())),
            selectors[0].metric,
            spelled,
        )
        others = seen.setdefault(key, [])
        for other, selector in others:
            if rule.spelled != other.spelled and not _apart(selectors[0], selector):
                message = f"`{rule.name}` fires for series that its namesake fires for, too"
                yield Fault(rule.title, message, related=Related(other.title, "the other one"))
                break
        others.append((rule, selectors[0]))


def _spelled(text: str) -> Iterator[str]:
    """Yield the words of a text, numbers aside."""
    return ("0" if one.kind == "number" else one.text for one in words(text))


def _apart(first: t.Selector, second: t.Selector) -> bool:
    """Tell whether no series can satisfy both."""
    return any(
        _contradict(one.matcher, other.matcher) or _contradict(other.matcher, one.matcher)
        for one in first.conditions
        for other in second.conditions
        if one.matcher.label == other.matcher.label
    )


def _contradict(one: Matcher, other: Matcher) -> bool:
    """Tell whether a condition that pins a value, or alternatives, leaves nothing to another."""
    values = _values(one)
    if values is None:
        return False
    if other.op in {"=", "!="}:
        return all((value == other.value) is (other.op == "!=") for value in values)
    rest = _values(Matcher(other.label, "=~", other.value))
    return rest is not None and all((value in rest) is (other.op == "!~") for value in values)


def _values(one: Matcher) -> set[str] | None:
    if one.op == "=":
        return {one.value}
    if one.op == "=~" and _ALTERNATIVES.fullmatch(one.value):
        return set(one.value.split("|"))
    return None


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: 'queue_size{queue="orders"} > 100'
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
      - alert: QueueLong
        expr: 'queue_size{queue!="mails"} > 200'
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: 'queue_size{queue="orders"} > 100'
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
      - alert: QueueLong
        expr: 'queue_size{queue!="orders"} > 200'
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""

CHECK = Check(
    Rule(
        "PS631",
        "alerts that overlap",
        "what matches both is notified under one name with one set of labels, and the one "
        "that clears first resolves the other",
        "make their conditions exclude each other, or give one another name or label",
        Severity.WARNING,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
