"""Queries as people write them by hand, over the metrics of this project: each one that is silently
wrong is found under its code, and those that only look wrong are left alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import app
from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.promql.run import Text, look
from generator.core.finding import Place

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_SHOWN: list[dict[str, Any]] = yaml.safe_load((_HERE / "expressions.yaml").read_text("utf-8"))
_BOUNDS: list[dict[str, Any]] = yaml.safe_load((_HERE / "bounds.yaml").read_text("utf-8"))
_ALL = [*_SHOWN, *_BOUNDS]

# What looks wrong, is right, and is not among the queries above.
RIGHT = (
    "disk_used_bytes / disk_total_bytes * 100",
    (
        "rate(state_cache_hits_total[5m]) / (rate(state_cache_hits_total[5m])"
        " + rate(state_cache_misses_total[5m]))"
    ),
    "sum by (model) (rate(llm_cost_total[1h]) * 3600)",
    "deriv(state_backend_size_bytes[1h])",
    "sum(rate(http_request_duration_ms_bucket[5m])) by (le)",
    "rate(http_requests_total[5m] offset 1h)",
    'rate(http_requests_total{status=~"2.."}[5m])',
)


@pytest.fixture(scope="module")
def project() -> app.Project:
    return app.read(_ROOT)


@pytest.fixture(scope="module")
def catalogue(project: app.Project) -> Catalogue:
    assert project.estate is not None
    return catalogue_of(project.estate)


@pytest.mark.parametrize("entry", _ALL, ids=[f"{one['line']}: {one['expr']}" for one in _ALL])
def test_each_query_draws_what_it_must_and_nothing_else(
    entry: dict[str, Any], catalogue: Catalogue
) -> None:
    found = {check.rule.code for check, _ in look(Text(entry["expr"], "record"), catalogue)}
    assert found == set(entry.get("found", ()))


@pytest.mark.parametrize("expr", RIGHT)
def test_what_only_looks_wrong_is_left_alone(expr: str, catalogue: Catalogue) -> None:
    assert look(Text(expr), catalogue) == []


def test_forty_five_of_the_queries_are_silently_wrong() -> None:
    assert len([one for one in _SHOWN if "found" in one]) == 45
    assert all(("found" in one) is not ("right" in one) for one in _ALL)
    assert all(str(one.get("right", "-")).strip() for one in _ALL)


def test_they_are_found_in_rule_files_at_their_lines(project: app.Project, tmp_path: Path) -> None:
    head = "groups:\n  - name: guide\n    rules:\n"
    rules = [
        f"      - record: r{number}\n        expr: |-\n"
        + "".join(f"          {line}\n" for line in one["expr"].split("\n"))
        for number, one in enumerate(_ALL)
    ]
    path = tmp_path / "guide.yml"
    path.write_text(head + "".join(rules), "utf-8")
    sources, looked = app.check_rules([path], project)
    findings = looked.findings
    found: dict[int, set[str]] = {}
    for one in findings:
        found.setdefault(sources.span(one.where).line, set()).add(one.code)
    line, expected = head.count("\n") + 1, {}
    for entry, rule in zip(_ALL, rules, strict=True):
        lines = range(line + 2, line + rule.count("\n"))
        got = set[str]().union(*(found.get(number, set()) for number in lines))
        expected[entry["expr"]] = (got, set(entry.get("found", ())))
        line += rule.count("\n")
    assert {expr: got for expr, (got, _) in expected.items()} == {
        expr: wanted for expr, (_, wanted) in expected.items()
    }


def test_they_are_found_in_specs_too(specs_of_the_guide: Path) -> None:
    """As indicators beside the others; what names nothing that exists is refused before."""
    refused = {"PS501", "PS503", "PS507"}
    entries = [one for one in _ALL if not refused & set(one.get("found", ()))]
    lines = ["component: guide", "title: Guide", "owner: platform", "indicators:"]
    for number, one in enumerate(entries):
        lines += [f"  i{number}:", f"    title: Line {one['line']}", "    by: []", "    expr:"]
        lines += ["      unit: count", "      query: |-"]
        lines += [f"        {line}" for line in one["expr"].split("\n")]
    path = specs_of_the_guide / "specs" / "components" / "guide.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    project = app.read(specs_of_the_guide)
    assert [one.message for one in project.findings if one.severity.value == "error"] == []
    found: dict[str, set[str]] = {}
    for finding in app.check(project):
        where = finding.where
        assert isinstance(where, Place)
        if where.file == "specs/components/guide.yaml" and "expr" in where.path:
            found.setdefault(str(where.path[1]), set()).add(finding.code)
    assert found == {
        f"i{number}": set(one["found"]) for number, one in enumerate(entries) if "found" in one
    }
