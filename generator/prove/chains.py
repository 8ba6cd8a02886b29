"""What reads what: the records behind an alert, in the order in which they must be evaluated."""

from collections.abc import Iterable

from generator.prove.files import Rule, metrics_of


class Chains:
    """The rules of a suite, and which of them read which."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Read every expression once."""
        self.rules = tuple(rules)
        self._recording: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.record:
                self._recording.setdefault(rule.record, []).append(rule)
        self._reads = {rule.expr: metrics_of(rule.expr) for rule in self.rules}
        self._chains: dict[Rule, tuple[Rule, ...]] = {}

    def records(self, rule: Rule) -> tuple[Rule, ...]:
        """Return the recording rules behind a rule, those that are read first before others."""
        if rule not in self._chains:
            found: dict[Rule, None] = {}
            self._collect(rule, found, (rule,))
            self._chains[rule] = tuple(found)
        return self._chains[rule]

    def _collect(self, rule: Rule, found: dict[Rule, None], path: tuple[Rule, ...]) -> None:
        for name in sorted(self.reads(rule)):
            for other in self._recording.get(name, ()):
                if other not in found and other not in path:
                    self._collect(other, found, (*path, other))
                    found[other] = None

    def recording(self, name: str) -> tuple[Rule, ...]:
        """Return the rules that record a name."""
        return tuple(self._recording.get(name, ()))

    def reads(self, rule: Rule) -> frozenset[str]:
        """Return the metrics that a rule names."""
        return self._reads.get(rule.expr) or frozenset()

    def inputs(self, rule: Rule) -> frozenset[str] | None:
        """Return every metric that a rule or a record behind it reads; None if unknown."""
        names = [self._reads.get(one.expr) for one in (rule, *self.records(rule))]
        known = [one for one in names if one is not None]
        return frozenset().union(*known) if len(known) == len(names) else None

    def ordered(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """Return recording rules so that each stands after those it reads."""
        wanted = set(rules)
        found: dict[Rule, None] = {}
        for rule in self.rules:
            if rule in wanted:
                found |= dict.fromkeys(one for one in self.records(rule) if one in wanted)
                found[rule] = None
        return tuple(found)

    def affected(self, alert: Rule, changed: Rule) -> tuple[Rule, ...]:
        """Return the records behind an alert that a change reaches, the changed one included."""
        names = {changed.record} - {""}
        found = []
        for one in self.records(alert):
            if one.record in names or self.reads(one) & names:
                names.add(one.record)
                found.append(one)
        return tuple(found)
