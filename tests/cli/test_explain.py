"""`explain`: ids of a project, codes of findings, and what nothing is named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from generator import app

Cli = Callable[..., Result]


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", "shop").exit_code == 0
    return tmp_path / "shop"


@pytest.mark.parametrize("code", ["PS202", "ps202"])
def test_a_code_is_explained_without_a_project(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli("explain", code)
    rule = app.rules()["PS202"]
    assert result.exit_code == 0
    assert result.output == (f"PS202: {rule.title} (error)\n  why: {rule.why}\n  fix: {rule.fix}\n")


@pytest.mark.parametrize("code", sorted(app.rules()))
def test_every_code_has_a_title_a_reason_and_a_fix(cli: Cli, code: str) -> None:
    told = json.loads(cli("explain", code, "--format", "json").output)
    assert told["code"] == code
    assert all(told[key] for key in ("title", "severity", "why", "fix"))


@pytest.mark.usefixtures("shop")
def test_an_id_is_explained_with_its_place_and_its_promql(cli: Cli) -> None:
    result = cli("-C", "shop", "explain", "http.error_ratio")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "http.error_ratio (indicator), specs/components/http.yaml:10:5"
    assert '    sum by (job) (rate(http_requests_total{job="shop"}[5m]))' in lines


@pytest.mark.usefixtures("shop")
def test_what_names_an_id_can_be_listed_alone(cli: Cli) -> None:
    result = cli("-C", "shop", "explain", "http.error_ratio", "--uses")
    assert result.output.split() == [
        "high-error-rate",
        "http.error_ratio.critical",
        "overview.errors",
    ]
    listed = cli("-C", "shop", "explain", "http.error_ratio", "--uses", "--format", "json")
    assert json.loads(listed.output) == result.output.split()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("http.eror_ratio", "; did you mean `http.error_ratio`?"),
        ("x", ""),
    ],
)
def test_a_wrong_id_is_guessed(cli: Cli, name: str, said: str) -> None:
    result = cli("-C", "shop", "explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"promspec: nothing is named `{name}`{said}\n"


def test_a_code_that_no_finding_has_is_a_mistake(cli: Cli) -> None:
    result = cli("explain", "PS2020")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Error: No finding has the code `PS2020`.\n")


def test_a_project_with_errors_explains_only_them(cli: Cli, shop: Path) -> None:
    (shop / "specs" / "runbooks" / "high-error-rate.yaml").unlink()
    result = cli("-C", "shop", "explain", "http.error_ratio")
    assert result.exit_code == 1
    assert "error[PS204]" in result.output


def test_a_check_of_expressions_shows_both_examples(cli: Cli) -> None:
    result = cli("explain", "PS521")
    assert result.output.splitlines()[-2:] == [
        "  bad: received_total - sent_total",
        "  good: increase(received_total[1h]) - increase(sent_total[1h])",
    ]
    assert json.loads(cli("explain", "PS521", "--format", "json").output)["bad"] == (
        "received_total - sent_total"
    )
