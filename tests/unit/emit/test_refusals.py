"""What no render may touch, and what the system may refuse."""

import errno
import hashlib
import os
from io import BufferedReader
from pathlib import Path

import pytest

from generator.core.finding import PromspecError
from tests.unit.emit.trees import HTTP, LATENCY, MAIN, RUNBOOK, codes, render, state, tree


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project/out"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that is none of our business."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "http.yml").write_text("theirs")
    return folder


@pytest.mark.parametrize("force", [False, True])
def test_a_link_to_a_folder_is_not_followed(out: Path, outside: Path, *, force: bool) -> None:
    render({RUNBOOK: "a"}, out)
    (out / "prometheus").mkdir()
    (out / "prometheus/rules").symlink_to(outside)
    before = state(out)
    result = render({RUNBOOK: "b", HTTP: "a", LATENCY: "b"}, out, force=force)
    assert codes(result) == [("PS905", "out/prometheus/rules", 1)], "one finding for one link"
    assert state(out) == before
    assert tree(outside) == {"http.yml": "theirs"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", [HTTP, "manifest.json"])
def test_a_link_to_a_file_is_not_replaced(
    out: Path, outside: Path, path: str, *, force: bool
) -> None:
    (out / path).parent.mkdir(parents=True)
    (out / path).symlink_to(outside / "http.yml")
    assert codes(render({HTTP: "theirs"}, out, force=force)) == [("PS905", f"out/{path}", 1)]
    assert (out / path).is_symlink()
    assert tree(outside) == {"http.yml": "theirs"}


@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_removed_through_a_link(out: Path, outside: Path, *, force: bool) -> None:
    render({RUNBOOK: "a", HTTP: "theirs"}, out)
    (out / HTTP).unlink()
    (out / HTTP).parent.rmdir()
    (out / HTTP).parent.symlink_to(outside)
    assert render({RUNBOOK: "a"}, out, force=force).removed == ()
    assert tree(outside) == {"http.yml": "theirs"}


def test_a_link_that_appears_after_the_check_is_not_followed(
    out: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render({HTTP: "a"}, out)
    digest = hashlib.file_digest

    def attack(file: BufferedReader, name: str) -> object:
        (out / "prometheus/rules").rename(out / "prometheus/old")
        (out / "prometheus/rules").symlink_to(outside)
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", attack)
    with pytest.raises(
        PromspecError, match=r"cannot write out/prometheus/rules/http\.yml: Not a dir"
    ):
        render({HTTP: "b"}, out)
    assert tree(outside) == {"http.yml": "theirs"}
    assert tree(out / "prometheus/old") == {"http.yml": "a"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("target", [".", "..", "out", "nowhere", "build/out", "outside"])
def test_an_output_folder_that_is_a_link_is_refused_wherever_it_leads(
    out: Path, outside: Path, target: str, *, force: bool
) -> None:
    (out.parent / "build/out").mkdir(parents=True)
    out.symlink_to(outside if target == "outside" else target)
    result = render({HTTP: "a"}, out, force=force)
    assert codes(result) == [("PS905", "out", 1)]
    assert result.findings[0].message == "`out` is a symbolic link; it is not followed"
    assert tree(outside) == {"http.yml": "theirs"}
    assert list((out.parent / "build/out").iterdir()) == []
    assert out.is_symlink()


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_place_of_a_file_is_left_alone(out: Path, *, force: bool) -> None:
    (out / HTTP).mkdir(parents=True)
    assert codes(render({HTTP: "a", MAIN: "b"}, out, force=force)) == [("PS906", f"out/{HTTP}", 1)]
    assert tree(out) == {}


def test_a_file_in_place_of_a_folder_is_left_alone(out: Path) -> None:
    out.mkdir()
    (out / "prometheus").write_text("a")
    assert codes(render({HTTP: "a", MAIN: "b"}, out)) == [("PS906", "out/prometheus", 1)]
    assert tree(out) == {"prometheus": "a"}


def test_a_pipe_is_not_waited_for(out: Path) -> None:
    (out / HTTP).parent.mkdir(parents=True)
    os.mkfifo(out / HTTP)
    assert codes(render({HTTP: "a"}, out)) == [("PS906", f"out/{HTTP}", 1)]


def test_a_file_in_place_of_the_output_folder_is_left_alone(out: Path) -> None:
    out.write_text("a")
    assert codes(render({HTTP: "a"}, out)) == [("PS906", "out", 1)]
    assert out.read_text() == "a"


def test_names_that_differ_only_in_case_are_refused(out: Path) -> None:
    (out / "prometheus/Rules").mkdir(parents=True)
    result = render({HTTP: "a", LATENCY: "b"}, out, force=True)
    assert codes(result) == [("PS908", "out/prometheus/rules", 1)]
    assert result.findings[0].message == (
        "`out/prometheus/Rules` differs only in case from `prometheus/rules`, which is generated"
    )


def test_several_reasons_are_told_at_once(out: Path) -> None:
    render({HTTP: "a", LATENCY: "b", RUNBOOK: "c"}, out)
    for path in (HTTP, RUNBOOK):
        (out / path).write_text("edited")
    (out / MAIN).mkdir()
    found = [code for code, _, _ in codes(render({HTTP: "a", LATENCY: "b", MAIN: "d"}, out))]
    assert found == ["PS906", "PS903", "PS903"]


def test_a_read_only_folder_is_an_error_that_names_it(out: Path) -> None:
    render({HTTP: "a"}, out)
    folder = (out / HTTP).parent
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("permissions do not bind this user")
        with pytest.raises(PromspecError, match=r"cannot write out/prometheus/rules/http\.yml: "):
            render({HTTP: "b"}, out)
    finally:
        folder.chmod(0o755)
    assert tree(out) == {HTTP: "a"}


def test_a_project_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PromspecError, match="cannot make out: No such file"):
        render({HTTP: "a"}, tmp_path / "missing/out")


def test_a_file_system_without_locks_is_an_error(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_fd: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(PromspecError, match="cannot lock out: No locks available"):
        render({HTTP: "a"}, out)


def test_a_name_too_long_for_the_file_system_is_an_error(out: Path) -> None:
    render({HTTP: "a"}, out)
    with pytest.raises(PromspecError, match="File name too long"):
        render({HTTP: "b", "x" * 300 + "/a.md": "c"}, out)
    assert tree(out) == {HTTP: "a"}


@pytest.mark.parametrize("fails_at", range(4))
def test_a_full_disk_changes_nothing(
    out: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    before = state(out)
    calls = iter(range(100))

    def full(_fd: int) -> None:
        if next(calls) == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PromspecError, match="No space left on device"):
        render({HTTP: "new", "docs/new/index.md": "c"}, out)
    after = state(out)
    assert {path: after[path] for path in before if (out / path).is_file()} == {
        path: before[path] for path in before if (out / path).is_file()
    }
    assert after.keys() == before.keys(), "neither temporary files nor new folders stay"
