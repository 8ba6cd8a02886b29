"""Scrape jobs: the values of `job` that the specs select, the project's own and those of others."""

from collections.abc import Iterable, Iterator, Mapping

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
    found = {one.value for some in _selected(estate) for one in some if _is_job(one)}
    found |= {one.job for one in estate.project.external.values() if one.job is not None}
    return tuple(sorted(found - set(own_jobs(estate))))


def _is_job(matcher: Matcher) -> bool:
    return (matcher.label, matcher.op) == ("job", "=")


def _selected(estate: Estate) -> Iterator[Iterable[Matcher]]:
    """Yield the conditions on everything that is read."""
    for metric in estate.metrics.values():
        yield metric.series.matchers
    for indicator in estate.indicators.values():
        for some in indicator.use.operands.values():
            yield from (one.matchers for one in some if isinstance(one, Series))
    for alert in estate.alerts.values():
        yield from (one.matchers for one in alert.operands if isinstance(one, Series))
