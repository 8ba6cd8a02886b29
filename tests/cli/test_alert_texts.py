"""Texts beside bounds and promises are templates: one that is none would stop a whole rule file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
_BOUND = "runbook: high-error-rate}"
_SLO = """\
slos:
  promise: {of: http.error_ratio, objective: 99%, tiers: [slow], description: 'TEXT'}
"""


@pytest.fixture
def spec(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", ".").exit_code == 0
    return tmp_path / "specs" / "components" / "http.yaml"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ $value is high", (6, "this is never closed with `}}`")),
        ("{{ $value | humanizePercent }}", (18, "there is no function `humanizePercent`")),
        ("{{ $labels.job", (6, "this is never closed with `}}`")),
        ("{{ $foo }}", (9, "there is no variable `$foo`")),
    ],
)
@pytest.mark.parametrize("field", ["summary", "description", "promise"])
def test_a_text_that_is_no_template_is_found_where_it_stands(
    cli: Cli, spec: Path, field: str, text: str, fault: tuple[int, str]
) -> None:
    _write(spec, field, f"Money {text}")
    report = json.loads(cli("check", "--format", "json").stdout)
    lines = spec.read_text("utf-8").splitlines()
    (line,) = [number for number, one in enumerate(lines, 1) if "Money" in one]
    column = lines[line - 1].index("Money") + 1 + fault[0]
    found = [
        (one["code"], one["line"], one["column"], one["message"]) for one in report["findings"]
    ]
    assert found == [("PS530", line, column, fault[1])]
    assert cli("render").exit_code == 1
    assert not (spec.parents[2] / "out").exists()


@pytest.mark.parametrize("field", ["summary", "description", "promise"])
def test_a_template_is_left_alone(cli: Cli, spec: Path, field: str) -> None:
    _write(spec, field, "Money of {{ $labels.job }} is {{ $value | humanizePercentage }}")
    assert json.loads(cli("check", "--format", "json").stdout)["findings"] == []


def _write(spec: Path, field: str, text: str) -> None:
    old = spec.read_text("utf-8")
    if field == "promise":
        spec.write_text(old.rstrip("\n") + "\n" + _SLO.replace("TEXT", text), "utf-8")
    else:
        assert _BOUND in old
        spec.write_text(old.replace(_BOUND, f"{_BOUND[:-1]}, {field}: '{text}'}}"), "utf-8")
