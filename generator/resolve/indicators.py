"""Indicators: recipes with their operands, labels and units, each after those it needs."""

from collections.abc import Mapping
from typing import NamedTuple

from generator.core.finding import Place, Related
from generator.core.names import ALERT_LABELS
from generator.core.spelling import listed
from generator.core.units import Unit
from generator.recipes.base import Operand, Recipe, RecipeError, Reference, Series, Use
from generator.recipes.registry import recipes
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Indicator, Metric
from generator.resolve.operands import Lookup
from generator.resolve.thresholds import Subject, resolve_thresholds
from generator.spec.component import Component, IndicatorBase


class _Source(NamedTuple):
    component: Component
    spec: IndicatorBase
    place: Place


class IndicatorResolver:
    """Resolves every indicator once, those it refers to first."""

    def __init__(
        self,
        context: Context,
        components: Mapping[str, tuple[str, Component]],
        metrics: Mapping[str, Metric],
    ) -> None:
        """Collect the indicators by id."""
        self._context = context
        self._sources = {
            f"{name}.{key}": _Source(component, spec, Place(file, ("indicators", key)))
            for name, (file, component) in components.items()
            for key, spec in component.indicators.items()
        }
        self._done: dict[str, Indicator | None] = {}
        self._open: list[str] = []
        context.declared.update(self._sources)
        names = {name: name for name in self._sources}
        self._lookup = Lookup(context, metrics, names, self._resolve)

    @property
    def lookup(self) -> Lookup:
        """Where operands are followed, also those of expressions elsewhere."""
        return self._lookup

    def all(self) -> dict[str, Indicator]:
        """Return every indicator that could be resolved, in the order of the specs."""
        for name, source in self._sources.items():
            self._resolve(name, source.place)
        return {name: one for name in self._sources if (one := self._done[name]) is not None}

    def _resolve(self, name: str, where: Place) -> Indicator | None:
        if name in self._done:
            return self._done[name]
        if name in self._open:
            chain = " -> ".join([*self._open[self._open.index(name) :], name])
            self._context.report(codes.CYCLE, where, f"needs itself: {chain}")
            return None
        self._open.append(name)
        self._done[name] = self._indicator(name, self._sources[name])
        self._open.pop()
        return self._done[name]

    def _indicator(self, name: str, source: _Source) -> Indicator | None:
        context, spec, place = self._context, source.spec, source.place
        context.check_decisions(spec, place)
        recipe = recipes()[spec.recipe]
        use = self._use(recipe, spec, place)
        unit = self._unit(recipe, use, spec, place.child(spec.recipe)) if use else None
        if use is None or unit is None:
            return None
        owner = context.owner_of(spec, source.component.owner or context.project.owner, place)
        subject = Subject(name, spec, recipe, use, unit, owner, place)
        thresholds = resolve_thresholds(context, subject)
        return Indicator(
            id=name,
            component=source.component.component,
            title=spec.title,
            recipe=recipe,
            use=use,
            unit=unit,
            noun=_noun(use.operands),
            vary=spec.vary,
            better=spec.better or _better(thresholds),
            recorded=spec.record or bool(thresholds),
            thresholds=thresholds,
            refers=_refers(use.operands),
            owner=owner,
            note=spec.note,
            decided=spec.decided,
            place=place,
        )

    def _use(self, recipe: Recipe, spec: IndicatorBase, place: Place) -> Use | None:
        """Return the recipe in use, None with findings where its operands or labels do not fit."""
        params = getattr(spec, spec.recipe)
        operands = self._operands(recipe, params, place.child(spec.recipe))
        if operands is None or not self._labels_fit(recipe, spec, operands, place):
            return None
        return Use(
            params=params,
            operands=operands,
            level=(*self._context.project.series_identity, *spec.by),
            by=spec.by,
            window=spec.window or self._context.project.defaults.window,
            declared=spec.unit,
        )

    def _operands(
        self, recipe: Recipe, params: object, at: Place
    ) -> dict[str, tuple[Operand, ...]] | None:
        found: dict[str, tuple[Operand, ...]] = {}
        complete = True
        for name, accepts in recipe.accepts.items():
            text = getattr(params, name)
            if text is None and accepts.optional:
                found[name] = ()
                continue
            if accepts.text:
                inside = self._lookup.inside(text, at.child(name), accepts)
                found[name] = inside or ()
                complete = complete and inside is not None
                continue
            texts = (text,) if isinstance(text, str) else tuple(text)
            where = at.child(name)
            if not texts:
                self._context.report(codes.WRONG_OPERAND, where, "nothing is named here")
                complete = False
            some = [
                self._lookup.operand(
                    one, where if isinstance(text, str) else where.child(index), accepts
                )
                for index, one in enumerate(texts)
            ]
            found[name] = tuple(one for one in some if one is not None)
            complete = complete and None not in some
        return found if complete else None

    def _labels_fit(
        self,
        recipe: Recipe,
        spec: IndicatorBase,
        operands: Mapping[str, tuple[Operand, ...]],
        place: Place,
    ) -> bool:
        first = next((one for some in operands.values() for one in some), None)
        known = recipe.labels(getattr(spec, spec.recipe), operands)
        fits = True
        for index, label in enumerate(spec.by):
            where = place.child("by", index)
            if label in self._context.project.series_identity:
                self._context.report(codes.IDENTITY_IN_BY, where, f"`{label}` is an identity label")
                fits = False
            elif known is not None and label not in known:
                what = getattr(first, "metric", getattr(first, "id", recipe.name))
                own = [one for one in known if one not in self._context.project.series_identity]
                self._context.unknown(
                    codes.UNKNOWN_LABEL,
                    where,
                    f"`{what}` has no label `{label}`",
                    sought=("label", label),
                    known=own,
                    fix=f"its labels are {listed(own, 'and')}" if own else "remove it",
                )
                fits = False
            elif label in ALERT_LABELS and spec.thresholds:
                message = f"`{label}` is a label of every alert, which says something else by it"
                fix = "leave it out of `by`, or rename the metric's label when it is scraped"
                self._context.report(codes.LABEL_CLASH, where, message, fix=fix)
        return fits

    def _unit(self, recipe: Recipe, use: Use, spec: IndicatorBase, at: Place) -> Unit | None:
        try:
            recipe.check(use)
            return spec.unit or recipe.unit(use)
        except RecipeError as error:
            if error.constant in self._context.doubted:
                return None
            where, related = at.child(error.field) if error.field else at.key(), None
            if error.constant:
                related = Related(where, "it is used here")
                where = self._context.constant_place(error.constant)
            self._context.report(
                codes.WRONG_OPERAND, where, str(error), fix=error.fix or None, related=related
            )
            return None


def _refers(operands: Mapping[str, tuple[Operand, ...]]) -> tuple[str, ...]:
    """Return the ids of the indicators that are needed, each once."""
    named = (one for some in operands.values() for one in some)
    return tuple(dict.fromkeys(one.id for one in named if isinstance(one, Reference)))


def _noun(operands: Mapping[str, tuple[Operand, ...]]) -> str:
    first = next(iter(operands.values()))
    return first[0].noun if first and isinstance(first[0], Series) else ""


def _better(thresholds: tuple[object, ...]) -> str | None:
    for one in thresholds:
        return "lower" if getattr(one, "side", "") == "above" else "higher"
    return None
