"""One report of one or several projects, in every format, with files that can be opened."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from generator.core.finding import PromspecError
from tests.support.program import environment

Cli = Callable[..., Result]
MISTAKE = ("above: 5%", "above: 5s")


@pytest.fixture
def shops(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two projects: `good` is sound, in `bad` a bound has the wrong unit."""
    monkeypatch.chdir(tmp_path)
    for name in ("good", "bad"):
        assert cli("init", name).exit_code == 0
    spec = tmp_path / "bad" / "specs" / "components" / "http.yaml"
    spec.write_text(spec.read_text("utf-8").replace(*MISTAKE), "utf-8")
    return tmp_path


@pytest.mark.usefixtures("shops")
def test_text_tells_which_project_is_meant(cli: Cli) -> None:
    result = cli("-C", "good", "-C", "bad", "check")
    assert result.exit_code == 1
    first, *_, summary, good, bad = result.output.splitlines()
    assert first.startswith("bad/specs/components/http.yaml:14:25: error[PS208]: ")
    assert (summary, good, bad) == (
        "1 error in 1 file",
        "good: 6 specs, 1 indicator, 1 alert, no findings",
        "bad: 6 specs, 1 indicator, 0 alerts, 1 error",
    )


@pytest.mark.usefixtures("shops")
def test_a_sound_project_is_summed_up_in_a_line(cli: Cli) -> None:
    result = cli("-C", "good", "check")
    assert (result.exit_code, result.output) == (0, "6 specs, 1 indicator, 1 alert, no findings\n")


def test_every_alert_that_is_rendered_is_counted(cli: Cli) -> None:
    root = Path(__file__).resolve().parents[2]
    rules = "".join(one.read_text("utf-8") for one in root.glob("out/prometheus/rules/*.yml"))
    slos = rules.count("record: llm_optimizer_slo_objective")
    assert f", {slos} SLOs, {rules.count('- alert: ')} alerts, " in cli("-C", root, "check").output


@pytest.mark.usefixtures("shops")
@pytest.mark.parametrize("command", [["check"], ["check", "--drift"], ["render"]])
def test_json_of_several_projects_is_one_document(cli: Cli, command: list[str]) -> None:
    result = cli("-C", "good", "-C", "bad", *command, "--format", "json")
    report = json.loads(result.stdout)
    jsonschema.validate(report, json.loads(cli("schema", "findings").stdout))
    places = {(one["file"], one["line"], one["code"]) for one in report["findings"]}
    assert ("bad/specs/components/http.yaml", 14, "PS208") in places
    assert result.exit_code == 1


@pytest.mark.usefixtures("shops")
def test_json_of_a_render_says_what_became_of_each_folder(cli: Cli) -> None:
    result = cli("-C", "good", "-C", "bad", "render", "--format", "json")
    good, bad = json.loads(result.stdout)["outputs"]
    assert (good["folder"], good["rendered"]) == ("good/out", True)
    assert (good["unchanged"], good["removed"]) == (0, [])
    assert {"manifest.json", "prometheus/rules/http.yml"} <= set(good["written"])
    assert bad == {"folder": "bad/out", "rendered": False}
    lines = result.stderr.splitlines()
    assert lines[1] == "bad/out: not rendered"


@pytest.mark.usefixtures("shops")
def test_sarif_of_several_projects_is_one_run(cli: Cli) -> None:
    result = cli("-C", "bad", "-C", "good", "check", "--format", "sarif")
    (run,) = json.loads(result.stdout)["runs"]
    (found,) = run["results"]
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "bad/specs/components/http.yaml"
    assert found["ruleId"] == "PS208"
    assert result.exit_code == 1


@pytest.mark.usefixtures("shops")
def test_github_annotates_the_file_from_the_folder_of_the_workflow(cli: Cli) -> None:
    result = cli("-C", "bad", "check", "--format", "github")
    assert result.output.startswith("::error file=bad/specs/components/http.yaml,line=14,col=25,")


@pytest.mark.parametrize("form", ["json", "sarif"])
@pytest.mark.usefixtures("shops")
def test_no_findings_are_a_document_too(cli: Cli, form: str) -> None:
    result = cli("-C", "good", "check", "--format", form)
    assert json.loads(result.stdout)
    assert result.exit_code == 0


def test_files_of_a_project_elsewhere_are_named_as_the_user_names_it(
    cli: Cli, shops: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shops / "good")
    result = cli("-C", shops / "bad", "check")
    name = f"{shops}/bad/specs/components/http.yaml"
    assert result.output.startswith(f"{name}:14:25: error")


def test_files_of_several_projects_elsewhere_are_told_apart(
    cli: Cli, shops: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shops / "good")
    result = cli("-C", "../bad", "-C", ".", "check")
    assert result.output.startswith("../bad/specs/components/http.yaml:14:25: error")


def test_a_project_named_twice_is_checked_once(cli: Cli, shops: Path) -> None:
    result = cli("-C", shops / "good", "-C", shops / "good", "check")
    assert result.output == "6 specs, 1 indicator, 1 alert, no findings\n"


@pytest.mark.usefixtures("shops")
def test_one_project_with_errors_does_not_keep_the_others_from_being_written(
    cli: Cli, shops: Path
) -> None:
    result = cli("-C", "bad", "-C", "good", "render")
    assert result.exit_code == 1
    assert (shops / "good" / "out" / "manifest.json").is_file()
    assert not (shops / "bad" / "out").exists()


@pytest.mark.usefixtures("shops")
@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("advice", 1)])
def test_findings_below_the_wanted_severity_do_not_fail(
    cli: Cli, shops: Path, fail_on: str, code: int
) -> None:
    path = shops / "good" / "specs" / "project.yaml"
    path.write_text(path.read_text("utf-8") + "outputs: [rules, compose]\n", "utf-8")
    result = cli("-C", "good", "check", "--fail-on", fail_on)
    assert result.exit_code == code
    assert "warning[PS303]: nothing is rendered for `compose`" in result.output
    assert result.output.endswith("\n1 warning in 1 file\n")


@pytest.mark.usefixtures("shops")
def test_a_folder_that_cannot_be_written_does_not_hide_the_findings_of_others(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PromspecError("cannot open out: Permission denied")

    monkeypatch.setattr("generator.app.rendering.emit", refuse)
    result = cli("-C", "good", "-C", "bad", "render")
    assert result.exit_code == 2
    assert "bad/specs/components/http.yaml:14:25: error[PS208]" in result.stdout
    assert result.stderr == (
        "good/out: not rendered: cannot open out: Permission denied\nbad/out: not rendered\n"
    )


@pytest.mark.parametrize(("variables", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(
    shops: Path, variables: dict[str, str], *, colored: bool
) -> None:
    terminal, inside = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "-C", "bad", "check"],
        cwd=shops,
        env=environment(**variables),
        stdout=inside,
        check=False,
    )
    os.close(inside)
    shown = os.read(terminal, 65536).decode()
    os.close(terminal)
    assert done.returncode == 1
    assert ("\x1b[1;31merror[PS208]\x1b[0m" in shown) is colored
    assert ("\x1b" in shown) is colored
