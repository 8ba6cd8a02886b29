"""What happens when promspec itself fails or is stopped: never a traceback, never a wrong code."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.program import environment, promspec

Cli = Callable[..., Result]


class _ForeignPanicError(BaseException):
    """As libraries written in Rust raise it: no Exception."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("missing"), "KeyError: 'missing'"),
        (RecursionError("too deep"), "RecursionError: too deep"),
        (_ForeignPanicError("index out of range"), "_ForeignPanicError: index out of range"),
    ],
)
def test_a_fault_is_told_with_all_that_a_report_needs(
    cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    said: str,
) -> None:
    def fail(_: Path) -> None:
        raise error

    monkeypatch.setattr("generator.app.project.read_specs", fail)
    result = cli("-C", tmp_path, "check")
    assert (result.exit_code, result.stdout) == (3, "")
    *lines, first, second, third = result.stderr.splitlines()
    assert re.sub(r":\d+ ", ":N ", "\n".join(lines)) == (
        f"promspec: internal fault: {said.replace('_Foreign', f'{__name__}._Foreign')}\n"
        "  in cli/main.py:N (_run)\n"
        "  in cli/check.py:N (command)\n"
        "  in cli/checking.py:N (check_specs)\n"
        "  in app/project.py:N (read)"
    )
    assert re.fullmatch(
        r"  This is a defect of promspec, not of your specs \(promspec \S+, Python \S+, \w+\)\.",
        first,
    )
    assert (second, third) == (
        "  No file is half written. Please report it with this text and, if you can, the specs",
        "  that led to it.",
    )


def test_a_fault_while_rendering_leaves_the_output_as_it_was(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("init", tmp_path / "shop")
    cli("-C", tmp_path / "shop", "render")
    before = _state(tmp_path / "shop" / "out")

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("generator.emit.tree.compare", fail)
    result = cli("-C", tmp_path / "shop", "render")
    assert result.exit_code == 3
    assert "ZeroDivisionError" in result.stderr
    assert _state(tmp_path / "shop" / "out") == before


def _state(out: Path) -> dict[Path, tuple[int, bytes]]:
    files = (path for path in out.rglob("*") if path.is_file())
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


_HANGING = """
import signal
import time
import generator.app
from generator.cli.main import main

# A shell that starts something in the background lets it ignore interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

def hang(root):
    print("ready", flush=True)
    time.sleep(60)

generator.app.read = hang
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_an_interrupted_run_says_so_and_exits_with_130(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HANGING, "check"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "\npromspec: interrupted\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are different there")
@pytest.mark.parametrize("command", [["schema", "component"], ["--help"], ["explain", "PS202"]])
def test_a_reader_that_has_read_enough_ends_the_program_quietly(
    command: list[str], tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "generator", *command],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()  # before the program can have written anything
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


def test_warnings_of_libraries_are_not_shown(tmp_path: Path) -> None:
    assert promspec("init", "shop", cwd=tmp_path).err == ""
    assert promspec("-C", "shop", "render", cwd=tmp_path).err == ""
