"""Hand-written alerts: expressions with everything they name followed, as in the recipe `expr`."""

from collections.abc import Mapping
from fractions import Fraction

from generator.core.finding import Place
from generator.recipes.expr import RECIPE as EXPR
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import HandAlert
from generator.resolve.operands import Lookup
from generator.spec.component import Component


def resolve_hand_alerts(
    context: Context, components: Mapping[str, tuple[str, Component]], lookup: Lookup
) -> dict[str, HandAlert]:
    """Return every hand-written alert whose expression makes sense, by id."""
    found = (
        _alert(context, component, key, place=Place(file, ("alerts", key)), lookup=lookup)
        for file, component in components.values()
        for key in component.alerts
    )
    return {one.id: one for one in found if one is not None}


def _alert(
    context: Context, component: Component, key: str, *, place: Place, lookup: Lookup
) -> HandAlert | None:
    spec = component.alerts[key]
    name = f"{component.component}.{key}"
    context.declared.add(name)
    context.check_decisions(spec, place)
    owner = context.owner_of(spec, component.owner or context.project.owner, place)
    reaction = context.project.severities.get(spec.severity, "none")
    if reaction != "none":
        context.need_owner(owner, name, place.key())
    if reaction == "page" and spec.runbook is None:
        context.report(codes.NO_RUNBOOK, place.key(), f"`{name}` pages without a runbook")
    operands = lookup.inside(spec.expr, place.child("expr"), EXPR.accepts["query"])
    if operands is None:
        return None
    return HandAlert(
        id=name,
        component=component.component,
        name=spec.name,
        severity=spec.severity,
        notifies=reaction != "none",
        query=spec.expr,
        operands=operands,
        for_=context.project.defaults.for_ if spec.for_ is None else spec.for_,
        keep_firing_for=spec.keep_firing_for or Fraction(0),
        summary=spec.summary,
        description=spec.description,
        runbook=spec.runbook,
        inhibits=spec.inhibits,
        cases=spec.cases,
        owner=owner,
        decided=spec.decided,
        place=place,
        note=spec.note,
    )
