"""Windows of recipes and SLOs that hold too few samples.

Ranges that authors write into expressions are looked at by
:mod:`generator.check.promql.short_range`.

Bad: ``window: 10s`` with ``scrape: {interval: 15s}``. Good: ``window: 1m``.
"""

from collections.abc import Iterator
from fractions import Fraction

from generator.check.promql.short_range import CHECK, FUNCTIONS, too_short
from generator.core.finding import Finding, Place, Related
from generator.core.units import duration_text, parse_duration
from generator.plan.build import Recordings
from generator.plan.slo.burn import RAW_MAX
from generator.promql import tree as t
from generator.promql.expr import Call, Selector
from generator.promql.read import parse
from generator.resolve.estate import Estate, Indicator, Slo, Tier
from generator.resolve.meta.build import is_generated


def short_windows(estate: Estate) -> Iterator[Finding]:
    """Yield the windows that hold less than two scrapes, or less than two evaluations of records.

    What gives a window to many is said once.
    """
    recordings = Recordings(estate)
    for indicator in estate.indicators.values():
        if _may_be_short(estate, indicator):
            yield from _of_indicator(recordings, indicator)
    for slo in estate.slos.values():
        yield from _of_slo(estate, slo)
    yield from _of_meta(estate)


def _of_meta(estate: Estate) -> Iterator[Finding]:
    """Yield the windows of alerts about the monitoring, which nobody can change."""
    least = 2 * estate.project.scrape.interval
    queries = [one.query for one in estate.alerts.values() if is_generated(estate, one)]
    windows = {
        inner.window.text
        for query in queries
        for call in parse(query).walk()
        if isinstance(call, t.Call) and call.function in FUNCTIONS
        for inner in call.args
        if isinstance(inner, t.Selector) and inner.window is not None
    }
    for window in sorted(one for one in windows if parse_duration(one) < least):
        short = too_short(window, estate.project.scrape.interval, recorded=False)
        message = f"{short}, and alerts of `meta` look back so far"
        fix = "scrape more often, or leave `meta` out of `outputs`"
        yield CHECK.rule.at(_scrape(estate), message, fix=fix)


def _may_be_short(estate: Estate, indicator: Indicator) -> bool:
    """Tell whether it is worth building what is recorded of an indicator."""
    project, use = estate.project, indicator.use
    over = Fraction(getattr(use.params, "over", 0) or 0)
    return use.window < 2 * project.scrape.interval or 0 < over < 2 * project.evaluation


def _of_indicator(recordings: Recordings, indicator: Indicator) -> Iterator[Finding]:
    estate, service = recordings.estate, indicator.service
    records = recordings.of(indicator.id).records
    names = {one.name for one in records}
    calls = {node for record in records for node in record.expr.walk() if isinstance(node, Call)}
    ranges = {
        (inner.window, inner.name in names)
        for call in calls
        if call.function in FUNCTIONS
        for inner in call.args
        if isinstance(inner, Selector) and inner.window
    }
    for window, recorded in sorted(ranges):
        every = estate.project.evaluation if recorded else estate.project.scrape.interval
        if parse_duration(window) >= 2 * every:
            continue
        if recorded:
            over = estate.origin(indicator.place.child(indicator.recipe.name, "over"), service)
            yield _finding(estate, over, window, recorded=True)
            continue
        own = indicator.place.child("window")
        if estate.trace(own, service=service):
            yield _finding(estate, estate.origin(own, service), window, recorded=False)
        else:
            yield _of_default(estate)


def _of_default(estate: Estate) -> Finding:
    """Return the finding about the window that holds where none is written."""
    window = duration_text(estate.project.defaults.window)
    place = Place(estate.project_file, ("defaults", "window"))
    if estate.trace(place):
        return _finding(estate, estate.origin(place), window, recorded=False)
    scrape = estate.project.scrape.interval
    message = f"{too_short(window, scrape, recorded=False)}, and it is the window of all rates"
    fix = f"scrape more often, or write `defaults: {{window: {duration_text(4 * scrape)}}}`"
    return CHECK.rule.at(_scrape(estate), message, fix=fix)


def _of_slo(estate: Estate, slo: Slo) -> Iterator[Finding]:
    """Yield what is too short of the windows that an SLO reads from raw samples."""
    least = 2 * estate.project.scrape.interval
    if slo.kind == "slices":
        return  # those are read from the indicator's records
    if estate.project.defaults.window < least:
        yield _of_default(estate)
    for tier in slo.tiers:
        for name, window in (("short", tier.short), ("long", tier.long)):
            if window < least and window <= RAW_MAX:
                yield _of_tier(estate, tier, name, window)


def _of_tier(estate: Estate, tier: Tier, name: str, window: Fraction) -> Finding:
    """Return the finding about a window of a tier; it is fitted to the period of the SLO."""
    text, scrape = duration_text(window), estate.project.scrape.interval
    place = Place(estate.project_file, ("tiers", tier.name, name))
    if estate.trace(place) and getattr(estate.project.tiers[tier.name], name) == window:
        return _finding(estate, estate.origin(place), text, recorded=False)
    short = too_short(text, scrape, recorded=False)
    message = f"{short}, and it is the {name} window of the tier `{tier.name}`"
    return CHECK.rule.at(_scrape(estate), message, fix="scrape more often, or leave the tier out")


def _finding(estate: Estate, place: Place, window: str, *, recorded: bool) -> Finding:
    project = estate.project
    every = project.evaluation if recorded else project.scrape.interval
    cause, label = _scrape(estate), "scraped this often"
    if recorded:
        cause = estate.origin(Place(estate.project_file, ("evaluation",)))
        label = "evaluated this often"
    return CHECK.rule.at(
        place,
        too_short(window, every, recorded=recorded),
        fix=f"make it `{duration_text(4 * every)}` or more, so that a lost one does no harm",
        related=Related(cause, label),
    )


def _scrape(estate: Estate) -> Place:
    return estate.origin(Place(estate.project_file, ("scrape", "interval")))
