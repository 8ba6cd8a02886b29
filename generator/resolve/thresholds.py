"""Thresholds: bounds in the indicator's unit, one for each variant, with all of the alert."""

from typing import NamedTuple

from generator.core.finding import Place
from generator.core.names import alert_name
from generator.core.units import Unit
from generator.promql.expr import Matcher
from generator.recipes.base import Recipe, Series, Side, Use
from generator.resolve import codes
from generator.resolve.bounds import Bounds
from generator.resolve.context import Context
from generator.resolve.estate import Bound, Threshold
from generator.spec.common import SeverityName
from generator.spec.component import IndicatorBase
from generator.spec.component import Threshold as ThresholdSpec


class Subject(NamedTuple):
    """An indicator whose thresholds are resolved: what is said of it, and what is known by then."""

    id: str
    spec: IndicatorBase
    recipe: Recipe
    use: Use
    unit: Unit
    owner: str
    place: Place


def resolve_thresholds(context: Context, subject: Subject) -> tuple[Threshold, ...]:
    """Return the thresholds of an indicator, in spec order, without those that make no sense."""
    spec = subject.spec
    vary = spec.vary
    if vary is not None and vary not in context.labels and context.lost.may_be("label", vary):
        return ()  # bounds for values of a label that could not be read
    variants = _label_variants(context, spec, subject.use, subject.place)
    resolver = _Resolver(context, subject, variants)
    found = (resolver.threshold(severity, one) for severity, one in spec.thresholds.items())
    return tuple(one for one in found if one is not None)


class _Resolver(NamedTuple):
    context: Context
    subject: Subject
    variants: dict[str, Matcher]

    def threshold(self, severity: SeverityName, spec: ThresholdSpec) -> Threshold | None:
        """Return one threshold, None with findings where its bounds do not fit."""
        context, subject = self.context, self.subject
        where = subject.place.child("thresholds", severity)
        context.check_decisions(spec, where)
        side: Side = "above" if spec.above is not None else "below"
        bounds = self._bounds(f"{subject.id}.{severity}", spec, where.child(side))
        if not bounds:
            return None
        _check_range(context, subject.recipe, subject.use, side, bounds)
        threshold = Threshold(
            id=f"{subject.id}.{severity}",
            severity=severity,
            notifies=context.project.severities.get(severity) != "none",
            side=side,
            bounds=bounds,
            for_=context.project.defaults.for_ if spec.for_ is None else spec.for_,
            keep_firing_for=spec.keep_firing_for,
            alert=spec.alert or alert_name(subject.id),
            min_bad_events=_min_bad(context, subject.recipe, subject.use, spec, where),
            runbook=spec.runbook,
            summary=spec.summary,
            description=spec.description,
            inhibits=spec.inhibits,
            owner=context.owner_of(spec, subject.owner, where),
            decided=(*subject.spec.decided, *spec.decided),
            place=where,
            note=spec.note,
            cases=spec.cases,
        )
        self._check_reach(severity, threshold)
        return threshold

    def _bounds(self, name: str, spec: ThresholdSpec, where: Place) -> tuple[Bound, ...]:
        subject, context = self.subject, self.context
        bounds = Bounds(
            context,
            subject.recipe,
            subject.use,
            unit=subject.unit,
            variants=self.variants,
            place=where,
        )
        return bounds.resolve(name, spec.above or spec.below)

    def _check_reach(self, severity: SeverityName, threshold: Threshold) -> None:
        """Check that an alert reaches somebody, and that whoever is woken knows what to do."""
        context, where = self.context, threshold.place.key()
        if context.project.severities.get(severity) == "page" and threshold.runbook is None:
            context.report(codes.NO_RUNBOOK, where, f"`{threshold.id}` pages without a runbook")
        if threshold.notifies:
            context.need_owner(threshold.owner, threshold.id, where)


def _check_range(
    context: Context, recipe: Recipe, use: Use, side: str, bounds: tuple[Bound, ...]
) -> None:
    """Report bounds that no value can cross: the alert would look like protection."""
    for bound in bounds:
        if side == "below" and bound.value == 0 and not recipe.signed:
            message = f"nothing measured here is ever below `{bound.quantity}`"
            fix = "write a bound above 0"
            context.report(codes.OUT_OF_RANGE, bound.place, message, fix=fix)
        if side == "above" and bound.value >= 1 and _is_part(use):
            message = f"a part is never above `{bound.quantity}` of its whole"
            fix = "write a bound below 100%"
            context.report(codes.OUT_OF_RANGE, bound.place, message, fix=fix)


def _is_part(use: Use) -> bool:
    """Tell whether a ratio divides a selection of a counter by the whole of it."""
    of, wholes = use.operands.get("of", ()), use.operands.get("to", ())
    named = [one for one in of if isinstance(one, Series) and one.type == "counter"]
    return any(
        one.metric == whole.metric and set(whole.matchers) <= set(one.matchers)
        for one in named
        for whole in wholes
        if isinstance(whole, Series)
    )


def _min_bad(context: Context, recipe: Recipe, use: Use, spec: ThresholdSpec, where: Place) -> int:
    counts = recipe.counts_events(use)
    if spec.min_bad_events is None:
        return context.project.defaults.min_bad_events if counts else 0
    if not counts:
        message = f"`{recipe.name}` here is no share of counted events"
        context.report(codes.BAD_MIN, where.child("min_bad_events"), message)
        return 0
    return spec.min_bad_events


def _label_variants(
    context: Context, spec: IndicatorBase, use: Use, place: Place
) -> dict[str, Matcher]:
    """Return the variants of the varied label by their friendly names."""
    if spec.vary is None:
        return {}
    where = place.child("vary")
    if spec.vary not in use.by:
        context.report(
            codes.WRONG_VARIANT,
            where,
            f"`{spec.vary}` is not in `by`",
            fix=f"add it: `by: [{spec.vary}]`",
        )
    label = context.labels.get(spec.vary)
    values = label.named_values if label else {}
    if not values:
        context.report(
            codes.WRONG_VARIANT,
            where,
            f"the values of `{spec.vary}` are not known",
            fix="list its `values` in specs/labels.yaml",
        )
    return {name: Matcher(spec.vary, "=", value) for name, value in values.items()}
