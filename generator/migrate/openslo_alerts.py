"""Alert policies of OpenSLO as tiers: burn rates above which somebody is told."""

import dataclasses
from fractions import Fraction

from generator.core.units import decimal_text, duration_text
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.measures import UntoldError
from generator.migrate.openslo_objects import Objects
from generator.migrate.openslo_time import duration
from generator.migrate.promise import OwnTier, item_id, percent
from generator.migrate.source import Source
from generator.migrate.specs import free
from generator.migrate.tiers import USUAL, factor_of, own_tier, usual_name, without_use
from generator.resolve.slo_tiers import reachable
from generator.spec.common import SeverityName

_PAGES = {"critical", "page", "high", "sev1", "p1", "p0", "emergency"}
_SEVERITIES = {**dict.fromkeys(_PAGES, "critical"), "warning": "warning"}
_OPERATORS = ("lte", "gte", "lt", "gt")
_ALWAYS = (
    "alerts tell when they fire and when they end, and an SLO that pages tells of missing data"
)


@dataclasses.dataclass(slots=True)
class Alerts:
    """Reads policies; equal tiers of several SLOs are one tier."""

    source: Source
    objects: Objects
    _names: dict[str, OwnTier] = dataclasses.field(default_factory=dict)

    def of(
        self, slo: Item, objective: Fraction, period: Fraction
    ) -> tuple[tuple[str, ...], tuple[tuple[str, OwnTier], ...], str]:
        """Return the names of the tiers of an SLO, what its own are, and the name of its alerts."""
        reader = self.source.reader
        items = reader.items(slo.get("spec", "alertPolicies"))
        names: dict[str, None] = {}
        alert = ""
        for at, policy in self.objects.several(items, "AlertPolicy", "alertPolicyRef"):
            self._told(at, at is not policy, "alertPolicyRef")
            name, condition = self._policy(policy)
            tier = self._condition(condition, objective, period) if condition else ""
            if tier:
                names[tier] = None
                alert = alert or self._alert(name, at is not policy)
        own = tuple((one, self._names[one]) for one in names if one in self._names)
        return tuple(names), own, alert

    def _told(self, item: Item, referred: bool, key: str) -> None:  # noqa: FBT001 (two callers)
        if referred:
            one = item if isinstance(item.tree, str) else item.get(key)
            self.source.ledger.exactly(one, "what it refers to")

    def _alert(self, name: Item, referred: bool) -> str:  # noqa: FBT001 (one caller)
        return self.source.alert(name) if name.text and not referred else ""

    def _policy(self, policy: Item) -> tuple[Item, Item | None]:
        """Return the name of a policy and its condition."""
        reader, ledger, spec = self.source.reader, self.source.ledger, policy.get("spec")
        ledger.exactly(policy.get("kind"), "the format that was read")
        self.objects.no_place(ledger, policy)
        if not reader.mapping(spec, required=True):
            return policy.get("metadata", "name"), None
        for key in ("alertWhenNoData", "alertWhenResolved", "alertWhenBreaching"):
            wanted = reader.flag(spec.get(key))
            if wanted:
                ledger.otherwise(spec.get(key), "always so", _ALWAYS)
            else:
                ledger.lost(spec.get(key), _ALWAYS, "route those alerts to nobody")
        conditions = reader.items(spec.get("conditions"), required=True)
        if len(conditions) > 1:
            message = f"a policy has one condition, this one has {len(conditions)}"
            reader.report(codes.WRONG_VALUE, conditions[1], message, "write a policy for each")
        found = self.objects.several(conditions[:1], "AlertCondition", "conditionRef")
        targets = reader.items(spec.get("notificationTargets"))
        fix = "give the team a `receiver` in specs/owners.yaml"
        for at, _ in self.objects.several(targets, "AlertNotificationTarget", "targetRef"):
            ledger.lost(at, "who is told follows from the owner", fix)
        for at, condition in found:
            self._told(at, at is not condition, "conditionRef")
            return policy.get("metadata", "name"), condition
        return policy.get("metadata", "name"), None

    def _condition(self, condition: Item, objective: Fraction, period: Fraction) -> str:
        """Return the name of the tier that stands for a condition; nothing where none can."""
        reader, ledger, spec = self.source.reader, self.source.ledger, condition.get("spec")
        ledger.exactly(condition.get("kind"), "the format that was read")
        self.objects.no_place(ledger, condition)
        if not reader.mapping(spec, required=True):
            return ""
        severity = self._severity(spec.get("severity"))
        rule = spec.get("condition")
        if not reader.mapping(rule, required=True):
            return ""
        reader.choice(rule.get("kind"), ("burnrate",), required=True)
        operator = reader.choice(rule.get("op"), _OPERATORS)
        threshold = reader.number(rule.get("threshold"), required=True)
        long = duration(reader, rule.get("lookbackWindow"), required=True)
        if threshold is None or long is None:
            return ""
        try:
            tier = own_tier(threshold, long, severity, period)
            self._reachable(tier, objective, period)
        except UntoldError as error:
            ledger.drop(rule, str(error), error.fix)
            return ""
        name = usual_name(tier) or self._own(condition, tier)
        self._told_operator(rule.get("op"), operator, name)
        self._told_threshold(rule.get("threshold"), threshold, f"tier `{name}`", tier, period)
        self._told_windows(rule, f"tier `{name}`", tier)
        ledger.exactly(condition.get("metadata", "name"), f"tier `{name}`", each=True)
        return name

    def _reachable(self, tier: OwnTier, objective: Fraction, period: Fraction) -> None:
        name = usual_name(tier)
        why = without_use(USUAL[name], period, objective) if name else ""
        if why or not reachable(factor_of(tier, period), 1 - objective):
            budget = percent(1 - objective)
            why = why or f"with everything failing {budget} of bad events burn no faster"
            raise UntoldError(f"it cannot fire: {why}", "choose a smaller threshold")

    def _severity(self, item: Item) -> SeverityName:
        found = self.source.reader.text(item).lower()
        severity: SeverityName = "critical" if found in _PAGES else "warning"
        became = f"`severity: {severity}`"
        if severity == "critical":
            became += ", and so an alert on missing data"
        if found in {"critical", "warning"}:
            self.source.ledger.exactly(item, became)
        else:
            why = "`critical` wakes somebody, `warning` waits for the morning"
            self.source.ledger.otherwise(item, became, why)
        return severity

    def _own(self, condition: Item, tier: OwnTier) -> str:
        for name, known in self._names.items():
            if known == tier:
                return name
        wish = item_id(condition.get("metadata", "name").text or f"burn {duration_text(tier.long)}")
        name = free(wish, {*self._names, *USUAL, "absent"})
        self._names[name] = tier
        return name

    def _told_operator(self, item: Item, operator: str, name: str) -> None:
        became = f"tier `{name}` fires above its factor"
        if operator == "gt":
            self.source.ledger.exactly(item, became, each=True)
        else:
            why = "a tier fires above its factor, whatever the file says of the comparison"
            self.source.ledger.otherwise(item, became, why, each=True)

    def _told_threshold(
        self, item: Item, threshold: Fraction, name: str, tier: OwnTier, period: Fraction
    ) -> None:
        factor = factor_of(tier, period)
        became = f"{name}, `budget: {percent(tier.budget)}` of {duration_text(period)}"
        if factor == threshold:
            became += f", which is a factor of {_text(factor)}"
            self.source.ledger.exactly(item, became, each=True)
        else:
            why = f"as a decimal share of the budget it is a factor of {_text(factor)}"
            self.source.ledger.otherwise(item, became, why, each=True)

    def _told_windows(self, rule: Item, name: str, tier: OwnTier) -> None:
        ledger, short = self.source.ledger, duration_text(tier.short)
        ledger.exactly(rule.get("kind"), "tiers are burn rates")
        ledger.otherwise(
            rule.get("lookbackWindow"),
            f"{name}, `long: {duration_text(tier.long)}` and `short: {short}`",
            "a second, short window ends the alert soon after the burn does",
            each=True,
        )
        after = rule.get("alertAfter")
        if after.there:
            duration(self.source.reader, after)
            why = "tiers do not wait: the long window smooths enough, and waiting costs budget"
            ledger.lost(after, why, f"nothing is lost by it; the short window is {short}")


def _text(value: Fraction) -> str:
    return decimal_text(value) or f"{float(value):.6g}"
