"""What must hold of a project as a whole, whichever overlays lie over it."""

import dataclasses
from collections.abc import Iterator

from generator.core.finding import Finding, Place, Related
from generator.core.names import record_name
from generator.core.units import describe
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Indicator, Slo
from generator.resolve.identity import is_external
from generator.resolve.parts import Parts
from generator.spec.project import Constant


def check_project(context: Context) -> None:
    """Check the units of constants, and that the selector can match."""
    project, place = context.project, Place(context.project_file)
    corrected: dict[str, Constant] = {}
    for name, constant in project.constants.items():
        value = constant.value
        if value is not None and not value.unit.comparable(constant.unit):
            context.report(
                codes.CONSTANT_UNIT,
                place.child("constants", name, "value"),
                f"`{value}` is {describe(value.unit)}, constant `{name}` is "
                f"{describe(constant.unit)}",
            )
            # Said once: what is measured against it goes on with the unit that was declared.
            meant = dataclasses.replace(value, unit=constant.unit)
            corrected[name] = constant.model_copy(update={"value": meant})
    if corrected:
        update = {"constants": {**project.constants, **corrected}}
        context.project = project.model_copy(update=update)
    context.doubted = frozenset(corrected)
    _check_labels(context, place)
    for label in project.selector:
        if is_external(project, label):
            context.report(
                codes.EXTERNAL_SELECTED,
                place.child("selector", label).key(),
                f"`{label}` is an external label, which no stored series has",
            )


def _check_labels(context: Context, place: Place) -> None:
    """Check that identity labels and those of the selector are defined, as all others are."""
    identity = context.project.identity
    for index, label in enumerate(identity):
        step = index if isinstance(identity, tuple) else label
        context.need_selectable(label, place.child("identity", step).key())
    for label in context.project.selector:
        if label not in identity:
            context.need_selectable(label, place.child("selector", label).key())


def record_clashes(parts: Parts) -> Iterator[Finding]:
    """Yield things that would be recorded under one name.

    Ids are joined by `_` in names of series, so `billing/http.errors` meets `billing.http_errors`.
    """
    seen: dict[str, Indicator | Slo] = {}
    items: list[Indicator | Slo] = [*parts.indicators.values(), *parts.slos.values()]
    for item in items:
        name = record_name((), "", item.id, "")
        other = seen.setdefault(name, item)
        if other.id != item.id:
            message = f"`{item.id}` and `{other.id}` would be recorded under one name"
            related = Related(other.place.key(), f"`{other.id}`")
            yield codes.RECORD_CLASH.at(item.place.key(), message, related=related)
