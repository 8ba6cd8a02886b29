"""No check of expressions finds anything in what this project renders: each rule, each panel."""

from pathlib import Path

import pytest

from generator import app

_ROOT = Path(__file__).resolve().parents[2]
_OUT = _ROOT / "out"


@pytest.fixture(scope="module")
def project() -> app.Project:
    return app.read(_ROOT)


def test_rules_draw_no_finding(project: app.Project) -> None:
    files = sorted((_OUT / "prometheus" / "rules").glob("*.yml"))
    _, looked = app.check_rules(files, project)
    findings = looked.findings
    assert len(files) > 5
    assert [f"{one.code} {one.message}" for one in findings] == []


def test_rules_draw_no_finding_where_nothing_is_known_of_them() -> None:
    files = sorted((_OUT / "prometheus" / "rules").glob("*.yml"))
    _, looked = app.check_rules(files, None)
    findings = looked.findings
    assert [f"{one.code} {one.message}" for one in findings] == []


def test_panels_draw_no_finding(project: app.Project) -> None:
    boards = sorted((_OUT / "grafana").rglob("*.json"))
    _, looked = app.check_dashboards(boards, project)
    assert len(boards) > 5
    assert [f"{one.code} {one.message}" for one in looked.findings] == []
