"""Rendered rules in which every duration is a fraction of what it was.

Ranges, offsets, ``for`` and intervals shrink, and what increases over a range is multiplied; bounds
stay, and rates are per second in any case. So the service goes on as it is, and only waiting takes
less long.
"""

import dataclasses
import math
from collections.abc import Collection, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from generator.promql import tree as t
from generator.promql.duration import seconds
from generator.promql.read import read

HOUR = 3600.0
FASTER = 15
"""By how much."""
_DURATIONS = ("for", "keep_firing_for")


def shrunk(duration: str) -> str:
    """Return a duration as it is here, in milliseconds."""
    return f"{math.ceil(Fraction(seconds(duration)) * 1000 / FASTER)}ms"


def shrunk_expr(expr: str) -> str:
    """Return an expression that looks back less far, and sees as much increase there."""
    for start, end, text in sorted(_replacements(expr), reverse=True):
        expr = expr[:start] + text + expr[end:]
    return expr


def _replacements(expr: str) -> Iterator[tuple[int, int, str]]:
    """Yield places of an expression with what stands there instead."""
    for node in read(expr).walk():
        for word in _durations(node):
            shorter = ":".join(map(shrunk, word.text.split(":")))
            yield word.start, word.end, expr[word.start : word.end].replace(word.text, shorter)
        if isinstance(node, t.Call) and node.function == "increase":
            yield node.start, node.start, f"({FASTER} * "
            yield node.end, node.end, ")"


def _selectors(expr: str) -> list[t.Selector]:
    return [one for one in read(expr).walk() if isinstance(one, t.Selector)]


def _durations(node: t.Node) -> Iterator[t.Word]:
    if isinstance(node, t.Selector | t.Subquery):
        yield from (one for one in (node.window, node.offset) if one is not None)


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """The rule files of a folder."""

    files: dict[str, Any]

    @classmethod
    def below(cls, folder: Path) -> "Rules":
        """Read them."""
        paths = sorted(folder.glob("*.yml"))
        return cls({one.name: yaml.safe_load(one.read_text(encoding="utf-8")) for one in paths})

    def alerts(self) -> dict[str, dict[str, Any]]:
        """Return the alerting rules by id."""
        return {one["labels"]["alert_id"]: one for one in self._rules() if "alert" in one}

    def looks_back(self) -> dict[str, float]:
        """Return by alert id how many seconds an alert looks back, its records included."""
        known: dict[str, float] = {}

        def back(expr: str) -> float:
            if expr not in known:
                known[expr] = 0.0  # what reads itself adds nothing
                known[expr] = max(
                    (
                        sum(seconds(word.text) for word in _durations(one))
                        + max(map(back, self._recorded(one.metric)), default=0.0)
                        for one in _selectors(expr)
                    ),
                    default=0.0,
                )
            return known[expr]

        return {name: back(rule["expr"]) for name, rule in self.alerts().items()}

    def write(self, folder: Path, alerts: Collection[str] | None = None) -> None:
        """Write all rules, or some alerts and what they read, with shorter durations."""
        needed = None if alerts is None else self._needed(alerts)
        for name, tree in self.files.items():
            groups = []
            for group in tree["groups"]:
                rules = [
                    _shrunk_rule(one)
                    for one in group["rules"]
                    if needed is None or one["expr"] in needed
                ]
                pace = {"interval": shrunk(group["interval"])} if "interval" in group else {}
                groups += [{**group, **pace, "rules": rules}] if rules else []
            text = yaml.safe_dump({"groups": groups}, width=10**9)
            (folder / name).write_text(text, encoding="utf-8")

    def _needed(self, alerts: Collection[str]) -> set[str]:
        """Return the expressions of some alerts, and of all records behind them."""
        todo = [rule["expr"] for name, rule in self.alerts().items() if name in alerts]
        found: set[str] = set()
        while todo:
            expr = todo.pop()
            if expr not in found:
                found.add(expr)
                todo += (one for read in _selectors(expr) for one in self._recorded(read.metric))
        return found

    def _recorded(self, name: str) -> list[str]:
        return [rule["expr"] for rule in self._rules() if rule.get("record") == name]

    def _rules(self) -> Iterator[dict[str, Any]]:
        return (
            one
            for tree in self.files.values()
            for group in tree["groups"]
            for one in group["rules"]
        )


def _shrunk_rule(rule: dict[str, Any]) -> dict[str, Any]:
    shorter = {name: shrunk(rule[name]) for name in _DURATIONS if name in rule}
    return {**rule, **shorter, "expr": shrunk_expr(rule["expr"])}
