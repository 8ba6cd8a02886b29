"""Scrape jobs: the values of `job` that the specs select, the project's own and those of others."""

from collections.abc import Iterator, Mapping

from generator.promql.expr import Matcher
from generator.recipes.base import Series
from generator.resolve.estate import Estate


def own_jobs(estate: Estate) -> dict[str, Mapping[str, str]]:
    """Return the jobs of the project and of its services, with the labels of their series.

    There are none where metrics do not come by scraping.
    """
    if estate.project.scrape.path == "otlp":
        return {}
    selectors = [one.selector for one in estate.services.values()]
    if not selectors or any(not one.service for one in estate.components.values()):
        selectors.insert(0, estate.project.selector)
    found: dict[str, Mapping[str, str]] = {}
    for selector in selectors:
        found.setdefault(selector.get("job", estate.project.project), selector)
    return found


def jobs_of_others(estate: Estate) -> tuple[str, ...]:
    """Return the jobs that the specs read beside the project's own, in alphabetical order."""
    found = {one.value for series in _read(estate) for one in series.matchers if _is_job(one)}
    found |= {one.job for one in estate.project.external.values() if one.job is not None}
    return tuple(sorted(found - set(own_jobs(estate))))


def _is_job(matcher: Matcher) -> bool:
    return (matcher.label, matcher.op) == ("job", "=")


def native_jobs(estate: Estate) -> frozenset[str]:
    """Return the jobs whose targets expose native histograms."""
    found: set[str] = set()
    for series in _read(estate):
        if series.native:
            named = {one.value for one in series.matchers if _is_job(one)}
            found |= named or set(own_jobs(estate))
    return frozenset(found)


def _read(estate: Estate) -> Iterator[Series]:
    """Yield everything that is declared or read, with the conditions on it."""
    for metric in estate.metrics.values():
        yield metric.series
    for indicator in estate.indicators.values():
        for some in indicator.use.operands.values():
            yield from (one for one in some if isinstance(one, Series))
    for alert in estate.alerts.values():
        yield from (one for one in alert.operands if isinstance(one, Series))
