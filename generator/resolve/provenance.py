"""Where values come from, through every overlay that lies over a spec."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.core.finding import Finding, Path, Place, Related, Where
from generator.load.document import Tree
from generator.resolve.trees import MISSING, Missing, look, replaced, shown


class Assignment(NamedTuple):
    """A value that an overlay puts into a spec: where, what, and the place that says so.

    ``service`` narrows it to one service of a fleet; others do not see it.
    """

    file: str
    path: Path
    value: Tree
    origin: Place
    service: str = ""


class Given(NamedTuple):
    """A value as it was given somewhere; ``place`` None is the language's own default."""

    text: str
    place: Place | None


class _Override(NamedTuple):
    path: Path
    origin: Place
    was: Tree | Missing

    def covers(self, path: Path) -> bool:
        return path[: len(self.path)] == self.path


@dataclasses.dataclass(frozen=True, slots=True)
class Provenance:
    """The trees of all specs as overlays left them, and what each overlay changed, oldest first."""

    trees: Mapping[str, Tree] = dataclasses.field(default_factory=dict)
    overrides: Mapping[str, tuple[_Override, ...]] = dataclasses.field(default_factory=dict)

    def changed(self, assignments: Iterable[Assignment]) -> "Provenance":
        """Return the same with further values put over it; the trees given stay as they are."""
        trees, overrides = dict(self.trees), dict(self.overrides)
        for one in assignments:
            was = look(trees[one.file], one.path)
            override = _Override(one.path, one.origin, was)
            overrides[one.file] = (*overrides.get(one.file, ()), override)
            trees[one.file] = replaced(trees[one.file], one.path, one.value)
        return Provenance(trees, overrides)

    def changes(self) -> Iterator[tuple[Place, str, str | None]]:
        """Yield where each overlay gave a value, the value, and what it was before, if anything."""
        for file, overrides in sorted(self.overrides.items()):
            for one in overrides:
                now = look(self.trees[file], one.path)
                yield one.origin, shown(now), None if one.was is MISSING else shown(one.was)

    def trace(self, *places: Place) -> tuple[Given, ...]:
        """Return who gave the value at the first of some places that is written, newest first.

        Nothing is returned where none of them is written. A value that an overlay gave is shown at
        its key, which names what is overridden; one of a spec at the value itself.
        """
        for place in places:
            value = look(self.trees.get(place.file, MISSING), place.path)
            if value is not MISSING:
                return tuple(self._history(place, value))
        return ()

    def origin(self, place: Place) -> Place:
        """Return where the value at a place was given: in the overlay, if one put it there."""
        for one in reversed(self.overrides.get(place.file, ())):
            if one.covers(place.path):
                rest = place.path[len(one.path) :]
                moved = Place(one.origin.file, (*one.origin.path, *rest), place.part, place.chars)
                return self.origin(moved)
        return place

    def below(self, place: Place) -> tuple[Place, ...]:
        """Return the places of overlays that changed something inside of a place."""
        depth = len(place.path)
        return tuple(
            self.origin(one.origin)
            for one in self.overrides.get(place.file, ())
            if len(one.path) > depth and one.path[:depth] == place.path
        )

    def translated(self, finding: Finding) -> Finding:
        """Return a finding that points at the overlay whose value is wrong."""
        related = finding.related
        if related is not None:
            related = Related(self._where(related.where), related.label)
        return dataclasses.replace(finding, where=self._where(finding.where), related=related)

    def _where(self, where: Where) -> Where:
        return self.origin(where) if isinstance(where, Place) else where

    def _history(self, place: Place, value: Tree | Missing) -> list[Given]:
        found: list[Given] = []
        for one in reversed(self.overrides.get(place.file, ())):
            if not one.covers(place.path):
                continue
            rest = place.path[len(one.path) :]
            origin = Place(one.origin.file, (*one.origin.path, *rest))
            found += [
                given._replace(place=given.place and given.place.key())
                for given in self._history(origin, value)
            ]
            value = look(one.was, rest)
            if value is MISSING:
                return found
        return [*found, Given(shown(value), place)]
