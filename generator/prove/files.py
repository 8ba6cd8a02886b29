"""Rule files and their tests as they stand on disk, ours or those of others."""

import dataclasses
import glob
import os
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from generator.check.foreign_rules import ForeignRule, foreign_groups
from generator.core.finding import Finding, Place, PromspecError
from generator.load.codes import AMBIGUOUS_NUMBER
from generator.load.document import Document
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
    place: Place | None = None

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
class Loading:
    """A name under ``rule_files:`` of a test file, and the files that it leads to."""

    place: Place
    name: str
    files: tuple[str, ...]


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
    order: tuple[str, ...] = ()
    """The groups in the order in which they are evaluated, if the file says so."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, ("tests", self.number))

    def checks(self, kind: str) -> list[dict[str, Any]]:
        """Return its checks of a kind, ``alert_rule_test`` or ``promql_expr_test``."""
        return mappings(self.data.get(kind))


@dataclasses.dataclass(frozen=True, slots=True)
class Suite:
    """Rules and the tests of them; the rules of ``context`` are not what the tests are about."""

    rules: tuple[Rule, ...]
    entries: tuple[Entry, ...]
    loadings: tuple[Loading, ...] = ()
    context: frozenset[str] = frozenset()


def read_suite(rule_files: Iterable[Path], test_files: Iterable[Path]) -> Suite:
    """Return what some files hold.

    Raises:
        PromspecError: a file cannot be read, or is none of its kind.
    """
    return suite_of(map(_document, rule_files), map(_document, test_files))


def _document(path: Path) -> Document:
    sources, found = read_files([path.as_posix()])
    findings = list(unexpected(found))
    if findings or not sources.documents:
        reason = findings[0].message if findings else "it holds no mapping"
        raise PromspecError(f"{path.as_posix()}: {reason}")
    return next(iter(sources.documents.values()))


def unexpected(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what is wrong with a test file.

    `0x20` may be a number or a text: promtool takes the values of a series as they are written.
    """
    return (one for one in findings if one.rule is not AMBIGUOUS_NUMBER)


def suite_of(rule_files: Iterable[Document], test_files: Iterable[Document]) -> Suite:
    """Return what some files hold that were read."""
    tests = tuple(test_files)
    loadings = {one.file: tuple(_loadings(one)) for one in tests}
    return Suite(
        tuple(rule for one in rule_files for rule in _rules(one)),
        tuple(entry for one in tests for entry in _entries(one, loadings[one.file])),
        tuple(loading for some in loadings.values() for loading in some),
    )


def _rules(document: Document) -> Iterator[Rule]:
    for group in foreign_groups(document):
        for rule in group.rules:
            if rule.record or rule.alert:
                yield _rule(rule, str(group.fields.get("name")))


def _rule(rule: ForeignRule, group: str) -> Rule:
    return Rule(
        file=os.path.realpath(rule.place.file),
        group=group,
        record=rule.record,
        alert="" if rule.record else rule.alert,
        expr=rule.expr,
        for_=_seconds(rule.fields.get("for")),
        keep=_seconds(rule.fields.get("keep_firing_for")),
        labels=rule.labels,
        annotations=rule.annotations,
        place=rule.place,
    )


def _loadings(document: Document) -> Iterator[Loading]:
    folder = Path(document.file).parent
    names = _top(document).get("rule_files")
    for number, name in enumerate(names if isinstance(names, list) else ()):
        found = sorted(glob.glob(str(folder / str(name))))  # noqa: PTH207 (the name may be a path)
        files = tuple(os.path.realpath(one) for one in found)
        yield Loading(Place(document.file, ("rule_files", number)), str(name), files)


def _top(document: Document) -> dict[str, Any]:
    tree: Any = document.tree
    first = tree[0] if isinstance(tree, list) and tree else tree
    return first if isinstance(first, dict) else {}


def _entries(document: Document, loadings: Iterable[Loading]) -> Iterator[Entry]:
    tree = _top(document)
    known = {"rule_files", "evaluation_interval", "group_eval_order", "tests"}
    settings = {name: value for name, value in tree.items() if name not in known}
    evaluation = _seconds(tree.get("evaluation_interval")) or Fraction(60)
    named = tuple(dict.fromkeys(file for one in loadings for file in one.files))
    order = tree.get("group_eval_order")
    groups = tuple(map(str, order)) if isinstance(order, list) else ()
    tests = tree.get("tests")
    for number, data in enumerate(tests if isinstance(tests, list) else ()):
        if isinstance(data, dict):
            yield Entry(document.file, number, named, evaluation, data, settings, groups)


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the mappings in a list, if it is one."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _seconds(value: object) -> Fraction:
    """Return a duration; 0 for what is none, as promtool says so itself."""
    try:
        return Fraction(seconds(str(value))).limit_denominator(1000) if value else Fraction(0)
    except ValueError:
        return Fraction(0)


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
