"""`check --fix`: what can be meant in one way only is mended; all else stays byte for byte."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from generator.core.spelling import surely

Cli = Callable[..., Result]
HTTP = "specs/components/http.yaml"
RULES = """\
# Kept by hand.   \r
groups:\r
- name: "a"   # odd  spacing stays\r
  rules:\r
  - {alert: A, expr: 'rate(http_request_total{endpoint="/"}[5m]) > 1'}\r
  - alert: B\r
    expr: >-\r
      sum(\r
        rate(http_requests_totl[5m])) > 2\r
  - alert: C\r
    expr: "sum(http_requests_tota\\x6c) > 3"\r
"""


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", ".").exit_code == 0
    return tmp_path


def test_slips_in_specs_are_mended_one_after_the_other(cli: Cli, shop: Path) -> None:
    spec = shop / HTTP
    whole = spec.read_text("utf-8")
    broken = (
        whole.replace("status=~", "statsu=~")
        .replace("to: http_requests_total", "to: http_request_total")
        .replace("thresholds:", "treshholds:  # kept")
    )
    spec.write_text(broken.replace("treshholds", "tresholds"), "utf-8")
    result = cli("check", "--fix")
    lines = result.output.splitlines()
    assert [line.split(": ", 1)[1] for line in lines[:-1]] == [
        "fixed PS101: tresholds -> thresholds",
        "fixed PS202: statsu -> status",
        "fixed PS201: http_request_total -> http_requests_total",
    ]
    assert spec.read_text("utf-8") == whole.replace("thresholds:", "thresholds:  # kept")
    assert (result.exit_code, lines[-1]) == (0, "6 specs, 1 indicator, 1 alert, no findings")


def test_files_are_called_as_in_findings(
    cli: Cli, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop / "specs")
    spec = shop / HTTP
    spec.write_text(spec.read_text("utf-8").replace("thresholds:", "tresholds:"), "utf-8")
    told = cli("-C", "..", "check").output.partition(": error")[0]
    fixed = cli("-C", "..", "check", "--fix").output.partition(": fixed")[0]
    assert (told, fixed) == (f"../{HTTP}:13:5", f"../{HTTP}:13:5")
    explained = cli("-C", "..", "explain", "http.error_ratio").output.partition("\n")[0]
    assert explained == f"http.error_ratio (indicator), ../{HTTP}:10:5"


def test_rule_files_keep_every_other_byte(cli: Cli, shop: Path) -> None:
    path = shop / "rules.yml"
    path.write_bytes(b"\xef\xbb\xbf" + RULES.encode())
    path.chmod(0o640)
    result = cli("check", "--fix", "--rules", "rules.yml", "--only", "PS501")
    assert result.output.splitlines()[:2] == [
        "rules.yml:5:28: fixed PS501: http_request_total -> http_requests_total",
        "rules.yml:9:14: fixed PS501: http_requests_totl -> http_requests_total",
    ]
    mended = RULES.replace("http_request_total{", "http_requests_total{").replace("totl", "total")
    assert path.read_bytes() == b"\xef\xbb\xbf" + mended.encode()
    assert path.stat().st_mode & 0o777 == 0o640
    # What stands behind an escape is left to its author.
    assert result.exit_code == 0


def test_a_fix_is_offered_to_programs(cli: Cli, shop: Path) -> None:
    spec = shop / HTTP
    spec.write_text(spec.read_text("utf-8").replace("status=~", "statsu=~"), "utf-8")
    (found,) = json.loads(cli("check", "--format", "json").stdout)["findings"]
    place = {name: found[name] for name in ("file", "line", "column", "endLine", "endColumn")}
    assert found["edits"] == [{**place, "text": "status"}]
    (result,) = json.loads(cli("check", "--format", "sarif").stdout)["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "status"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Two known names are one slip away.
        ('{endpoint="a", codex="1"}', "{endpoint, codes, coded, codex}"),
        # Nothing is.
        ('{far="1"}', "{}"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_left_alone(before: str, after: str) -> None:
    del before, after
    assert surely("code", ["codes", "coded"]) is None
    assert surely("far", ["fat"]) is None  # too short to be sure
    assert surely("L1", ["l1", "l2"]) == "l1"
    assert surely("requets", ["requests", "queue"]) == "requests"
    assert surely("requesst", ["requests", "queue"]) == "requests"


def test_what_is_piped_in_cannot_be_mended(cli: Cli, shop: Path) -> None:
    del shop
    result = cli("check", "--fix", "--rules", "-")
    assert (result.exit_code, "cannot be fixed" in result.output) == (2, True)
