"""`init`: projects that render at once, and pipelines that call what there is."""

import re
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import Result

import generator
from generator.cli import main
from generator.plan.stack import prometheus_image
from tests.support.program import ROOT

Cli = Callable[..., Result]
PIPELINES = {"github": ".github/workflows/promspec.yml", "gitlab": ".gitlab-ci.yml"}
SPECS = [
    "specs/components/http.yaml",
    "specs/dashboards/overview.yaml",
    "specs/labels.yaml",
    "specs/owners.yaml",
    "specs/project.yaml",
    "specs/runbooks/high-error-rate.yaml",
]


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_new_project_has_an_example_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "shop"
    result = cli("init", root)
    said = f"6 files in {root}; now run: promspec -C {root} render\n"
    assert (result.exit_code, result.output) == (0, said)
    assert files(root) == SPECS


@pytest.mark.parametrize(
    ("folder", "project"),
    [
        ("My Shop", "my-shop"),
        ("2024", "project-2024"),
        ("日本", "project"),
        ("a--b_", "a-b"),
        ("null", "project-null"),
    ],
)
def test_a_project_is_named_after_its_folder(
    cli: Cli, tmp_path: Path, folder: str, project: str
) -> None:
    cli("init", tmp_path / folder)
    text = (tmp_path / folder / "specs" / "project.yaml").read_text("utf-8")
    assert f"\nproject: {project}\n" in text
    assert cli("-C", tmp_path / folder, "check").exit_code == 0


def test_nothing_that_exists_is_overwritten(cli: Cli, tmp_path: Path) -> None:
    taken = tmp_path / "specs" / "labels.yaml"
    taken.parent.mkdir()
    taken.write_text("mine", "utf-8")
    result = cli("init", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"promspec: {taken} exists already; nothing was written\n"
    assert files(tmp_path) == ["specs/labels.yaml"]


def test_a_project_can_be_begun_in_a_folder_with_other_files(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    assert cli("init", tmp_path).exit_code == 0
    assert files(tmp_path) == ["README.md", *SPECS]


def test_the_folder_is_below_that_of_the_call(cli: Cli, tmp_path: Path) -> None:
    assert cli("-C", tmp_path, "init", "shop").exit_code == 0
    assert files(tmp_path / "shop") == SPECS


@pytest.mark.parametrize("host", sorted(PIPELINES))
def test_a_pipeline_comes_with_a_new_project(cli: Cli, tmp_path: Path, host: str) -> None:
    assert cli("init", tmp_path, "--ci", host).exit_code == 0
    assert files(tmp_path) == sorted((*SPECS, PIPELINES[host]))


@pytest.mark.parametrize("host", sorted(PIPELINES))
def test_a_pipeline_can_be_added_to_a_project_once(cli: Cli, tmp_path: Path, host: str) -> None:
    cli("init", tmp_path)
    added = cli("init", tmp_path, "--ci", host)
    pipeline = tmp_path / PIPELINES[host]
    said = f"1 file in {tmp_path}; now read {pipeline} and commit it with out/\n"
    assert (added.exit_code, added.output) == (0, said)
    again = cli("init", tmp_path, "--ci", host)
    assert again.exit_code == 2
    assert again.stderr.endswith(f"{PIPELINES[host]} exists already; nothing was written\n")


@pytest.mark.parametrize("host", sorted(PIPELINES))
def test_a_pipeline_checks_renders_and_looks_for_drift(cli: Cli, tmp_path: Path, host: str) -> None:
    cli("init", tmp_path, "--ci", host)
    calls = list(calls_in((tmp_path / PIPELINES[host]).read_text("utf-8")))
    assert {call[0] for call in calls} == {"check", "prove", "render"}
    assert any("--drift" in call for call in calls)
    for call in calls:
        result = cli("-C", tmp_path, *call)
        assert "Usage:" not in result.stderr, call


def test_the_pipeline_for_github_annotates(cli: Cli, tmp_path: Path) -> None:
    cli("init", tmp_path, "--ci", "github")
    calls = list(calls_in((tmp_path / PIPELINES["github"]).read_text("utf-8")))
    checks = [call for call in calls if call[0] == "check"]
    assert all(call[-2:] == ["--format", "github"] for call in checks)


@pytest.mark.parametrize("host", sorted(PIPELINES))
def test_a_pipeline_takes_promtool_from_a_pinned_image(cli: Cli, tmp_path: Path, host: str) -> None:
    cli("init", tmp_path, "--ci", host)
    text = (tmp_path / PIPELINES[host]).read_text("utf-8")
    assert re.findall(r"prom/prometheus:[\w.]+", text) == [prometheus_image()]
    assert "latest" not in text.replace("ubuntu-latest", "")


@pytest.mark.parametrize("on_path", [False, True])
def test_what_to_run_next_is_said_as_the_program_was_called(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, on_path: bool
) -> None:
    program = tmp_path / "bin" / "promspec"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent) if on_path else "/nowhere")
    monkeypatch.setattr("generator.cli.options.sys", types.SimpleNamespace(argv=[str(program)]))
    root = tmp_path / "shop"
    said = "promspec" if on_path else program
    assert cli("init", root).output == f"6 files in {root}; now run: {said} -C {root} render\n"


@pytest.mark.parametrize("host", sorted(PIPELINES))
def test_a_pipeline_installs_the_version_that_wrote_it(cli: Cli, tmp_path: Path, host: str) -> None:
    cli("init", tmp_path, "--ci", host)
    text = (tmp_path / PIPELINES[host]).read_text("utf-8")
    assert f'"${{PROMSPEC:-promspec=={generator.__version__}}}"' in text


def test_the_hooks_for_pre_commit_call_what_there_is(cli: Cli, tmp_path: Path) -> None:
    cli("init", tmp_path)
    assert cli("-C", tmp_path, "render").exit_code == 0
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["promspec-check", "promspec-render", "promspec-drift"]
    for hook in hooks:
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], "specs/components/http.yaml")
        program, *call = hook["entry"].split()
        assert program == "promspec"
        assert cli("-C", tmp_path, *call).exit_code == 0, hook["id"]


def calls_in(pipeline: str) -> list[list[str]]:
    """Return the arguments of each call of promspec in the scripts of a pipeline."""
    found = [text for text in scalars(yaml.safe_load(pipeline)) if "promspec" in text]
    commands = [part.split() for text in found for part in re.split(r"&&|\n", text)]
    names = set(main.cli.list_commands(click.Context(main.cli)))
    calls = [words[1:] for words in commands if words[:1] == ["promspec"] and len(words) > 1]
    assert all(call[0] in names for call in calls), calls
    return calls


def scalars(node: Any) -> list[str]:
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        return [text for one in node for text in scalars(one)]
    return [str(node)]
