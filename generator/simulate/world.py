"""The service as time goes by: what each instance has counted, and what it shows."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.recipes.base import Series
from generator.resolve.estate import Estate
from generator.simulate.behaviour import Behaviour, Counting, Level, Moment, Spread
from generator.simulate.children import Child, Target
from generator.simulate.moods import beyond, settle, well
from generator.simulate.scenarios import HEALTHY, Scenario, restart_pause, scenarios
from generator.simulate.scene import Scene
from generator.simulate.settings import apply_settings


class Histogram:
    """What a histogram has counted: events up to each bucket, all events, and their sum."""

    __slots__ = ("below", "buckets", "sum", "total")

    def __init__(self, buckets: tuple[Fraction, ...]) -> None:
        """Begin with nothing."""
        self.buckets = buckets
        self.below = [0.0] * len(buckets)
        self.total = self.sum = 0.0

    def observe(self, behaviour: Spread, seconds: float) -> None:
        """Count what happens in some seconds."""
        for share, value in behaviour.values:
            events = float(behaviour.rate * share) * seconds
            self.total += events
            self.sum += events * float(value)
            for index in range(bisect_left(self.buckets, value), len(self.buckets)):
                self.below[index] += events


class World:
    """Some instances of a service; ``advance`` lets time pass, and nothing else does.

    ``pace`` is for rules whose durations are so many times shorter: restarts take as much less, and
    fractions of events are shown, for a short time has none of the rare ones.

    Raises:
        KeyError: a scenario is asked for that there is not.
    """

    def __init__(
        self, estate: Estate, instances: int = 2, start: float = 0.0, pace: int = 1
    ) -> None:
        """Begin healthy at a Unix time, with all counters at 0."""
        self.estate, self.instances, self.whole = estate, instances, pace == 1
        self.scenarios: Mapping[str, Scenario] = scenarios(estate)
        self._healthy = Scene(estate, instances)
        well(self._healthy)
        self.targets = self._healthy.targets
        self._pause = float(restart_pause(estate)) / pace
        self._start, self._elapsed, self._began = start, 0.0, 0.0
        self._counted: list[dict[Child, float]] = [{} for _ in range(instances)]
        self._observed: list[dict[Child, Histogram]] = [{} for _ in range(instances)]
        self._series: dict[str, Series] = {
            name: one.series for name, one in estate.metrics.items() if one.component
        }
        self.switch(HEALTHY)

    @property
    def scenario(self) -> Scenario:
        """What is happening."""
        return self._scenario

    def switch(self, name: str) -> None:
        """Let something else happen from now on; counters go on from where they are."""
        self._scenario = self.scenarios[name]
        self._behaviours = self._behaving(self._scenario)
        self._began = self._elapsed
        self._restarted: set[int] = set()

    def _behaving(self, scenario: Scenario) -> dict[Child, Behaviour]:
        scene = self._healthy.copy()
        for name in scenario.breach:
            subject = self.estate.slos[name].indicator if name in self.estate.slos else name
            known = self.estate.indicators
            indicator = known.get(subject) or known[subject.rpartition(".")[0]]
            settle(scene, indicator, beyond(name))
        apply_settings(scene, scenario.settings)
        return scene.behaviours

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._elapsed += seconds
        for instance in range(self.instances):
            if self.is_away(instance) and instance not in self._restarted:
                self._restarted.add(instance)
                if self._scenario.restart:
                    self._counted[instance], self._observed[instance] = {}, {}
            if not self.is_away(instance):
                self._count(instance, seconds)

    def is_away(self, instance: int) -> bool:
        """Tell whether an instance does not answer now."""
        if self._scenario.restart:
            # One after the other, with as long a rest as it takes to look healthy again.
            since = self._elapsed - self._began - instance * self._pause * 4
            return 0 < since <= self._pause
        return self._scenario.is_down(instance)

    def _count(self, instance: int, seconds: float) -> None:
        counted, observed = self._counted[instance], self._observed[instance]
        for child, behaviour in self._behaviours.items():
            if isinstance(behaviour, Counting):
                counted[child] = counted.get(child, 0.0) + float(behaviour.rate) * seconds
            elif isinstance(behaviour, Spread):
                if child not in observed:
                    observed[child] = Histogram(self._series[child.metric].buckets)
                observed[child].observe(behaviour, seconds)

    def samples(self, instance: int, target: Target) -> Iterator[tuple[Child, float | Histogram]]:
        """Yield what an instance shows of a target: every series, counters at 0 included."""
        for child, behaviour in self._behaviours.items():
            if child.target != target or self._series[child.metric].native:
                continue  # the text format has no native histograms
            if isinstance(behaviour, Counting):
                yield child, self._counted[instance].get(child, 0.0)
            elif isinstance(behaviour, Spread):
                found = self._observed[instance].get(child)
                yield child, found or Histogram(self._series[child.metric].buckets)
            else:
                yield child, self._gauge(child, behaviour)

    def _gauge(self, child: Child, behaviour: Level | Moment) -> float:
        since = self._elapsed - self._began
        if isinstance(behaviour, Level):
            return float(behaviour.value) + float(behaviour.slope) * since
        moment = self._start + (self._began if behaviour.stands else self._elapsed)
        return (moment - float(behaviour.behind)) / float(self._series[child.metric].unit.scale)
