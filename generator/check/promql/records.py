"""What is known of recorded series, worked out when it is asked from the rules that record them."""

import dataclasses
import graphlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from generator.check.promql.catalogue import Catalogue, Made
from generator.check.promql.made import any_of, made_by
from generator.check.promql.run import Text, subject_of
from generator.core.finding import Place
from generator.promql import tree as t
from generator.promql.infer import Inference
from generator.promql.labels import Known, recorded

_T = TypeVar("_T")
Inferred: TypeAlias = tuple[t.Node, Inference]


class Recording(NamedTuple):
    """A rule that records; ``read`` gives its expression, None where that is no PromQL.

    ``place`` is where the expression stands, None where nobody wrote it.
    """

    name: str
    read: Callable[[], t.Node | None]
    labels: Mapping[str, str]
    place: Place | None = None


class Worked(Mapping[str, _T]):
    """Facts of what some rules record, by name, beside those of others.

    Rules are followed through one another in whatever order they stand. Nothing is worked out
    before it is asked for.
    """

    def __init__(
        self,
        outer: Mapping[str, _T],
        rules: Mapping[str, list[Recording]],
        work: Callable[[str], _T],
        nothing: Callable[[str], _T],
    ) -> None:
        """Take how a fact is worked out, and what there is to say of a series made of itself."""
        self._outer, self._rules, self._work, self._nothing = outer, rules, work, nothing
        self._found: dict[str, _T] = {}
        self._open: set[str] = set()

    def __getitem__(self, name: str) -> _T:
        """Return what is known of a series."""
        return self._known(name) if name in self._rules else self._outer[name]

    def get(self, name: str, default: _T | None = None) -> _T | None:  # type: ignore[override]
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

    def _known(self, name: str) -> _T:
        found = self._found.get(name)
        if found is not None:
            return found
        if name in self._open:
            return self._nothing(name)
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
                self._found[at] = self._work(at)

    def _sources(self, name: str) -> Iterator[str]:
        for rule in self._rules[name]:
            node = rule.read()
            for part in node.walk() if node is not None else ():
                metric = part.metric if isinstance(part, t.Selector) else ""
                if metric in self._rules and metric not in self._found:
                    yield metric


class Records:
    """A catalogue with the labels and the values of what some rules record.

    A name that several rules record has what any of them has. Of a series that is made of itself
    nothing is known.
    """

    def __init__(self, catalogue: Catalogue, rules: Iterable[Recording]) -> None:
        """Take the rules; nothing is read before it is asked for."""
        self._rules: dict[str, list[Recording]] = {}
        self._inferred: dict[int, Inferred] = {}
        for rule in rules:
            self._rules.setdefault(rule.name, []).append(rule)
        self.labels = Worked(catalogue.records, self._rules, self._labels, _anything)
        self.values = Worked(catalogue.made, self._rules, self._values, lambda _: Made())
        self.catalogue = dataclasses.replace(catalogue, records=self.labels, made=self.values)

    def circular(self) -> bool:
        """Tell whether a series is made of itself, be it through others."""
        order = graphlib.TopologicalSorter(
            {
                name: {
                    part.metric
                    for rule in rules
                    if (node := rule.read()) is not None
                    for part in node.walk()
                    if isinstance(part, t.Selector) and part.metric in self._rules
                }
                for name, rules in self._rules.items()
            }
        )
        try:
            order.prepare()
        except graphlib.CycleError:
            return True
        return False

    def _labels(self, name: str) -> Known:
        found: Known | None = None
        for rule in self._rules[name]:
            node = rule.read()
            one = _anything(name)
            if node is not None:
                inference = Inference(self.catalogue)
                one = recorded(inference.of(node), dict(rule.labels), one.what)
                self._inferred[id(rule)] = node, inference
            found = one if found is None else _either(found, one)
        return found or _anything(name)

    def _values(self, name: str) -> Made:
        found: Made | None = None
        for rule in self._rules[name]:
            one = Made()
            node, inference = self._inferred.pop(id(rule), (None, None))
            node = node or rule.read()
            if node is not None:
                subject = subject_of(Text("", "record"), self.catalogue, node, inference)
                one = made_by(subject, rule.place)
                one = _labelled(one, rule.labels)
            found = one if found is None else any_of(found, one)
        return found or Made()


def _labelled(made: Made, labels: Mapping[str, str]) -> Made:
    """Return what is known of values where a rule puts labels of its own in the place of others."""
    counted = made.counted
    if counted is None or not labels:
        return made
    return made._replace(counted=counted._replace(kept=counted.kept.less(labels)))


def _anything(name: str) -> Known:
    return Known(open=True, what=f"record `{name}`")


def _either(first: Known, second: Known) -> Known:
    certain = first.certain & second.certain
    possible = (first.certain | second.certain | first.possible | second.possible) - certain
    return Known(certain, possible, first.open or second.open, first.what)
