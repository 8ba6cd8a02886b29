"""The first page of the reference, which leads to all others."""

import re
from collections.abc import Iterable, Iterator

from generator.core.artifact import Artifact
from generator.render.markdown import code, escaped, link
from generator.render.reference.areas import Area
from generator.render.reference.book import Book
from generator.render.reference.outline import (
    alert_page,
    dashboard_page,
    indicator_page,
    metric_page,
    slo_page,
)
from generator.render.reference.pages import ROOT, Page, Section, Table

PATH = "README.md"
_TITLE = re.compile(r"^# (.*)$", re.MULTILINE)
# What the pages beside those of the areas are for, in the order in which they are listed.
_FOR = {
    "decisions.md": "what had to be settled, how and why, and the numbers that follow",
    "instrumentation.md": "what the application must do so that all this works",
    "cardinality.md": "how many series there are at most",
    "labels.md": "what each label tells and may hold",
    "settings.md": "intervals, constants, owners and severities",
    "language.md": "for those who write specs: every kind, field and recipe",
    "checks.md": "what each finding means, why it matters and what to do about it",
}


def index_page(
    book: Book,
    pages: Iterable[Page],
    others: Iterable[Artifact],
    environments: Iterable[str] = (),
) -> Page:
    """Return the index of some pages of the reference, and of those of others beside them."""
    titles = {page.path: page.title for page in pages}
    for one in others:
        found = _TITLE.search(one.content)
        if found is not None:
            titles[one.path.removeprefix(f"{ROOT}/")] = found[1]
    project = book.estate.project
    where = (
        f" in the environment {code(book.estate.environment)}" if book.estate.environment else ""
    )
    return Page(
        PATH,
        escaped(f"{project.title}: reference"),
        (
            (
                f"What {escaped(project.title)} measures, promises and alerts on{where}. "
                "Everything here is rendered from the specs, so it says what rules and dashboards"
                " do."
            ),
        ),
        (*_environments(book, environments), *_sections(book, titles)),
    )


def _environments(book: Book, names: Iterable[str]) -> Iterator[Section]:
    """Yield where the others are told, or in one of them what differs from the default one."""
    others = tuple(link(escaped(name), f"../env/{name}/{ROOT}/{PATH}") for name in names)
    if not book.estate.environment:
        if others:
            text = "This is the default environment. The others have references of their own."
            yield Section("Environments", texts=(text,), items=others)
        return
    changes = book.estate.provenance[""].changes()
    rows = [
        (code(".".join(map(str, origin.path)).removeprefix("set.")), code(now), code(before or ""))
        for origin, now, before in changes
    ]
    default = link("default environment", f"../../../{ROOT}/{PATH}")
    yield Section(
        "What differs here",
        texts=(f"Everything else is as in the {default}.",),
        table=Table(("value", "here", "there"), rows),
    )


def _sections(book: Book, titles: dict[str, str]) -> Iterator[Section]:
    yield Section(
        "Areas",
        table=Table(
            ("area", "metrics", "indicators", "SLOs", "alerts", "owner"),
            [_row(book, area, titles) for area in book.areas],
        ),
    )
    names = book.estate.dashboard_titles
    boards = [
        f"{link(escaped(names[board.id]), dashboard_page(board.id))}: {escaped(board.description)}"
        for board in sorted(book.plan.dashboards, key=lambda one: one.id)
        if dashboard_page(board.id) in titles
    ]
    if boards:
        yield Section("Dashboards", items=tuple(boards))
    runbooks = [
        book.link(PATH, "runbook", name, text=runbook.title)
        for name, (_, runbook) in book.estate.runbooks.items()
        if ("runbook", name) in book.addresses
    ]
    if runbooks:
        yield Section("Runbooks", items=tuple(runbooks))
    yield Section("More", items=tuple(_more(titles)))


def _row(book: Book, area: Area, titles: dict[str, str]) -> tuple[str, ...]:
    counted = (
        (metric_page(area), len(area.metrics)),
        (indicator_page(area), len(area.indicators)),
        (slo_page(area), len(area.slos)),
        (alert_page(area), len(area.alerts)),
    )
    cells = (
        link(str(count), page) if count and page in titles else str(count or "")
        for page, count in counted
    )
    return escaped(area.title), *cells, book.owner(PATH, area.owner)


def _more(titles: dict[str, str]) -> Iterator[str]:
    flat = [path for path in titles if "/" not in path]
    for path in (*(one for one in _FOR if one in flat), *sorted(set(flat) - set(_FOR))):
        purpose = f": {_FOR[path]}" if path in _FOR else ""
        yield f"{link(titles[path], path)}{purpose}"
