"""Alerts of others that cannot fire: that is told, and no case is asked for that cannot exist."""

from pathlib import Path

import pytest

from generator.prove.foreign import prove_foreign
from tests.support.tools import require_tool

_RULES = """\
groups:
  - name: g
    rules:
      - {alert: Down, expr: 'EXPR', for: 1m}
"""
_TESTS = """\
rule_files: [rules.yml]
tests:
  - interval: 1m
    input_series: [{series: 'up{job="a",instance="b"}', values: 0x10}]
    alert_rule_test: [{eval_time: 5m, alertname: Down}]
"""


def _proof(folder: Path, expr: str) -> tuple[list[tuple[str, str]], int]:
    """Return what is missing and the number of mutants."""
    rules, tests = folder / "rules.yml", folder / "tests.yml"
    rules.write_text(_RULES.replace("EXPR", expr), encoding="utf-8")
    tests.write_text(_TESTS, encoding="utf-8")
    _, found, report = prove_foreign([str(rules)], [str(tests)], require_tool("promtool"))
    assert report.failing == {}
    return [(one.code, one.message) for one in found], report.mutants


@pytest.mark.tool
@pytest.mark.parametrize(
    ("expr", "why"),
    [
        ("sum(up == 0) > 0", "this is never true: it is always 0"),
        (
            "sum by (job) (up) / sum(up) > 0.5",
            "the left side always has `job`, the right side never",
        ),
        ("up > 1", "this is never true: it lies between 0 and 1"),
        ('up{job=~"a|b",job!~"a|b"} == 0', "no series satisfies both conditions on `job`"),
    ],
)
def test_one_that_cannot_fire_has_no_mutants(tmp_path: Path, expr: str, why: str) -> None:
    found, mutants = _proof(tmp_path, expr)
    assert ("PS702", f"`Down` cannot fire: {why}") in found
    assert mutants == 0


@pytest.mark.tool
def test_one_that_may_fire_has_some(tmp_path: Path) -> None:
    found, mutants = _proof(tmp_path, "sum(up == 1) > 0")
    assert "PS702" not in {code for code, _ in found}
    assert mutants > 0
