"""The certificate of an alert: that it can fire, shown from what the specs say.

Four things must hold. Each series that the alert reads is emitted by somebody, often enough. The
labels that its texts name are still there. A value beyond its bound can occur. And if its data go
missing, either another alert notices, or that is normal and known.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from generator.check.absence import Watch
from generator.check.expressions import with_records
from generator.check.promql.base import Hit, Subject
from generator.check.promql.catalogue import SCRAPE_SERIES, Catalogue, catalogue_of
from generator.check.promql.go_template import read as read_template
from generator.check.promql.interval import Range
from generator.check.promql.ranges import range_of
from generator.check.promql.run import Text, hits, subject_of
from generator.check.promql.short_range import starved
from generator.check.reads import Reads
from generator.core.spelling import listed
from generator.plan.plan import Plan
from generator.plan.rules import Alert, Record
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS
from generator.promql.labels import Status, merged
from generator.promql.parse import PromqlError
from generator.promql.read import printed
from generator.resolve.estate import Estate

# Findings of expressions that say that an alert has no result, ever.
INERT: Final = frozenset(
    {"PS501", "PS502", "PS503", "PS508", "PS510", "PS512", "PS515", "PS522", "PS548"}
)
_LABELS: Final = ("$labels.", ".Labels.")

Part: TypeAlias = Literal["inputs", "labels", "bound", "absence"]


class Proof(NamedTuple):
    """One thing that must hold, whether it does, and what shows it.

    ``code`` is that of a finding which says the same where it can be mended.
    """

    part: Part
    holds: bool
    said: str
    code: str = ""


class Certificate(NamedTuple):
    """What shows that an alert can fire, or what speaks against it; it reads a gauge or not."""

    alert_id: str
    proofs: tuple[Proof, ...]
    reads_gauge: bool = False

    @property
    def faults(self) -> tuple[Proof, ...]:
        """What keeps the alert from firing: neither a hole in its text nor missing data do."""
        keeps = {"inputs", "bound"}
        return tuple(one for one in self.proofs if not one.holds and one.part in keeps)

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
        self._reads = Reads({one.name: one for one in rules if isinstance(one, Record)})
        self._short: dict[str, tuple[str, ...]] = {}
        self._made: dict[str, Certificate] = {}
        self.alerts = tuple(one for one in rules if isinstance(one, Alert))
        self._watch = Watch(self._reads, self.alerts, self._known, estate.project.selector)

    def certificate(self, alert: Alert) -> Certificate:
        """Return what shows that an alert can fire."""
        if alert.alert_id not in self._made:
            self._made[alert.alert_id] = self._certificate(alert)
        return self._made[alert.alert_id]

    def told(self, alert: Alert) -> Certificate:
        """Return the same for people, with what of its data may be missing unseen."""
        found = self.certificate(alert)
        try:
            unseen = self._watch.overlooked(alert.alert_id, printed(alert.expr.line))
        except PromqlError:
            return found
        proofs = [
            one._replace(said=f"{one.said} {unseen}") if one.part == "absence" and unseen else one
            for one in found.proofs
        ]
        return found._replace(proofs=tuple(proofs))

    def subject(self, alert: Alert) -> Subject:
        """Return the expression of an alert with all that is known of it.

        Raises:
            PromqlError: it is no PromQL.
        """
        texts = (*_texts("labels", alert.labels), *_texts("annotations", alert.annotations))
        text = Text(alert.expr.line, "alert", texts, alert.name, float(alert.for_))
        return subject_of(text, self._catalogue, printed(text.expr))

    def _certificate(self, alert: Alert) -> Certificate:
        try:
            subject = self.subject(alert)
        except PromqlError as error:
            return Certificate(alert.alert_id, (_refuted("bound", f"no PromQL: {error}"),))
        raw = self._reads.raw([subject.node])
        found = [(check.rule.code, hit) for check, hit in hits(subject)]
        inert = [(code, hit) for code, hit in found if code in INERT]
        # Sides that only a label of its texts keeps apart may find each other without it.
        texts = {"PS522"} if "never matches" in subject.traits else {"PS512", "PS522"}
        return Certificate(
            alert.alert_id,
            (
                self._inputs(subject, raw, [hit for code, hit in inert if code == "PS501"]),
                _labels(subject, [(code, hit) for code, hit in inert if code in texts]),
                _bound(subject, [hit for code, hit in inert if code not in {"PS501", *texts}]),
                Proof("absence", *self._watch.notices(alert.alert_id, subject.nodes, raw)),
            ),
            reads_gauge=any(map(self._is_gauge, raw)),
        )

    def _inputs(self, subject: Subject, raw: set[str], missing: list[Hit]) -> Proof:
        if missing:
            return _refuted("inputs", "; ".join(one.message for one in missing))
        names = sorted(self._reads.names([subject.node]))
        own = tuple(_short(subject.node, self._catalogue))
        short = dict.fromkeys((*own, *(one for name in names for one in self._shortage(name))))
        if short:
            return _refuted("inputs", "; ".join(short), "PS516")
        return _shown("inputs", "; ".join(self._emitted(one) for one in sorted(raw)))

    def _shortage(self, name: str) -> tuple[str, ...]:
        """Return which ranges in a record hold too few samples."""
        if name not in self._short:
            node = self._reads.node(name)
            self._short[name] = () if node is None else tuple(_short(node, self._catalogue))
        return self._short[name]

    def _emitted(self, name: str) -> str:
        facts = self._catalogue.fact(name)
        metric = self._estate.metrics.get(facts.metric) if facts is not None else None
        if name in SCRAPE_SERIES:
            return f"`{name}` is made at every scrape"
        if metric is None:
            return f"`{name}` is another's, and taken to be there"
        return f"`{name}` is declared in `{metric.component}`"

    def _is_gauge(self, name: str) -> bool:
        facts = self._catalogue.fact(name)
        return facts is not None and facts.type == "gauge"

    def _known(self, name: str) -> tuple[str, str]:
        """Return the metric that a series is a part of, and when that exists."""
        facts = self._catalogue.fact(name)
        metric = self._estate.metrics.get(facts.metric) if facts is not None else None
        return (metric.name, metric.presence) if metric is not None else (name, "always")


def _short(node: t.Node, catalogue: Catalogue) -> Iterator[str]:
    return (f"`{one.metric}`: {one.said}" for one in starved(node.walk(), catalogue))


def _shown(part: Part, said: str) -> Proof:
    return Proof(part, holds=True, said=said)


def _refuted(part: Part, said: str, code: str = "") -> Proof:
    return Proof(part, holds=False, said=said, code=code)


def _texts(kind: str, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{kind}/{name}", text) for name, text in pairs)


def _labels(subject: Subject, lost: list[tuple[str, Hit]]) -> Proof:
    if lost:
        return _refuted("labels", "; ".join(one.message for _, one in lost), lost[0][0])
    branch = merged(subject.branches)
    named = sorted(set(_named(subject)))
    always = [one for one in named if branch.status(one) is Status.CERTAIN]
    maybe = [one for one in named if branch.status(one) is Status.POSSIBLE]
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
    return _shown(
        "bound", "; ".join(dict.fromkeys(said)) or "it fires for every result, whatever its value"
    )


def _reached(node: t.Binary, values: Range) -> str:
    number = t.bare(node.right)
    bound = f"{node.op} {number.text}" if isinstance(number, t.Number) else node.op
    if math.isinf(values.low) and math.isinf(values.high):
        return f"`{bound}` is compared with what can be any number"
    if math.isinf(values.high) and not values.above:
        return f"`{bound}` is compared with what is {values.low:g} or more"
    reason = f", as {values.share}" if values.share else ""
    return f"`{bound}` is compared with what {values}{reason}"
