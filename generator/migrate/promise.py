"""One SLO, whichever program says it."""

import dataclasses
import re
from fractions import Fraction
from typing import Literal

from generator.core.spelling import listed
from generator.core.units import COUNT, RATIO, Family, Unit, decimal_text
from generator.migrate.items import Item
from generator.migrate.measures import Level, Measure, Share, Within, selections_of
from generator.resolve.metrics import unit_of_name
from generator.spec.common import SeverityName


@dataclasses.dataclass(frozen=True, slots=True)
class Slices:
    """Time that is good while the measure is on a ``side`` of a bound, in the measure's unit.

    ``window`` are the seconds of one slice, if the source says so.
    """

    side: Literal["below", "above"]
    bound: Fraction
    window: Fraction | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class OwnTier:
    """A burn-rate alert that the source describes: windows in seconds, a share of the budget."""

    long: Fraction
    short: Fraction
    budget: Fraction
    severity: SeverityName


@dataclasses.dataclass(frozen=True, slots=True)
class Promise:
    """An SLO with all that belongs to it; ``tiers`` are names, of the usual ones or of ``own``."""

    component: str
    service: str
    name: str
    title: str
    objective: Fraction
    period: Fraction
    measure: Measure
    source: Item
    slices: Slices | None = None
    tiers: tuple[str, ...] = ()
    own: tuple[tuple[str, OwnTier], ...] = ()
    alert: str = ""
    description: str = ""
    owner: str = ""
    runbook_url: str = ""

    @property
    def id(self) -> str:
        """The id of the SLO."""
        return f"{self.component}.{self.name}"


def unit_of(measure: Measure) -> Unit:
    """Return the unit that a bound on a measure has."""
    if isinstance(measure, Share):
        return RATIO
    selections = selections_of(measure)
    return (unit_of_name(selections[0].metric) if selections else None) or COUNT


def bound_text(bound: Fraction, unit: Unit) -> str:
    """Return a bound as specs say it: ``0.25s``, ``95%``, ``1000``."""
    if unit.family is Family.RATIO:
        bound *= 100
    return f"{decimal_text(bound) or float(bound)}{unit}"


def percent(share: Fraction) -> str:
    """Return a share as specs say it."""
    return bound_text(share, RATIO)


def component_id(name: str) -> str:
    """Return the id of a component that is called so: small letters and digits alone."""
    return _id(name, "")


def item_id(name: str) -> str:
    """Return the id of something inside a component that is called so."""
    return _id(name, "_")


def slug(name: str) -> str:
    """Return the id of something with a file of its own that is called so."""
    return _id(name, "-")


def _id(name: str, joint: str) -> str:
    found = re.sub(r"[^a-z0-9]+", joint, name.lower()).strip(joint or None)
    plain = found[:1].isalpha() and found not in _NO_TEXT
    return found if plain else f"x{joint}{found}".rstrip(joint or None)


_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off"}  # to one YAML reader or another


def alert_name(name: str) -> str:
    """Return the name of an alert that is called so, in CamelCase; nothing if nothing is left."""
    parts = re.split(r"[^A-Za-z0-9]+", name)
    return re.sub(r"^[^A-Z]+", "", "".join(one[:1].upper() + one[1:] for one in parts))


def words(name: str) -> str:
    """Return a name as a title: ``requests-availability`` is ``Requests availability``."""
    text = " ".join(re.split(r"[-_\s]+", name)).strip()
    return text[:1].upper() + text[1:]


def told(measure: Measure) -> str:
    """Return which recipe says a measure, for people."""
    match measure:
        case Share():
            part = "good" if measure.good else "bad"
            whole = listed([one.metric for one in measure.of], "and")
            return f"`ratio`: {part} events `{measure.part.metric}` of {whole}"
        case Within():
            bound = bound_text(measure.bound, unit_of(measure))
            return f"`within: {bound}` of the histogram `{measure.histogram.metric}`"
        case Level():
            return (
                f"`value` of the gauge `{measure.of.metric}`, its series under {measure.aggregate}"
            )
        case _:
            return "`expr`: the query as it stands"
