"""Values with where they come from: who gave each of them, and what an overlay put it over."""

import dataclasses
from collections.abc import Iterator

from generator.core.finding import Place
from generator.core.units import duration_text
from generator.recipes.base import Constant
from generator.resolve.estate import Bound, Estate, Indicator, Threshold
from generator.resolve.provenance import Given
from generator.resolve.trees import look


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """A value by its key; the first that gave it holds, the others are what it was before."""

    name: str
    given: tuple[Given, ...]


def threshold_values(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound
) -> tuple[Value, ...]:
    """Return the values of an alert on a bound."""
    place, service = threshold.place, indicator.service
    found = [
        Value(threshold.side, estate.trace(bound.place, service=service)),
        *([_constant(estate, bound.constant, service)] if bound.constant else []),
        Value(
            "for",
            estate.trace(place.child("for"), _default(estate, "for"), service=service)
            or (Given(duration_text(threshold.for_), None),),
        ),
    ]
    if threshold.min_bad_events:
        places = (place.child("min_bad_events"), _default(estate, "min_bad_events"))
        given = estate.trace(*places, service=service)
        default = (Given(str(threshold.min_bad_events), None),)
        found.append(Value("min_bad_events", given or default))
    found += [_owner(estate, indicator, place)]
    found += [
        Value(name, estate.trace(place.child(name), service=service))
        for name in ("keep_firing_for", "runbook")
    ]
    return tuple(one for one in found if one.given)


def indicator_values(estate: Estate, indicator: Indicator) -> tuple[Value, ...]:
    """Return the values that what is measured depends on."""
    place, service = indicator.place, indicator.service
    window = estate.trace(place.child("window"), _default(estate, "window"), service=service)
    default = (Given(duration_text(indicator.use.window), None),)
    found = [Value("window", window or default), _owner(estate, indicator, place)]
    if not indicator.template:
        found += selector_values(estate, service)
    found += _constants(estate, indicator)
    return tuple(one for one in found if one.given)


def selector_values(estate: Estate, service: str = "") -> Iterator[Value]:
    """Yield the labels of the project's selector, as they hold for a service."""
    place = Place(estate.project_file, ("selector",))
    for label in estate.for_service(service).project.selector:
        yield Value(f"selector.{label}", estate.trace(place.child(label), service=service))


def written_values(estate: Estate, place: Place, service: str = "") -> tuple[Value, ...]:
    """Return the plain values that are written directly at a place."""
    provenance = estate.provenance.get(service)
    node = look(provenance.trees.get(place.file), place.path) if provenance else None
    return tuple(
        Value(key, estate.trace(place.child(key), service=service))
        for key, value in (node.items() if isinstance(node, dict) else ())
        if not isinstance(value, dict | list)
    )


def _default(estate: Estate, name: str) -> Place:
    return Place(estate.project_file, ("defaults", name))


def _owner(estate: Estate, indicator: Indicator, place: Place) -> Value:
    """Return the owner: of the thing itself, of the indicator, the component or the project."""
    holders = (place, indicator.place, Place(place.file), Place(estate.project_file))
    places = (holder.child("owner") for holder in holders)
    return Value("owner", estate.trace(*places, service=indicator.service))


def _constants(estate: Estate, indicator: Indicator) -> Iterator[Value]:
    operands = (one for some in indicator.use.operands.values() for one in some)
    for name in dict.fromkeys(one.name for one in operands if isinstance(one, Constant)):
        yield _constant(estate, name, indicator.service)


def _constant(estate: Estate, name: str, service: str) -> Value:
    place = Place(estate.project_file, ("constants", name, "value"))
    return Value(f"${name}", estate.trace(place, service=service))
