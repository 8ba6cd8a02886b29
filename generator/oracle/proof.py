"""The proof of a project: a time line for each alert, or the reason why there is none."""

import dataclasses
import math
from fractions import Fraction

from generator.core.names import rule_path, test_path
from generator.oracle.availability import availability_timeline
from generator.oracle.ratio import ratio_timeline
from generator.oracle.timeline import Timeline
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


@dataclasses.dataclass(frozen=True, slots=True)
class Unproven:
    """An alert without a proof."""

    alert_id: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class ProofFile:
    """The proofs of one rule file."""

    path: str
    rules: str
    source: str
    step: Fraction
    timelines: tuple[Timeline, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """All proofs of a project, and what is left without one."""

    files: tuple[ProofFile, ...]
    unproven: tuple[Unproven, ...]


def prove(estate: Estate) -> Proof:
    """Return the proofs of all alerts of an estate."""
    files: list[ProofFile] = []
    unproven: list[Unproven] = []
    for component in estate.components.values():
        timelines: list[Timeline] = []
        alerts = [
            (indicator, threshold, bound)
            for indicator, threshold in estate.thresholds()
            if indicator.component == component.id and threshold.notifies
            for bound in threshold.bounds
        ]
        step = _step(estate, [threshold for _, threshold, _ in alerts])
        for indicator, threshold, bound in alerts:
            found = _timeline(estate, indicator, threshold, bound, step)
            if isinstance(found, Timeline):
                timelines.append(found)
            else:
                unproven.append(found)
        if timelines:
            rules = rule_path(component.id)
            files.append(
                ProofFile(test_path(component.id), rules, component.file, step, tuple(timelines))
            )
    return Proof(tuple(files), tuple(unproven))


def _step(estate: Estate, thresholds: list[Threshold]) -> Fraction:
    """Return the longest step that divides the evaluation interval and every duration."""
    seconds = [estate.project.evaluation]
    seconds += [one for each in thresholds for one in (each.for_, each.keep_firing_for) if one]
    common = math.lcm(*(one.denominator for one in seconds))
    return Fraction(math.gcd(*(int(one * common) for one in seconds)), common)


def _timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline | Unproven:
    if indicator.recipe.name == "availability" and set(indicator.use.by) <= {"instance"}:
        return availability_timeline(estate, indicator, threshold, bound, step)
    if indicator.recipe.name == "ratio" and _counts_events(indicator):
        return ratio_timeline(estate, indicator, threshold, bound, step)
    return Unproven(
        bound.id, f"there is no proof yet for the recipe `{indicator.recipe.name}` as used here"
    )


def _counts_events(indicator: Indicator) -> bool:
    """Tell whether part and whole are counted events with the same labels."""
    operands = [*indicator.use.operands["of"], *indicator.use.operands["to"]]
    counters = all(getattr(one, "type", "") == "counter" for one in operands)
    return (
        counters
        and len(operands) == 2
        and all(  # noqa: PLR2004 (one part and one whole)
            label
            in getattr(one, "identity", ())
            + getattr(one, "target_labels", ())
            + getattr(one, "labels", ())
            for one in operands
            for label in indicator.labels
        )
    )
