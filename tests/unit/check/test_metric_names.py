"""Names of metrics: our word held against promlint's, which `promtool check metrics` runs."""

import itertools
import subprocess
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.metrics.naming import better
from generator.check.metrics.registry import METRICS
from generator.check.metrics.subject import Named
from generator.core.finding import Place
from generator.core.units import COUNT
from generator.recipes.base import MetricType, Series
from generator.resolve.estate import Metric
from tests.support.tools import all_promtools

_WORDS: Final = {
    "use base unit": "PS601",
    "abbreviated units": "PS602",
    'should have "_total" suffix': "PS603",
    'should not have "_total" suffix': "PS603",
    "include type": "PS605",
    "contain ':'": "PS606",
    "'snake_case'": "PS607",
    "suffix": "PS604",
    "label": "PS604",
}
_PROMLINT: Final = frozenset(_WORDS.values())
_ENDINGS: Final = (
    *("", "total", "seconds", "ms", "minutes", "milliseconds", "kilobits", "miles", "m", "kb"),
    *("count", "sum", "bucket", "bytes_total", "kelvins", "ratio", "info", "sec_total", "gauge"),
)
_MIDDLES: Final = ("", "wait", "gauge", "counter", "histogram", "Size", "countMax", "a:b")
# Each begins with a word of its own: `x_count` beside a histogram `x` would not be read at all.
_NAMES: Final = [
    "_".join((f"queue{number}", *filter(None, parts)))
    for number, parts in enumerate(itertools.product(_MIDDLES, _ENDINGS))
]
_LABELS: Final = ((), ("status",), ("le",), ("quantile",), ("queueName",))
_TYPES: Final[tuple[MetricType, ...]] = ("counter", "gauge", "histogram")

# A label `le` that a histogram declares beside its own: promlint never sees it, as two labels of
# one name cannot be exposed. Two of its rules cannot be broken: help is there, names are single.
_UNSEEN: Final = ("histogram", ("le",))


def named(name: str, kind: MetricType, labels: tuple[str, ...] = ()) -> Named:
    """Return a metric of a type."""
    series = Series(name, kind, COUNT, labels, (), (), ())
    return Named(Metric(name, "queue", "Help.", series, Place("a.yaml", ("metrics", name))))


def ours(one: Named) -> set[str]:
    """Return the codes of what promlint looks at, too."""
    return {finding.code for finding in METRICS.findings(one)} & _PROMLINT


def theirs(promtool: Path, metrics: list[Named]) -> dict[str, set[str]]:
    """Ask promlint for what it finds, in our codes."""
    text = "".join(_exposed(one) for one in metrics)
    found = subprocess.run(
        [promtool, "check", "metrics"],
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = (found.stdout + found.stderr).splitlines()
    codes: dict[str, set[str]] = {one.name: set() for one in metrics}
    for line in lines:
        name, _, said = line.partition(" ")
        codes[name].add(next(code for words, code in _WORDS.items() if words in said))
    return codes


def _exposed(one: Named) -> str:
    name, kind = one.name, one.metric.series.type
    labels = ",".join(f'{label}="1"' for label in one.metric.series.labels)
    head = f"# HELP {name} x\n# TYPE {name} {kind}\n"
    if kind != "histogram":
        return f"{head}{name}{{{labels}}} 1\n"
    more = f"{labels}," if labels else ""
    return (
        f'{head}{name}_bucket{{{more}le="+Inf"}} 1\n'
        f"{name}_sum{{{labels}}} 1\n{name}_count{{{labels}}} 1\n"
    )


@pytest.mark.tool
@pytest.mark.parametrize(
    ("kind", "labels"), [one for one in itertools.product(_TYPES, _LABELS) if one != _UNSEEN]
)
def test_our_word_on_a_name_is_promlints(kind: MetricType, labels: tuple[str, ...]) -> None:
    _, promtool = all_promtools()[-1]
    metrics = [named(name, kind, labels) for name in _NAMES]
    answers = theirs(promtool, metrics)
    assert any(answers.values())
    assert {one.name: ours(one) for one in metrics} == answers


@given(
    st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,20}", fullmatch=True),
    st.sampled_from(_TYPES),
    st.lists(st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True), max_size=2),
)
def test_no_name_is_too_much_for_the_checks(name: str, kind: MetricType, labels: list[str]) -> None:
    found = list(METRICS.findings(named(name, kind, tuple(labels))))
    assert all(one.message and one.fix for one in found)


@pytest.mark.parametrize(
    ("name", "kind", "suggested"),
    [
        ("queue_wait_ms", "histogram", "queue_wait_seconds"),
        ("queueSize_gauge", "gauge", "queue_size"),
        ("orders", "counter", "orders_total"),
        ("orders_total", "gauge", "orders"),
        ("orders_count", "gauge", "orders"),
        ("read_kilobytes_total", "counter", "read_bytes_total"),
        ("fill_percent", "gauge", "fill_ratio"),
        ("jobs:done", "gauge", "jobs_done"),
    ],
)
def test_the_suggested_name_keeps_all_rules(name: str, kind: MetricType, suggested: str) -> None:
    assert better(named(name, kind).metric) == suggested
    assert ours(named(suggested, kind)) == set()
