"""The page for whoever instruments the application: buckets, zeros, names, and blind spots."""

from collections.abc import Iterator

from generator.core.units import decimal_text
from generator.plan.contract import Children, buckets, children, filled_parts
from generator.plan.naming import advice
from generator.render.markdown import code, prose
from generator.render.reference.book import Book
from generator.render.reference.outline import INSTRUMENTATION
from generator.render.reference.pages import Code, Page, Section, Table

_BUCKETS = (
    "A bound on a histogram is compared at a bucket that ends exactly there, so the buckets listed "
    "here must exist. One finite bucket above the highest is advised: a percentile beyond the last "
    "finite bucket is shown as that bucket's bound, however large it is."
)
_CHILDREN = (
    "Alerts and promises read these. Create their series at the start, with the value 0, for each "
    "set of labels that is known by then; the others as soon as they are."
)
_BLIND = (
    (
        "`rate` and `increase` see differences between samples. The first sample of a series has "
        "nothing before it, so what a counter is born with is never counted: an error series that"
        " is first scraped at 1 has lost one error, one first scraped at 3 has lost three. No "
        "query can mend that, as a series that appears with 3 may as well have stood at 3 for "
        "days."
    ),
    (
        "That is why series must be created with 0 at the start, as listed above: then the first "
        "event is a difference like any other. Where a value of a label is not known before its "
        "first event, those events up to the first scrape are not seen."
    ),
)
_BORN = """\
# scrape:   1     2     3     4
# exposed:  -     3     3     4
# increase sees 1 of the 4 errors"""


def instrumentation_page(book: Book) -> Iterator[Page]:
    """Yield the page of the contract."""
    sections = [*_buckets(book), *_children(book), *_blind(), *_filled(book), *_names(book)]
    if book.estate.metrics:
        yield Page(
            INSTRUMENTATION,
            "Instrumentation contract",
            (
                (
                    "What the application must do for rules, panels and alerts to be right. What "
                    "it exposes keeps its name and its buckets; advice is marked as such."
                ),
            ),
            tuple(sections),
        )


def _buckets(book: Book) -> Iterator[Section]:
    items = []
    for one in buckets(book.estate):
        unit = book.estate.metrics[one.metric].series.unit
        bounds = ", ".join(decimal_text(each.bound) or str(each.bound) for each in one.required)
        readers = dict.fromkeys(reader for each in one.required for reader in each.readers)
        above = (
            f"{decimal_text(one.above)} {unit}".strip()
            if one.above is not None
            else "**missing**, add one"
        )
        items.append(
            f"{book.link(INSTRUMENTATION, 'metric', one.metric)}: {bounds} {unit}".strip()
            + f"\n  - finite one above: {above}"
            + f"\n  - read by: {book.links(INSTRUMENTATION, readers)}"
        )
    if items:
        yield Section("Buckets", texts=(_BUCKETS,), items=tuple(items))


def _children(book: Book) -> Iterator[Section]:
    items = tuple(
        book.link(INSTRUMENTATION, "metric", one.metric)
        + "".join(f"\n  - {line}" for line in _label_sets(book, one))
        + f"\n  - read by: {book.links(INSTRUMENTATION, one.readers)}"
        for one in children(book.estate)
        if one.metric in book.estate.metrics
    )
    if items:
        yield Section("Series that begin at 0", texts=(_CHILDREN,), items=items)


def _label_sets(book: Book, one: Children) -> Iterator[str]:
    closed, later = [], []
    for name in book.estate.metrics[one.metric].series.labels:
        label = book.estate.labels.get(name)
        link = book.link(INSTRUMENTATION, "label", name)
        values = label.named_values.values() if label is not None else ()
        if values:
            closed.append(f"{link} ({', '.join(map(code, values))})")
        else:
            later.append(link)
    if not closed and not later:
        yield "its one series"
    if closed:
        yield f"at the start, each of: {'; '.join(closed)}"
    if later:
        yield f"each once it is known: {', '.join(later)}"
    for condition in one.conditions:
        yield f"above all those with {', '.join(map(code, condition))}"


def _blind() -> Iterator[Section]:
    yield Section("What PromQL cannot see", texts=_BLIND, codes=(Code(_BORN, language="text"),))


def _filled(book: Book) -> Iterator[Section]:
    rows = [
        (
            book.link(INSTRUMENTATION, "metric", metric),
            book.links(INSTRUMENTATION, (("indicator", one) for one in readers)),
        )
        for metric, readers in filled_parts(book.estate).items()
    ]
    if rows:
        yield Section(
            "Parts that count as 0 while they are absent",
            texts=(
                (
                    "No error has happened yet in a service without an error series, so such a "
                    "part counts as 0. A part that is never exposed at all, or under another "
                    "name, looks as healthy. Make one of these happen once and see that it "
                    "arrives."
                ),
            ),
            table=Table(("metric", "read as a part by"), rows),
        )


def _names(book: Book) -> Iterator[Section]:
    rows = []
    for metric in book.estate.metrics.values():
        found = advice(metric)
        if found is not None:
            rows.append(
                (
                    book.link(INSTRUMENTATION, "metric", metric.name),
                    code(found.name),
                    prose("; ".join(found.reasons)),
                )
            )
    if rows:
        yield Section(
            "Names",
            texts=(
                (
                    "What the conventions of Prometheus would call these. Nothing is renamed: a "
                    "new name is a new series, and rules read what the application exposes. Where"
                    " the unit differs, values would have to change along with the name."
                ),
            ),
            table=Table(("metric", "name advised", "why"), rows),
        )
