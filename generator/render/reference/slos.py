"""Pages of SLOs: what is promised, what it bears, and the data sheet of its alerts."""

from collections.abc import Iterator

from generator.core.units import duration_text
from generator.plan.slo.alerts import ABSENT_FOR, guarded, objective_text
from generator.plan.slo.datasheet import TierSheet, datasheet
from generator.plan.slo.explain import short
from generator.render.markdown import code, escaped, prose
from generator.render.reference.areas import Area
from generator.render.reference.book import Book, span
from generator.render.reference.outline import sheet_title, slo_page
from generator.render.reference.pages import Page, Section, Table
from generator.resolve.estate import Slo

_INTRO = (
    (
        "A promise says which share of what is counted is good over a period; what may be bad is "
        "the error budget. A tier fires while both of its windows burn the budget faster than its"
        " factor (Google SRE workbook, chapter 5)."
    ),
    (
        "The data sheets hold for steady traffic and a history without errors. Times are "
        "computed: `long * factor * budget / error rate` from the first error to the alert, and "
        "`short * (1 - factor * budget / error rate)` from the last error to its end. Both may be"
        " later by up to the lag: samples wait for a scrape and an evaluation, and windows beyond"
        " an hour are sums of rates."
    ),
)
_KINDS = {
    "events": "events",
    "within": "events within a bound",
    "slices": "slices of time in which the bound is kept",
}


def slo_pages(book: Book) -> Iterator[Page]:
    """Yield a page for each area with SLOs."""
    for area in book.areas:
        if area.slos:
            yield _page(book, area)


def _page(book: Book, area: Area) -> Page:
    page = slo_page(area)
    sections = [one for slo in area.slos for one in _sections(book, page, slo)]
    return Page(page, escaped(f"{area.title}: SLOs"), _INTRO, tuple(sections), area.source)


def _sections(book: Book, page: str, slo: Slo) -> Iterator[Section]:
    estate = book.estate.for_service(slo.service)
    sheets = datasheet(estate, slo)
    yield Section(
        code(slo.id),
        texts=tuple(filter(None, (f"**{escaped(slo.title)}.**", prose(slo.note or "")))),
        facts=(
            ("objective", f"{objective_text(slo)} over {duration_text(slo.window)}"),
            ("good are", _good(slo)),
            ("budget", _budget(slo)),
            ("measured by", book.link(page, "indicator", slo.indicator)),
            ("alert", book.link(page, "alert", slo.tiers[0].id, slo.alert) if slo.tiers else ""),
            ("no data", _absent(book, page, slo)),
            ("left out", _dropped(slo)),
            ("alerts", "" if slo.tiers else "none; the budget is shown on dashboards"),
            ("a page needs", _least(slo)),
            ("runbook", _runbook(book, page, slo)),
            ("owner", book.owner(page, slo.owner)),
            ("settled by", book.decisions(page, slo.decided)),
            ("used by", book.links(page, book.uses.of("slo", slo.id))),
        ),
        table=Table(
            ("tier", "severity", "windows", "factor", "fires above", "budget spent by then", "lag"),
            [_tier(book, page, one) for one in sheets],
        ),
    )
    if sheets:
        yield Section(
            escaped(sheet_title(slo)),
            level=3,
            table=Table(
                ("tier", "share that is bad", "told after", "over after"),
                [row for one in sheets for row in _failures(one)],
            ),
        )


def _good(slo: Slo) -> str:
    bounds = ", ".join(f"{one.variant_name} {one.quantity}".strip() for one in slo.bounds)
    side = {"above": "at least ", "below": "at most "}.get(slo.side or "", "")
    where = f": {side if slo.kind == 'slices' else ''}{escaped(bounds)}" if bounds else ""
    return _KINDS[slo.kind] + where


def _budget(slo: Slo) -> str:
    """Say what may be bad: as a share, as events, and as time in which everything fails."""
    share = short(slo.budget * 100)
    minutes = short(slo.budget * slo.window / 60)
    one_of = short(1 / slo.budget)
    parts = [f"{share}%", f"{minutes} minutes of everything failing"]
    if slo.kind == "slices":
        parts[1] = f"{minutes} minutes beyond the bound"
    else:
        parts.append(f"one event of {one_of}")
        if slo.traffic is not None:
            events = slo.budget * slo.window * slo.traffic
            parts.append(f"{short(events)} events at the traffic of quiet hours")
    return ", or ".join(parts)


def _absent(book: Book, page: str, slo: Slo) -> str:
    if not slo.pages:
        return ""
    alert = book.link(page, "alert", f"{slo.id}.absent", f"{slo.alert}Absent")
    return f"after {duration_text(ABSENT_FOR)} {alert} tells"


def _dropped(slo: Slo) -> str:
    return "; ".join(f"tier {code(one.name)}, because {prose(one.reason)}" for one in slo.dropped)


def _least(slo: Slo) -> str:
    if not any(guarded(slo, tier) for tier in slo.tiers):
        return ""
    return f"{slo.min_bad_events} bad events in the long window; fewer make a ticket"


def _runbook(book: Book, page: str, slo: Slo) -> str:
    if slo.runbook is None:
        return ""
    known = book.estate.runbooks.get(slo.runbook)
    return book.link(page, "runbook", slo.runbook, known[1].title if known else slo.runbook)


def _tier(book: Book, page: str, sheet: TierSheet) -> tuple[str, ...]:
    tier = sheet.tier
    return (
        book.link(page, "alert", tier.id, tier.name),
        tier.severity,
        f"{duration_text(tier.long)} and {duration_text(tier.short)}",
        short(tier.factor),
        f"{short(sheet.fires_above * 100)}% bad",
        f"{short(sheet.spent * 100)}%",
        span(sheet.lag),
    )


def _failures(sheet: TierSheet) -> Iterator[tuple[str, ...]]:
    for one in sheet.failures:
        times = one.error_rate / sheet.fires_above
        what = f"{short(one.error_rate * 100)}%"
        what += ", everything" if one.error_rate == 1 else f", {short(times)} times its bound"
        yield sheet.tier.name, what, span(one.detection), span(one.reset)
