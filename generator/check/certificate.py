"""The certificate of an alert: that it can fire, shown from what the specs say.

Four things must hold. Each series that the alert reads is emitted by somebody. The labels that its
texts name are still there. A value beyond its bound can occur. And if its data go missing, either
another alert notices, or that is normal and known.
"""

import dataclasses
import math
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from generator.check.expressions import with_records
from generator.check.promql.base import Hit, Subject
from generator.check.promql.catalogue import SCRAPE_SERIES, catalogue_of
from generator.check.promql.go_template import read as read_template
from generator.check.promql.ranges import Range, range_of
from generator.check.promql.run import Text, hits, subject_of
from generator.core.spelling import listed
from generator.plan.plan import Plan
from generator.plan.rules import Alert, Record
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS
from generator.promql.labels import Status, merged
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.resolve.estate import Estate

# Findings of expressions that say that an alert has no result, ever.
INERT: Final = frozenset(
    {"PS501", "PS502", "PS503", "PS508", "PS510", "PS512", "PS515", "PS522", "PS548"}
)
_LABELS: Final = ("$labels.", ".Labels.")

Part: TypeAlias = Literal["inputs", "labels", "bound", "absence"]


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """One thing that must hold, whether it does, and what shows it."""

    part: Part
    holds: bool
    said: str


@dataclasses.dataclass(frozen=True, slots=True)
class Certificate:
    """What shows that an alert can fire, or what speaks against it; it reads a gauge or not."""

    alert_id: str
    proofs: tuple[Proof, ...]
    reads_gauge: bool = False

    @property
    def faults(self) -> tuple[Proof, ...]:
        """What keeps the alert from firing; that nobody notices missing data does not."""
        return tuple(one for one in self.proofs if not one.holds and one.part != "absence")

    @property
    def unnoticed(self) -> bool:
        """Whether missing data would go unnoticed."""
        return any(not one.holds and one.part == "absence" for one in self.proofs)


class Registrar:
    """Makes the certificates of a plan's alerts."""

    def __init__(self, estate: Estate, plan: Plan) -> None:
        """Take what the specs say; nothing is worked out before it is asked for."""
        rules = [rule for file in plan.rule_files for group in file.groups for rule in group.rules]
        self._estate = estate
        self._catalogue = with_records(catalogue_of(estate), plan)
        self._records = {one.name: one for one in rules if isinstance(one, Record)}
        self._read: dict[str, frozenset[str] | None] = {}
        self._watched: dict[str, tuple[str, ...]] | None = None
        self._made: dict[str, Certificate] = {}
        self.alerts = tuple(one for one in rules if isinstance(one, Alert))

    def certificate(self, alert: Alert) -> Certificate:
        """Return what shows that an alert can fire."""
        if alert.alert_id not in self._made:
            self._made[alert.alert_id] = self._certificate(alert)
        return self._made[alert.alert_id]

    def _certificate(self, alert: Alert) -> Certificate:
        texts = (*_texts("labels", alert.labels), *_texts("annotations", alert.annotations))
        text = Text(alert.expr.line, "alert", texts, alert.name, float(alert.for_))
        try:
            subject = subject_of(text, self._catalogue)
        except PromqlError as error:
            return Certificate(alert.alert_id, (_refuted("bound", f"no PromQL: {error}"),))
        raw = self._raw([subject.node])
        found = [(check.rule.code, hit) for check, hit in hits(subject)]
        inert = [(code, hit) for code, hit in found if code in INERT]
        return Certificate(
            alert.alert_id,
            (
                self._inputs(raw, [hit for code, hit in inert if code == "PS501"]),
                _labels(subject, [hit for code, hit in inert if code == "PS522"]),
                _bound(subject, [hit for code, hit in inert if code not in {"PS501", "PS522"}]),
                self._absence(alert, subject, raw),
            ),
            reads_gauge=any(map(self._is_gauge, raw)),
        )

    def _inputs(self, raw: set[str], missing: list[Hit]) -> Proof:
        if missing:
            return _refuted("inputs", "; ".join(one.message for one in missing))
        return _shown("inputs", "; ".join(self._emitted(one) for one in sorted(raw)))

    def _emitted(self, name: str) -> str:
        facts = self._catalogue.fact(name)
        metric = self._estate.metrics.get(facts.metric) if facts is not None else None
        if name in SCRAPE_SERIES:
            return f"`{name}` is made at every scrape"
        if metric is None:
            return f"`{name}` is another's, and taken to be there"
        return f"`{name}` is declared in `{metric.component}`"

    def _raw(self, nodes: Iterable[t.Node]) -> set[str]:
        """Return the series that are read, those that records are made of instead of records."""
        todo = [name for node in nodes for name in _selected(node)]
        seen, raw = set(todo), set[str]()
        while todo:
            name = todo.pop()
            read = self._read_by(name)
            if read is None:
                raw.add(name)
            else:
                todo += read - seen
                seen |= read
        return raw

    def _read_by(self, name: str) -> frozenset[str] | None:
        """Return what a record reads; None for what is no record."""
        if name not in self._read:
            record = self._records.get(name)
            try:
                node = None if record is None else parse(record.expr.line)
            except PromqlError:
                node = None
            self._read[name] = None if node is None else frozenset(_selected(node))
        return self._read[name]

    def _absence(self, alert: Alert, subject: Subject, raw: set[str]) -> Proof:
        watched = self._watchers()
        if any(
            isinstance(one, t.Call) and one.function.startswith("absent") for one in subject.nodes
        ):
            return _shown("absence", "it is what this alert looks for")
        own = {one for name in raw for one in watched.get(name, ())} - {alert.alert_id}
        if own:
            return _shown("absence", f"{_ids(own)} notices")
        of_targets = watched.get("up", ())
        usual = sorted(name for name in raw if self._presence(name) != "always")
        if alert.alert_id in of_targets:
            return _shown("absence", "this alert looks for missing targets itself")
        said = f"{_ids(of_targets)} notices where it is the target that is gone"
        if usual:
            known = f"without traffic there are no series of {listed(usual, 'and')}, as declared"
            return _shown("absence", f"{said}; {known}" if of_targets else known)
        return _shown("absence", said) if of_targets else _refuted("absence", "nobody notices")

    def _is_gauge(self, name: str) -> bool:
        facts = self._catalogue.fact(name)
        return facts is not None and facts.type == "gauge"

    def _presence(self, name: str) -> str:
        facts = self._catalogue.fact(name)
        metric = self._estate.metrics.get(facts.metric) if facts is not None else None
        return metric.presence if metric is not None else "always"

    def _watchers(self) -> dict[str, tuple[str, ...]]:
        """Return the alerts that notice that a series is gone, by the series."""
        if self._watched is None:
            found: dict[str, list[str]] = {}
            for alert in self.alerts:
                for name in self._looked_for(alert):
                    found.setdefault(name, []).append(alert.alert_id)
            self._watched = {name: tuple(ids) for name, ids in found.items()}
        return self._watched

    def _looked_for(self, alert: Alert) -> set[str]:
        try:
            node = parse(alert.expr.line)
        except PromqlError:
            return set()
        calls = (one for one in node.walk() if isinstance(one, t.Call))
        absent = [one for one in calls if one.function.startswith("absent")]
        return self._raw(absent) | ({"up"} & self._raw([node]))


