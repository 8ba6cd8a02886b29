"""Help: what it says, and that it does not wait for the stages."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import generator
from generator import report
from generator.cli import main, options, schema
from generator.core.finding import Severity
from generator.spec.kinds import KINDS
from tests.support.program import promspec, python

COMMANDS = sorted(main._COMMANDS)
HEAVY = ["grafanalib", "jinja2", "jsonschema", "promql_parser", "pydantic", "yaml"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_reads_like_a_manual(
    command: str, tmp_path: Path, golden: Callable[..., None]
) -> None:
    answer = promspec(*command.split(), "--help", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    golden(f"help-{command}.txt" if command else "help.txt", answer.out)


@pytest.mark.parametrize("command", ["--version", "--help", *(f"{one} --help" for one in COMMANDS)])
def test_help_imports_no_stage(command: str, tmp_path: Path) -> None:
    answer = python(
        "-c",
        "import json, sys; from generator.cli.main import main\n"
        "try: main()\n"
        f"finally: print(json.dumps(sorted(set(sys.modules) & set({HEAVY}))))",
        *command.split(),
        cwd=tmp_path,
    )
    assert json.loads(answer.out.splitlines()[-1]) == []


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    answer = promspec("--version", cwd=tmp_path)
    assert (answer.code, answer.out) == (0, f"promspec {generator.__version__}\n")


def test_no_command_shows_the_help_and_is_a_mistake(tmp_path: Path) -> None:
    answer = promspec(cwd=tmp_path)
    help_text = promspec("--help", cwd=tmp_path).out
    assert (answer.code, (answer.out + answer.err).rstrip()) == (2, help_text.rstrip())


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_the_name_it_is_listed_under(name: str) -> None:
    command = main.cli.get_command(click.Context(main.cli), name)
    assert command is not None
    assert command.name == name


def test_what_help_names_without_importing_it_is_what_there_is() -> None:
    assert sorted(options.FORMATS) == sorted(report.FORMATS)
    assert list(options.SEVERITIES) == [one.value for one in Severity]
    assert list(schema.KINDS) == list(KINDS)
