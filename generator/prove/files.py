"""Rule files and their tests as they stand on disk, ours or those of others."""

import dataclasses
import os
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from generator.core.finding import PromspecError
from generator.load.files import read_files
from generator.promql import tree as t
from generator.promql.parse import PromqlError
from generator.promql.read import parse, seconds


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``record`` or ``alert`` is its name, the other is empty; durations in seconds."""

    file: str
    group: str
    record: str
    alert: str
    expr: str
    for_: Fraction = Fraction(0)
    keep: Fraction = Fraction(0)
    labels: tuple[tuple[str, str], ...] = ()
    annotations: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name of what it records or alerts on."""
        return self.record or self.alert

    @property
    def id(self) -> str:
        """What tells it from the others of its file: the label ``alert_id``, or its name."""
        return dict(self.labels).get("alert_id", self.name)

    @property
    def data(self) -> dict[str, Any]:
        """The rule as it stands in a file."""
        found: dict[str, Any] = {"record" if self.record else "alert": self.name, "expr": self.expr}
        if self.for_:
            found["for"] = _duration(self.for_)
        if self.keep:
            found["keep_firing_for"] = _duration(self.keep)
        if self.labels:
            found["labels"] = dict(self.labels)
        if self.annotations:
            found["annotations"] = dict(self.annotations)
        return found


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One entry under ``tests:`` of a test file, with what the file says for all of them."""

    file: str
    number: int
    rule_files: tuple[str, ...]
    evaluation: Fraction
    data: Mapping[str, Any]
    settings: Mapping[str, Any]
    """What else the file says, such as ``fuzzy_compare``."""


@dataclasses.dataclass(frozen=True, slots=True)
class Suite:
    """Rules and the tests of them."""

    rules: tuple[Rule, ...]
    entries: tuple[Entry, ...]


def read_suite(rule_files: Iterable[Path], test_files: Iterable[Path]) -> Suite:
    """Return what some files hold.

    Raises:
        PromspecError: a file cannot be read, or is none of its kind.
    """
    rules = tuple(rule for path in rule_files for rule in _rules(path))
    entries = tuple(entry for path in test_files for entry in _entries(path))
    return Suite(rules, entries)


def _tree(path: Path) -> dict[str, Any]:
    sources, findings = read_files([path.as_posix()])
    if findings or not sources.documents:
        reason = findings[0].message if findings else "it holds no mapping"
        raise PromspecError(f"{path.as_posix()}: {reason}")
    tree: Any = next(iter(sources.documents.values())).tree
    return tree if isinstance(tree, dict) else {}


def _rules(path: Path) -> Iterator[Rule]:
    tree = _tree(path)
    if isinstance(tree.get("spec"), dict):  # a PrometheusRule manifest
        tree = tree["spec"]
    for group in _dicts(tree.get("groups")):
        for rule in _dicts(group.get("rules")):
            yield Rule(
                file=os.path.realpath(path),
                group=str(group.get("name")),
                record=str(rule.get("record") or ""),
                alert=str(rule.get("alert") or ""),
                expr=str(rule.get("expr")),
                for_=_seconds(rule.get("for")),
                keep=_seconds(rule.get("keep_firing_for")),
                labels=_texts({**(group.get("labels") or {}), **(rule.get("labels") or {})}),
                annotations=_texts(rule.get("annotations") or {}),
            )


def _entries(path: Path) -> Iterator[Entry]:
    tree = _tree(path)
    named = [
        os.path.realpath(found)
        for pattern in map(str, tree.get("rule_files") or [])
        for found in (
            sorted(path.parent.glob(pattern)) if "*" in pattern else [path.parent / pattern]
        )
    ]
    known = {"rule_files", "evaluation_interval", "group_eval_order", "tests"}
    settings = {name: value for name, value in tree.items() if name not in known}
    evaluation = _seconds(tree.get("evaluation_interval")) or Fraction(60)
    for number, data in enumerate(_dicts(tree.get("tests"))):
        yield Entry(path.as_posix(), number, tuple(named), evaluation, data, settings)


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(mapping: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in mapping.items())


def _seconds(value: object) -> Fraction:
    return (
        Fraction(seconds(str(value))).limit_denominator(1000) if value is not None else Fraction(0)
    )


def _duration(value: Fraction) -> str:
    return f"{value * 1000}ms"


def read_expr(text: str) -> t.Node | None:
    """Return what an expression says; None if this reader does not know all of it."""
    try:
        return parse(text)
    except PromqlError:
        return None


def metrics_of(text: str) -> frozenset[str] | None:
    """Return the metrics that an expression reads; None where they cannot be told."""
    node = read_expr(text)
    if node is None:
        return None
    names = {one.metric for one in node.walk() if isinstance(one, t.Selector)}
    return None if "" in names else frozenset(names)
