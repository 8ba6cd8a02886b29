"""Windows and waits that are longer than samples are kept.

Ranges that authors write into expressions are looked at by
:mod:`generator.check.promql.beyond_retention`.

Bad: ``window: 100d`` or ``for: 400d`` with ``retention: 40d``. Good: shorter ones.
"""

from collections.abc import Iterator
from fractions import Fraction

from generator.check import codes
from generator.check.idle_window import window_matters
from generator.check.promql.beyond_retention import CHECK
from generator.core.finding import Finding, Place, Related
from generator.core.units import duration_text
from generator.resolve.estate import Estate, Indicator


def beyond_retention(estate: Estate) -> Iterator[Finding]:
    """Yield windows of recipes that reach further back than samples are kept, and such waits."""
    kept = estate.project.retention
    for indicator in estate.indicators.values():
        for place, back in _looks_back(estate, indicator):
            if back > kept:
                message = f"looks back further than the {duration_text(kept)} that are kept"
                yield CHECK.rule.at(place, message, related=_related(estate, place))
    for place, wait, what in _waits(estate):
        if wait > kept:
            message = (
                f"{what} {duration_text(wait)}, and samples are kept for {duration_text(kept)}"
            )
            yield codes.FORGOTTEN_WAIT.at(place, message, related=_related(estate, place))


def _looks_back(estate: Estate, indicator: Indicator) -> Iterator[tuple[Place, Fraction]]:
    """Yield how far an indicator looks back, with what says so."""
    service, recipe = indicator.service, indicator.recipe.name
    if recipe == "expr":
        return  # its ranges stand in the text
    for name in ("over", "ago"):
        back = getattr(indicator.use.params, name, None)
        if back is not None:
            yield estate.origin(indicator.place.child(recipe, name), service), Fraction(back)
    window = indicator.use.window
    if window > estate.project.retention and window_matters(estate, indicator.id):
        yield _said(estate, service, indicator.place, "window"), window


def _waits(estate: Estate) -> Iterator[tuple[Place, Fraction, str]]:
    """Yield how long alerts wait and go on, with what says so."""
    waits = [
        (one.place, indicator.service, one.for_, one.keep_firing_for)
        for indicator, one in estate.thresholds()
        if one.notifies
    ]
    waits += [
        (one.place, one.service, one.for_, one.keep_firing_for) for one in estate.alerts.values()
    ]
    waits += [
        (one.place, one.service, Fraction(0), one.keep_firing_for) for one in estate.slos.values()
    ]
    for place, service, before, after in waits:
        yield _said(estate, service, place, "for"), before, "waits"
        yield estate.origin(place.child("keep_firing_for"), service), after, "goes on for"


def _said(estate: Estate, service: str, place: Place, name: str) -> Place:
    """Return where a value is written: beside the thing, or for all; else how long is kept."""
    own, usual = place.child(name), Place(estate.project_file, ("defaults", name))
    if estate.trace(own, service=service):
        return estate.origin(own, service)
    return estate.origin(usual) if estate.trace(usual) else _kept(estate)


def _related(estate: Estate, place: Place) -> Related | None:
    kept = _kept(estate)
    return None if place == kept else Related(kept, "kept for so long")


def _kept(estate: Estate) -> Place:
    return estate.origin(Place(estate.project_file, ("retention",)))
