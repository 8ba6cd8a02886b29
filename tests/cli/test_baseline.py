"""Baselines, codes that are asked for, and fingerprints that hold wherever a command is started."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

Cli = Callable[..., Result]
WHOLE = "labels: {severity: page, team: a}, annotations: {summary: A., runbook_url: https://a.b}"
RULE = "  - {{alert: {}, expr: 'delta({}_total[5m]) > 3', WHOLE}}\n"


def _write(path: Path, *names: str) -> None:
    rules = "".join(RULE.format(name.title(), name) for name in names).replace("WHOLE", WHOLE)
    path.write_text(f"groups:\n- name: a\n  rules:\n{rules}", "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "rules.yml", "a", "b")
    return tmp_path


def test_known_findings_do_not_count_and_gone_ones_are_named(cli: Cli, folder: Path) -> None:
    written = cli("check", "--rules", "rules.yml", "--write-baseline", "known.json")
    assert (written.exit_code, written.stderr) == (0, "known.json: 2 findings\n")
    assert cli("check", "--rules", "rules.yml", "--baseline", "known.json").output == (
        "1 rule file, no specs, so any metric: no findings\nknown.json: 2 known findings left out\n"
    )
    _write(folder / "rules.yml", "new", "b")  # in another place than before
    result = cli("check", "--rules", "rules.yml", "--baseline", "known.json")
    assert result.exit_code == 1
    assert result.output.startswith("rules.yml:4:25: error[PS506]: `delta` over `new_total`")
    assert result.output.splitlines()[-3:] == [
        "known.json: 1 known finding left out",
        "known.json: 1 known finding gone; --write-baseline forgets them",
        "  rules.yml: PS506: `delta` over `a_total`, which is a counter",
    ]
    report = json.loads(
        cli("check", "--rules", "rules.yml", "--baseline", "known.json", "--format", "json").stdout
    )
    jsonschema.validate(report, json.loads(cli("schema", "findings").stdout))
    assert report["baseline"]["known"] == 1
    assert [one["code"] for one in report["baseline"]["gone"]] == ["PS506"]


def test_known_findings_are_suppressed_in_sarif(cli: Cli, folder: Path) -> None:
    del folder
    cli("check", "--rules", "rules.yml", "--write-baseline", "known.json")
    result = cli("check", "--rules", "rules.yml", "--baseline", "known.json", "--format", "sarif")
    found = json.loads(result.stdout)["runs"][0]["results"]
    assert [one["suppressions"][0]["kind"] for one in found] == ["external", "external"]


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "findings": [1]}'])
def test_what_is_no_baseline_is_refused(cli: Cli, folder: Path, text: str) -> None:
    (folder / "known.json").write_text(text, "utf-8")
    result = cli("check", "--rules", "rules.yml", "--baseline", "known.json")
    assert (result.exit_code, result.output.startswith("promspec: known.json: ")) == (2, True)


def test_codes_that_are_asked_for_count_alone(cli: Cli, folder: Path) -> None:
    del folder
    assert cli("check", "--rules", "rules.yml", "--only", "PS501").exit_code == 0
    assert cli("check", "--rules", "rules.yml", "--only", "ps501,PS506").exit_code == 1
    result = cli("check", "--rules", "rules.yml", "--only", "PS5011")
    assert result.exit_code == 2
    assert result.output.endswith("Error: No finding has the code `PS5011`.\n")


def _fingerprints(result: Result) -> set[tuple[str, str]]:
    report = json.loads(result.stdout)
    return {(one["code"], one["fingerprint"]) for one in report["findings"]}


@pytest.mark.parametrize("repository", [True, False])
def test_fingerprints_hold_wherever_a_command_is_started(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch, *, repository: bool
) -> None:
    assert cli("init", "shop").exit_code == 0
    spec = folder / "shop" / "specs" / "components" / "http.yaml"
    spec.write_text(spec.read_text("utf-8").replace("above: 5%", "above: 5s"), "utf-8")
    if repository:
        (folder / ".git").mkdir()
    found = []
    for here, root in (
        (folder, "shop"),
        (folder / "shop", "."),
        (folder / "shop" / "specs", folder / "shop"),
    ):
        monkeypatch.chdir(here)
        found.append(_fingerprints(cli("-C", root, "check", "--format", "json")))
    assert found[0]
    assert found == [found[0]] * 3


def test_hosts_get_names_from_the_root_of_the_repository(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    result = cli("check", "--rules", folder / "rules.yml", "--format", "github")
    assert result.output.startswith("::error file=rules.yml,line=4,")
    result = cli("check", "--rules", "../rules.yml", "--format", "gitlab")
    assert {one["location"]["path"] for one in json.loads(result.stdout)} == {"rules.yml"}
    result = cli("check", "--rules", folder / "rules.yml", "--format", "json")
    assert {one["file"] for one in json.loads(result.stdout)["findings"]} == {"rules.yml"}


def _shop(cli: Cli, folder: Path, old: str, new: str) -> None:
    """Start a project with one thing wrong in it."""
    assert cli("init", folder / "shop").exit_code == 0
    spec = folder / "shop" / "specs" / "components" / "http.yaml"
    text = spec.read_text("utf-8")
    assert old in text
    spec.write_text(text.replace(old, new), "utf-8")


def test_what_cannot_be_rendered_is_in_no_baseline(cli: Cli, folder: Path) -> None:
    _shop(cli, folder, "above: 5%", "above: 5s")
    report = json.loads(cli("-C", "shop", "check", "--format", "json").stdout)
    (error,) = report["findings"]
    told = f"  specs/components/http.yaml: {error['code']}: {error['message']}\n"
    written = cli("-C", "shop", "check", "--write-baseline", "known.json")
    said = "known.json: 0 findings\n"
    said += f"known.json: 1 error with which nothing can be rendered left out:\n{told}"
    assert (written.exit_code, written.stderr) == (1, said)
    # Nor does one leave it out into which somebody wrote it.
    entry = {
        "fingerprint": error["fingerprint"],
        "code": error["code"],
        "file": "specs/components/http.yaml",
        "message": error["message"],
    }
    (folder / "known.json").write_text(json.dumps({"version": 1, "findings": [entry]}), "utf-8")
    result = cli("-C", "shop", "check", "--baseline", "known.json")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-2:] == [
        "1 error in 1 file",
        "known.json: 1 error with which nothing can be rendered in it; it counts all the same",
    ]


def test_what_is_known_is_not_counted_either(cli: Cli, folder: Path) -> None:
    added = """
  falls:
    title: Requests that fall
    expr: {query: 'sum by (job) (delta(http_requests_total[5m]))', unit: count}
    by: []
    record: true
