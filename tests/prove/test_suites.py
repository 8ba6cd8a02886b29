"""Rules and tests that somebody wrote by hand, with gaps that are known."""

from pathlib import Path

import pytest
import yaml

from generator.prove.files import read_suite
from generator.prove.result import Report
from generator.prove.run import prove_suite
from tests.support.tools import all_promtools, require_tool

RULES = {
    "groups": [
        {
            "name": "g",
            "rules": [
                {"record": "job:queue:sum", "expr": "sum by (job) (queue)"},
                {
                    "alert": "Full",
                    "expr": "job:queue:sum > 10",
                    "for": "5m",
                    "labels": {"severity": "page"},
                    "annotations": {"summary": "full"},
                },
                {"alert": "Nobody", "expr": "absent(queue)"},
            ],
        }
    ]
}
SERIES = [
    {"series": 'queue{job="a", instance="1"}', "values": "4x10 6x20"},
    {"series": 'queue{job="a", instance="2"}', "values": "6x10 6x20"},
]
FULL = {
    "exp_labels": {"severity": "page", "job": "a"},
    "exp_annotations": {"summary": "full"},
}
FIRES = {"alertname": "Full", "eval_time": "20m", "exp_alerts": [FULL]}
EDGES = [
    {"alertname": "Full", "eval_time": "10m", "exp_alerts": []},
    {"alertname": "Full", "eval_time": "15m", "exp_alerts": []},
    {"alertname": "Full", "eval_time": "16m", "exp_alerts": [FULL]},
]


@pytest.fixture
def report(tmp_path: Path, request: pytest.FixtureRequest) -> Report:
    checks: list[dict[str, object]] = request.param
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(RULES))
    test = {"interval": "1m", "input_series": SERIES, "alert_rule_test": checks}
    tests = {"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": [test]}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(tests))
    suite = read_suite([tmp_path / "rules.yml"], [tmp_path / "test.yml"])
    return prove_suite(suite, require_tool("promtool")).within(tmp_path.as_posix())


def alive(report: Report) -> list[tuple[str, str, str]]:
    return [(one.mutant.kind, one.mutant.before, one.mutant.after) for one in report.alive]


@pytest.mark.tool
@pytest.mark.parametrize("report", [[FIRES]], indirect=True)
def test_a_test_that_only_fires_misses_most_mistakes(report: Report) -> None:
    assert [(one.id, one.reason) for one in report.alerts] == [
        ("Full", ""),
        ("Nobody", "no test names it"),
    ]
    assert alive(report) == [
        ("comparison", ">", ">="),
        ("bound", "10", "11"),
        ("bound", "10", "9"),
        ("for", "for: 5m", "for: 6m"),
        ("for", "for: 5m", "for: 4m"),
    ]


@pytest.mark.tool
@pytest.mark.parametrize("report", [[FIRES, *EDGES]], indirect=True)
def test_looking_on_both_sides_of_every_edge_leaves_few(report: Report) -> None:
    # The queue grows from 10 to 12, so 11 is as good a bound.
    assert alive(report) == [("bound", "10", "11")]
    assert report.killed == report.mutants - 1


@pytest.mark.tool
@pytest.mark.parametrize("report", [[{**FIRES, "exp_alerts": []}]], indirect=True)
def test_nothing_is_mutated_where_the_tests_fail(report: Report) -> None:
    assert [one.reason for one in report.alerts] == [
        "its test in test.yml fails at 20m",
        "no test names it",
    ]
    assert report.mutants == 0
    assert list(report.failing) == ["test.yml"]
    assert "alertname: Full" in report.failing["test.yml"]


@pytest.mark.tool
def test_every_version_of_promtool_is_understood(tmp_path: Path) -> None:
    require_tool("promtool")
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(RULES))
    test = {"interval": "1m", "input_series": SERIES, "alert_rule_test": [FIRES, *EDGES]}
    tests = {"rule_files": ["*.yml"], "evaluation_interval": "1m", "tests": [test]}
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test.yml").write_text(yaml.safe_dump({**tests, "rule_files": ["../*.yml"]}))
    suite = read_suite([tmp_path / "rules.yml"], [folder / "test.yml"])
    found = {version: alive(prove_suite(suite, tool)) for version, tool in all_promtools()}
    assert set(map(tuple, found.values())) == {(("bound", "10", "11"),)}
