"""A range that holds less than two samples."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.catalogue import Catalogue
from generator.core.finding import Rule
from generator.core.units import duration_text
from generator.promql import tree as t
from generator.promql.read import seconds

# What has no result for a single sample.
FUNCTIONS: Final = frozenset({"rate", "irate", "increase", "delta", "deriv", "idelta"})


class Starved(NamedTuple):
    """A range of a series that holds less than two samples, which are ``every`` seconds apart."""

    window: t.Word
    metric: str
    every: Fraction
    recorded: bool

    @property
    def said(self) -> str:
        """How much the range holds."""
        return too_short(self.window.text, self.every, recorded=self.recorded)


def too_short(window: str, every: Fraction, *, recorded: bool) -> str:
    """Return that a window holds less than two samples, which are ``every`` seconds apart."""
    kind = "evaluations" if recorded else "scrapes"
    return f"`{window}` holds less than two {kind} of {duration_text(every)}"


def starved(nodes: Iterable[t.Node], catalogue: Catalogue) -> Iterator[Starved]:
    """Yield the ranges that hold too few samples for what is made of them."""
    for call in nodes:
        if not isinstance(call, t.Call) or call.function not in FUNCTIONS or not call.args:
            continue
        inner = t.bare(call.args[0])
        if not isinstance(inner, t.Selector) or inner.window is None:
            continue
        recorded = catalogue.evaluation is not None and inner.metric in catalogue.records
        every = catalogue.evaluation if recorded else catalogue.scrape
        if every is not None and seconds(inner.window.text) < 2 * every:
            yield Starved(inner.window, inner.metric, every, recorded)


def _find(subject: Subject) -> Iterator[Hit]:
    for one in starved(subject.nodes, subject.catalogue):
        yield Hit(one.window.start, one.window.end, one.said)


CHECK = Check(
    Rule(
        "PS516",
        "range under two scrapes",
        "a rate needs two samples; with one in the range there is no result",
        "make the range at least four scrapes long, so that a lost scrape does no harm",
    ),
    bad="rate(http_requests_total[20s])",
    good="rate(http_requests_total[5m])",
    find=_find,
    known_from="specs",
    needs=FUNCTIONS,
)
