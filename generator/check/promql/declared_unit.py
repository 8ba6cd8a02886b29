"""An expression whose unit is not the one that is said beside it."""

from collections.abc import Iterator

from generator.check.promql.base import UNIT, Check, Hit, Subject
from generator.check.promql.measure import of_unit
from generator.check.promql.percentage import is_percentage
from generator.check.promql.ranges import range_of
from generator.core.finding import Rule
from generator.core.units import RATIO, Family


def _find(subject: Subject) -> Iterator[Hit]:
    if subject.declared is None:
        return
    said, measure = of_unit(subject.declared), subject.measure(subject.node)
    values = range_of(subject.node, subject.catalogue)
    percent = bool(values.share) and values.high == 100  # noqa: PLR2004 (percent)
    if subject.declared == RATIO and (percent or is_percentage(subject.node)):
        message = "this is a percentage, and in specs a share lies between 0 and 1"
        yield Hit(0, len(subject.text), message, "leave the 100 out: `%` is shown all the same")
    elif Family.COUNT not in {said.family, measure.family} and not said.equal(measure):
        yield Hit(0, len(subject.text), f"this is in {measure}, and `unit` says {said}")


CHECK = Check(
    Rule(
        "PS535",
        "expression in another unit than it says",
        "panels, texts and bounds take the number for one of the unit that is said, so all of "
        "them are wrong by the same factor",
        "bring the expression to the unit, or say the unit that it has",
    ),
    bad="cache_fill_ratio * 100",
    good="cache_fill_ratio",
    find=_find,
    known_from="specs",
    needs=frozenset({UNIT}),
    beside=("unit: %", "unit: %"),
)
