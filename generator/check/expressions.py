"""Raw expressions of the specs, looked at with all that the specs say of the metrics in them."""

import functools
import math
from collections.abc import Iterable, Iterator

from generator.check.promql.base import Check, Hit
from generator.check.promql.catalogue import Catalogue, Made, catalogue_of
from generator.check.promql.measure import of_unit
from generator.check.promql.records import Recording, Records
from generator.check.promql.registry import PATTERNS
from generator.check.promql.run import Text, look
from generator.core.finding import Finding, Place, Related
from generator.core.units import COUNT
from generator.plan.plan import Plan
from generator.plan.rules import Record
from generator.promql import tree as t
from generator.promql.complete import QueryError, masked, mentions
from generator.promql.labels import Known
from generator.promql.parse import PromqlError
from generator.promql.read import printed
from generator.recipes.base import Constant, Operand
from generator.resolve.estate import Estate, HandAlert, Indicator
from generator.resolve.meta.build import is_generated


def expression_findings(estate: Estate, plan: Plan) -> Iterator[Finding]:
    """Yield what is wrong with expressions that authors wrote by hand, conditions included."""
    yield from _of_selections(estate)
    indicators = [
        one for one in estate.indicators.values() if one.recipe.name == "expr" and not one.template
    ]
    if not indicators and not estate.alerts:
        return
    catalogue = known_to_authors(estate, plan)
    for indicator in indicators:
        place = estate.origin(indicator.place.child("expr", "query"), indicator.service)
        text = indicator_text(estate, indicator)
        yield from _findings(text, place, indicator.place, catalogue)
    for alert in estate.alerts.values():
        if is_generated(estate, alert):
            continue  # nobody wrote it: its windows are looked at with those of recipes
        place = estate.origin(alert.place.child("expr"), alert.service)
        yield from _findings(_alert_text(alert), place, alert.place, catalogue)


def _of_selections(estate: Estate) -> Iterator[Finding]:
    """Yield what is wrong with the patterns of selections that are given to recipes."""
    catalogue = None
    for indicator in estate.indicators.values():
        if indicator.recipe.name == "expr" or indicator.template:
            continue
        for place, text in _selections(indicator):
            catalogue = catalogue or catalogue_of(estate)
            where = estate.origin(place, indicator.service)
            yield from (
                finding(check, hit, where, indicator.place)
                for check, hit in look(Text(text), catalogue)
                if check in PATTERNS
            )


def _selections(indicator: Indicator) -> Iterator[tuple[Place, str]]:
    """Yield the selections with conditions that an indicator is made of, and where they stand."""
    for field in indicator.use.operands:
        given = indicator.use.param(field)
        place = indicator.place.child(indicator.recipe.name, field)
        if isinstance(given, str):
            if "{" in given:
                yield place, given
        elif isinstance(given, list | tuple):
            yield from (
                (place.child(index), one)
                for index, one in enumerate(given)
                if isinstance(one, str) and "{" in one
            )


def known_to_authors(estate: Estate, plan: Plan) -> Catalogue:
    """Return what may be named where authors write expressions: indicators as well as series."""
    known = catalogue_of(estate).with_records(_indicators(estate), _values(estate))
    return with_records(known, plan)


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
        return printed(rule.expr.line)
    except PromqlError:
        return None


def _constants(query: str, operands: Iterable[Operand]) -> tuple[tuple[int, float], ...]:
    """Return the values of the constants that an expression names, by where they stand."""
    values = {one.name: float(one.quantity.base) for one in operands if isinstance(one, Constant)}
    try:
        named = mentions(query)
    except QueryError:
        return ()
    found = ((one.start, values.get(one.text[1:])) for one in named if one.kind == "constant")
    return tuple((start, math.nan if value is None else value) for start, value in found)


def _indicators(estate: Estate) -> dict[str, Known]:
    return {
        name.replace(".", "_"): Known(frozenset(one.labels), what=f"indicator `{name}`")
        for name, one in estate.indicators.items()
    }


def _values(estate: Estate) -> dict[str, Made]:
    """Return what is known of the values of indicators: their units."""
    return {
        name.replace(".", "_"): Made(measure=of_unit(one.unit), fraction=one.unit != COUNT)
        for name, one in estate.indicators.items()
    }


def indicator_text(estate: Estate, indicator: Indicator) -> Text:
    """Return the expression of an indicator as its author wrote it, to be looked at."""
    query = indicator.use.param("query")
    return Text(
        masked(query),
        "panel" if indicator.id in _drawn(estate) else "part",
        declared=indicator.unit,
        constants=_constants(query, indicator.use.operands["query"]),
    )


def _drawn(estate: Estate) -> set[str]:
    """Return the indicators that a panel draws over time."""
    return {
        one if isinstance(one, str) else one.of
        for _, board in estate.dashboards.values()
        for row in board.rows.values()
        for panel in row.panels.values()
        if panel.as_ in {None, "timeseries"} and panel.top is None
        for one in panel.show
    }


def _alert_text(alert: HandAlert) -> Text:
    texts = (("summary", alert.summary), ("description", alert.description or ""))
    return Text(
        masked(alert.query),
        "alert",
        texts,
        name=alert.name,
        for_=float(alert.for_),
        constants=_constants(alert.query, alert.operands),
    )


def _findings(text: Text, place: Place, owner: Place, catalogue: Catalogue) -> Iterator[Finding]:
    for check, hit in look(text, catalogue):
        yield finding(check, hit, place, owner)


def finding(check: Check, hit: Hit, place: Place, owner: Place) -> Finding:
    """Return what a check found as a finding; ``owner`` holds the templates beside the text."""
    where = owner.child(*hit.field.split("/", 1)) if hit.field else place
    related = None
    if hit.cause is not None:
        start, end, reason = hit.cause
        related = Related(hit.elsewhere or place.within(start, end), reason)
    rule = check.rule.guessed() if hit.guessed else check.rule
    return rule.at(
        where.within(hit.start, hit.end),
        hit.message,
        fix=hit.fix,
        related=related,
        replace=hit.replace,
    )
