"""The truth about budgets: how fast bad events use up what an objective leaves.

Short windows are counted from raw events. Long ones are added up from the rates of events that a
server notes at each evaluation; what it has not noted counts as time without errors. A test that
evaluates seldom therefore knows only a part of a long window, so there more must go wrong.
"""

import dataclasses
import functools
import math
from collections.abc import Iterator
from fractions import Fraction

from generator.core.units import TIME_UNITS, duration_text
from generator.oracle.flows import NEAR, Flow, Story, dyadic
from generator.oracle.shares import BAD, GOOD, World, world_of
from generator.oracle.telling import Seen, ends
from generator.oracle.timeline import (
    Emitted,
    Labels,
    Phase,
    Reading,
    Row,
    Shown,
    Subject,
    Timeline,
    checks_of,
    states,
)
from generator.oracle.world import label_sets
from generator.resolve.estate import Bound, Estate, Indicator, Slo, Tier

_RAW_MAX = TIME_UNITS["h"]
_MINUTE = TIME_UNITS["m"]
_EVERY = tuple(Fraction(one) * _MINUTE for one in (60, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1))
_MANY = 400  # evaluations: one more of them changes less than the mistakes that are looked for
_FLOAT_ERROR = 1e-6
_DIGITS = ".3g"  # burn rates are told to three digits


def burn_timelines(estate: Estate, slo: Slo) -> Iterator[Timeline]:
    """Yield the proofs of the alerts of an SLO's tiers."""
    for tier in slo.tiers:
        yield from _Tale.of(estate, slo, tier).timelines()


@dataclasses.dataclass(frozen=True, slots=True)
class _Clock:
    """Seconds between two samples and two evaluations, here and in the project; the rates' window."""

    step: Fraction
    every: Fraction
    project: Fraction
    rates: Fraction

    @property
    def known(self) -> Fraction:
        """The share of a long window that is noted."""
        return min(Fraction(1), self.project / self.every)

    @property
    def stride(self) -> int:
        """How many samples lie between two evaluations."""
        return int(self.every / self.step)


def _clock(estate: Estate, slo: Slo, tier: Tier) -> _Clock:
    """Return the slowest clock that shows a tier; each evaluation costs time."""
    project, rates = estate.project.evaluation, estate.project.defaults.window
    staged = tier.long > _RAW_MAX
    fits = [
        one
        for one in _EVERY
        if one <= tier.short / 4
        and (tier.long / one).denominator == (tier.short / one).denominator == 1
        and (not staged or tier.factor * slo.budget * one / project <= Fraction(19, 20))
    ]
    every = fits[0] if fits else project
    return _Clock(min(every, rates / 5), every, project, rates)


