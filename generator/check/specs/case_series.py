"""Input series of cases that promtool does not take."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.promql.input_series import SeriesError, count_samples, read_series
from generator.resolve.cases import Written, filled_in, written_cases

_MOST = 100_000
"""Samples of a series; promtool holds all of them in memory, and more show nothing more."""

_AS_NAME = 'write a name and labels with one value each: `queue_size{worker="a"}`'


def _find(whole: Whole) -> Iterator[Fault]:
    for one in written_cases(whole.estate):
        for index, case in enumerate(one.cases):
            here: dict[str, str] = {}
            for name, values in case.series.items():
                place = one.at(whole.estate, index, "series", name)
                fault = _wrong(name, values, place)
                yield from [fault] if fault is not None else _twice(whole, one, name, place, here)


def _wrong(name: str, values: str, place: Place) -> Fault | None:
    where = place.key()
    try:
        read_series(name)
        where = place
        count = count_samples(values)
    except SeriesError as error:
        fix = _AS_NAME if where.part == "key" else None
        return Fault(where.within(error.start, error.end), str(error), fix)
    if count > _MOST:
        message = f"these are {count:,} samples; promtool would take minutes and much memory"
        return Fault(place, message, f"write at most {_MOST:,}, further apart if need be")
    return None


def _twice(
    whole: Whole, one: Written, name: str, place: Place, here: dict[str, str]
) -> Iterator[Fault]:
    """Yield a fault where labels that are filled in make a series the same as another one."""
    found = filled_in(whole.estate, one.component, name)
    other = here.setdefault(found, name)
    if other != name:
        fix = "remove one of them, or write a label that tells them apart"
        yield Fault(place.key(), f"`{other}` is the same series: `{found}`", fix)


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
alerts:
  stuck:
    name: QueueStuck
    severity: warning
    expr: sum by (job) (queue_size) > 50
    for: 0s
    summary: Orders wait
    cases:
      - {name: many, series: {'queue_size{job="shop"}': VALUES}, step: 1m, fires: [9m]}
"""

CHECK = Check(
    Rule(
        "PS370",
        "input series that promtool does not take",
        "promtool would refuse the whole test file, and no alert in it would be proven",
        "write values as in promtool: `1 2`, `5x10` stays, `0+1x10` grows, `_x3` is missing",
    ),
    bad=_EXAMPLE.replace("VALUES", "51 x20"),
    good=_EXAMPLE.replace("VALUES", "51x20"),
    find=_find,
)
