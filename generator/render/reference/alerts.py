"""Pages of alerts: when each fires, who is told, and what to do first."""

import functools
from collections.abc import Iterator, Mapping

from generator.core.units import duration_text
from generator.plan.alert_rows import alert_rows
from generator.plan.links import view_of
from generator.plan.rules import Alert
from generator.render.markdown import code, escaped, prose
from generator.render.reference.areas import Area
from generator.render.reference.book import Book
from generator.render.reference.outline import alert_page, by_name
from generator.render.reference.pages import Code, Page, Section
from generator.resolve.estate import HandAlert, Slo, Threshold
from generator.resolve.receivers import receiver_of_alert, urgency_of

_REACTIONS = {"page": "wakes somebody", "ticket": "makes a ticket"}
# Where routes are not rendered, or lead to nobody, nothing is promised.
_WANTED = {"page": "is a page", "ticket": "is a ticket"}
_BEATS = "is sent all the time; its receiver notices when it ends"


def alert_pages(book: Book) -> Iterator[Page]:
    """Yield a page for each area with alerts."""
    wordings = {row.alert_id: row.condition for _, row in alert_rows(book.estate)}
    said = dict(_said(book))
    for area in book.areas:
        if area.alerts:
            yield _page(book, area, wordings, said)


def _page(
    book: Book,
    area: Area,
    wordings: Mapping[str, str],
    said: Mapping[str, Threshold | Slo | HandAlert],
) -> Page:
    page = alert_page(area)
    named = by_name(area.alerts)
    describe = functools.partial(_facts, book, page, said)
    sections = tuple(
        _section(name, some, wordings, {one.alert_id: describe(one) for one in some})
        for name, some in named.items()
    )
    texts = (
        (
            "By the name that a notification bears. One name may stand for several severities, "
            "bounds or tiers; the label `alert_id` says which of them fires."
        ),
    )
    title = escaped(f"{area.title}: alerts")
    return Page(page, title, texts, sections, area.source)


def _said(book: Book) -> Iterator[tuple[str, Threshold | Slo | HandAlert]]:
    """Yield what the specs say of each alert."""
    for _, threshold in book.estate.thresholds():
        yield from ((bound.id, threshold) for bound in threshold.bounds)
    for slo in book.estate.slos.values():
        for tier in slo.tiers:
            yield from ((tier.id, slo), (f"{tier.id}.ticket", slo))
        yield f"{slo.id}.absent", slo
    yield from ((one.id, one) for one in book.estate.alerts.values())


def _section(
    name: str,
    alerts: list[Alert],
    wordings: Mapping[str, str],
    facts: Mapping[str, dict[str, str]],
) -> Section:
    """Say once what is the same for all alerts of a name, the rest for each."""
    rules = "\n\n".join(f"# {one.alert_id}\n{one.expr.pretty()}" for one in alerts)
    codes = (Code(rules, "In rules"),)
    every = [facts[one.alert_id] for one in alerts]
    if len(alerts) == 1:
        (only,) = alerts
        first = (("fires when", _when(only, wordings)), ("severity", _severity(only)))
        own = (("id", code(only.alert_id)), *every[0].items())
        return Section(escaped(name), facts=(*first, *own), codes=codes)
    shared = {key: text for key, text in every[0].items() if all(one[key] == text for one in every)}
    items = []
    for alert in alerts:
        lines = [f"{code(alert.alert_id)}, {_severity(alert)}: {_when(alert, wordings)}"]
        lines += [
            f"  - {key}: {text}"
            for key, text in facts[alert.alert_id].items()
            if text and key not in shared
        ]
        items.append("\n".join(lines))
    return Section(
        escaped(name),
        texts=("Fires when one of these holds:",),
        items=tuple(items),
        after=tuple((key, text) for key, text in shared.items() if text),
        codes=codes,
    )


def _when(alert: Alert, wordings: Mapping[str, str]) -> str:
    """Return when an alert fires, of one that no spec says what it tells itself."""
    return prose(wordings.get(alert.alert_id) or dict(alert.annotations).get("summary", ""))


def _severity(alert: Alert) -> str:
    return escaped(dict(alert.labels).get("severity", "without a severity"))


def _facts(
    book: Book, page: str, said: Mapping[str, Threshold | Slo | HandAlert], alert: Alert
) -> dict[str, str]:
    labels, texts = dict(alert.labels), dict(alert.annotations)
    thing = said.get(alert.alert_id)
    subject = labels.get("subject", "")
    receiver, reaction = _told(book, alert.alert_id, labels)
    runbook = thing.runbook if thing is not None else None
    return {
        "meaning, and what to do first": prose(texts.get("description", "")),
        "runbook": book.link(page, "runbook", runbook, _runbook_title(book, runbook))
        if runbook
        else "none",
        "shown on": book.view(page, view_of(book.estate, *_shown(book, thing, subject))),
        "measures": _subject(book, page, subject) if subject != alert.alert_id else "",
        "owner": book.owner(page, labels.get("owner", "")),
        "receiver": code(receiver) if receiver else "",
        "reaction": reaction,
        "goes on for": duration_text(alert.keep_firing_for) if alert.keep_firing_for else "",
        "holds back": _held(book, page, thing),
        "settled by": book.decisions(page, thing.decided) if thing is not None else "",
    }


def _told(book: Book, alert_id: str, labels: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the receiver of an alert, if it has one, and what comes of it."""
    owner, severity = labels.get("owner", ""), labels.get("severity", "")
    receiver = receiver_of_alert(book.estate, alert_id, owner, severity)
    urgency = urgency_of(book.estate, severity)
    if urgency is None and receiver is not None:
        return receiver, _BEATS
    if urgency is None:
        return receiver, "tells nobody"
    if "alertmanager" not in book.estate.project.outputs:
        return receiver, f"{_WANTED[urgency]}; routes are not rendered, so others say who is told"
    if receiver is None:
        return receiver, f"{_WANTED[urgency]}, but tells nobody: its owner has no receiver"
    return receiver, _REACTIONS[urgency]


def _runbook_title(book: Book, name: str) -> str:
    return book.estate.runbooks[name][1].title if name in book.estate.runbooks else name


def _shown(book: Book, thing: Threshold | Slo | HandAlert | None, subject: str) -> tuple[str, ...]:
    match thing:
        case Slo():
            return thing.id, thing.indicator
        case HandAlert():
            return thing.refers
        case _:
            return (subject,) if subject in book.estate.indicators else ()


def _subject(book: Book, page: str, subject: str) -> str:
    for kind in ("indicator", "slo"):
        if (kind, subject) in book.addresses:
            return book.link(page, kind, subject)
    return code(subject)


def _held(book: Book, page: str, thing: Threshold | Slo | HandAlert | None) -> str:
    found = []
    for name in thing.inhibits if thing is not None else ():
        kinds = [
            kind
            for kind in ("indicator", "slo", "threshold", "alert")
            if (kind, name) in book.addresses
        ]
        if kinds:
            found.append(book.link(page, kinds[0], name))
        else:
            found.append(f"everything of its {name}")
    return ", ".join(found)