@dataclasses.dataclass(frozen=True)
class _Tale:
    estate: Estate
    slo: Slo
    tier: Tier
    clock: _Clock
    lives: dict[Labels, Story]
    series: tuple[Emitted, ...]

    @classmethod
    def of(cls, estate: Estate, slo: Slo, tier: Tier) -> "_Tale":
        """Return what happens to the events that a tier counts."""
        indicator = estate.indicators[slo.indicator]
        clock = _clock(estate, slo, tier)
        bad_is_part = slo.kind == "events" and slo.side == "below"
        story = _story(slo, tier, clock, all_bad=not bad_is_part)
        lives: dict[Labels, Story] = {}
        series: list[Emitted] = []
        for labels, bound, is_shown in _sets(estate, slo, indicator, first=tier is slo.tiers[0]):
            life = story if is_shown else story.lasting("well", 100, 0)
            lives[labels] = life
            world = _world(estate, indicator, bound, bad_is_part=bad_is_part)
            series += world.series(labels, life)
        failing = story.lasting("another job fails", 0, 100)
        bound = slo.bounds[0] if slo.bounds else None
        world = _world(estate, indicator, bound, bad_is_part=bad_is_part)
        series += world.series((), failing, foreign=True)
        return cls(estate, slo, tier, clock, lives, tuple(series))

    def timelines(self) -> Iterator[Timeline]:
        """Yield the proof of the tier's alert, and of the ticket that few events make."""
        yield self._timeline(ticket=False)
        if _guarded(self.slo, self.tier) and self.slo.ticket_severity is not None:
            yield self._timeline(ticket=True)

    def _timeline(self, *, ticket: bool) -> Timeline:
        story = next(iter(self.lives.values()))
        seen = self._seen(ticket=ticket)
        stride = self.clock.stride
        phases = [Phase(one.case, one.steps // stride) for one in story.phases]
        checks = [
            dataclasses.replace(one, step=one.step * stride) for one in checks_of(phases, seen)
        ]
        indicator = self.estate.indicators[self.slo.indicator]
        alert_id = f"{self.tier.id}.ticket" if ticket else self.tier.id
        return Timeline(
            alert_id,
            f"{self.slo.alert}, {alert_id}",
            self.clock.step,
            self.clock.every,
            self.series,
            tuple(checks),
            indicator.labels,
            Subject(self.slo.id, indicator.labels, (self.tier.long, self.tier.short)),
            tuple(self._readings(story)),
            self._shown(seen),
        )

    def _shown(self, seen: Seen) -> Shown | None:
        """Return the first time at which all of the alert's name are certain, and their values."""
        firing = [
            step
            for step, some in enumerate(zip(*seen.values(), strict=True))
            if "firing" in some and None not in some
        ]
        for step in firing:
            rows = self._rows(step)
            if rows is not None:
                return Shown(self.slo.alert, step * self.clock.stride, rows)
        return None

    def _rows(self, step: int) -> tuple[Row, ...] | None:
        rows = []
        for tier, ticket in _alerts(self.slo):
            for labels, story in self.lives.items():
                held = {
                    holds
                    for before in range(step, max(-1, step - 1 - self._keep), -1)
                    for holds in [self._holds_at(story, before, tier, ticket=ticket)]
                }
                if held == {False}:
                    continue
                value = self._value(story, step, tier)
                if held != {True} or value is None:
                    return None
                rows.append(Row(self._contract(tier, ticket=ticket), labels, value))
        return tuple(rows)

    @property
    def _keep(self) -> int:
        return math.ceil(self.slo.keep_firing_for / self.clock.every)

    def _contract(self, tier: Tier, *, ticket: bool) -> Labels:
        slo = self.slo
        return (
            ("project", self.estate.project.project),
            ("component", slo.component),
            ("severity", slo.ticket_severity or "" if ticket else tier.severity),
            ("owner", slo.owner),
            ("subject", slo.id),
            ("alert_id", f"{tier.id}.ticket" if ticket else tier.id),
            ("tier", tier.name),
            ("long", duration_text(tier.long)),
            ("short", duration_text(tier.short)),
        )

    def _seen(self, *, ticket: bool) -> Seen:
        """Return what the alert must be at each evaluation, by label set."""
        known = {id(one): one for one in self.lives.values()}
        found = {
            key: states(
                [
                    self._holds_at(story, step, self.tier, ticket=ticket)
                    for step in range(story.steps // self.clock.stride)
                ],
                for_=0,
                keep=self._keep,
            )
            for key, story in known.items()
        }
        return {labels: found[id(story)] for labels, story in self.lives.items()}

    def _holds_at(self, story: Story, step: int, tier: Tier, *, ticket: bool) -> bool | None:
        notes = _notes(story, self.clock)
        told = {self._holds(one.at(step, tier), tier, ticket=ticket) for one in notes}
        return told.pop() if len(told) == 1 else None

    def _holds(self, counted: "_Counted", tier: Tier, *, ticket: bool) -> bool | None:
        limit = float(tier.factor * self.slo.budget)
        for one in (counted.short, counted.long):
            if one is None:
                return False
            if abs(one - limit) < limit * _FLOAT_ERROR:
                return None
            if one < limit:
                return False
        if not _guarded(self.slo, tier):
            return True
        return (counted.bad >= self.slo.min_bad_events) is not ticket

    def _value(self, story: Story, step: int, tier: Tier) -> Fraction | None:
        values = [one.at(step, tier).long for one in _notes(story, self.clock)]
        told = {
            f"{one / float(self.slo.budget) * shift:{_DIGITS}}"
            for one in values
            if one is not None
            for shift in (1 - _FLOAT_ERROR, 1 + _FLOAT_ERROR)
        }
        return Fraction(told.pop()) if len(told) == 1 else None

    def _readings(self, story: Story) -> Iterator[Reading]:
        sets = tuple(self.lives)
        idle = tuple(one for one, life in self.lives.items() if life is not story)
        for case, present in ((_IDLE, idle), (_UNSEEN, sets)):
            end = ends(story.phases, case)[0]
            yield Reading(end + 1 - self.clock.stride, case, present, sets)


def _alerts(slo: Slo) -> Iterator[tuple[Tier, bool]]:
    """Yield the tiers, and those again whose few bad events make a ticket."""
    for tier in slo.tiers:
        yield tier, False
        if _guarded(slo, tier) and slo.ticket_severity is not None:
            yield tier, True


def _guarded(slo: Slo, tier: Tier) -> bool:
    return tier.notifies == "page" and slo.min_bad_events > 0


def _sets(
    estate: Estate, slo: Slo, indicator: Indicator, *, first: bool
) -> Iterator[tuple[Labels, Bound | None, bool]]:
    """Yield label sets with their bound, and whether they live through the story.

    The first tier shows every variant; the others read what it reads.
    """
    if not slo.bounds:
        for number, labels in enumerate(label_sets(estate, indicator)):
            yield labels, None, number == 0
        return
    for bound in slo.bounds if first else slo.bounds[:1]:
        sets = label_sets(estate, indicator, bound)
        yield sets[0], bound, True
        if len(slo.bounds) == 1 and len(sets) > 1:
            yield sets[1], bound, False


def _world(
    estate: Estate, indicator: Indicator, bound: Bound | None, *, bad_is_part: bool
) -> World:
    return world_of(estate, indicator, (bound,) if bound else (), bad_is_part=bad_is_part)


_UNSEEN, _IDLE = "one kind of event was never seen", "idle"


def _story(slo: Slo, tier: Tier, clock: _Clock, *, all_bad: bool) -> Story:
    """Return what happens, in phases of whole evaluations.

    Both windows are shown on their own: the short one while the long one still burns, the long one
    while both see the same.
    """
    long, short = int(tier.long / clock.every), int(tier.short / clock.every)
    limit = tier.factor * slo.budget
    by_long = limit / (clock.known if tier.long > _RAW_MAX else 1)
    by_short = limit / (clock.known if tier.short > _RAW_MAX else 1)
    told = [
        *_long_window(long, by_long),
        ("just inside the short window's bound", short + 2, by_short * (1 - NEAR)),
        ("just beyond the short window's bound", short + 2, by_short * (1 + NEAR)),
    ]
    # Whole numbers of events: sums of others could be off by a hair, as if counters began anew.
    unit = Fraction(4 * math.lcm(*(_rounded(bad).denominator for _, _, bad in told)))
    nothing = (Fraction(0), Fraction(0))
    seen = math.ceil(max(clock.rates, *(one for one in _raw(tier))) / clock.every)

    def phase(case: str, count: int, bad: Fraction, **more: bool) -> Flow:
        counts = (unit * (1 - _rounded(bad)), unit * _rounded(bad))
        return Flow(Phase(case, count * clock.stride), counts, **more)

    found = [
        Flow(Phase("no series yet", clock.stride), nothing, born=False),
        Flow(Phase(_IDLE, 3 * clock.stride), nothing, complete=False),
        phase(_UNSEEN, 3, Fraction(int(all_bad)), complete=False),
        # A series that begins has no rate yet, so it begins while nothing happens.
        Flow(Phase("idle, all kinds seen", (seen + 1) * clock.stride), nothing),
        *(phase(*one) for one in told),
        # So much that longer windows of other tiers forget what was.
        Flow(Phase("recovered", (short + 3) * clock.stride), (10 * unit, Fraction(0))),
        phase("counters restart", 2, Fraction(0), restarts=True),
    ]
    if _guarded(slo, tier):
        # So many in one evaluation that the notes say exactly this number of bad events.
        times = clock.every / clock.project if tier.long > _RAW_MAX else Fraction(1)
        for count, case in (
            (slo.min_bad_events - 1, "one bad event too few to page"),
            (slo.min_bad_events, "just enough bad events to page"),
        ):
            each = dyadic(Fraction(count) * times / clock.stride)
            found += [
                Flow(Phase(f"idle, before {case}", (long + 2) * clock.stride), nothing),
                Flow(Phase(case, clock.stride), (Fraction(0), each)),
                Flow(Phase(f"idle after {case}", (short + 3) * clock.stride), nothing),
            ]
    return Story(found)


def _raw(tier: Tier) -> tuple[Fraction, ...]:
    """Return the windows of a tier that are counted from raw events."""
    return tuple(one for one in (Fraction(0), tier.short, tier.long) if one <= _RAW_MAX)


def _long_window(long: int, share: Fraction) -> list[tuple[str, int, Fraction]]:
    """Return phases that go up to the long window's bound, and then beyond it.

    A share of bad events that stays the same takes a full window for it. Where nearly all must be
    bad anyway, everything is until the bound is reached, which takes less time.
    """
    inside, beyond = "just inside the long window's bound", "just beyond the long window's bound"
    if share * long < _MANY:
        return [
            (inside, long + 2, share * (1 - NEAR)),
            (beyond, long * 3 // 5 + 2, share * (1 + NEAR)),
            ("much worse", math.ceil(long / 4), min(Fraction(1), share * 2)),
        ]
    reached = math.floor(share * long) - 1
    return [
        (inside, reached, Fraction(1)),
        (beyond, math.ceil(long / 12) + 4, Fraction(1)),
    ]


def _rounded(share: Fraction) -> Fraction:
    return share.limit_denominator(10**6) if share.denominator > 10**7 else share  # noqa: PLR2004


@dataclasses.dataclass(frozen=True, slots=True)
class _Counted:
    """Shares of bad events in both windows (of what is noted), None without events; bad ones."""

    long: float | None
    short: float | None
    bad: int


class _Notes:
    """Events counted at each evaluation; ``edge`` leaves the sample on a window's left edge out.

    Prometheus 2 takes it in, Prometheus 3 does not.
    """

    def __init__(self, story: Story, clock: _Clock, edge: int) -> None:
        self._story, self._clock, self._edge = story, clock, edge
        self._bads, self._totals, self._counts = [0.0], [0.0], [0]
        for step in range(0, story.steps, clock.stride):
            bad, total = self._events(step, clock.rates)
            self._bads.append(self._bads[-1] + bad)
            self._totals.append(self._totals[-1] + total)
            # A rate takes two samples.
            self._counts.append(self._counts[-1] + int(step >= story.birth + 1))

    def at(self, number: int, tier: Tier) -> _Counted:
        """Return what a tier counts at an evaluation."""
        return _Counted(
            self._share(number, tier.long), self._share(number, tier.short), self._bad(number, tier)
        )

    def _events(self, step: int, window: Fraction) -> tuple[float, float]:
        """Return the events of a window, as one extrapolates that sees all but the edge's."""
        samples = int(window / self._clock.step)
        length = samples - self._edge
        bad = float(self._story.within(BAD, step, length)) * samples / length
        good = float(self._story.within(GOOD, step, length)) * samples / length
        return bad, bad + good

    def _share(self, number: int, window: Fraction) -> float | None:
        if window <= _RAW_MAX:
            bad, total = self._events(number * self._clock.stride, window)
            return bad / total if total else None
        first = self._first(number, window)
        bad = self._bads[number + 1] - self._bads[first]
        total = self._totals[number + 1] - self._totals[first]
        known = (self._counts[number + 1] - self._counts[first]) * float(
            self._clock.project / window
        )
        return bad / total * min(known, 1) if total > 0 else None

    def _bad(self, number: int, tier: Tier) -> int:
        if tier.long <= _RAW_MAX:
            bad, _ = self._events(number * self._clock.stride, tier.long)
        else:
            first = self._first(number, tier.long)
            noted = (self._bads[number + 1] - self._bads[first]) / float(self._clock.rates)
            bad = noted * float(self._clock.project)
        return math.floor(bad + 0.5 + _FLOAT_ERROR)

    def _first(self, number: int, window: Fraction) -> int:
        return max(0, number + self._edge - int(window / self._clock.every))


@functools.lru_cache(maxsize=32)
def _notes(story: Story, clock: _Clock) -> tuple[_Notes, _Notes]:
    return _Notes(story, clock, 0), _Notes(story, clock, 1)
