"""No check of expressions finds anything in what this project renders: each rule, each panel."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import app
from generator.check.expressions import with_records
from generator.check.promql.base import Role
from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.promql.run import Text, look

_ROOT = Path(__file__).resolve().parents[2]
_OUT = _ROOT / "out"
_WINDOW = re.compile(r"\$__(rate_interval|interval|range)\b")
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]\w*(:\w+)?\}?")


@pytest.fixture(scope="module")
def project() -> app.Project:
    return app.read(_ROOT)


@pytest.fixture(scope="module")
def catalogue(project: app.Project) -> Catalogue:
    assert project.estate is not None
    return with_records(catalogue_of(project.estate), app.plan_of(project))


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


def test_panels_draw_no_finding(catalogue: Catalogue) -> None:
    texts = {
        (_VARIABLE.sub("x.+", _WINDOW.sub("5m", expr)), role)
        for path in sorted((_OUT / "grafana").rglob("*.json"))
        for expr, role in _expressions(json.loads(path.read_text("utf-8")))
    }
    assert len(texts) > 150
    found = {
        text: [f"{one.rule.code} {hit.message}" for one, hit in look(Text(text, role), catalogue)]
        for text, role in sorted(texts)
    }
    assert {text: some for text, some in found.items() if some} == {}


def _expressions(tree: Any) -> Iterator[tuple[str, Role]]:
    """Yield every expression, and whether it is drawn over time or asked for one moment."""
    if isinstance(tree, dict):
        if isinstance(tree.get("expr"), str):
            yield tree["expr"], "part" if tree.get("instant") else "panel"
        for value in tree.values():
            yield from _expressions(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _expressions(value)
