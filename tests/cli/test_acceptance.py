"""`checks:` and `allow:`: what a project makes of findings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
PROJECT, COMPONENT = "specs/project.yaml", "specs/components/http.yaml"


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which a critical bound comes before its warning (PS306, an error)."""
    monkeypatch.chdir(tmp_path)
    assert cli("init", ".").exit_code == 0
    text = (tmp_path / COMPONENT).read_text("utf-8")
    assert "      critical: {" in text
    text = text.replace("      critical: {", "      warning: {above: 9%}\n      critical: {")
    (tmp_path / COMPONENT).write_text(text, "utf-8")
    return tmp_path


def _found(cli: Cli) -> list[tuple[str, str, str]]:
    report = json.loads(cli("check", "--format", "json").stdout)
    return [(one["code"], one["severity"], one["file"]) for one in report["findings"]]


def _add(file: Path, line: str, *, under: str = "") -> None:
    text = file.read_text("utf-8")
    if under:
        assert under in text
        indent = " " * (len(under) - len(under.lstrip()) + 2)
        text = text.replace(under, f"{under}\n{indent}{line}", 1)
    else:
        text += f"{line}\n"
    file.write_text(text, "utf-8")


@pytest.mark.usefixtures("shop")
def test_nothing_said_is_an_error(cli: Cli) -> None:
    assert _found(cli) == [("PS306", "error", COMPONENT)]
    assert cli("render").exit_code == 1


@pytest.mark.parametrize(
    ("weight", "expected", "code"),
    [("warning", [("PS306", "warning", COMPONENT)], 0), ("off", [], 0)],
)
def test_a_check_weighs_what_the_project_says(
    cli: Cli, shop: Path, weight: str, expected: list[tuple[str, str, str]], code: int
) -> None:
    _add(shop / PROJECT, f"checks: {{PS306: {weight}}}")
    assert _found(cli) == expected
    assert cli("render").exit_code == code


def test_a_finding_is_accepted_where_the_reason_stands(cli: Cli, shop: Path) -> None:
    _add(shop / COMPONENT, "allow: {PS306: both are told the same team}", under="  error_ratio:")
    assert _found(cli) == []
    assert cli("render").exit_code == 0


def test_what_is_accepted_and_not_there_is_said(cli: Cli, shop: Path) -> None:
    _add(shop / PROJECT, "allow: {PS331: not here}")
    assert _found(cli) == [("PS306", "error", COMPONENT), ("PS311", "warning", PROJECT)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("checks: {PS399: off}", "PS308"),
        ("allow: {PS399: a slip}", "PS308"),
        ("checks: {PS208: warning}", "PS309"),
        ("allow: {PS208: a slip}", "PS309"),
    ],
)
def test_codes_that_cannot_be_meant_are_errors(cli: Cli, shop: Path, line: str, code: str) -> None:
    _add(shop / PROJECT, line)
    assert (code, "error", PROJECT) in _found(cli)
