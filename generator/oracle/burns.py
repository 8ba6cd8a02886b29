"""The truth about budgets: how fast bad events use up what an objective leaves.

Short windows are counted from raw events. Long ones are added up from the rates of events that a
server notes at each evaluation; what it has not noted counts as time without errors. A test that
evaluates seldom therefore knows only a part of a long window, so there more must go wrong.
"""

import dataclasses
import functools
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.core.units import duration_text
from generator.oracle.burn_stories import IDLE, UNSEEN, burn_story, guarded
from generator.oracle.clocks import Clock
from generator.oracle.events import World, world_of
from generator.oracle.flows import Story
from generator.oracle.notes import FLOAT_ERROR, Notes, notes_of
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

_DIGITS = ".3g"  # burn rates are told to three digits


def burn_timelines(estate: Estate, slo: Slo, clocks: Mapping[str, Clock]) -> Iterator[Timeline]:
    """Yield the proofs of the alerts of an SLO's tiers; ``clocks`` are by the tiers' ids."""
    for tier in slo.tiers:
        clock = clocks[tier.id]
        yield _Tale.of(estate, slo, tier, clock, few=False).timeline(ticket=False)
        if guarded(slo, tier):
            tale = _Tale.of(estate, slo, tier, clock, few=True)
            yield tale.timeline(ticket=False)
            if slo.ticket_severity is not None:
                yield tale.timeline(ticket=True)


@dataclasses.dataclass(frozen=True)
class _Tale:
    estate: Estate
    slo: Slo
    tier: Tier
    clock: Clock
    lives: dict[Labels, Story]
    series: tuple[Emitted, ...]

    @classmethod
    def of(cls, estate: Estate, slo: Slo, tier: Tier, clock: Clock, *, few: bool) -> "_Tale":
        """Return what happens to the events that a tier counts."""
        indicator = estate.indicators[slo.indicator]
        bad_is_part = slo.kind == "events" and slo.side == "below"
        story = burn_story(slo, tier, clock, all_bad=not bad_is_part, few=few)
        lives: dict[Labels, Story] = {}
        series: list[Emitted] = []
        for labels, bound, is_shown in _sets(
            estate, slo, indicator, first=tier is slo.tiers[0] and not few
        ):
            life = story if is_shown else story.lasting("well", 100, 0)
            lives[labels] = life
            world = _world(estate, indicator, bound, bad_is_part=bad_is_part)
            series += world.series(labels, life, role="shown" if is_shown else "beside")
        failing = story.lasting("another job fails", 1, 100)
        bound = slo.bounds[0] if slo.bounds else None
        world = _world(estate, indicator, bound, bad_is_part=bad_is_part)
        series += world.series((), failing, role="foreign")
        return cls(estate, slo, tier, clock, lives, tuple(series))

    def timeline(self, *, ticket: bool) -> Timeline:
        """Return the proof of the tier's alert, or of the ticket that few events make."""
        story = next(iter(self.lives.values()))
        seen = self._seen(ticket=ticket)
        stride = self.clock.stride
        phases = [Phase(one.case, one.steps // stride) for one in story.phases]
        checks = [one._replace(step=one.step * stride) for one in checks_of(phases, seen)]
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
            Subject(
                self.slo.id,
                indicator.labels,
                self.estate.identity,
                burn=(self.tier.long, self.tier.short),
            ),
            tuple(self._readings(story)),
            shown=self._shown(seen),
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
        looks = range(max(0, step - self._keep), step + 1)
        for tier, ticket in _alerts(self.slo):
            for labels, story in self.lives.items():
                held = set(self._holds(story, tier, looks, ticket=ticket))
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
                self._holds(story, self.tier, self._looks(story), ticket=ticket),
                for_=0,
                keep=self._keep,
            )
            for key, story in known.items()
        }
        return {labels: found[id(story)] for labels, story in self.lives.items()}

    def _looks(self, story: Story) -> range:
        return range(story.steps // self.clock.stride)

    def _holds(self, story: Story, tier: Tier, looks: range, *, ticket: bool) -> list[bool | None]:
        """Tell at evaluations whether a tier's condition holds; None where that is not certain."""
        both = (self._noted(one, tier, looks, ticket=ticket) for one in self._notes[id(story)])
        return [one if one == other else None for one, other in zip(*both, strict=True)]

    def _noted(self, notes: Notes, tier: Tier, looks: range, *, ticket: bool) -> list[bool | None]:
        limit = tier.factor * self.slo.budget
        found = [
            long if short else short
            for short, long in zip(
                notes.beyond(tier.short, limit, looks),
                notes.beyond(tier.long, limit, looks),
                strict=True,
            )
        ]
        if not guarded(self.slo, tier):
            return found
        enough = notes.enough(tier, self.slo.min_bad_events, looks)
        return [many is not ticket if one else one for one, many in zip(found, enough, strict=True)]

    @functools.cached_property
    def _notes(self) -> dict[int, tuple[Notes, Notes]]:
        """What is noted of each story."""
        return {id(one): notes_of(one, self.clock) for one in self.lives.values()}

    def _value(self, story: Story, step: int, tier: Tier) -> Fraction | None:
        values = [one.share(tier.long, step) for one in self._notes[id(story)]]
        told = {
            f"{float(one / self.slo.budget * shift):{_DIGITS}}"
            for one in values
            if one is not None
            for shift in (1 - FLOAT_ERROR, 1 + FLOAT_ERROR)
        }
        return Fraction(told.pop()) if len(told) == 1 else None

    def _readings(self, story: Story) -> Iterator[Reading]:
        sets = tuple(self.lives)
        idle = tuple(one for one, life in self.lives.items() if life is not story)
        for case, present in ((IDLE, idle), (UNSEEN, sets)):
            end = ends(story.phases, case)[0]
            yield Reading(end + 1 - self.clock.stride, case, present, sets)


def _alerts(slo: Slo) -> Iterator[tuple[Tier, bool]]:
    """Yield the tiers, and those again whose few bad events make a ticket."""
    for tier in slo.tiers:
        yield tier, False
        if guarded(slo, tier) and slo.ticket_severity is not None:
            yield tier, True


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
    bucket = None if bound is None else bound.value
    return world_of(estate, indicator, bucket, bad_is_part=bad_is_part)
