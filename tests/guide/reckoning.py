"""Plain arithmetic over the facts of a scene: what a person would work out with pencil and paper.

Nothing here knows how promspec measures. Values are told apart by the labels in `by`.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from tests.guide.scene import JOB, LIFE, NOW, Group, Labels, Metric, Row, Scene

Values = dict[Group, float]
Pick = Callable[[Labels], bool]
Meaning = Callable[["View"], Values]

MINUTES = 300
HOUR = 3600
DAY = 24 * HOUR


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A look at a scene: told apart by some labels, only some values of others, at some time."""

    scene: Scene
    by: tuple[str, ...]
    only: Labels = dataclasses.field(default_factory=dict)
    ago: float = 0

    def rows(self, name: str, pick: Pick = lambda _: True) -> list[tuple[Group, Row]]:
        """Return what a metric has there; a filter leaves metrics without its label alone."""
        metric = self.scene.metrics[name]
        return [
            (self.group(row.labels), row)
            for row in metric.rows
            if pick(row.labels) and self._shown(metric, row)
        ]

    def group(self, labels: Labels) -> Group:
        """Return the labels by which values are told apart."""
        return tuple(sorted((one, labels[one]) for one in ("job", *self.by) if one in labels))

    def _shown(self, metric: Metric, row: Row) -> bool:
        ours = {*metric.by, "instance"} if row.labels["job"] == JOB else {*metric.by}
        return all(row.labels[key] == value for key, value in self.only.items() if key in ours)

    def count(self, name: str, seconds: float, pick: Pick = lambda _: True) -> Values:
        """Return how many events there were in the last seconds."""
        return _added(
            (group, row.events(size, self.ago + seconds, self.ago))
            for group, row in self.rows(name, pick)
            for size in row.each_second
        )

    def sizes(self, name: str, seconds: float, pick: Pick) -> dict[Group, dict[float, float]]:
        """Return how many events there were of each size."""
        found: dict[Group, dict[float, float]] = {}
        for group, row in self.rows(name, pick):
            for size in row.each_second:
                sizes = found.setdefault(group, {})
                sizes[size] = sizes.get(size, 0) + row.events(size, self.ago + seconds, self.ago)
        return found


def _added(pairs: Iterable[tuple[Group, float]]) -> Values:
    found: Values = {}
    for group, value in pairs:
        found[group] = found.get(group, 0) + value
    return found


def everything(_: Labels) -> bool:
    """Pick all."""
    return True


def failed(labels: Labels) -> bool:
    """Pick what the service is to blame for."""
    return labels["status"].startswith("5")


def refused(labels: Labels) -> bool:
    """Pick what the caller is to blame for."""
    return labels["status"].startswith("4")


def answered(labels: Labels) -> bool:
    """Pick what was answered in one way or another."""
    return not failed(labels)


def per_second(name: str, pick: Pick = everything) -> Meaning:
    """Events a second."""
    return lambda view: {
        group: count / MINUTES for group, count in view.count(name, MINUTES, pick).items()
    }


def within(name: str, seconds: float) -> Meaning:
    """Events in some time."""
    return lambda view: view.count(name, seconds)


def share(part: str, *wholes: str, pick: Pick = everything, over: float = MINUTES) -> Meaning:
    """How much of everything was such; where nothing happened there is no share."""

    def mean(view: View) -> Values:
        bad = view.count(part, over, pick)
        total = _added(pair for whole in wholes for pair in view.count(whole, over).items())
        return {group: bad.get(group, 0) / count for group, count in total.items() if count}

    return mean


def share_of_group(part: str, whole: str, over: float) -> Meaning:
    """How many of the whole, which is told apart by less; only parts that there are."""

    def mean(view: View) -> Values:
        total = view.count(whole, over)
        own = {*view.scene.metrics[whole].by, "job"}
        return {
            group: bad / total[tuple(pair for pair in group if pair[0] in own)]
            for group, bad in view.count(part, over).items()
        }

    return mean


def held(name: str) -> Meaning:
    """All that the instances have together."""
    return lambda view: _added((group, row.level(view.ago)) for group, row in view.rows(name))


def most(name: str) -> Meaning:
    """The most that one of them has."""

    def mean(view: View) -> Values:
        found: Values = {}
        for group, row in view.rows(name):
            found[group] = max(found.get(group, 0), row.level(view.ago))
        return found

    return mean


