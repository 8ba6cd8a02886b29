"""Pages of metrics: what each is, what it may hold, and what is measured with it."""

from collections.abc import Iterator

from generator.core.units import decimal_text
from generator.plan.cardinality import Budget
from generator.plan.naming import advice
from generator.render.markdown import code, escaped, prose
from generator.render.reference.book import Book, unit_words
from generator.render.reference.outline import metric_page
from generator.render.reference.pages import Page, Section
from generator.resolve.estate import Metric

_PRESENCE = {
    "always": "its series exist from the start",
    "on_traffic": "its series exist from their first event on",
    "optional": "it need not exist",
}
_AGGREGATES = {
    "sum": "added up",
    "max": "the largest counts",
    "min": "the smallest counts",
    "avg": "averaged",
}


def metric_pages(book: Book, budget: Budget) -> Iterator[Page]:
    """Yield a page for each area with metrics."""
    for area in book.areas:
        if area.metrics:
            page = metric_page(area)
            yield Page(
                page,
                escaped(f"{area.title}: metrics"),
                tuple(book.of_component(page, area.component)),
                tuple(_section(book, budget, page, one) for one in area.metrics),
                area.source,
            )


def _section(book: Book, budget: Budget, page: str, metric: Metric) -> Section:
    series = metric.series
    texts = [prose(metric.help)]
    texts += [prose(metric.note)] if metric.note else []
    if metric.deprecated:
        texts.append(f"**Deprecated:** {prose(metric.deprecated)}")
    return Section(
        code(metric.name),
        texts=tuple(texts),
        facts=(
            ("type", series.type),
            ("unit", unit_words(series.unit, series.noun)),
            ("labels", "; ".join(_label(book, page, one) for one in series.labels) or "none"),
            ("selected by", ", ".join(code(one) for one in series.matchers)),
            ("buckets up to", _buckets(metric)),
            ("series of several labels or instances", _combined(metric)),
            ("presence", _PRESENCE[metric.presence] if metric.component else ""),
            ("stability", "in development" if metric.stability == "development" else ""),
            ("series at most", book.link(page, "cardinality", metric.name, budget.words(metric))),
            ("name advised", _name(metric)),
            ("owner", book.owner(page, metric.owner)),
            ("settled by", book.decisions(page, metric.decided)),
            ("read by", book.links(page, book.uses.of("metric", metric.name)) or "nothing"),
        ),
    )


def _label(book: Book, page: str, name: str) -> str:
    label = book.estate.labels.get(name)
    found = book.link(page, "label", name)
    if label is None:
        return found
    values = label.named_values.values()
    if values:
        return f"{found} ({', '.join(map(code, values))})"
    return f"{found} (at most {label.max_values} values)" if label.max_values else found


def _buckets(metric: Metric) -> str:
    if metric.series.native:
        return "those of a native histogram, which Prometheus must be told to store"
    bounds = [decimal_text(one) or str(one) for one in metric.series.buckets]
    unit = str(metric.series.unit)
    return f"{', '.join(bounds)} {unit}".strip() + ", and without a bound" if bounds else ""


def _combined(metric: Metric) -> str:
    series = metric.series
    if not series.aggregate or not metric.component:
        return ""
    how = _AGGREGATES[series.aggregate]
    if series.shared is None:
        return how
    label, values = series.shared
    if label == "*":
        return f"{how}; every instance reports the same, which is taken once"
    named = ", ".join(map(code, values))
    return f"{how}; of {code(label)} {named} every instance reports the same, which is taken once"


def _name(metric: Metric) -> str:
    found = advice(metric)
    if found is None:
        return ""
    return f"{code(found.name)}: {prose('; '.join(found.reasons))}"
