"""Rules that are evaluated less often than the windows that they look at are long."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT, QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.core.units import duration_text, parse_duration
from generator.resolve.estate import Estate

_LOOKBACK: Final = parse_duration("5m")


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    every = estate.project.evaluation
    where = estate.origin(Place(estate.project_file, ("evaluation",)))
    rules = f"rules are evaluated every {duration_text(every)}"
    if _leaves_gaps(estate, estate.project.defaults.window):
        window = duration_text(estate.project.defaults.window)
        yield Fault(where, f"{rules}, and rates look back {window}")
    elif every >= _LOOKBACK:
        yield Fault(where, f"{rules}, and Prometheus forgets a sample after 5m")
    else:
        yield from _own_windows(estate, rules)


def _leaves_gaps(estate: Estate, window: Fraction) -> bool:
    """Tell whether a window ends after the evaluation before; what holds too little is told of."""
    return 2 * estate.project.scrape.interval <= window < estate.project.evaluation


def _own_windows(estate: Estate, rules: str) -> Iterator[Fault]:
    for indicator in estate.indicators.values():
        place = indicator.place.child("window")
        short = _leaves_gaps(estate, indicator.use.window)
        if short and estate.trace(place, service=indicator.service):
            window = duration_text(indicator.use.window)
            fix = f"make it `{duration_text(estate.project.evaluation)}` or longer"
            yield Fault(
                estate.origin(place, indicator.service),
                f"{rules}, and this looks back {window}",
                fix,
            )


CHECK = Check(
    Rule(
        "PS374",
        "evaluation that leaves gaps",
        "what happens between two evaluations and outside of the window is never looked at, and "
        "panels have holes where a sample is forgotten before the next",
        "evaluate more often, or look back further with `defaults: {window: …}`",
        Severity.WARNING,
    ),
    bad=PROJECT.replace("30s", "10m") + "---\n" + QUEUE,
    good=PROJECT + "---\n" + QUEUE,
    find=_find,
)
