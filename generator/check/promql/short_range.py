"""A range that holds less than two samples."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.core.units import duration_text
from generator.promql import tree as t
from generator.promql.read import seconds

_FUNCTIONS: Final = ("rate", "irate", "increase", "delta", "deriv", "idelta")


def _find(subject: Subject) -> Iterator[Hit]:
    scrape = subject.catalogue.scrape
    for call in subject.calls(*_FUNCTIONS):
        inner = t.bare(call.args[0])
        window = inner.window if isinstance(inner, t.Selector) else None
        if scrape is not None and window is not None and seconds(window.text) < 2 * scrape:
            message = f"`{window.text}` holds less than two scrapes of {duration_text(scrape)}"
            yield Hit(window.start, window.end, message)


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
    needs=frozenset(_FUNCTIONS),
)
