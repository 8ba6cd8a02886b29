"""All series of a project with their behaviour, and how to bring sums of them to a value."""

import copy
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from generator.recipes.base import Operand, Series
from generator.resolve.estate import Estate, Indicator
from generator.simulate.behaviour import Behaviour, Counting, Level, ordinary
from generator.simulate.children import Child, Labels, Target, children_of, takes, target_of


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """The series that one sample of an indicator is made of, and the labels that they share."""

    labels: Labels
    children: tuple[Child, ...]


class Scene:
    """What each series does; ``instances`` expose the same series each."""

    def __init__(self, estate: Estate, instances: int) -> None:
        """Let every series be ordinary."""
        self.estate, self.instances = estate, instances
        self._children = children_of(estate)
        self.behaviours: dict[Child, Behaviour] = {
            child: ordinary(estate.metrics[child.metric].series)
            for children in self._children.values()
            for child in children
        }
        self.settled: set[Child] = set()
        """Those that have been given a value on purpose."""

    def copy(self) -> "Scene":
        """Return a scene that can be changed without this one."""
        other = copy.copy(self)
        other.behaviours, other.settled = dict(self.behaviours), set(self.settled)
        return other

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everything that is scraped on its own, in a fixed order."""
        found = {target for target, _ in self._children}
        return tuple(sorted(found, key=lambda target: target.labels))

    def members(self, series: Series) -> tuple[Child, ...]:
        """Return the series that a selection takes in."""
        children = self._children.get((target_of(series), series.metric), ())
        return tuple(one for one in children if takes(series, one))

    def groups(self, indicator: Indicator, series: Series) -> dict[Labels, Group]:
        """Return what an indicator sums up of a selection, by the labels that are left."""
        found: dict[Labels, list[Child]] = {}
        for child in self.members(series):
            key = tuple((name, value) for name, value in child.labels if name in indicator.use.by)
            found.setdefault(key, []).append(child)
        return {labels: Group(labels, tuple(some)) for labels, some in found.items()}

    def copies(self, indicator: Indicator, series: Series) -> int:
        """Return how many instances one sample of an indicator adds up."""
        alone = set(indicator.use.by) & set(series.target_labels)
        return 1 if alone else self.instances

    def rate(self, children: Iterable[Child]) -> Fraction:
        """Return what some counters count in a second, on one instance."""
        found = (self.behaviours[one] for one in children)
        return sum((one.rate for one in found if isinstance(one, Counting)), Fraction(0))

    def count(self, children: Sequence[Child], rate: Fraction) -> None:
        """Let some counters count so much in a second, all of one instance together."""
        for child in children:
            self.behaviours[child] = Counting(rate / len(children))
            self.settled.add(child)

    def level(self, series: Series, children: Sequence[Child]) -> Fraction:
        """Return what some gauges of one instance come to, as their metric is aggregated."""
        found = [self.behaviours[one] for one in children]
        values = [one.value for one in found if isinstance(one, Level)]
        if series.aggregate == "sum":
            return sum(values, Fraction(0))
        pick = min if series.aggregate == "min" else max
        return pick(values, default=Fraction(0))

    def set_level(
        self,
        series: Series,
        children: Sequence[Child],
        total: Fraction,
        slope: Fraction,
        copies: int,
    ) -> None:
        """Let some gauges of ``copies`` instances together come to a value."""
        for child in children:
            parts = 1
            if series.aggregate == "sum":
                parts = len(children) * (1 if is_shared(series, child) else copies)
            self.behaviours[child] = Level(total / parts, slope / parts)
            self.settled.add(child)


def is_shared(series: Series, child: Child) -> bool:
    """Tell whether every instance reports the same value of a series."""
    if series.shared is None:
        return False
    label, values = series.shared
    return label == "*" or dict(child.labels).get(label) in values


def selections(operands: Iterable[Operand]) -> list[Series]:
    """Return the operands that are selections."""
    return [one for one in operands if isinstance(one, Series)]


def matching(labels: Labels, groups: Mapping[Labels, Group]) -> tuple[Child, ...]:
    """Return the series of those groups that have the labels, or fewer, with the same values."""
    wanted = dict(labels)
    return tuple(
        child
        for group in groups.values()
        if all(wanted.get(name, value) == value for name, value in group.labels)
        for child in group.children
    )
