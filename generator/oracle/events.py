"""The series behind events: counters of good and bad ones, or a histogram with a bound."""

import bisect
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from generator.core.units import decimal_text
from generator.oracle.flows import Story, counter, start_of
from generator.oracle.natives import NativeHistogram, is_native
from generator.oracle.timeline import Emitted, Labels
from generator.oracle.world import PARTS, Selected, split
from generator.resolve.estate import Bound, Estate, Indicator

GOOD, BAD = 0, 1
_THIRDS = (Fraction(1, 8), Fraction(3, 8), Fraction(1, 2))


Role: TypeAlias = Literal["shown", "beside", "foreign"]
"""What is shown has several series for each result; what stands beside it or is another job's, one.

Series cost time with every evaluation.
"""


class World(Protocol):
    """The series behind events."""

    def series(self, labels: Labels, story: Story, *, role: Role = "shown") -> Iterator[Emitted]:
        """Yield the series of one label set, or of another job."""
        ...


def bucket_of(indicator: Indicator, bound: Bound) -> Fraction | None:
    """Return the bucket that tells good events of a histogram from bad ones; None of counters."""
    operand: Any = indicator.use.operands["of"][0]
    if indicator.recipe.name == "share_below":
        return Fraction(indicator.use.param("bound").to(operand.unit))
    return bound.value if operand.type == "histogram" else None


def world_of(
    estate: Estate, indicator: Indicator, bucket: Fraction | None, *, bad_is_part: bool
) -> World:
    """Return the series behind the events of an indicator.

    ``bad_is_part`` tells that bad events are the part, or lie within the bucket.
    """
    if bucket is None:
        return _Counters(estate, indicator, bad_is_part=bad_is_part)
    within = BAD if bad_is_part else GOOD
    if is_native(indicator.use.operands["of"]):
        return NativeHistogram(estate, indicator, bucket, within)
    return _Histogram(estate, indicator, bucket, within)


class _Counters(NamedTuple):
    """The counters behind a share: those of the part, and those that hold the rest.

    Where being below is bad, the part counts the good events.
    """

    estate: Estate
    indicator: Indicator
    bad_is_part: bool

    def series(self, labels: Labels, story: Story, *, role: Role = "shown") -> Iterator[Emitted]:
        """Yield the counters of one label set, or of another job's."""
        of: Any = self.indicator.use.operands["of"][0]
        wholes: tuple[Any, ...] = self.indicator.use.operands["to"]
        part, rest = (BAD, GOOD) if self.bad_is_part else (GOOD, BAD)
        yield from self._emit(of, labels, story, part, role=role, part=True)
        for whole in wholes:
            if len(wholes) > 1 and whole == of:
                continue  # the part is one of those added up, and stands already
            if whole.metric == of.metric:
                yield from self._emit(of, labels, story, rest, role=role, within=whole)
            else:
                kind = rest if len(wholes) > 1 else None
                yield from self._emit(whole, labels, story, kind, role=role)

    def _emit(
        self,
        operand: Any,
        labels: Labels,
        story: Story,
        kind: int | None,
        *,
        role: Role,
        within: Any = None,
        part: bool = False,
    ) -> Iterator[Emitted]:
        selected = Selected.of(self.estate, operand)
        wider = None if within is None else Selected.of(self.estate, within)
        foreign = role == "foreign"
        if foreign and not selected.apart:
            return
        both = split(self.estate, operand, self.indicator, labels)
        parts = zip(both, PARTS if role == "shown" else (Fraction(1),), strict=False)
        for there, share in parts:
            own = (
                selected.inside(there, foreign=foreign)
                if wider is None
                else selected.outside(there, foreign=foreign, within=wider)
            )
            values = counter(story, kind, share=share, part=part, start=start_of(story))
            yield Emitted(selected.metric, own, values)


class _Histogram(NamedTuple):
    """A histogram with one kind of events in the bound's bucket and the other one in the next."""

    estate: Estate
    indicator: Indicator
    bound: Fraction
    within: int

    def series(self, labels: Labels, story: Story, *, role: Role = "shown") -> Iterator[Emitted]:
        """Yield the buckets and the count of one label set, or of another job's."""
        operand: Any = self.indicator.use.operands["of"][0]
        selected = Selected.of(self.estate, operand)
        if role == "foreign" and not selected.apart:
            return
        both = split(self.estate, operand, self.indicator, labels)
        name, value = both[1][-1]
        third = (*both[1][:-1], (name, f"{value}-3"))
        rows = zip((0, 0, 1), (*both, third), _THIRDS, strict=True)
        buckets = self._buckets()
        for spelling, there, share in rows if role == "shown" else ((0, both[0], Fraction(1)),):
            own = selected.inside(there, foreign=role == "foreign")
            yield from self._one(selected.metric, own, story, share, buckets, spelling=spelling)
        if selected.narrow() and role == "shown":
            left_out = story.lasting("left out", start_of(story), start_of(story))
            own = selected.outside(both[0])
            yield from self._one(selected.metric, own, left_out, Fraction(1), buckets, spelling=0)

    def _one(
        self,
        metric: str,
        own: Labels,
        story: Story,
        share: Fraction,
        buckets: Iterable[Fraction],
        *,
        spelling: int,
    ) -> Iterator[Emitted]:
        """Yield one histogram; clients write the bounds of buckets in two ways."""
        start = start_of(story)
        every = counter(story, None, share=share, start=start)
        within, quick = (
            counter(story, self.within, share=share * part, part=True, start=start * part)
            for part in (Fraction(1), Fraction(1, 2))
        )
        for bucket in buckets:
            text = decimal_text(bucket) or repr(float(bucket))
            text = f"{text}.0" if spelling and "." not in text else text
            # Half of one kind is quick, the rest of it lies just within the bound, and the other
            # kind just beyond it: each bucket is another share.
            inside = quick if bucket < self.bound else within if bucket == self.bound else every
            yield Emitted(f"{metric}_bucket", tuple(sorted((*own, ("le", text)))), inside)
        yield Emitted(f"{metric}_bucket", tuple(sorted((*own, ("le", "+Inf")))), every)
        yield Emitted(f"{metric}_count", own, every)

    def _buckets(self) -> tuple[Fraction, ...]:
        """Return the bucket of the bound, its neighbours, and those that other bounds end at."""
        operand: Any = self.indicator.use.operands["of"][0]
        at = bisect.bisect_left(operand.buckets, self.bound)
        near = operand.buckets[max(0, at - 1) : at + 2]
        some = [one.bounds for one in self.indicator.thresholds]
        some += [
            one.bounds for one in self.estate.slos.values() if one.indicator == self.indicator.id
        ]
        compared = {bound.value for bounds in some for bound in bounds}
        return tuple(one for one in operand.buckets if one in near or one in compared)
