"""Renders that are killed, interrupted or fail half way, and renders at the same time."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.finding import PromspecError
from generator.emit import lock
from generator.emit.drift import drift
from generator.emit.folder import Folder
from tests.unit.emit.trees import (
    HTTP,
    LATENCY,
    MAIN,
    ROOT,
    RUNBOOK,
    VERSION,
    artifacts,
    codes,
    render,
    state,
    tree,
)

OLD = {HTTP: "old", RUNBOOK: "same", "prometheus/rules/gone.yml": "gone", MAIN: "gone.yml http.yml"}
NEW = {HTTP: "new", RUNBOOK: "same", LATENCY: "new", MAIN: "http.yml latency.yml"}
OTHER = {HTTP: "other", LATENCY: "other", "docs/new.md": "other"}


@pytest.fixture(scope="module", params=["over an old tree", "for the first time"])
def killed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Output folders in which a render was killed, each at another step."""
    folder = tmp_path_factory.mktemp("killed")
    old = OLD if request.param == "over an old tree" else {}
    (folder / "old.json").write_text(json.dumps(old))
    (folder / "new.json").write_text(json.dumps(NEW))
    command = [sys.executable, "-m", "tests.unit.emit.killing", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    outs = sorted(folder.glob("*/out"), key=lambda out: int(out.parent.name))
    assert len(outs) > 30, "there are more steps than that"
    assert visible_files(outs[-1]) == NEW
    return outs


def visible_files(out: Path) -> dict[str, str]:
    """What a program that mounts the tree can see."""
    return {path: text for path, text in tree(out).items() if not path.endswith(".tmp")}


def test_a_killed_render_leaves_whole_files_and_no_dangling_reference(killed: list[Path]) -> None:
    for out in killed:
        files = visible_files(out)
        for path, text in files.items():
            assert text in {OLD.get(path), NEW.get(path)}
        for name in files.get(MAIN, "").split():
            assert f"prometheus/rules/{name}" in files


@pytest.mark.parametrize("then", [NEW, OLD, OTHER], ids=["the same", "the old", "another"])
def test_after_a_kill_any_render_works(
    killed: list[Path], tmp_path: Path, then: dict[str, str]
) -> None:
    for number, out in enumerate(killed):
        again = copied(out, tmp_path / str(number))
        assert render(then, again).findings == ()
        assert tree(again) == then
        assert drift(artifacts(then), again, VERSION) == ()


@pytest.mark.parametrize("at", range(1, 4))
def test_after_a_kill_and_another_interruption_any_render_works(
    killed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    for number, out in enumerate(killed):
        again = copied(out, tmp_path / str(number))
        with pytest.raises(Interrupt), failing(monkeypatch, "replace", at, Interrupt()):
            render(OTHER, again)
        last = dict.fromkeys(OTHER, "last")
        assert render(last, again).findings == ()
        assert tree(again) == last


def test_after_a_kill_edits_are_still_seen(killed: list[Path], tmp_path: Path) -> None:
    for number, out in enumerate(killed):
        again = copied(out, tmp_path / str(number))
        if (again / HTTP).exists():
            (again / HTTP).write_text("edited")
            assert codes(render(OTHER, again)) == [("PS903", f"out/{HTTP}", 1)]


def copied(out: Path, project: Path) -> Path:
    """A copy of an output folder, if it was made at all."""
    project.mkdir()
    if out.exists():
        shutil.copytree(out, project / "out")
    return project / "out"


class Interrupt(BaseException):
    """Something like Ctrl-C."""


@contextlib.contextmanager
def failing(
    monkeypatch: pytest.MonkeyPatch, name: str, at: int, error: BaseException
) -> Iterator[None]:
    """Let one call of a function of the system fail."""
    function = getattr(os, name)
    numbers = iter(range(10_000))

    def fail(*args: object, **kwargs: object) -> object:
        if next(numbers) == at:
            raise error
        return function(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, name, fail)
        yield


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("name", ["replace", "unlink", "fsync", "fchmod", "mkdir"])
@pytest.mark.parametrize("error", [Interrupt(), OSError(5, "Input/output error")], ids=repr)
def test_a_failure_at_any_step_leaves_nothing_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: int, error: BaseException
) -> None:
    out = tmp_path / "out"
    render(OLD, out)
    new = {**NEW, "docs/a/b.md": "new"}
    with contextlib.suppress(Interrupt, PromspecError), failing(monkeypatch, name, at, error):
        render(new, out)
    assert not [path for path in tree(out) if path.endswith(".tmp")]
    assert all(text in {OLD.get(path), new.get(path)} for path, text in tree(out).items())
    assert render(OTHER, out).findings == ()
    assert tree(out) == OTHER


def test_a_forced_render_that_is_interrupted_does_not_adopt_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    render({HTTP: "a"}, out)
    (out / HTTP).write_text("edited")
    with (
        pytest.raises(Interrupt),
        failing(monkeypatch, "replace", 1, Interrupt()),
    ):
        render({HTTP: "b", RUNBOOK: "c"}, out, force=True)
    assert tree(out) == {HTTP: "edited"}
    assert codes(render({HTTP: "b"}, out)) == [("PS903", f"out/{HTTP}", 1)]


def test_leftovers_of_a_killed_render_are_swept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    render({HTTP: "a"}, out)
    (out / "docs/old").mkdir(parents=True)
    (out / "docs/old/.promspec-12.tmp").write_text("half")
    (out / ".promspec-1.tmp").symlink_to(tmp_path)
    assert [one.path for one in drift(artifacts({HTTP: "a"}), out, VERSION)] == [
        ".promspec-1.tmp",
        "docs/old/.promspec-12.tmp",
    ]
    render({HTTP: "a"}, out)
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "prometheus"]


