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
    "page": "somebody is woken, where the owner has a receiver",
    "ticket": "a ticket is made, where the owner has a receiver",
    "none": "nobody is told; the bound is a line on panels",
}
# Without `alertmanager` among the outputs, who is told is said elsewhere.
_KINDS = {"page": "it is a page", "ticket": "it is a ticket"}


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
    yield Section("Project", facts=tuple(_project(book)))
    if book.estate.project.constants:
        yield Section("Constants", table=_constants(book))
    if book.estate.owners:
        yield Section("Owners", table=_owners(book))
    severities = book.estate.project.severities.items()
    is_routed = "alertmanager" in book.estate.project.outputs
    told = _REACTIONS if is_routed else {**_REACTIONS, **_KINDS}
    reactions = [(name, told[reaction]) for name, reaction in severities]
    yield Section("Severities", table=Table(("severity", "when it fires"), reactions))


def _project(book: Book) -> Iterator[tuple[str, str]]:
    project = book.estate.project
    selector = ", ".join(code(f'{name}="{value}"') for name, value in project.selector.items())
    identity = ", ".join(book.link(SETTINGS, "label", one) for one in book.estate.identity)
    target = project.target
    yield "id", code(project.project)
    yield "its series have", selector
    yield "told apart by", identity
    yield "scraped every", duration_text(project.scrape.interval)
    yield "rules evaluated every", duration_text(project.evaluation)
    yield "samples kept for", duration_text(project.retention)
    yield "rates over", duration_text(project.defaults.window)
    yield "an alert waits for", duration_text(project.defaults.for_)
    yield "period of a promise", duration_text(project.defaults.slo_window)
    yield "written for", f"Prometheus {target.prometheus}, Grafana {target.grafana}"
    yield "owner", book.owner(SETTINGS, project.owner or "")
    yield "settled by", book.decisions(SETTINGS, project.decided)


def _constants(book: Book) -> Table:
    rows = [
        (
            code(name),
            escaped(one.value or "given for each service"),
            prose(one.help) + (f" {prose(one.note)}" if one.note else ""),
            book.decisions(SETTINGS, one.decided),
        )
        for name, one in book.estate.project.constants.items()
    ]
    return Table(("constant", "value", "what it says", "settled by"), rows)


def _owners(book: Book) -> Table:
    rows = [
        (
            escaped(one.title or name),
            code(name),
            code(receiver_of(book.estate, name, "page") or ""),
            code(receiver_of(book.estate, name, "ticket") or ""),
            ", ".join(map(code, one.reviewers)),
        )
        for name, one in book.estate.owners.items()
    ]
    return Table(("owner", "id", "pages go to", "tickets go to", "reviewers"), rows)


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