def _selected(node: t.Node) -> Iterator[str]:
    """Yield the names of the series that an expression reads, where it says them."""
    for part in node.walk():
        if isinstance(part, t.Selector) and part.metric:
            yield part.metric


def _shown(part: Part, said: str) -> Proof:
    return Proof(part, holds=True, said=said)


def _refuted(part: Part, said: str) -> Proof:
    return Proof(part, holds=False, said=said)


def _texts(kind: str, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{kind}/{name}", text) for name, text in pairs)


def _ids(names: Iterable[str]) -> str:
    return listed(sorted(names), "and")


def _labels(subject: Subject, lost: list[Hit]) -> Proof:
    if lost:
        return _refuted("labels", "; ".join(one.message for one in lost))
    branch = merged(subject.branches)
    named = sorted(set(_named(subject)))
    always = [one for one in named if branch.status(one) is Status.CERTAIN]
    maybe = [one for one in named if one not in always]
    said = [f"{listed(always, 'and')} always there"] if always else []
    said += [f"{listed(maybe, 'and')} there where the series has it"] if maybe else []
    return _shown("labels", "; ".join(said) or "its texts name none")


def _named(subject: Subject) -> Iterator[str]:
    for _, text in subject.templates:
        for action in read_template(text)[0] if "{{" in text else ():
            for word in action.words:
                prefix = next((one for one in _LABELS if word.text.startswith(one)), None)
                if prefix is not None:
                    yield word.text.removeprefix(prefix)


def _bound(subject: Subject, against: list[Hit]) -> Proof:
    if against:
        return _refuted("bound", "; ".join(one.message for one in against))
    said = [
        _reached(node, values)
        for node in subject.binaries(*COMPARISONS)
        if not node.returns_bool and isinstance(t.bare(node.right), t.Number)
        for values in [range_of(node.left, subject.catalogue)]
    ]
    return _shown("bound", "; ".join(said) or "it fires for every result, whatever its value")


def _reached(node: t.Binary, values: Range) -> str:
    number = t.bare(node.right)
    bound = f"{node.op} {number.text}" if isinstance(number, t.Number) else node.op
    if math.isinf(values.low) and math.isinf(values.high):
        return f"`{bound}` is compared with what can be any number"
    if math.isinf(values.high):
        return f"`{bound}` is compared with what is {values.low:g} or more"
    reason = f", as {values.share}" if values.share else ""
    return (
        f"`{bound}` is compared with what lies between {values.low:g} and {values.high:g}{reason}"
    )
