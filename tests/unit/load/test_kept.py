"""What is kept is what would be made, and is made anew whenever that could be something else."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.load import fingerprint, kept
from generator.load.kept import kept as keep

Make = Callable[[], str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept: beside the modules of a promspec of its own."""
    (tmp_path / "__init__.py").touch()
    monkeypatch.setattr("generator.__file__", str(tmp_path / "__init__.py"))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(kept, "tool", fingerprint.tool.__wrapped__)
    return tmp_path / "__pycache__"


@pytest.fixture
def made() -> list[str]:
    """What was made so far."""
    return []


@pytest.fixture
def make(made: list[str]) -> Make:
    """Make a text, and another one each time."""

    def make() -> str:
        made.append(f"text ä {len(made)}\n\r\nand more")
        return made[-1]

    return make


def test_a_text_is_made_once(folder: Path, make: Make, made: list[str]) -> None:
    assert [keep("a", make), keep("a", make), keep("b", make)] == [made[0], *made]
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{name}.{sys.implementation.cache_tag}" for name in "ab"
    ]


@pytest.mark.parametrize("what", ["promspec", "python", "library"])
def test_another_promspec_python_or_library_makes_it_anew(
    folder: Path, make: Make, made: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    keep("a", make)
    if what == "promspec":
        (folder.parent / "new.py").touch()
    elif what == "python":
        monkeypatch.setattr("sys.version", "3.99")
    else:
        monkeypatch.setattr(fingerprint, "_LIBRARIES", ("click",))
    assert keep("a", make) == made[1]


@pytest.mark.parametrize("broken", [b"", b"\xff", b"text \xc3\xa4 0\n", None])
def test_a_broken_file_is_not_believed(
    folder: Path, make: Make, made: list[str], broken: bytes | None
) -> None:
    keep("a", make)
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1] if broken is None else broken)
    assert [keep("a", make), keep("a", make)] == [made[1], made[1]]


def test_where_nothing_may_be_written_nothing_is_kept(
    folder: Path, make: Make, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.touch()  # in the place of the folder
    assert [keep("a", make), keep("a", make)] == made
    folder.unlink()
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert [keep("a", make), keep("a", make)] == made[2:]
    assert not folder.exists()


def test_without_a_known_promspec_nothing_is_kept(
    folder: Path, make: Make, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "_LIBRARIES", ("no_such_library",))
    (folder.parent / "link").symlink_to("nowhere")
    assert [keep("a", make), keep("a", make)] == made
    assert not folder.exists()
