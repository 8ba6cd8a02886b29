"""Which labels the result of an expression has for certain, may have, and cannot have, and why.

Labels follow the engine, not the wish: the rules were tried on Prometheus one by one, and the
tests do it again. An expression has a branch for each side of an ``or``. ``__name__`` is a label
like the others here, so that what drops it says so.
"""

import dataclasses
import enum
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, Protocol

from generator.core.patterns import takes
from generator.promql import tree as t

NAME: Final = "__name__"


class Status(enum.Enum):
    """What is known of one label of a result."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"


@dataclasses.dataclass(slots=True)
class Why:
    """A reason, and the stretch of text that it comes from."""

    reason: str
    start: int
    end: int


class Known(NamedTuple):
    """What is known of the series of one name; labels in neither set exist only if ``open``."""

    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    open: bool = False
    what: str = "the metric"


class World(Protocol):
    """What tells the labels of a series by its name."""

    def series(self, name: str) -> Known | None:
        """Return what is known of the series, or None if anything may be."""


class Anything:
    """A world of which nothing is known."""

    def series(self, name: str) -> Known | None:  # noqa: ARG002 (the protocol's)
        """Return None."""
        return None


@dataclasses.dataclass(slots=True)
class Branch:
    """The labels of one kind of result series.

    What is in none of the three mappings may exist unless ``closed`` tells why not. ``values`` are
    labels that have one value. ``scalar`` results have no labels at all; with ``always`` there is
    a result whatever the data are.
    """

    certain: dict[str, Why] = dataclasses.field(default_factory=dict)
    possible: dict[str, Why] = dataclasses.field(default_factory=dict)
    impossible: dict[str, Why] = dataclasses.field(default_factory=dict)
    closed: Why | None = None
    values: dict[str, str] = dataclasses.field(default_factory=dict)
    scalar: bool = False
    always: bool = False

    def status(self, label: str) -> Status:
        """Tell what is known of a label."""
        if label in self.certain:
            return Status.CERTAIN
        if label in self.possible:
            return Status.POSSIBLE
        if label in self.impossible or self.closed is not None:
            return Status.IMPOSSIBLE
        return Status.POSSIBLE

    def why(self, label: str) -> Why | None:
        """Return the reason for what is known of a label, if there is one."""
        for known in (self.certain, self.possible, self.impossible):
            if label in known:
                return known[label]
        return self.closed

    def copy(self) -> "Branch":
        """Return a branch of its own with the same labels."""
        return Branch(
            dict(self.certain),
            dict(self.possible),
            dict(self.impossible),
            self.closed,
            dict(self.values),
            self.scalar,
            self.always,
        )

    @property
    def bare(self) -> bool:
        """Whether it has no labels at all."""
        return self.closed is not None and not self.certain and not self.possible

    def put(self, label: str, status: Status, why: Why, value: str | None = None) -> None:
        """Say what is known of a label from now on."""
        self.drop(label)
        if status is Status.CERTAIN:
            self.certain[label] = why
        elif status is Status.POSSIBLE:
            self.possible[label] = why
        else:
            self.impossible[label] = why
        if value is not None and status is Status.CERTAIN:
            self.values[label] = value

    def drop(self, label: str) -> None:
        """Forget everything about a label."""
        self.certain.pop(label, None)
        self.possible.pop(label, None)
        self.impossible.pop(label, None)
        self.values.pop(label, None)

    def without(self, label: str, why: Why) -> "Branch":
        """Return the branch without a label; in place, since nobody else holds it."""
        self.put(label, Status.IMPOSSIBLE, why)
        return self

    def kept(self, labels: Iterable[str], why: Why) -> "Branch":
        """Return a branch that has of these labels what this one has, and no others."""
        found = Branch(closed=why)
        for label in labels:
            status = self.status(label)
            if status is not Status.IMPOSSIBLE or label in self.impossible:
                found.put(label, status, self.why(label) or why, self.values.get(label))
            elif self.closed is not None:
                found.impossible[label] = self.closed
        return found

    def named(self) -> set[str]:
        """Return every label of which something is said."""
        return {*self.certain, *self.possible, *self.impossible}


def takes_in(op: str, value: str, label: str) -> bool | None:
    """Tell whether a condition takes in a value of a label; None if that is unclear."""
    if op in {"=", "!="}:
        return (value == label) is (op == "=")
    found = takes(value, label)
    return None if found is None else found is (op == "=~")


def takes_in_nothing(op: str, value: str) -> bool | None:
    """Tell whether a condition takes in a label that is not there; None if that is unclear."""
    return takes_in(op, value, "")


def why_of(node: t.Node, reason: str) -> Why:
    """Return a reason that stands where a part of an expression does."""
    return Why(reason, node.start, node.end)


def merged(branches: Iterable[Branch]) -> Branch:
    """Return what holds of a series that comes from any of some branches."""
    some = list(branches)
    if len(some) == 1:
        return some[0]
    found = Branch(
        closed=some[0].closed if some and all(one.closed is not None for one in some) else None,
        scalar=all(one.scalar for one in some),
        always=any(one.always for one in some),
    )
    for label in sorted(set[str]().union(*(one.named() for one in some))):
        statuses = {one.status(label) for one in some}
        status = statuses.pop() if len(statuses) == 1 else Status.POSSIBLE
        holder = next(
            (one for one in some if one.why(label) is not None and one.status(label) is status),
            next((one for one in some if one.why(label) is not None), None),
        )
        values = {one.values.get(label) for one in some}
        why = holder.why(label) if holder else None
        if why is not None:
            found.put(label, status, why, values.pop() if len(values) == 1 else None)
    return found


def unsure(branches: Iterable[Branch]) -> tuple[Branch, ...]:
    """Return the same labels of series of which some are left out, so that none may be left."""
    return tuple(dataclasses.replace(one, always=False) if one.always else one for one in branches)


def recorded(branches: Iterable[Branch], labels: Mapping[str, str], what: str) -> Known:
    """Return what is known of a series that a rule with these labels records."""
    branch = merged(branches)
    certain = {one for one in branch.certain if one != NAME}
    possible = {one for one in branch.possible if one != NAME}
    for name, value in labels.items():
        (certain.add if value else certain.discard)(name)
        possible.discard(name)
    return Known(frozenset(certain), frozenset(possible), branch.closed is None, what)
