"""Alerts that never fire for what has a label that their texts print: PS512, and not PS522."""

from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from tests.support.engine import answers
from tests.support.tools import require_tool

_SERIES = {f'{name}{{job="a",instance="b",pod="c"}}': "9x30" for name in ("e_total", "r_total")}
# An operation, where it stands, and the side that lacks the label.
_PARTED = [
    ("sum by (job) (e_total) / sum by (instance) (r_total) > 0.1", "/", "right"),
    ("sum by (job) (e_total) / sum(r_total) > 0.1", "/", "right"),
    ("2 * (sum(e_total) / sum by (job) (r_total)) > 0.1", "/", "left"),
    ("e_total / sum(r_total) > 0.1", "/", "right"),
    ("sum by (job) (e_total) > 5 and sum(r_total)", "and", "right"),
    ("sum by (job) (e_total) > sum(r_total) > 1", ">", "right"),
    ("max by (job) (sum by (job) (e_total) / sum(r_total)) > 0.1", "/", "right"),
    ("sum by (job, pod) (e_total) / ignoring (pod) sum(r_total) > 0.1", "/", "right"),
]


def _found(expr: str, text: str = "{{ $labels.job }}") -> list[tuple[str, str, str]]:
    alert = Text(expr, "alert", (("annotations/summary", text),))
    return [
        (check.rule.code, hit.message, (text if hit.field else expr)[hit.start : hit.end])
        for check, hit in look(alert, Catalogue())
        if check.rule.code in {"PS512", "PS522"}
    ]


@pytest.mark.parametrize(("expr", "at", "side"), _PARTED)
def test_the_operation_is_told_and_not_the_text(expr: str, at: str, side: str) -> None:
    message = (
        f"the texts name `job`, which the {side} side never has: "
        "what has it on the other side finds nothing"
    )
    assert _found(expr) == [("PS512", message, at)]


def test_prometheus_finds_nothing_for_what_has_the_label(tmp_path: Path) -> None:
    expressions = [expr for expr, _, _ in _PARTED]
    whole = "sum by (job) (e_total) / on () sum(r_total) > 0.1"
    *got, matched = answers(require_tool("promtool"), tmp_path, _SERIES, [*expressions, whole])
    assert got == [[]] * len(expressions)
    assert matched


_LOST = "`job` is named here, and the alert never has it"


@pytest.mark.parametrize(
    "expr",
    [
        "sum(e_total) > 5",
        "(sum by (job) (e_total) or vector(0)) / sum(r_total) > 0.1",
        "sum by (job) (e_total) / ignoring (job) sum(r_total) > 0.1",
        "sum by (job, pod) (e_total) / on (pod) sum by (pod) (r_total) > 0.1",
        "sum(e_total) > 5 or sum by (job) (e_total) / sum(r_total) > 2",
    ],
)
def test_where_the_alert_can_fire_the_text_is_told(expr: str) -> None:
    assert _found(expr) == [("PS522", _LOST, "job")]


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        ("sum by (job) (e_total) / sum by (job) (r_total) > 0.1", "{{ $labels.job }}"),
        (
            "sum by (job) (e_total) / ignoring (job) group_left sum(r_total) > 2",
            "{{ $labels.job }}",
        ),
        ("sum by (job) (e_total) > 5 unless sum(r_total)", "{{ $labels.job }}"),
        ("sum by (job) (e_total) > 5 and on () sum(r_total)", "{{ $labels.job }}"),
        ("sum by (job) (e_total) / sum(r_total) > 0.1", "{{ with $labels.job }}{{ . }}{{ end }}"),
        ("sum by (job) (e_total) / sum(r_total) > 0.1", "no label"),
    ],
)
def test_nothing_is_told_where_the_label_is_there_or_asked_for(expr: str, text: str) -> None:
    assert _found(expr, text) == []
