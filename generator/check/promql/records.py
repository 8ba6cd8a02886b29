"""What is known of recorded series, worked out when it is asked from the rules that record them."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.check.promql.catalogue import Catalogue
from generator.promql import tree as t
from generator.promql.infer import infer
from generator.promql.labels import Known, recorded


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """A rule that records; ``read`` gives its expression, None where that is no PromQL."""

    name: str
    read: Callable[[], t.Node | None]
    labels: Mapping[str, str]


class Records(Mapping[str, Known]):
    """What some rules record, by name, beside what a catalogue knows of others.

    Rules are followed through one another in whatever order they stand. A name that several rules
    record has what any of them has. Of a series that is made of itself nothing is known.
    """

    def __init__(self, catalogue: Catalogue, rules: Iterable[Recording]) -> None:
        """Take the rules; nothing is read before it is asked for."""
        self._outer = catalogue.records
        self._rules: dict[str, list[Recording]] = {}
        for rule in rules:
            self._rules.setdefault(rule.name, []).append(rule)
        self._found: dict[str, Known] = {}
        self._open: set[str] = set()
        self.catalogue = dataclasses.replace(catalogue, records=self)

    def __getitem__(self, name: str) -> Known:
        """Return what is known of a series."""
        return self._known(name) if name in self._rules else self._outer[name]

    def get(self, name: str, default: Known | None = None) -> Known | None:  # type: ignore[override]
        """Return what is known of a series, or the default; without an exception for speed."""
        return self._known(name) if name in self._rules else self._outer.get(name, default)

    def __contains__(self, name: object) -> bool:
        """Tell whether a series is recorded; that asks for nothing else."""
        return name in self._rules or name in self._outer

    def __iter__(self) -> Iterator[str]:
        """Yield all names."""
        yield from self._rules
        yield from (name for name in self._outer if name not in self._rules)

    def __len__(self) -> int:
        """Return how many names there are."""
        return sum(1 for _ in self)

    def _known(self, name: str) -> Known:
        found = self._found.get(name)
        if found is not None:
            return found
        if name in self._open:
            return Known(open=True, what=f"record `{name}`")
        self._follow(name)
        return self._found[name]

    def _follow(self, name: str) -> None:
        """Work out a series after those that it is made of; chains of them may be long."""
        todo = [name]
        while todo:
            at = todo[-1]
            if at not in self._found and at not in self._open:
                self._open.add(at)
                todo += [one for one in self._sources(at) if one not in self._open]
                continue
            todo.pop()
            if at not in self._found:
                self._found[at] = self._worked_out(at)

    def _sources(self, name: str) -> Iterator[str]:
        for rule in self._rules[name]:
            node = rule.read()
            for part in node.walk() if node is not None else ():
                metric = part.metric if isinstance(part, t.Selector) else ""
                if metric in self._rules and metric not in self._found:
                    yield metric

    def _worked_out(self, name: str) -> Known:
        what = f"record `{name}`"
        found: Known | None = None
        for rule in self._rules[name]:
            node = rule.read()
            one = Known(open=True, what=what)
            if node is not None:
                one = recorded(infer(node, self.catalogue), dict(rule.labels), what)
            found = one if found is None else _either(found, one)
        return found or Known(open=True, what=what)


def _either(first: Known, second: Known) -> Known:
    certain = first.certain & second.certain
    possible = (first.certain | second.certain | first.possible | second.possible) - certain
    return Known(certain, possible, first.open or second.open, first.what)
