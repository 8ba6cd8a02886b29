"""Raw expressions of the specs, looked at with all that the specs say of the metrics in them."""

import functools
from collections.abc import Iterator

from generator.check.promql.base import Check, Hit
from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, look
from generator.core.finding import Finding, Place, Related
from generator.plan.plan import Plan
from generator.plan.rules import Record
from generator.promql import tree as t
from generator.promql.complete import QueryError, mentions
from generator.promql.labels import Known
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.resolve.estate import Estate, HandAlert


def expression_findings(estate: Estate, plan: Plan) -> Iterator[Finding]:
    """Yield what is wrong with expressions that authors wrote by hand."""
    indicators = [
        one for one in estate.indicators.values() if one.recipe.name == "expr" and not one.template
    ]
    if not indicators and not estate.alerts:
        return
    catalogue = with_records(catalogue_of(estate).with_records(_indicators(estate)), plan)
    for indicator in indicators:
        place = estate.origin(indicator.place.child("expr", "query"), indicator.service)
        text = Text(masked(indicator.use.param("query")), "part")
        yield from _findings(text, place, indicator.place, catalogue)
    for alert in estate.alerts.values():
        place = estate.origin(alert.place.child("expr"), alert.service)
        yield from _findings(_alert_text(alert), place, alert.place, catalogue)


def with_records(catalogue: Catalogue, plan: Plan) -> Catalogue:
    """Return a catalogue with the series that the rules of a plan record."""
    rules = (
        Recording(rule.name, functools.partial(_read, rule), dict(rule.labels))
        for file in plan.rule_files
        for group in file.groups
        for rule in group.rules
        if isinstance(rule, Record)
    )
    return Records(catalogue, rules).catalogue


def _read(rule: Record) -> t.Node | None:
    try:
        return parse(str(rule.expr))
    except PromqlError:
        return None


def masked(query: str) -> str:
    """Return an expression that is PromQL and has everything where it stands.

    An indicator becomes a name of the same length, a constant a number in as many blanks.
    """
    try:
        named = mentions(query)
    except QueryError:
        return query
    text = query
    for one in named:
        if one.kind == "indicator":
            text = text[: one.start] + one.text.replace(".", "_") + text[one.end :]
        elif one.kind == "constant":
            text = text[: one.start] + "1".ljust(one.end - one.start) + text[one.end :]
    return text


def _indicators(estate: Estate) -> dict[str, Known]:
    return {
        name.replace(".", "_"): Known(frozenset(one.labels), what=f"indicator `{name}`")
        for name, one in estate.indicators.items()
    }


def _alert_text(alert: HandAlert) -> Text:
    texts = (("summary", alert.summary), ("description", alert.description or ""))
    return Text(masked(alert.query), "alert", texts)


def _findings(text: Text, place: Place, owner: Place, catalogue: Catalogue) -> Iterator[Finding]:
    for check, hit in look(text, catalogue):
        yield finding(check, hit, place, owner)


def finding(check: Check, hit: Hit, place: Place, owner: Place) -> Finding:
    """Return what a check found as a finding; ``owner`` holds the templates beside the text."""
    where = owner.child(*hit.field.split("/", 1)) if hit.field else place
    related = None
    if hit.cause is not None:
        start, end, reason = hit.cause
        related = Related(place.within(start, end), reason)
    return check.rule.at(
        where.within(hit.start, hit.end), hit.message, fix=hit.fix, related=related
    )
