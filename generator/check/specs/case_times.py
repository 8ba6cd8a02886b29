"""Times of cases at which their series have ended."""

from collections.abc import Iterator
from fractions import Fraction

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Rule
from generator.core.units import duration_text
from generator.promql.input_series import SeriesError, count_samples
from generator.resolve.cases import written_cases
from generator.spec.case import Case

_LOOKS = Fraction(30)
_MOST = 100_000
"""Evaluations of the rules in a case; more take promtool minutes."""


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    for one in written_cases(estate):
        for index, case in enumerate(one.cases):
            last = _last(case)
            for key, times in (("fires", case.fires), ("silent", case.silent)):
                for at, time in enumerate(times):
                    said = _wrong(case, time, last)
                    if said is not None:
                        yield Fault(one.at(estate, index, key, at), *said)


def _last(case: Case) -> Fraction | None:
    """Return when the last sample of a case is, None where its values cannot be read."""
    try:
        counts = [count_samples(one) for one in case.series.values()]
    except SeriesError:
        return None
    return max(counts, default=0) * case.step - case.step


def _wrong(case: Case, time: Fraction, last: Fraction | None) -> tuple[str, str | None] | None:
    if last is not None and time > last:
        shown = duration_text(max(last, Fraction(0)))
        return f"the series of this case end at {shown}", None
    looks = time / min(case.step, _LOOKS)
    if last is not None and looks > _MOST:
        message = f"the rules are evaluated {int(looks):,} times until then, which takes minutes"
        return message, "show it with shorter durations"
    return None


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
      - {name: many, series: {'queue_size{job="shop"}': 51x20}, step: 1m, fires: [TIME]}
"""

CHECK = Check(
    Rule(
        "PS372",
        "time after the end of the series",
        "nothing is known of the world then, so what the alert does shows nothing",
        "write more samples, `_x20` where there shall be none, or an earlier time",
    ),
    bad=_EXAMPLE.replace("TIME", "2000d"),
    good=_EXAMPLE.replace("TIME", "20m"),
    find=_find,
)
