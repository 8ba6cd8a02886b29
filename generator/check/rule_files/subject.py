"""What a check of rule files gets to see."""

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from generator.check.foreign_rules import ForeignGroup, ForeignRule, foreign_groups
from generator.core.finding import Place
from generator.load.yaml_source import load_text
from generator.promql import tree as t
from generator.promql.duration import PLAIN, number
from generator.promql.tokens import words
from generator.promql.versions import Target


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


@dataclasses.dataclass(frozen=True, slots=True)
class GroupText:
    """A group as it stands in a file."""

    name: str
    fields: Mapping[str, Any]
    rules: tuple[RuleText, ...]
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class RuleFiles:
    """All groups of some rule files, and the oldest Prometheus that loads them, if known."""

    groups: tuple[GroupText, ...]
    target: Target | None = None

    @property
    def rules(self) -> Iterator[RuleText]:
        """All rules in their order."""
        return (rule for group in self.groups for rule in group.rules)

    @property
    def alerts(self) -> Iterator[RuleText]:
        """All alerts in their order."""
        return (rule for rule in self.rules if rule.kind == "alert")


def rule_files(groups: Iterable[ForeignGroup], target: Target | None = None) -> RuleFiles:
    """Return what the checks see of some groups."""
    return RuleFiles(tuple(map(_group, groups)), target)


def read(text: str) -> RuleFiles:
    """Return the groups of an example; it is for Prometheus 2.53.

    Raises:
        ValueError: it is no YAML.
    """
    loaded = load_text("rules.yml", text.encode())
    if loaded.document is None or loaded.findings:
        raise ValueError("; ".join(one.message for one in loaded.findings))
    return rule_files(foreign_groups(loaded.document), Target((2, 53)))


def _group(group: ForeignGroup) -> GroupText:
    rules = tuple(_rule(rule, group.place) for rule in group.rules)
    return GroupText(str(group.fields.get("name", "")), group.fields, rules, group.place)


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
    """Return how long a duration of a rule file lasts, None where it is none."""
    text = str(value)
    if text == "0":
        return 0.0
    return number(text) if PLAIN.fullmatch(text) else None