"""
    _shop(cli, folder, "runbook: high-error-rate}\n", "runbook: high-error-rate}\n" + added)
    assert cli("-C", "shop", "check").exit_code == 1
    assert cli("-C", "shop", "check", "--write-baseline", "known.json").exit_code == 0
    result = cli("-C", "shop", "check", "--baseline", "known.json")
    first, second = result.stdout.splitlines()
    assert (result.exit_code, first.endswith(", no findings")) == (0, True)
    assert second == "known.json: 1 known finding left out"


def test_the_gravest_findings_can_be_seen_alone(cli: Cli, folder: Path) -> None:
    rules = "".join(f"  - {{alert: A{number}, expr: 'load < {number}'}}\n" for number in range(9))
    text = f"groups:\n- name: a\n  rules:\n{RULE.format('B', 'b').replace(', WHOLE', '')}{rules}"
    (folder / "rules.yml").write_text(text, "utf-8")
    found = json.loads(cli("check", "--rules", "rules.yml", "--format", "json").stdout)
    counts = found["summary"]
    assert (counts["errors"], counts["warnings"], counts["advice"] >= 10) == (1, 1, True)
    summary = cli("check", "--rules", "rules.yml").stdout.splitlines()[-1]
    assert summary == (
        f"1 error, 1 warning, {counts['advice']} pieces of advice in 1 file; "
        "--min-severity error shows the errors alone"
    )
    result = cli("check", "--rules", "rules.yml", "--min-severity", "error")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("rules.yml:4:23: error[PS506]")
    assert (result.exit_code, lines[-1]) == (1, "1 error in 1 file")
    # What nobody asked to see is not gone.
    cli("check", "--rules", "rules.yml", "--write-baseline", "known.json")
    result = cli(
        *("check", "--rules", "rules.yml", "--baseline", "known.json", "--min-severity", "error")
    )
    assert result.output.splitlines()[1:] == [
        f"known.json: {2 + counts['advice']} known findings left out"
    ]
