"""The reference: what a project measures and promises, and the language of its specs."""

from collections.abc import Iterable, Iterator

from generator.core.artifact import Artifact
from generator.plan.cardinality import Budget
from generator.plan.plan import Plan
from generator.render.reference.alerts import alert_pages
from generator.render.reference.boards import dashboard_pages
from generator.render.reference.book import Book
from generator.render.reference.budget import cardinality_page
from generator.render.reference.contract import instrumentation_page
from generator.render.reference.index import index_page
from generator.render.reference.indicators import indicator_pages
from generator.render.reference.metrics import metric_pages
from generator.render.reference.pages import Page, render_page
from generator.render.reference.settings import label_page, settings_page
from generator.render.reference.settled import decision_page
from generator.render.reference.slos import slo_pages
from generator.resolve.estate import Estate


def render_reference(
    estate: Estate,
    plan: Plan,
    budget: Budget,
    others: Iterable[Artifact] = (),
    environments: Iterable[str] = (),
) -> Iterator[Artifact]:
    """Yield the pages of the reference; its index also leads to pages that others made."""
    book = Book.of(estate, plan)
    pages = list(_pages(book, budget))
    for page in pages:
        yield render_page(page)
    yield render_page(index_page(book, pages, others, environments))


def _pages(book: Book, budget: Budget) -> Iterator[Page]:
    yield from metric_pages(book, budget)
    yield from indicator_pages(book)
    yield from slo_pages(book)
    yield from alert_pages(book)
    yield from dashboard_pages(book)
    yield from decision_page(book)
    yield from label_page(book, budget)
    yield from settings_page(book)
    yield from cardinality_page(book, budget)
    yield from instrumentation_page(book)
