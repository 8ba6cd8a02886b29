"""What a check of rule files gets to see."""

import dataclasses
import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from generator.check.foreign_rules import (
    ForeignGroup,
    ForeignRule,
    Holder,
    as_text,
    holders,
    name_in,
)
from generator.core.finding import Place
from generator.load.yaml_source import load_text
from generator.promql import tree as t
from generator.promql.duration import PLAIN, number
from generator.promql.parse import PromqlError
from generator.promql.tokens import words
from generator.promql.versions import Target

UNTARGETED = "# without --target\n"
"""What an example begins with where nobody says which Prometheus loads the file."""


@dataclasses.dataclass(frozen=True)
class RuleText:
    """A rule as it stands in a file; ``place`` is the rule's, ``group`` that of its group."""

    kind: Literal["alert", "record"]
    name: str
    expr: str
    expr_place: Place
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    fields: Mapping[str, Any]
    node: t.Node | None
    place: Place
    group: Place

    @property
    def title(self) -> Place:
        """Where its name stands."""
        return self.place.child(self.kind)

    @property
    def home(self) -> object:
        """The file or manifest that it stands in; others may be for other installations."""
        return self.group.file, self.group.path[:-1]

    @functools.cached_property
    def spelled(self) -> tuple[str, ...]:
        """Its expression without blanks and comments."""
        return tuple(one.text for one in words(self.expr))

    @functools.cached_property
    def selectors(self) -> tuple[t.Selector, ...]:
        """The selections in its expression."""
        parts = self.node.walk() if self.node is not None else ()
        return tuple(part for part in parts if isinstance(part, t.Selector))

    @property
    def looks_back(self) -> bool:
        """Whether it sums up a while, so that one sample hardly changes it."""
        return any(one.window is not None for one in self.selectors)


class GroupText(NamedTuple):
    """A group as it stands in a file."""

    name: str
    fields: Mapping[str, Any]
    rules: tuple[RuleText, ...]
    place: Place


class RuleFiles(NamedTuple):
    """All groups of some rule files, and the oldest Prometheus that loads them, if known."""

    groups: tuple[GroupText, ...]
    target: Target | None = None
    holders: tuple[Holder, ...] = ()
    """What the groups stand in: files, or manifests in them."""

    @property
    def rules(self) -> Iterator[RuleText]:
        """All rules in their order."""
        return (rule for group in self.groups for rule in group.rules)

    @property
    def alerts(self) -> Iterator[RuleText]:
        """All alerts in their order."""
        return (rule for rule in self.rules if rule.kind == "alert")


def rule_files(found: Iterable[Holder], target: Target | None = None) -> RuleFiles:
    """Return what the checks see of some files."""
    files = tuple(found)
    groups = tuple(_group(group) for one in files for group in one.groups)
    return RuleFiles(groups, target, files)


def read(text: str) -> RuleFiles:
    """Return the groups of an example; it is for Prometheus 2.53 unless it says otherwise.

    Raises:
        ValueError: it is no YAML.
    """
    loaded = load_text("rules.yml", text.encode())
    if loaded.document is None or loaded.findings:
        raise ValueError("; ".join(one.message for one in loaded.findings))
    target = None if text.startswith(UNTARGETED) else Target((2, 53))
    return rule_files(holders(loaded.document), target)


def _group(group: ForeignGroup) -> GroupText:
    rules = tuple(_rule(rule, group.place) for rule in group.rules)
    return GroupText(name_in(group.fields.get("name")), group.fields, rules, group.place)


def _rule(rule: ForeignRule, group: Place) -> RuleText:
    return RuleText(
        kind="alert" if rule.alert else "record",
        name=rule.alert or rule.record,
        expr=rule.expr,
        expr_place=rule.expr_place,
        labels=dict(rule.labels),
        annotations=dict(rule.annotations),
        fields=rule.fields,
        node=rule.node,
        place=rule.place,
        group=group,
    )


def seconds(value: object) -> float | None:
    """Return how long a duration of a rule file lasts, None where it is none.

    What is longer than Prometheus can count is infinite.
    """
    text = as_text(value)
    if value is None or text == "0":
        return 0.0
    try:
        return number(text) if PLAIN.fullmatch(text) else None
    except PromqlError:
        return math.inf