def seen(name: str, shared: Pick = everything) -> Meaning:
    """What there is, where all instances see the same of what is shared."""

    def mean(view: View) -> Values:
        whole = View(view.scene, (*view.scene.metrics[name].by, "instance"), view.only, view.ago)
        once: dict[tuple[Group, Group], float] = {}
        for group, row in whole.rows(name):
            key = tuple(pair for pair in group if pair[0] != "instance")
            one = key if shared(row.labels) and "instance" not in view.by else group
            once[view.group(row.labels), one] = row.level(view.ago)
        return _added((group, value) for (group, _), value in once.items())

    return mean


def oldest(name: str) -> Meaning:
    """How far the last of the clocks is behind, in milliseconds."""

    def mean(view: View) -> Values:
        found: Values = {}
        for group, row in view.rows(name):
            found[group] = max(found.get(group, 0), (NOW - view.ago) * 1000 - row.level(view.ago))
        return found

    return mean


def grown(level: Meaning, seconds: float) -> Meaning:
    """How much more there is than some seconds ago."""

    def mean(view: View) -> Values:
        before = level(dataclasses.replace(view, ago=view.ago + seconds))
        return {group: now - before[group] for group, now in level(view).items()}

    return mean


def divided(one: Meaning, other: Meaning) -> Meaning:
    """One for each of the other."""

    def mean(view: View) -> Values:
        below = other(view)
        return {group: value / below[group] for group, value in one(view).items()}

    return mean


def times(factor: float, meaning: Meaning) -> Meaning:
    """So many times as much."""
    return lambda view: {group: value * factor for group, value in meaning(view).items()}


def whole(meaning: Meaning) -> Meaning:
    """Of everything, whatever is filtered: a budget is one for all."""
    return lambda view: meaning(dataclasses.replace(view, only={}))


def rest(meaning: Meaning) -> Meaning:
    """What is left of all."""
    return lambda view: {group: 1 - value for group, value in meaning(view).items()}


def average(name: str, pick: Pick = everything, over: float = MINUTES) -> Meaning:
    """The mean size of events."""
    return lambda view: {
        group: sum(size * count for size, count in sizes.items()) / sum(sizes.values())
        for group, sizes in view.sizes(name, over, pick).items()
        if sum(sizes.values())
    }


def percentile(percent: float, name: str, pick: Pick, over: float) -> Meaning:
    """What so many percent stay under, as far as buckets tell: evenly spread within each."""

    def mean(view: View) -> Values:
        bounds = view.scene.buckets[name]
        return {
            group: _spread(sizes, percent / 100 * sum(sizes.values()), bounds)
            for group, sizes in view.sizes(name, over, pick).items()
            if sum(sizes.values())
        }

    return mean


def _spread(sizes: Mapping[float, float], rank: float, bounds: tuple[float, ...]) -> float:
    below, start = 0.0, 0.0
    for bound in bounds:
        inside = sum(count for size, count in sizes.items() if start < size <= bound)
        if below + inside >= rank:
            return start + (bound - start) * (rank - below) / inside
        below, start = below + inside, bound
    return bounds[-1]


@dataclasses.dataclass(frozen=True, slots=True)
class Promise:
    """What is counted, which of it is bad, and how much of it may be."""

    by: tuple[str, ...]
    budget: float
    name: str
    bad: Callable[[Labels, float], bool]
    pick: Pick = everything

    def burnt(self, view: View, seconds: float) -> Values:
        """Return how many times faster than allowed the budget was spent in some time.

        Time before the service was there is time without anything bad.
        """
        view = dataclasses.replace(view, by=self.by)
        found: Values = {}
        all_sizes = view.sizes(self.name, seconds, self.pick)
        bad = _added(
            (group, row.events(size, seconds))
            for group, row in view.rows(self.name, self.pick)
            for size in row.each_second
            if self.bad(row.labels, size)
        )
        for group, sizes in all_sizes.items():
            part = bad.get(group, 0) / sum(sizes.values())
            found[group] = part / self.budget * min(1, LIFE / seconds)
        return found

    def left(self, view: View) -> Values:
        """Return what is left of the budget of thirty days."""
        return {group: 1 - spent for group, spent in self.burnt(view, 30 * DAY).items()}


def behind(view: View) -> Values:
    """Messages come in and do not go out."""
    gone = ("stream_events_processed_total", "stream_events_dropped_total")
    found = view.count("stream_events_received_total", MINUTES)
    for name in gone:
        for group, count in view.count(name, MINUTES).items():
            found[group] -= count
    return found


def drained(view: View) -> Values:
    """Seconds until nothing waits; up to a hundred messages are nothing."""
    each = per_second("kafka_consumer_messages_consumed_total")(view)
    waiting = seen("kafka_consumer_lag")(view)
    return {group: count / each[group] if count > 100 else 0 for group, count in waiting.items()}
