"""The plan of recording and alerting rules."""

import dataclasses
from fractions import Fraction
from typing import TypeAlias

from generator.promql.expr import Expr


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """A recording rule: the series it makes and the id of what it belongs to."""

    name: str
    expr: Expr
    source: str
    labels: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Alert:
    """An alerting rule; ``alert_id`` is unique, durations are seconds.

    Annotation values are Go templates already: literal braces in them are escaped. ``carries`` are
    the labels that each of its series surely has beside those of the rule.
    """

    alert_id: str
    name: str
    expr: Expr
    for_: Fraction
    labels: tuple[tuple[str, str], ...]
    annotations: tuple[tuple[str, str], ...]
    source: str
    keep_firing_for: Fraction = Fraction(0)
    carries: tuple[str, ...] = ()


RuleItem: TypeAlias = Record | Alert


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Rules evaluated together in order; ``interval`` None is the project's."""

    name: str
    rules: tuple[RuleItem, ...]
    interval: Fraction | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file: its path below ``out/``, its groups and the spec it comes from."""

    path: str
    groups: tuple[Group, ...]
    source: str
