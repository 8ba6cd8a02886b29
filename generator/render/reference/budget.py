"""The page of the cardinality budget: how many series there are at most, and of what."""

from collections.abc import Iterator

from generator.core.names import rule_path
from generator.plan.cardinality import Budget, Size, total
from generator.render.markdown import escaped
from generator.render.reference.areas import Area
from generator.render.reference.book import Book
from generator.render.reference.outline import CARDINALITY
from generator.render.reference.pages import Page, Section, Table
from generator.resolve.estate import Metric

_HEAD = ("metric", "labels and their values", "series at most")
_LARGEST = 10
_INTRO = (
    (
        "What Prometheus has to hold at most if every label has all of its values on every "
        "instance. A metric has as many series as its labels have combinations; a histogram has "
        "that many for each bucket, for the one without a bound, for the sum and for the count."
    ),
)


def cardinality_page(book: Book, budget: Budget) -> Iterator[Page]:
    """Yield the page of the budget."""
    metrics = [one for area in book.areas for one in area.metrics]
    if not metrics:
        return
    largest = sorted(metrics, key=lambda one: -budget.metrics[one.name].series)[:_LARGEST]
    of_metrics = total(budget.metrics[one.name] for one in metrics)
    of_records = budget.recorded
    sums = (
        ("metrics", of_metrics.words),
        ("recorded", of_records.words),
        ("in all", total((of_metrics, of_records)).words),
    )
    yield Page(
        CARDINALITY,
        "Cardinality budget",
        (*_INTRO, _assumed(book, budget, (*of_metrics.unknown, *of_records.unknown))),
        (
            Section("In all", table=Table(("series", "at most"), sums)),
            Section("Largest", table=Table(_HEAD, [_row(book, budget, one) for one in largest])),
            *(one for area in book.areas for one in _of_area(book, budget, area)),
        ),
    )


def _assumed(book: Book, budget: Budget, unknown: tuple[str, ...]) -> str:
    """Say what the numbers stand on: how many targets, and which labels nothing is known of."""
    instances = budget.values("instance")
    of_job = book.estate.project.selector
    said = (
        f"At most {instances} instances are assumed, the `max_values` of the label `instance`"
        if instances is not None
        else "One instance is assumed, as nothing says how many there are: give the label "
        "`instance` its `max_values`"
    )
    held = ", ".join(book.link(CARDINALITY, "label", one) for one in of_job)
    found = f"{said}. The project's selector holds to one value: {held}."
    missing = [one for one in dict.fromkeys(unknown) if one != "instance"]
    if missing:
        labels = ", ".join(book.link(CARDINALITY, "label", one) for one in missing)
        found += f" Of these labels no number of values is known, so they count once: {labels}."
    return found


def _of_area(book: Book, budget: Budget, area: Area) -> Iterator[Section]:
    rows = [_row(book, budget, one) for one in area.metrics]
    if rows:
        sum_of = total(budget.metrics[one.name] for one in area.metrics)
        table = Table(_HEAD, rows)
        yield Section(escaped(area.title), texts=(_at_most(sum_of),), table=table)
    subjects = _recorded(budget, area)
    if subjects:
        sum_of = total(one for sizes in subjects.values() for one in sizes)
        kinds = {slo.id: "slo" for slo in area.slos}
        of_subjects = [
            (
                book.link(CARDINALITY, kinds.get(name, "indicator"), name),
                str(len(sizes)),
                total(sizes).words,
            )
            for name, sizes in subjects.items()
        ]
        yield Section(
            f"{escaped(area.title)}, recorded",
            texts=(_at_most(sum_of),),
            table=Table(("recorded for", "names", "series at most"), of_subjects),
        )


def _recorded(budget: Budget, area: Area) -> dict[str, list[Size]]:
    """Return the sizes of what the rules of an area record, by what they belong to."""
    found: dict[str, list[Size]] = {}
    if area.component is not None:
        path = rule_path(area.component.id, area.component.service)
        for subject, size in budget.of_rules(path):
            found.setdefault(subject, []).append(size)
    return found


def _row(book: Book, budget: Budget, metric: Metric) -> tuple[str, ...]:
    size = budget.metrics[metric.name]
    return book.link(CARDINALITY, "metric", metric.name), _product(book, size), size.words


def _at_most(size: Size) -> str:
    return f"{size.words} series at most."


def _product(book: Book, size: Size) -> str:
    if size.stated:
        return "as its spec says"
    known = [f"{_factor(book, name)} {count}" for name, count in size.factors]
    unknown = [f"{_factor(book, name)} ?" for name in size.unknown]
    return " · ".join((*known, *unknown)) or "one series"


def _factor(book: Book, name: str) -> str:
    return escaped(name) if " " in name else book.link(CARDINALITY, "label", name)
