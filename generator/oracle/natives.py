"""Native histograms of the world: every sample is a whole one, with events in chosen buckets.

Their buckets end at the powers of ``2 ** (2 ** -schema)``. Of the finest ones, a quarter of a
percent wide, none that holds a bound has events here: how many lie within it is no estimate.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from generator.oracle.flows import Flow, Story, number_text, start_of
from generator.oracle.timeline import Emitted, Labels
from generator.oracle.unshown import NOT_POSITIVE, TOO_NEAR, unshown
from generator.oracle.world import PARTS, Selected, split
from generator.resolve.estate import Bound, Estate, Indicator

_SCHEMA: Final = 8
_EACH: Final = 2**_SCHEMA
"""How many buckets lie between a number and twice that."""
_NEAR: Final = Fraction(101, 100)
"""Bounds that are closer than this are not told apart."""
_READS: Final = (3, 0)
_KNOWS: Final = (2, 47)


class Counted(NamedTuple):
    """What is counted of each phase: a share of what is picked."""

    pick: Callable[[Flow], Fraction]
    share: Fraction = Fraction(1)


def is_native(operands: Iterable[Any]) -> bool:
    """Tell whether one of some operands is a native histogram."""
    return any(getattr(one, "native", False) for one in operands)


def native_obstacle(estate: Estate, indicator: Indicator, bounds: Iterable[Bound] = ()) -> str:
    """Return why a test cannot show alerts on an indicator of a native histogram.

    Nothing if it can, or if it reads none. ``bounds`` are all that the percentiles are held to.
    """
    operands = [one for some in indicator.use.operands.values() for one in some]
    if not is_native(operands):
        return ""
    return _too_old(estate.project.target.prometheus) or _too_near(_held(indicator, bounds))


def _too_old(target: str) -> str:
    major, minor = (int(part) for part in [*target.split("."), "0"][:2])
    if (major, minor) < _KNOWS:
        return f"promtool {target} knows no native histograms in tests, promtool 3.0 does"
    if (major, minor) < _READS:
        return (
            f"promtool {target} takes native histograms in tests at one pace only, "
            "promtool 3.0 at several"
        )
    return ""


def _too_near(values: Iterable[Fraction]) -> str:
    ordered = sorted(set(values))
    if any(one <= 0 for one in ordered):
        return unshown(NOT_POSITIVE)
    if any(two < one * _NEAR for one, two in itertools.pairwise(ordered)):
        return unshown(TOO_NEAR)
    return ""


def _held(indicator: Indicator, bounds: Iterable[Bound]) -> list[Fraction]:
    """Return the values that tell good events of a histogram from bad ones."""
    if indicator.recipe.name == "quantile":
        return [one.value for one in bounds]
    operand: Any = indicator.use.operands["of"][0]
    least = indicator.recipe.name == "share_below"
    return [Fraction(indicator.use.param("bound").to(operand.unit))] if least else []


class NativeHistogram(NamedTuple):
    """A histogram with one kind of events just below the bound and the other one just above."""

    estate: Estate
    indicator: Indicator
    bound: Fraction
    within: int

    def series(self, labels: Labels, story: Story, *, role: str = "shown") -> Iterator[Emitted]:
        """Yield the histograms of one label set, or of another job's."""
        operand: Any = self.indicator.use.operands["of"][0]
        selected = Selected.of(self.estate, operand)
        foreign = role == "foreign"
        if foreign and not selected.apart:
            return
        both = split(self.estate, operand, self.indicator, labels)
        shares = PARTS if role == "shown" else (Fraction(1),)
        for there, share in zip(both, shares, strict=False):
            own = selected.inside(there, foreign=foreign)
            yield Emitted(selected.metric, own, self._samples(story, share))
        if selected.narrow() and role == "shown":
            left_out = story.lasting("left out", start_of(story), start_of(story))
            yield Emitted(
                selected.metric, selected.outside(both[0]), self._samples(left_out, Fraction(1))
            )

    def _samples(self, story: Story, share: Fraction) -> str:
        at = bucket_at(self.bound)
        within = Counted(lambda one: one.counts[self.within], share)
        beyond = Counted(lambda one: one.counts[1 - self.within], share)
        return samples(story, {at - 1: within, at + 1: beyond}, start=start_of(story))


def bucket_at(value: Fraction) -> int:
    """Return the number of the bucket that a value lies in; number 0 ends at 1."""
    top, under = (one**_EACH for one in value.as_integer_ratio())
    # So close to an end of a bucket that floats cannot tell, whole numbers can.
    number = math.ceil(_EACH * math.log2(value)) - 2
    while top > under * 2**number if number >= 0 else top * 2**-number > under:
        number += 1
    return number


def samples(
    story: Story,
    buckets: Mapping[int, Counted],
    *,
    start: Fraction = Fraction(0),
    total: Counted | None = None,
) -> str:
    """Return a histogram's samples in promtool's notation, each bucket by its number.

    Each of them begins at ``start``, and so does ``total``, which is what the events add up to.
    """
    counted = [*buckets.values(), *([] if total is None else [total])]
    # In whole numbers, because fractions are slow.
    parts = math.lcm(story.parts, start.denominator) * math.lcm(
        *(one.share.denominator for one in counted)
    )
    begun = [int(start * parts)] * len(counted)
    words: list[str] = []
    for flow in story.flows:
        count = flow.phase.steps
        if not flow.born:
            words.append(f"_x{count}" if count > 1 else "_")
            continue
        gaps = [int(one.pick(flow) * one.share * parts) for one in counted]
        first = [(0 if flow.restarts else one) + gap for one, gap in zip(begun, gaps, strict=True)]
        begun = [one + gap * (count - 1) for one, gap in zip(first, gaps, strict=True)]
        word = _written([*buckets], first, parts)
        grows = f"+{_written([*buckets], gaps, parts)}" if any(gaps) else ""
        words.append(f"{word}{grows}x{count - 1}" if count > 1 else word)
    return " ".join(words)


def plain(count: Fraction) -> str:
    """Return a histogram of so many events, all alike, in promtool's notation."""
    return _written([0], [count.numerator], count.denominator)


def _written(numbers: list[int], values: list[int], parts: int) -> str:
    """Return a histogram from the values of some buckets, and of their total if there is one."""
    by_number = dict(zip(numbers, values, strict=False))
    least, most = min(numbers), max(numbers)
    each = [number_text(by_number.get(one, 0), parts) for one in range(least, most + 1)]
    total = [f"sum:{number_text(values[-1], parts)}"] if len(values) > len(numbers) else []
    count = number_text(sum(by_number.values()), parts)
    fields = [f"schema:{_SCHEMA}", *total, f"count:{count}", f"offset:{least}"]
    return f"{{{{{' '.join(fields)} buckets:[{' '.join(each)}]}}}}"
