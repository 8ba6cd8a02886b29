"""Bounds as Grafana's thresholds: regions of colour, or lines over a graph.

A step colours everything from its value up to the next, which suits a number that is good or bad.
A graph draws each step as a line in the step's own colour; with regions a bound from below would
be drawn in the colour of what lies above it, green, so lines take the colour of their severity.
"""

from collections.abc import Iterable
from fractions import Fraction

from generator.plan.dashboards import Line, Severity
from generator.render.grafana.json_text import Json

OK = "green"
NEUTRAL = "text"
UNMARKED = "transparent"
COLOURS = {Severity.INFO: "blue", Severity.WARNING: "orange", Severity.CRITICAL: "red"}
_GRAVITY = {severity: rank for rank, severity in enumerate(COLOURS)}


def regions(lines: Iterable[Line], ok: str = OK) -> list[Json]:
    """Return steps that colour a value by the gravest bound that it breaks, else ``ok``."""
    bounds = tuple(lines)
    base = [line.severity for line in bounds if not line.above]
    steps = [step(_gravest(base, ok), None)]
    for value in sorted({line.value for line in bounds}):
        broken = [line.severity for line in bounds if _breaks(value, line)]
        colour = _gravest(broken, ok)
        if colour != steps[-1]["color"]:
            steps.append(step(colour, value))
    return steps


def _breaks(value: Fraction, line: Line) -> bool:
    """Tell whether the region that starts at a bound's value lies beyond a line.

    The region of a line from above holds the bound itself, though its alert fires only beyond:
    Grafana's steps begin with their value.
    """
    return value >= line.value if line.above else value < line.value


def marks(lines: Iterable[Line]) -> list[Json]:
    """Return steps that a graph draws as lines, each in the colour of its severity."""
    gravest: dict[Fraction, Severity] = {}
    for line in lines:
        other = gravest.get(line.value, line.severity)
        gravest[line.value] = max(other, line.severity, key=_GRAVITY.__getitem__)
    return [step(OK, None), *(step(COLOURS[gravest[value]], value) for value in sorted(gravest))]


def step(colour: str, value: Fraction | None) -> Json:
    """Return one step; the first of a list has the value None, which stands for the lowest."""
    return {"color": colour, "value": value}


def _gravest(severities: Iterable[Severity], ok: str) -> str:
    gravest = max(severities, key=_GRAVITY.__getitem__, default=None)
    return ok if gravest is None else COLOURS[gravest]
