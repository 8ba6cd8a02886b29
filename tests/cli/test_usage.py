"""Calls that make no sense: exit code 2 and what to do instead."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.program import Answer, environment, promspec, python

HELP = "Try 'promspec --help' for help.\n\nError: "
USAGE = f"Usage: promspec [OPTIONS] COMMAND [ARGS]...\n{HELP}"


def refusal(*args: str, cwd: Path) -> str:
    answer = promspec(*args, cwd=cwd)
    assert (answer.code, answer.out) == (2, "")
    return answer.err


def test_a_misspelt_command_is_guessed(tmp_path: Path) -> None:
    said = refusal("rendr", cwd=tmp_path)
    assert said == f"{USAGE}There is no command `rendr`. Did you mean `render`?\n"


def test_a_command_like_no_other_is_not_guessed(tmp_path: Path) -> None:
    assert refusal("frobnicate", cwd=tmp_path) == f"{USAGE}There is no command `frobnicate`.\n"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    said = refusal("-C", "nowhere", "check", cwd=tmp_path)
    assert said == f"{USAGE}Invalid value for '-C': Directory 'nowhere' does not exist.\n"


def test_a_file_is_no_folder_of_a_project(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal("-C", "file", "check", cwd=tmp_path)
    assert said == f"{USAGE}Invalid value for '-C': Directory 'file' is a file.\n"


def test_the_folder_stands_before_the_command(tmp_path: Path) -> None:
    said = refusal("check", "-C", "shop", cwd=tmp_path)
    assert said.endswith("-C stands before the command: `promspec -C DIR check`.\n")


@pytest.mark.parametrize("command", [["explain", "x"], ["init", "x"]])
def test_a_command_for_one_project_refuses_two(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    said = refusal("-C", "a", "-C", ".", *command, cwd=tmp_path)
    assert said.endswith("Error: This command takes one project: give -C once.\n")


def test_what_decides_over_the_exit_code_is_not_hidden(tmp_path: Path) -> None:
    options = ("--min-severity", "error", "--fail-on")
    answer = promspec("check", *options, "advice", cwd=tmp_path)
    said = "Error: --min-severity error hides what --fail-on advice asks for.\n"
    assert (answer.code, answer.err[-len(said) :]) == (2, said)
    assert promspec("check", *options, "error", cwd=tmp_path).code == 1


def test_a_current_folder_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    answer = python(
        "-c",
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "from generator.cli.main import main\nmain()",
        "check",
        cwd=tmp_path,
    )
    said = "The current folder cannot be read: No such file or directory.\n"
    assert (answer.code, answer.out, answer.err) == (2, "", f"{USAGE}{said}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        said = refusal("-C", "closed", "check", cwd=tmp_path)
    finally:
        closed.chmod(0o700)
    assert said == f"{USAGE}Invalid value for '-C': Directory 'closed' is not readable.\n"


# Also root is refused to write past this limit, so the test runs everywhere.
_NO_SPACE = """
import resource
from generator.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
main()
"""


def run_without_space(*args: str | Path, cwd: Path) -> Answer:
    # No bytecode, because that could not be written either.
    env = environment(PYTHONDONTWRITEBYTECODE="1")
    return python("-c", _NO_SPACE, *args, cwd=cwd, env=env)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_what_the_system_refuses_to_write_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    assert promspec("init", "shop", cwd=tmp_path).code == 0
    answer = run_without_space("-C", "shop", "render", cwd=tmp_path)
    assert answer.code == 2
    assert answer.err.startswith("shop/out: not rendered: cannot write out/")
    assert answer.err.endswith(": File too large\n")
    assert list((tmp_path / "shop" / "out").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_result_that_cannot_be_printed_is_no_success(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "schema", "component"],
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = "promspec: cannot print the result: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_a_program_without_output_still_has_its_exit_code(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m generator check >&- 2>&-"],
        cwd=tmp_path,
        env=environment(),
        check=False,
    )
    assert done.returncode == 1


def test_init_says_what_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = promspec("init", "file/shop", cwd=tmp_path)
    said = "promspec: cannot write file/shop: Not a directory\n"
    assert (answer.code, answer.err) == (2, said)


LONG = "a" * 300


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("loop/shop", "cannot write loop/shop: Too many levels of symbolic links"),
        ("dangling", "cannot write dangling/specs: No such file or directory"),
        (LONG, f"cannot write {LONG}: File name too long"),
    ],
)
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert refusal("init", folder, cwd=tmp_path) == f"promspec: {said}\n"


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="there is no such file system")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    said = refusal("init", "/sys/kernel/shop", cwd=tmp_path)
    assert re.fullmatch(
        "promspec: cannot write /sys/kernel/shop: (Operation not permitted|Permission denied|"
        "Read-only file system)\n",
        said,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_project_that_does_not_fit_on_the_disk_is_not_begun(tmp_path: Path) -> None:
    answer = run_without_space("init", "new/shop", cwd=tmp_path)
    said = "promspec: cannot write new/shop/specs/components/http.yaml: File too large\n"
    assert (answer.code, answer.err) == (2, said)
    assert list(tmp_path.iterdir()) == []


def test_whatever_else_the_system_refuses_is_no_fault_of_the_program(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "specs/secret.yaml")

    monkeypatch.setattr("generator.app.project.read_specs", refuse)
    result = cli("-C", tmp_path, "check")
    said = "promspec: cannot use specs/secret.yaml: Permission denied\n"
    assert (result.exit_code, result.output) == (2, said)
