"""Fixtures of all tests."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from generator.cli.main import main

if TYPE_CHECKING:
    from tests.support.projects import ProjectCopy

# A slow machine makes no property false.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the expected files instead of comparing with them",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file below `golden/` beside the test: `golden("note.json", text)`."""
    folder = request.path.parent / "golden"
    update: bool = request.config.getoption("--update-golden")

    def compare(name: str, text: str) -> None:
        path = folder / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        assert path.is_file(), f"there is no golden/{name}: run `make golden` and read it"
        # Bytes, because reading as text would take other line ends for the same.
        assert text == path.read_bytes().decode(), f"not what golden/{name} says; see `make golden`"

    return compare


@pytest.fixture
def project(tmp_path: Path) -> "ProjectCopy":
    """Copies the repository's specs to a folder of the test's own."""
    # Imported here: the tests of one stage run also while another is broken.
    from tests.support.projects import copy_project  # noqa: PLC0415

    return copy_project(tmp_path / "project")


class _Program(click.Command):
    """The whole program for click's runner, with the part that turns faults into exit codes."""

    def main(self, *_: Any, **options: Any) -> Any:
        before = sys.argv
        sys.argv = ["promspec", *options["args"]]
        try:
            main()
        finally:
            sys.argv = before


@pytest.fixture
def cli() -> Callable[..., Result]:
    """Runs the command: `cli("-C", folder, "render")`."""

    def run(*args: str | Path) -> Result:
        return CliRunner().invoke(_Program("promspec"), [str(each) for each in args])

    return run
