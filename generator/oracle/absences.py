"""The truth about missing data: nothing is counted any more, for so long."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from generator.core.units import TIME_UNITS
from generator.oracle.natives import is_native, plain
from generator.oracle.shares import steps
from generator.oracle.telling import ends, shown_at
from generator.oracle.timeline import (
    Emitted,
    Phase,
    Subject,
    Timeline,
    checks_of,
    states,
)
from generator.oracle.world import PARTS, Selected, label_sets, split
from generator.resolve.estate import Estate, Slo

_FOR = 10 * TIME_UNITS["m"]
"""How long an SLO is without data before that is told, as the language says."""
_STEP = TIME_UNITS["m"]


def absence_timeline(estate: Estate, slo: Slo) -> Timeline | None:
    """Return the proof of the alert on an SLO without data; None where labels are not fixed."""
    indicator = estate.indicators[slo.indicator]
    name = "of" if indicator.use.operands["of"][0].type == "histogram" else "to"  # type: ignore[union-attr]
    whole: Any = indicator.use.operands[name][0]
    pinned = {one.label: one.value for one in whole.matchers if one.op == "="}
    if not isinstance(estate.project.identity, tuple) or len(indicator.use.operands[name]) > 1:
        return None
    static = tuple((label, pinned[label]) for label in estate.identity if label in pinned)
    hold, window = steps(_FOR, _STEP) + 3, steps(estate.project.defaults.window, _STEP)
    story = (
        ("no series yet", hold, None),
        ("busy", window + 3, Fraction(60)),
        ("idle, which is not absent", hold + window, Fraction(0)),
        ("gone", hold + window, None),
        ("back", window + 3, Fraction(60)),
    )
    phases = [Phase(case, count) for case, count, _ in story]
    native = is_native([whole])
    suffix = "_count" if name == "of" and not native else ""
    write = plain if native else str
    selected = Selected.of(estate, whole)
    labels = label_sets(estate, indicator)[0]
    series = [
        Emitted(f"{selected.metric}{suffix}", selected.inside(there), _values(story, share, write))
        for there, share in zip(split(estate, whole, indicator, labels), PARTS, strict=True)
    ]
    total = sum(one.steps for one in phases)
    for there in split(estate, whole, indicator, ()) if selected.apart else ():
        own = selected.inside(there, foreign=True)
        series.append(
            Emitted(
                f"{selected.metric}{suffix}",
                own,
                f"{write(Fraction(0))}+{write(Fraction(60))}x{total - 1}",
            )
        )
    seen = {static: states(_conditions(story, window), for_=steps(_FOR, _STEP), keep=0)}
    alert_id = f"{slo.id}.absent"
    contract = (
        ("project", estate.project.project),
        ("component", slo.component),
        ("severity", slo.ticket_severity or next(tier.severity for tier in slo.tiers)),
        ("owner", slo.owner),
        ("subject", slo.id),
        ("alert_id", alert_id),
    )
    alert = f"{slo.alert}Absent"
    last = ends(phases, "gone")[0]
    return Timeline(
        alert_id,
        f"{alert}, {alert_id}",
        _STEP,
        _STEP,
        tuple(series),
        checks_of(phases, seen),
        tuple(label for label, _ in static),
        Subject("", ()),
        shown=shown_at(alert, last, [(contract, seen)], lambda *_: Fraction(1)),
    )


def _values(
    story: tuple[tuple[str, int, Fraction | None], ...],
    share: Fraction,
    write: Callable[[Fraction], str],
) -> str:
    words, value, ended = [], Fraction(0), False
    for _, count, each in story:
        if each is None:
            words.append(f"stale _x{count - 1}" if ended else f"_x{count}")
            continue
        gap = each * share
        words.append(f"{write(value + gap)}+{write(gap)}x{count - 1}")
        value, ended = value + gap * count, True
    return " ".join(words)


def _conditions(
    story: tuple[tuple[str, int, Fraction | None], ...], window: int
) -> list[bool | None]:
    """Tell at each step whether a window holds fewer than the two samples that a rate takes."""
    there = [each is not None for _, count, each in story for _ in range(count)]
    found: list[bool | None] = []
    for step in range(len(there)):
        told = {
            sum(there[max(0, step - window + edge) : step + 1]) < 2  # noqa: PLR2004 (see above)
            for edge in (0, 1)
        }
        found.append(told.pop() if len(told) == 1 else None)
    return found
