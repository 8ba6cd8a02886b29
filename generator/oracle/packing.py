"""Proofs put together into files and entries, so that promtool evaluates few steps of few rules."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from generator.core.finding import Place
from generator.oracle.timeline import Labels, Row, Timeline


class SeenAt(NamedTuple):
    """All alerts of a name that fire at a time, in seconds."""

    name: str
    time: Fraction
    rows: tuple[Row, ...]


class OwnCase(NamedTuple):
    """A case that an author wrote for an alert: series in promtool's notation, times in seconds."""

    alert_id: str
    name: str
    step: Fraction
    series: tuple[tuple[str, str], ...]
    times: tuple[tuple[Fraction, bool], ...]
    """When it is looked at, and whether the alert fires then."""
    contract: Labels = ()
    """The labels that the language promises; without `alert_id` where there are variants."""
    variants: bool = False
    """Whether the id is that of a threshold with an alert for each variant."""
    alone: bool = True
    """Whether nothing else may exist beside it, since nobody knows what its alert reads."""
    shown: SeenAt | None = None
    """Everything that people see of the alert at a time."""
    place: Place | None = None
    """Where it is written."""

    @property
    def fires(self) -> bool:
        """Tell whether the alert fires at some time in it."""
        return any(firing for _, firing in self.times)


class Entry(NamedTuple):
    """Proofs that share one world: none of them reads what another one emits."""

    timelines: tuple[Timeline, ...]


class ProofFile(NamedTuple):
    """Proofs of one rule file that are evaluated equally often."""

    path: str
    rules: str
    source: str
    evaluation: Fraction
    entries: tuple[Entry, ...]
    cases: tuple[tuple[OwnCase, ...], ...] = ()
    """Cases that authors wrote; those of one world together."""

    @property
    def timelines(self) -> tuple[Timeline, ...]:
        """All proofs in it."""
        return tuple(one for entry in self.entries for one in entry.timelines)


def pack(timelines: Iterable[Timeline]) -> tuple[Entry, ...]:
    """Return entries: proofs of one world go together, and such whose metrics never meet."""
    worlds: dict[tuple[object, ...], list[Timeline]] = {}
    for one in timelines:
        worlds.setdefault((one.step, one.series), []).append(one)
    entries: list[list[Timeline]] = []
    for world in worlds.values():
        for entry in entries:
            if _fit(world, entry):
                entry.extend(world)
                break
        else:
            entries.append(list(world))
    return tuple(Entry(tuple(one)) for one in entries)


def pack_cases(cases: Iterable[OwnCase]) -> tuple[tuple[OwnCase, ...], ...]:
    """Return cases by the worlds that they share."""
    worlds: list[list[OwnCase]] = []
    for case in cases:
        for world in worlds:
            if not any(_meet(case, one) for one in world):
                world.append(case)
                break
        else:
            worlds.append([case])
    return tuple(map(tuple, worlds))


def _meet(case: OwnCase, other: OwnCase) -> bool:
    """Tell whether one of two cases could see something of the other."""
    metrics, others = ({name.partition("{")[0] for name, _ in one.series} for one in (case, other))
    names = [one.shown.name for one in (case, other) if one.shown is not None]
    apart = case.alone or other.alone or case.step != other.step
    return apart or len(set(names)) < len(names) or bool(metrics & others)


def _fit(world: Sequence[Timeline], entry: Sequence[Timeline]) -> bool:
    return (
        world[0].step == entry[0].step
        and not _metrics(world) & _metrics(entry)
        and not {_name(one) for one in world} & {_name(one) for one in entry}
    )


def _metrics(timelines: Sequence[Timeline]) -> set[str]:
    return {one.metric for timeline in timelines for one in timeline.series}


def _name(timeline: Timeline) -> str:
    return timeline.name.partition(",")[0]
