"""A missing series that is reported after one lost scrape."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.core.units import duration_text
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    scrape = subject.catalogue.scrape
    if subject.role != "alert" or scrape is None or subject.for_ is None:
        return
    if subject.for_ >= 2 * scrape:
        return
    for call in subject.calls("absent"):
        if isinstance(t.bare(call.args[0]), t.Selector):
            message = f"it may be gone for less than two scrapes of {duration_text(scrape)}"
            yield Hit(call.start, call.start + len(call.function), message)


CHECK = Check(
    Rule(
        "PS542",
        "absence that one lost scrape makes",
        "a restart of the target or of Prometheus loses a scrape, and nobody has to act on that",
        "set `for:` to at least two scrapes",
        Severity.WARNING,
    ),
    bad="absent(up)",
    good="absent(up)",
    find=_find,
    known_from="specs",
    needs=frozenset({"absent"}),
    role="alert",
    beside=("for: 0s", "for: 1m"),
)
