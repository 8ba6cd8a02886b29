"""The truth about slices of time: at each evaluation a reading keeps its bound, or it does not.

A server notes a slice where there is a reading, so what is measured over a window is a share of the
slices that it has noted, and beyond an hour of the part of the window that it knows.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from generator.core.units import duration_text
from generator.oracle.clocks import RAW_MAX
from generator.oracle.flows import NEAR
from generator.oracle.parts import parts_of
from generator.oracle.shares import steps
from generator.oracle.timeline import (
    Emitted,
    InParts,
    Labels,
    Phase,
    Row,
    Shown,
    State,
    Subject,
    Timeline,
    checks_of,
    states,
)
from generator.oracle.world import label_sets
from generator.resolve.estate import Estate, Indicator, Slo, Tier

_EVERY = Fraction(7, 100)
"""Of a short window: it has no evaluation on its left edge."""
_FLOAT_ERROR = Fraction(1, 10**9)
_DIGITS = ".3g"  # burn rates are told to three digits
_WELL, _BEYOND = "well", "just beyond the long window's bound"


class _Slices(NamedTuple):
    """Slices by step: bad, good, or none; ``every`` so many seconds, ``project`` in production."""

    bad: Sequence[bool | None]
    every: Fraction
    project: Fraction

    def share(self, window: Fraction, step: int) -> Fraction | None:
        """Return which part of a window is known to be bad; None without slices."""
        first = max(0, step + 1 - math.ceil(window / self.every))
        noted = [one for one in self.bad[first : step + 1] if one is not None]
        if not noted:
            return None
        share = Fraction(sum(noted), len(noted))
        return share if window <= RAW_MAX else share * self.known(window, len(noted))

    def known(self, window: Fraction, noted: int) -> Fraction:
        """Return the part of a window that so many slices tell of."""
        return min(Fraction(1), noted * self.project / window)


def slices_known(slo: Slo, indicator: Indicator) -> bool:
    """Tell whether a world is known in which a slice can be made to be good or bad."""
    return slo.kind == "slices" and indicator.recipe.name == "value"


def slice_timelines(estate: Estate, slo: Slo) -> Iterator[Timeline]:
    """Yield the proofs of the alerts on an SLO that is counted in slices of time."""
    for tier in slo.tiers:
        yield _timeline(estate, slo, tier)


def _timeline(estate: Estate, slo: Slo, tier: Tier) -> Timeline:
    indicator = estate.indicators[slo.indicator]
    every = _every(estate, slo, tier)
    story = _story(estate, slo, tier, every)
    phases = [phase for phase, _ in story]
    bound, *_ = slo.bounds
    sets = label_sets(estate, indicator, bound)
    calm: list[tuple[Phase, bool | None]]
    calm = [(Phase(_WELL, sum(one.steps for one in phases)), False)]
    lives = dict.fromkeys(sets, calm) | {sets[0]: story}
    series = [one for labels, life in lives.items() for one in _series(estate, slo, labels, life)]
    series += _series(estate, slo, (), [(calm[0][0], True)], foreign=True)
    slices = {
        labels: _Slices(_each(life), every, estate.project.evaluation)
        for labels, life in lives.items()
    }
    keep = steps(slo.keep_firing_for, every)
    seen = {
        one: {
            labels: states(_conditions(slo, one, known), for_=0, keep=keep)
            for labels, known in slices.items()
        }
        for one in slo.tiers
    }
    return Timeline(
        tier.id,
        f"{slo.alert}, {tier.id}",
        every,
        every,
        tuple(series),
        checks_of(phases, seen[tier]),
        indicator.labels,
        Subject("", ()),
        shown=_shown(estate, slo, tier, slices, seen),
    )


def _every(estate: Estate, slo: Slo, tier: Tier) -> Fraction:
    """Return the longest time between evaluations at which so many slices are known as must be."""
    for finer in itertools.count(1):
        every = tier.short * _EVERY / finer
        if (every * 1000).denominator > 1:
            continue  # promtool knows no shorter time than a millisecond
        noted = math.ceil(tier.long / every)
        known = min(Fraction(1), noted * estate.project.evaluation / tier.long)
        enough = known if tier.long > RAW_MAX else Fraction(1)
        if tier.factor * slo.budget <= enough / 2 or every <= estate.project.evaluation:
            return every
    raise AssertionError("there is always a finer one")


def _story(
    estate: Estate, slo: Slo, tier: Tier, every: Fraction
) -> list[tuple[Phase, bool | None]]:
    """Return slices: so many bad ones as a long window takes, then one more."""
    long, short = math.ceil(tier.long / every), math.ceil(tier.short / every)
    whole = _Slices((), every, estate.project.evaluation)
    known = whole.known(tier.long, long) if tier.long > RAW_MAX else Fraction(1)
    most = math.floor(tier.factor * slo.budget * long / known)
    keep = steps(slo.keep_firing_for, every)
    return [
        (Phase("no series yet", 2), None),
        (Phase(_WELL, long + 2), False),
        (Phase("a part of the bad slices, long ago", most // 2), True),
        (Phase("well for most of the window", max(1, long - most - short - 16)), False),
        (Phase("just inside the long window's bound", max(1, most - most // 2)), True),
        (Phase(_BEYOND, 4), True),
        (Phase("the short window forgets", short + keep + 3), False),
        (Phase("one more bad slice", 1), True),
        (Phase("well again", long + keep + 2), False),
        (Phase("no slices", long // 2), None),
        (Phase("bad once more", max(1, most)), True),
        (Phase("no slices any more", short + keep + 3), None),
    ]


def _series(
    estate: Estate,
    slo: Slo,
    labels: Labels,
    told: list[tuple[Phase, bool | None]],
    *,
    foreign: bool = False,
) -> Iterator[Emitted]:
    """Yield gauges that read just within the bound in a good slice, and just beyond it in a bad."""
    indicator, bound = estate.indicators[slo.indicator], slo.bounds[0].value
    near = (abs(bound) * NEAR or Fraction(1)) * (1 if slo.side == "below" else -1)
    values = [None if bad is None else bound + near if bad else bound - near for bad in _each(told)]
    of: Any = indicator.use.operands["of"][0]
    yield from parts_of(estate, of, indicator, labels, InParts.of(values), foreign=foreign)


def _each(told: list[tuple[Phase, bool | None]]) -> list[bool | None]:
    return [bad for phase, bad in told for _ in range(phase.steps)]


def _conditions(slo: Slo, tier: Tier, slices: _Slices) -> list[bool | None]:
    """Tell at each step whether both windows burn; None where that is too close to tell."""
    limit = tier.factor * slo.budget
    found: list[bool | None] = []
    for step in range(len(slices.bad)):
        both = [slices.share(window, step) for window in (tier.long, tier.short)]
        told = [
            False if one is None else None if abs(one - limit) < _FLOAT_ERROR else one > limit
            for one in both
        ]
        found.append(False if False in told else None if None in told else True)
    return found


def _shown(
    estate: Estate,
    slo: Slo,
    tier: Tier,
    slices: dict[Labels, _Slices],
    seen: dict[Tier, dict[Labels, list[State | None]]],
) -> Shown | None:
    """Return the first time at which the alert fires and all of its name are certain."""
    own = seen[tier]
    for step in range(len(next(iter(slices.values())).bad)):
        if not any(some[step] == "firing" for some in own.values()):
            continue
        rows = []
        for one, by_labels in seen.items():
            for labels, some in by_labels.items():
                if some[step] == "quiet":
                    continue
                rows.append(_row(estate, slo, one, labels, slices[labels].share(one.long, step)))
                if some[step] is None or rows[-1].value is None:
                    break
            else:
                continue
            break
        else:
            return Shown(slo.alert, step, tuple(rows))
    return None


def _row(estate: Estate, slo: Slo, tier: Tier, labels: Labels, share: Fraction | None) -> Row:
    contract = (
        ("project", estate.project.project),
        ("component", slo.component),
        ("severity", tier.severity),
        ("owner", slo.owner),
        ("subject", slo.id),
        ("alert_id", tier.id),
        ("tier", tier.name),
        ("long", duration_text(tier.long)),
        ("short", duration_text(tier.short)),
    )
    told = {
        f"{float(share / slo.budget * shift):{_DIGITS}}"
        for shift in (1 - _FLOAT_ERROR, 1 + _FLOAT_ERROR)
        if share is not None
    }
    return Row(contract, labels, Fraction(told.pop()) if len(told) == 1 else None)
