"""Pages of dashboards: how to read each, and what to look for on its panels."""

from collections.abc import Iterator

from generator.core.units import duration_text
from generator.plan.dashboards import Dashboard, Panel, PanelKind
from generator.plan.links import dashboard_url, panel_url
from generator.render.markdown import code, escaped, link, prose
from generator.render.reference.book import Book, unit_words
from generator.render.reference.outline import dashboard_page
from generator.render.reference.pages import Page, Section
from generator.resolve.estate import Indicator
from generator.spec.views import Dashboard as DashboardSpec
from generator.spec.views import Panel as PanelSpec
from generator.spec.views import Shown

_KINDS = {
    PanelKind.TIMESERIES: "curves over time",
    PanelKind.STAT: "the value now, with its course behind it",
    PanelKind.STATUS: "UP where it is 1, DOWN where it is not",
    PanelKind.GAUGE: "the value now on a dial",
    PanelKind.BAR: "a bar for each value now",
    PanelKind.TABLE: "a table of values now",
    PanelKind.HEATMAP: "how events spread: the darker a field, the more events of that size",
    PanelKind.SLO: "the error budget that is left; below 0 the promise is broken",
    PanelKind.TEXT: "a text",
}


def dashboard_pages(book: Book) -> Iterator[Page]:
    """Yield a page for each dashboard."""
    for board in book.plan.dashboards:
        found = book.estate.dashboards.get(board.id)
        yield _page(book, board, found[1] if found else None)


def _page(book: Book, board: Dashboard, spec: DashboardSpec | None) -> Page:
    page = dashboard_page(board.id)
    specs = {
        key: one for row in (spec.rows.values() if spec else ()) for key, one in row.panels.items()
    }
    sections: list[Section] = []
    for row in board.rows:
        folded = ("This row is folded at first.",) if row.collapsed else ()
        sections.append(Section(escaped(row.title), texts=folded))
        sections += [_panel(book, page, board, one, specs.get(one.key)) for one in row.panels]
    return Page(
        page,
        escaped(board.title),
        tuple(_intro(book, page, board, spec)),
        tuple(sections),
        board.source,
        items=tuple(_uses(book, page, board)),
    )


def _intro(book: Book, page: str, board: Dashboard, spec: DashboardSpec | None) -> Iterator[str]:
    yield f"**{prose(board.description)}**"
    if spec is not None and spec.note:
        yield prose(spec.note)
    if spec is not None and spec.decided:
        yield f"Settled by {book.decisions(page, spec.decided)}."
    titles = " → ".join(escaped(row.title) for row in board.rows)
    yield (
        f"Read it from top to bottom: {titles}. Marks over the curves show when alerts of the "
        "project began to fire. A line is a bound; a value exactly at it does not alert. The link "
        "in the corner of a panel leads to its runbook."
    )


def _uses(book: Book, page: str, board: Dashboard) -> Iterator[str]:
    url = dashboard_url(book.estate, board.id)
    if url is not None:
        yield link("Open it in Grafana", url)
    labels = [f"{book.link(page, 'label', one.label)}" for one in board.variables]
    if labels:
        yield f"Filters at the top: {', '.join(labels)}; more than one value may be chosen"
    elsewhere = [
        book.link(page, "dashboard", one.dashboard, text=one.title)
        for one in board.links
        if one.dashboard
    ]
    if elsewhere:
        yield f"Leads to: {', '.join(elsewhere)}"


def _panel(
    book: Book, page: str, board: Dashboard, panel: Panel, spec: PanelSpec | None
) -> Section:
    url = panel_url(book.estate, (board.id, panel.key))
    texts = [prose(panel.text)] if panel.kind is PanelKind.TEXT else [_reading(panel, spec)]
    texts += [prose(spec.note)] if spec is not None and spec.note else []
    shown = list(spec.show) if spec is not None else []
    return Section(
        escaped(panel.title or panel.key),
        level=3,
        texts=tuple(texts),
        facts=(
            ("shows", ", ".join(_shown(book, page, one) for one in shown)),
            ("broken down by", _by(book, page, panel, spec)),
            ("unit", unit_words(panel.unit, panel.noun) if panel.queries else ""),
            ("look for", "; ".join(_look_for(book, panel, shown))),
            ("runbooks", _runbooks(book, page, shown)),
            ("settled by", book.decisions(page, spec.decided) if spec is not None else ""),
            ("open", link(code(f"{board.id}.{panel.key}"), url) if url is not None else ""),
        ),
    )


def _reading(panel: Panel, spec: PanelSpec | None) -> str:
    words = _KINDS[panel.kind]
    top = f"; the {spec.top} that matter most" if spec is not None and spec.top else ""
    return f"{words[0].upper()}{words[1:]}{top}."


def _shown(book: Book, page: str, shown: str | Shown) -> str:
    one = shown if isinstance(shown, Shown) else Shown(of=shown)
    kind = next(
        (kind for kind in ("indicator", "slo", "metric") if (kind, one.of) in book.addresses), ""
    )
    words = [book.link(page, kind, one.of)]
    words += [f"as it was {duration_text(one.ago)} ago"] if one.ago is not None else []
    words += ["against the right axis"] if one.axis == "right" else []
    return " ".join(words)


def _by(book: Book, page: str, panel: Panel, spec: PanelSpec | None) -> str:
    labels = panel.labels if spec is None or spec.by is None else spec.by
    return ", ".join(book.link(page, "label", one) for one in labels)


def _look_for(book: Book, panel: Panel, shown: list[str | Shown]) -> Iterator[str]:
    """Yield what is bad on a panel: beyond its lines, else on the side that is not better."""
    for line in panel.lines:
        yield f"{escaped(line.label)}"
    some = [one.of if isinstance(one, Shown) else one for one in shown]
    for indicator in (book.estate.indicators.get(one) for one in some):
        if indicator is not None and not panel.lines:
            yield from _bounds(indicator)
    if any(isinstance(one, Shown) and one.ago is not None for one in shown):
        yield "a course that parts from what it was"


def _bounds(indicator: Indicator) -> Iterator[str]:
    for threshold in indicator.thresholds:
        for bound in threshold.bounds:
            words = (threshold.severity, bound.variant_name, threshold.side, str(bound.quantity))
            yield escaped(" ".join(filter(None, words)))
    if not indicator.thresholds and indicator.better is not None:
        yield "a rise" if indicator.better == "lower" else "a fall"


def _runbooks(book: Book, page: str, shown: list[str | Shown]) -> str:
    found: dict[str, None] = {}
    for one in shown:
        name = one.of if isinstance(one, Shown) else one
        indicator, slo = book.estate.indicators.get(name), book.estate.slos.get(name)
        names = [each.runbook for each in indicator.thresholds] if indicator else []
        names += [slo.runbook] if slo is not None else []
        found |= dict.fromkeys(each for each in names if each is not None)
    return ", ".join(
        book.link(page, "runbook", one, text=book.estate.runbooks[one][1].title) for one in found
    )
