"""The page of decisions: what was asked, what holds and why, and everything that follows."""

import collections
from collections.abc import Iterable, Iterator

from generator.core.units import duration_text
from generator.plan.slo.alerts import objective_text
from generator.render.markdown import escaped, prose
from generator.render.reference.book import Book
from generator.render.reference.outline import DECISIONS, Named
from generator.render.reference.pages import Page, Section

Settled = tuple[Named, str]
"""A thing, and the numbers of it that a decision settles."""


def decision_page(book: Book) -> Iterator[Page]:
    """Yield the page of decisions, if there are any."""
    found: dict[str, list[Settled]] = collections.defaultdict(list)
    for numbers, thing, words in _decided(book):
        for number in dict.fromkeys(numbers):
            found[number].append((thing, words))
    if book.estate.decisions:
        yield Page(
            DECISIONS,
            "Decisions",
            (
                (
                    "What had to be settled, and what follows. Whatever refers to one of these "
                    "leads here."
                ),
            ),
            tuple(_section(book, name, found[name]) for name in book.estate.decisions),
            "specs/decisions.yaml",
        )


def _section(book: Book, name: str, settled: list[Settled]) -> Section:
    decision = book.estate.decisions[name]
    return Section(
        escaped(name),
        texts=(
            f"**{prose(decision.question)}**",
            prose(decision.answer),
            f"*Why:* {prose(decision.reason)}",
            *(("It settles:",) if settled else ("Nothing refers to it.",)),
        ),
        items=tuple(
            f"{kind} {book.link(DECISIONS, kind, one)}" + (f": {words}" if words else "")
            for (kind, one), words in settled
        ),
    )


def _decided(book: Book) -> Iterator[tuple[Iterable[str], Named, str]]:
    """Yield everything that names decisions, in the order of the pages."""
    estate = book.estate
    project = estate.project
    yield project.decided, ("project", project.project), _of_project(book)
    for name, constant in project.constants.items():
        yield constant.decided, ("constant", name), escaped(constant.value or "by environment")
    for name, label in estate.labels.items():
        yield label.decided, ("label", name), ""
    for component in estate.components.values():
        yield component.decided, ("component", component.id), escaped(component.title)
    for metric in estate.metrics.values():
        yield metric.decided, ("metric", metric.name), prose(metric.help)
    yield from _of_indicators(book)
    for slo in estate.slos.values():
        yield (
            slo.decided,
            ("slo", slo.id),
            f"{objective_text(slo)} over {duration_text(slo.window)}",
        )
    for alert in estate.alerts.values():
        yield alert.decided, ("alert", alert.id), escaped(alert.name)
    yield from _of_views(book)


def _of_indicators(book: Book) -> Iterator[tuple[Iterable[str], Named, str]]:
    for indicator in book.estate.indicators.values():
        yield indicator.decided, ("indicator", indicator.id), escaped(indicator.title)
        for threshold in indicator.thresholds:
            bounds = (f"{one.variant_name} {one.quantity}".strip() for one in threshold.bounds)
            after = f" for {duration_text(threshold.for_)}" if threshold.notifies else ", a line"
            words = f"{threshold.side} {', '.join(bounds)}{after}"
            yield threshold.decided, ("threshold", threshold.id), escaped(words)


def _of_views(book: Book) -> Iterator[tuple[Iterable[str], Named, str]]:
    for name, (_, dashboard) in book.estate.dashboards.items():
        yield dashboard.decided, ("dashboard", name), escaped(dashboard.title)
        for row in dashboard.rows.values():
            for key, panel in row.panels.items():
                words = escaped(panel.title or "")
                yield panel.decided, ("panel", f"{name}.{key}"), words
    for name, (_, runbook) in book.estate.runbooks.items():
        yield runbook.decided, ("runbook", name), escaped(runbook.title)


def _of_project(book: Book) -> str:
    project = book.estate.project
    return (
        f"scraped every {duration_text(project.scrape.interval)}, rules evaluated every "
        f"{duration_text(project.evaluation)}, samples kept for {duration_text(project.retention)}"
    )
