"""A graver alert that fires before the milder one of the same expression."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.check.rule_files.example import GOOD, changed
from generator.check.rule_files.subject import RuleFiles, RuleText, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Related, Rule, Severity
from generator.promql import tree as t
from generator.promql.tokens import words

# The names that leave no doubt about which is graver.
_GRAVITY: Final = {
    **dict.fromkeys(("info", "informational", "notice"), 0),
    **dict.fromkeys(("warning", "warn", "ticket"), 1),
    **dict.fromkeys(("critical", "crit", "page"), 2),
}
_SIDES: Final = {">": "above", ">=": "above", "<": "below", "<=": "below"}


class _Bounded(NamedTuple):
    """An alert on one bound; ``wait`` is its `for` in seconds."""

    rule: RuleText
    bound: t.Number
    gravity: int
    wait: float

    @property
    def severity(self) -> str:
        """What the alert calls itself."""
        return self.rule.labels["severity"]


def _find(files: RuleFiles) -> Iterator[Fault]:
    seen: dict[tuple[object, str, tuple[str, ...]], list[_Bounded]] = {}
    for rule in files.alerts:
        node = t.bare(rule.node) if rule.node is not None else None
        if isinstance(node, t.Binary) and node.op in _SIDES and not node.returns_bool:
            one, side = _bounded(rule, node), _SIDES[node.op]
            measured = tuple(
                word.text for word in words(rule.expr[node.left.start : node.left.end])
            )
            if one is not None:
                seen.setdefault((rule.home, side, measured), []).append(one)
    for (_, side, _), alerts in seen.items():
        for graver in alerts:
            yield from _inverted(graver, alerts, side)


def _bounded(rule: RuleText, node: t.Binary) -> _Bounded | None:
    bound, wait = t.bare(node.right), seconds(rule.fields.get("for"))
    gravity = _GRAVITY.get(rule.labels.get("severity", "").lower())
    if not isinstance(bound, t.Number) or gravity is None or wait is None:
        return None
    return _Bounded(rule, bound, gravity, wait)


def _inverted(graver: _Bounded, alerts: list[_Bounded], side: str) -> Iterator[Fault]:
    """Yield that an alert fires whenever, and no later than, a milder one does."""
    for one in alerts:
        apart = one.bound.value - graver.bound.value
        first = (apart if side == "above" else -apart) > 0 and graver.wait <= one.wait
        if one.gravity < graver.gravity and first:
            bound = graver.rule.expr_place.within(graver.bound.start, graver.bound.end)
            message = (
                f"{graver.severity} {side} {graver.bound.text}, and only then {one.severity} "
                f"{side} {one.bound.text}"
            )
            where = one.rule.expr_place.within(one.bound.start, one.bound.end)
            yield Fault(bound, message, related=Related(where, f"the bound of `{one.rule.name}`"))
            return


CHECK = Check(
    Rule(
        "PS644",
        "graver alert before the milder one",
        "by the usual meaning of their severities the milder one is to come in time to prevent the "
        "graver, and here it tells nobody anything",
        "swap the bounds, or remove the milder one",
        Severity.WARNING,
    ),
    bad=changed("severity: warning", "severity: critical"),
    good=GOOD,
    find=_find,
)
