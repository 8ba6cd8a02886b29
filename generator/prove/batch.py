"""Many mutants in one run: each has names of its own in one rule file and one test.

promtool's cost is entries times rules times steps, and each test group evaluates all rules. So the
mutants of an alert stand beside each other, with copies of the records that a mistake reaches.
"""

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.promql import tree as t
from generator.promql.expr import Matcher, quote
from generator.prove.chains import Chains
from generator.prove.files import Entry, Rule, mappings, read_expr
from generator.prove.mutants import Mutant

_ALERTS = ("ALERTS", "ALERTS_FOR_STATE")


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """Mutants that are run with one entry of the tests of one alert or record."""

    subject: Rule
    entry: Entry
    mutants: tuple[Mutant, ...]

    def without(self, dead: set[int]) -> "Batch":
        """Return the same for those that are still alive."""
        alive = tuple(one for one in self.mutants if one.number not in dead)
        return dataclasses.replace(self, mutants=alive)


def rule_data(chains: Chains, batch: Batch) -> dict[str, Any]:
    """Return the rule file of a batch: the records as they are, then the mutants' own."""
    rules = [one.data for one in chains.records(batch.subject)]
    for mutant in batch.mutants:
        rules += _copies(chains, batch.subject, mutant)
    return {"groups": [{"name": "mutants", "rules": rules}]}


def _copied(chains: Chains, subject: Rule, mutant: Mutant) -> tuple[Rule, ...]:
    """Return the rules of which a mutant has copies: those that it reaches, and the subject."""
    return (*chains.affected(subject, mutant.rule), subject)


def _copies(chains: Chains, subject: Rule, mutant: Mutant) -> Iterator[dict[str, Any]]:
    copied = _copied(chains, subject, mutant)
    names = {one.record for one in copied if one.record}
    for one in copied:
        rule = mutant.changed if one == mutant.rule else one
        data = {**rule.data, "expr": _renamed(rule.expr, names, "", mutant.token)}
        data["record" if rule.record else "alert"] = f"{rule.name}{mutant.token}"
        yield data


def test_data(chains: Chains, batch: Batch, rules: str) -> dict[str, Any]:
    """Return the test file of a batch; ``rules`` names its rule file."""
    entry = dict(batch.entry.data)
    inputs = chains.inputs(batch.subject)
    if inputs is not None:
        entry["input_series"] = [
            one
            for one in mappings(entry.get("input_series"))
            if str(one.get("series")).partition("{")[0].strip() in inputs
        ]
    alerts, exprs = [], []
    for mutant in batch.mutants:
        names = {one.record for one in _copied(chains, batch.subject, mutant) if one.record}
        alerts += list(_alert_checks(batch, mutant))
        exprs += list(_expr_checks(batch, mutant, names))
    entry["alert_rule_test"], entry["promql_expr_test"] = alerts, exprs
    return {
        **batch.entry.settings,
        "rule_files": [rules],
        "evaluation_interval": f"{batch.entry.evaluation * 1000}ms",
        "tests": [entry],
    }


def _alert_checks(batch: Batch, mutant: Mutant) -> Iterator[dict[str, Any]]:
    for check in batch.entry.checks("alert_rule_test"):
        if batch.subject.alert and check.get("alertname") == batch.subject.alert:
            mine = [one for one in mappings(check.get("exp_alerts")) if is_of(batch.subject, one)]
            name = f"{batch.subject.alert}{mutant.token}"
            yield {**check, "alertname": name, "exp_alerts": mine}


def is_of(alert: Rule, expected: Mapping[str, Any]) -> bool:
    """Tell whether an expected alert is one of a rule: its fixed labels are the same."""
    labels = expected.get("exp_labels") or {}
    fixed = [(name, value) for name, value in alert.labels if "{{" not in value]
    return all(str(labels.get(name)) == value for name, value in fixed)


def _expr_checks(batch: Batch, mutant: Mutant, names: set[str]) -> Iterator[dict[str, Any]]:
    for check in batch.entry.checks("promql_expr_test"):
        text = str(check.get("expr"))
        read = reach(text, batch.subject)
        if read is None or not (read & names or "" in read):
            continue
        new = functools.partial(
            _renamed, names=names, alert=batch.subject.alert, token=mutant.token
        )
        samples = [
            {**one, "labels": new(str(one.get("labels")))}
            for one in mappings(check.get("exp_samples"))
        ]
        yield {**check, "expr": new(text), "exp_samples": samples}


def reach(text: str, alert: Rule) -> frozenset[str] | None:
    """Return the metrics that a check reads, "" for this alert's own; None for another alert's."""
    node = read_expr(text)
    if node is None:
        return None
    found = set()
    for one in node.walk():
        if isinstance(one, t.Selector) and one.metric in _ALERTS:
            if not selects(one, alert):
                return None
            found.add("")
        elif isinstance(one, t.Selector):
            found.add(one.metric)
    return frozenset(found)


def selects(selector: t.Selector, alert: Rule) -> bool:
    """Tell whether a selection of `ALERTS` is about an alert: what it says of labels is true."""
    labels = {**dict(alert.labels), "alertname": alert.alert}
    named = [one.matcher for one in selector.conditions if one.matcher.label in labels]
    return bool(named) and all(
        labels[one.label] == one.value or "{{" in labels[one.label]
        for one in named
        if one.op == "="
    )


def _renamed(text: str, names: Iterable[str], alert: str, token: str) -> str:
    """Return a text that reads the mutant's records and, with ``alert``, the mutant's alert."""
    node = read_expr(text if text.strip() not in {"", "{}"} else "vector(0)")
    if node is None:
        return text
    known = set(names)
    edits: list[tuple[int, int, str]] = []
    for one in node.walk():
        if isinstance(one, t.Selector):
            edits += _edits(one, known, alert, token)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _edits(
    one: t.Selector, names: set[str], alert: str, token: str
) -> Sequence[tuple[int, int, str]]:
    if one.name in names:
        return [(one.start, one.start + len(one.name), f"{one.name}{token}")]
    if not alert or not (
        one.metric in _ALERTS
        or any(
            condition.matcher == Matcher("alertname", "=", alert) for condition in one.conditions
        )
    ):
        return []
    kept = [str(two.matcher) for two in one.conditions if two.matcher.label != "alertname"]
    kept.append(f"alertname={quote(f'{alert}{token}')}")
    return [(one.start + len(one.name), one.body_end, f"{{{', '.join(kept)}}}")]
