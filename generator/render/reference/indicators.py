"""Pages of indicators: what is measured, how in rules and on panels, and which bounds it has."""

from collections.abc import Iterator

from generator.core.units import duration_text
from generator.plan.build import PanelBuilder, needed, panel_values
from generator.render.markdown import code, escaped, prose
from generator.render.reference.areas import Area
from generator.render.reference.book import Book, unit_words
from generator.render.reference.outline import indicator_page
from generator.render.reference.pages import Code, Page, Section, Table
from generator.resolve.estate import Bound, Indicator, Threshold

_BETTER = {"lower": "less is better", "higher": "more is better"}
_INFO = (
    "A bound of a severity that notifies nobody is a line on panels: something to look at, no "
    "reason to be told. Its note or its decision says why it does not alert."
)


def indicator_pages(book: Book) -> Iterator[Page]:
    """Yield a page for each area with indicators."""
    recorded = needed(book.estate)
    for area in book.areas:
        if area.indicators:
            page = indicator_page(area)
            yield Page(
                page,
                escaped(f"{area.title}: indicators"),
                (
                    *book.of_component(page, area.component),
                    _intro(area),
                    *((_INFO,) if _has_lines(area) else ()),
                ),
                tuple(
                    _section(book, page, one, recorded=one.id in recorded)
                    for one in area.indicators
                ),
                area.source,
            )


def _intro(area: Area) -> str:
    count = len(area.indicators)
    return (
        f"{count} indicator{'s' if count != 1 else ''}. Each has two forms of PromQL that measure "
        "the same: rules record it step by step, where an alert or another rule reads it; panels "
        "compute it from raw series with the viewer's filters, or read the record."
    )


def _has_lines(area: Area) -> bool:
    return any(not one.notifies for each in area.indicators for one in each.thresholds)


def _section(book: Book, page: str, one: Indicator, *, recorded: bool) -> Section:
    texts = [f"**{escaped(one.title)}.** {prose(one.recipe.meaning)}"]
    texts += [prose(one.note)] if one.note else []
    return Section(
        code(one.id),
        texts=tuple(texts),
        facts=(
            ("recipe", book.link(page, "recipe", one.recipe.name)),
            ("unit", unit_words(one.unit, one.noun)),
            ("labels", ", ".join(book.link(page, "label", label) for label in one.labels)),
            ("window", duration_text(one.use.window)),
            ("reads", _reads(book, page, one)),
            ("better", _BETTER.get(one.better or "", "")),
            ("owner", book.owner(page, one.owner)),
            ("settled by", book.decisions(page, one.decided)),
            ("used by", _users(book, page, one)),
        ),
        table=Table(("severity", "bound", "for", "alert", "why so"), list(_rows(book, page, one))),
        codes=tuple(_codes(book, one, recorded=recorded)),
    )


def _reads(book: Book, page: str, one: Indicator) -> str:
    operands = (each for some in one.use.operands.values() for each in some)
    found: dict[str, None] = {}
    for each in operands:
        metric, other = getattr(each, "metric", ""), getattr(each, "id", "")
        constant = getattr(each, "name", "")
        if metric:
            found[book.link(page, "metric", metric)] = None
        elif other:
            found[book.link(page, "indicator", other)] = None
        elif constant:
            found[book.link(page, "constant", constant)] = None
    return ", ".join(found)


def _users(book: Book, page: str, one: Indicator) -> str:
    own = {threshold.id for threshold in one.thresholds}
    used = [each for each in book.uses.of("indicator", one.id) if each[1] not in own]
    if one.service:
        used += book.uses.of("indicator", one.id.partition("/")[2])
    return book.links(page, used) or "nothing besides its bounds"


def _rows(book: Book, page: str, one: Indicator) -> Iterator[tuple[str, ...]]:
    for threshold in one.thresholds:
        for bound in threshold.bounds:
            yield (
                threshold.severity,
                _bound(threshold, bound),
                duration_text(threshold.for_) if threshold.notifies else "",
                book.link(page, "alert", bound.id, text=threshold.alert)
                if threshold.notifies
                else "none: a line on panels",
                _why(book, page, one, threshold),
            )


def _bound(threshold: Threshold, bound: Bound) -> str:
    words = f"{bound.variant_name} {threshold.side} {bound.quantity}".strip()
    least = threshold.min_bad_events if threshold.notifies else 0
    return escaped(words) + (f", {least} bad events or more" if least else "")


def _why(book: Book, page: str, one: Indicator, threshold: Threshold) -> str:
    own = threshold.decided[len(one.decided) :] or threshold.decided
    parts = [prose(threshold.note)] if threshold.note else []
    parts += [book.decisions(page, own)] if own else []
    return " ".join(parts)


def _codes(book: Book, one: Indicator, *, recorded: bool) -> Iterator[Code]:
    if not one.template:
        records = book.recordings.of(one.id).records
        text = "\n\n".join(f"# {record.name}\n{record.expr.pretty()}" for record in records)
        title = "In rules, each step recorded under the name above it"
        unread = "In rules, if `record: true` asked for it, as nothing reads it there"
        yield Code(text, title if recorded else unread)
    estate = book.estate.for_service(one.service)
    values = panel_values(one, one.use, PanelBuilder(estate, one))
    names = len(values) > 1
    text = "\n\n".join(
        f"# {name}\n{value.pretty()}" if names else value.pretty() for name, value in values.items()
    )
    yield Code(text, "On panels")
