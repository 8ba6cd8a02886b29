"""A record whose name says something else than its expression."""

import re
from collections.abc import Iterator
from typing import Final

from generator.check.rule_files.subject import RuleFiles, RuleText
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.promql import tree as t

# prometheus.io/docs/practices/rules, "Naming": `level:metric:operations`.
_PARTS: Final = 3
_RANGED: Final = re.compile(r"(?P<function>rate|irate|increase|delta)(?P<window>[0-9]+[smhdwy])")
_AGGREGATED: Final = frozenset({"sum", "avg", "min", "max", "count"})


def _find(files: RuleFiles) -> Iterator[Fault]:
    for rule in files.rules:
        parts = rule.name.split(":")
        if rule.kind == "record" and len(parts) == _PARTS and rule.node is not None:
            yield from _level(rule, parts[0], rule.node)
            yield from _operations(rule, parts, rule.node)


def _level(rule: RuleText, level: str, node: t.Node) -> Iterator[Fault]:
    """Yield what an aggregation leaves and the level does not say, and the other way round."""
    node = t.bare(node)
    if not isinstance(node, t.Aggregate) or (node.grouping and node.grouping.without):
        return
    if node.op in {"topk", "bottomk", "count_values", "limitk", "limit_ratio"}:
        return
    kept = {word.text for word in node.grouping.labels} if node.grouping else set()
    added = set(rule.labels)
    for label in sorted(kept - added - {"le"}):  # buckets are said by the metric
        if level and not _names(level, label):
            yield _fault(rule, 0, len(level), f"`{label}` is left, and the level does not say so")
    gone = sorted((_mentioned(node) | {"instance", "job"}) - kept - added)
    for label in gone:
        # A longer label may contain it: `job_name` says nothing of `job`.
        if _names(_without(level, kept), label):
            yield _fault(rule, 0, len(level), f"`{label}` is gone, and the level says it is left")


def _names(level: str, label: str) -> bool:
    return re.search(rf"(?:^|_){re.escape(label)}(?:_|$)", level) is not None


def _without(level: str, labels: set[str]) -> str:
    for label in sorted(labels, key=len, reverse=True):
        level = re.sub(rf"(?:^|_){re.escape(label)}(?=_|$)", "_", level)
    return level


def _mentioned(node: t.Node) -> set[str]:
    """Return the labels that the parts of an expression name."""
    found: set[str] = set()
    for part in node.walk():
        if isinstance(part, t.Selector):
            found |= {one.matcher.label for one in part.conditions}
        elif isinstance(part, t.Aggregate) and part.grouping is not None:
            found |= {word.text for word in part.grouping.labels}
    return found - {"__name__"}


def _operations(rule: RuleText, parts: list[str], node: t.Node) -> Iterator[Fault]:
    """Yield operations of the name that the expression does not do."""
    start = len(rule.name) - len(parts[-1])
    for match in _RANGED.finditer(parts[-1]):
        function, said = match["function"], match["window"]
        windows = {
            inner.window.text
            for part in node.walk()
            if isinstance(part, t.Call) and part.function == function and part.args
            for inner in (t.bare(part.args[0]),)
            if isinstance(inner, t.Selector) and inner.window is not None
        }
        if windows and said not in windows:
            real = " and ".join(f"`[{one}]`" for one in sorted(windows))
            message = f"this says `{match[0]}`, and the expression takes {real}"
            yield _fault(rule, start + match.start(), start + match.end(), message)
    last = parts[-1].rpartition("_")[2]
    outer = t.bare(node)
    if last in _AGGREGATED and isinstance(outer, t.Aggregate) and outer.op in _AGGREGATED:
        done = {part.op for part in node.walk() if isinstance(part, t.Aggregate)}
        if last not in done:
            end = len(rule.name)
            message = f"this says `{last}`, and the expression takes the `{outer.op}`"
            yield _fault(rule, end - len(last), end, message)


def _fault(rule: RuleText, start: int, end: int, message: str) -> Fault:
    return Fault(rule.title.within(start, end) if end > start else rule.title, message)


_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total[10m]))
"""

CHECK = Check(
    Rule(
        "PS698",
        "record whose name says something else",
        "who reads the name takes it for what it says: other labels, another window, a sum",
        "let `level:metric:operations` say the labels that are left, the metric, and what was done",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_BAD.replace("[10m]", "[5m]"),
    find=_find,
)