def test_a_refused_render_does_not_even_sweep(tmp_path: Path) -> None:
    out = tmp_path / "out"
    render({HTTP: "a"}, out)
    (out / HTTP).write_text("edited")
    (out / ".promspec-1.tmp").touch()
    before = state(out)
    assert render({HTTP: "a"}, out).findings
    assert state(out) == before


def test_a_second_render_gives_up_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    render({HTTP: "a"}, out)
    monkeypatch.setattr(lock, "_PAUSE", 0)
    with Folder.opened(out, "out") as first:
        assert lock.lock(first.fd)
        before = state(out)
        assert codes(render({HTTP: "b"}, out)) == [("PS907", "out", 1)]
        assert [one.finding.code for one in drift(artifacts({HTTP: "b"}), out, VERSION)] == [
            "PS907"
        ]
        assert state(out) == before
    assert render({HTTP: "b"}, out).findings == ()


def test_readers_do_not_keep_each_other_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    render({HTTP: "a"}, out)
    with Folder.opened(out, "out") as first:
        assert lock.lock(first.fd, shared=True)
        assert drift(artifacts({HTTP: "a"}), out, VERSION) == ()


def test_renders_at_once_do_not_mix(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.unit.emit.trees import render
who, out = sys.argv[1], Path(sys.argv[2])
for turn in range(20):
    shared = {f"prometheus/rules/{number}.yml": f"{who} {turn}" for number in range(10)}
    result = render({**shared, f"runbooks/{who}.md": who}, out)
    assert result.findings == (), result.findings
"""
    out = tmp_path / "out"
    command = [sys.executable, "-c", code]
    both = [subprocess.Popen([*command, who, str(out)], cwd=ROOT) for who in ("one", "two")]
    assert [process.wait() for process in both] == [0, 0]
    files = tree(out)
    winner = "one" if "runbooks/one.md" in files else "two"
    assert files == {
        f"runbooks/{winner}.md": winner,
        **{f"prometheus/rules/{number}.yml": f"{winner} 19" for number in range(10)},
    }
