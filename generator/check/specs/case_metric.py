"""Cases about metrics that nobody declares."""

from collections.abc import Iterator

from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Rule
from generator.core.spelling import closest
from generator.promql.input_series import SeriesError, read_series
from generator.promql.selection import Selection
from generator.resolve.cases import written_cases


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    catalogue = catalogue_of(estate)
    for one in written_cases(estate):
        for index, case in enumerate(one.cases):
            for name in case.series:
                series = _read(name)
                if series is not None and _is_missing(catalogue, series.metric):
                    close = closest(series.metric, catalogue.facts)
                    place = one.at(estate, index, "series", name).key()
                    yield Fault(
                        place.within(*series.metric_at),
                        f"metric `{series.metric}` is not declared",
                        f"did you mean `{close}`?" if close else None,
                    )


def _is_missing(catalogue: Catalogue, name: str) -> bool:
    """Tell whether a series does not exist; records are known to who reads them."""
    return ":" not in name and catalogue.missing(name)


def _read(name: str) -> Selection | None:
    try:
        return read_series(name)
    except SeriesError:
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
      - {name: many, series: {'METRIC{job="shop"}': 51x20}, step: 1m, fires: [9m]}
"""

CHECK = Check(
    Rule(
        "PS371",
        "case about an unknown metric",
        "the alert reads other series, so the case shows nothing of it",
        "correct the name, or declare the metric under `metrics:`",
    ),
    bad=_EXAMPLE.replace("METRIC", "queue_sizes"),
    good=_EXAMPLE.replace("METRIC", "queue_size"),
    find=_find,
)
