"""The pages of what holds for the whole project: settings and labels."""

from collections.abc import Iterator

from generator.core.units import duration_text
from generator.plan.cardinality import Budget
from generator.render.markdown import code, escaped, prose
from generator.render.reference.book import Book
from generator.render.reference.outline import LABELS, SETTINGS
from generator.render.reference.pages import Page, Section, Table
from generator.resolve.receivers import receiver_of
from generator.spec.project import Label

_REACTIONS = {
    "page": "somebody is woken",
    "ticket": "a ticket is made",
    "none": "nobody is told; the bound is a line on panels",
}


def settings_page(book: Book) -> Iterator[Page]:
    """Yield the page of settings."""
    yield Page(
        SETTINGS,
        "Settings",
        ("What holds for everything in the project.",),
        tuple(_sections(book)),
        book.estate.project_file,
    )


def _sections(book: Book) -> Iterator[Section]:
    project = book.estate.project
    selector = ", ".join(code(f'{name}="{value}"') for name, value in project.selector.items())
    yield Section(
        "Project",
        facts=(
            ("id", code(project.project)),
            ("its series have", selector),
            (
                "told apart by",
                ", ".join(book.link(SETTINGS, "label", x) for x in book.estate.identity),
            ),
            ("scraped every", duration_text(project.scrape.interval)),
            ("rules evaluated every", duration_text(project.evaluation)),
            ("samples kept for", duration_text(project.retention)),
            ("rates over", duration_text(project.defaults.window)),
            ("an alert waits for", duration_text(project.defaults.for_)),
            ("period of a promise", duration_text(project.defaults.slo_window)),
            (
                "written for",
                f"Prometheus {project.target.prometheus}, Grafana {project.target.grafana}",
            ),
            ("owner", book.owner(SETTINGS, project.owner or "")),
            ("settled by", book.decisions(SETTINGS, project.decided)),
        ),
    )
    if project.constants:
        yield Section(
            "Constants",
            table=Table(
                ("constant", "value", "what it says", "settled by"),
                [
                    (
                        code(name),
                        escaped(one.value or "given for each service"),
                        prose(one.help) + (f" {prose(one.note)}" if one.note else ""),
                        book.decisions(SETTINGS, one.decided),
                    )
                    for name, one in project.constants.items()
                ],
            ),
        )
    if book.estate.owners:
        yield Section(
            "Owners",
            table=Table(
                ("owner", "id", "pages go to", "tickets go to", "reviewers"),
                [
                    (
                        escaped(one.title or name),
                        code(name),
                        code(receiver_of(book.estate, name, "page") or ""),
                        code(receiver_of(book.estate, name, "ticket") or ""),
                        ", ".join(map(code, one.reviewers)),
                    )
                    for name, one in book.estate.owners.items()
                ],
            ),
        )
    yield Section(
        "Severities",
        table=Table(
            ("severity", "when it fires"),
            [(name, _REACTIONS[reaction]) for name, reaction in project.severities.items()],
        ),
    )


def label_page(book: Book, budget: Budget) -> Iterator[Page]:
    """Yield the page of labels, if any are defined."""
    if book.estate.labels:
        yield Page(
            LABELS,
            "Labels",
            (
                (
                    "What each label tells, and what it may hold. A condition on a value that a "
                    "label never has matches nothing."
                ),
            ),
            tuple(_label(book, budget, name, label) for name, label in book.estate.labels.items()),
            "specs/labels.yaml",
        )


def _label(book: Book, budget: Budget, name: str, label: Label) -> Section:
    values = label.named_values
    friendly = [
        code(value) if value == other else f"{code(value)} ({escaped(other)})"
        for other, value in values.items()
    ]
    texts = [prose(label.help)]
    texts += [prose(label.note)] if label.note else []
    carried = (
        ("metric", metric.name)
        for metric in book.estate.metrics.values()
        if name in metric.series.labels
    )
    on_all = label.target or name in book.estate.identity
    most = budget.values(name)
    return Section(
        code(name),
        texts=tuple(texts),
        facts=(
            ("values", ", ".join(friendly)),
            ("values at most", "" if values or most is None else str(most)),
            ("such as", "" if values else ", ".join(map(code, label.examples))),
            (
                "carried by",
                "every series"
                if on_all
                else ", ".join(book.link(LABELS, kind, one) for kind, one in carried)
                or "no metric",
            ),
            ("settled by", book.decisions(LABELS, label.decided)),
        ),
    )
