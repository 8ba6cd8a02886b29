"""The same specs give the same bytes: on any machine, in any locale, at any time, from anywhere."""

import shutil
from pathlib import Path

import pytest

from tests.support.program import ROOT, environment, promspec

SPECS = ROOT / "specs"


def copy_specs(root: Path, *, reverse: bool = False) -> None:
    """Copy the specs file by file, so that the order in which they were made can be chosen."""
    for path in sorted(SPECS.rglob("*.yaml"), reverse=reverse):
        target = root / "specs" / path.relative_to(SPECS)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def times(out: Path) -> dict[str, int]:
    """When each file and folder was changed last."""
    return {
        path.relative_to(out).as_posix(): path.stat().st_mtime_ns for path in (out, *out.rglob("*"))
    }


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was rendered in the plainest way."""
    root = tmp_path_factory.mktemp("plain")
    copy_specs(root)
    answer = promspec("render", cwd=root, env=environment(LC_ALL="C", TZ="UTC", PYTHONHASHSEED="0"))
    assert (answer.code, answer.err) == (0, "")
    return root


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"LANG": "de_DE.ISO-8859-1", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4294967295"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "20", "TERM": "dumb", "PYTHONOPTIMIZE": "2", "PYTHONIOENCODING": "ascii"},
    ],
    ids=["turkish", "latin-1", "ascii", "terminal"],
)
def test_neither_the_machine_nor_the_place_shows_in_the_output(
    rendered: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    root = tmp_path / "elsewhere, far ä way" / "x" / "project"
    copy_specs(root, reverse=True)
    answer = promspec("-C", root, "render", cwd=tmp_path, env=environment(**variables))
    assert (answer.code, answer.err) == (0, "")
    assert tree(root / "out") == tree(rendered / "out")


def test_a_second_render_leaves_every_file_alone(rendered: Path) -> None:
    before = times(rendered / "out")
    answer = promspec("render", cwd=rendered, env=environment(TZ="Asia/Kathmandu"))
    count = len(tree(rendered / "out"))
    assert answer.out.splitlines()[-1] == f"out: 0 written, {count} unchanged, 0 removed"
    assert times(rendered / "out") == before


def test_no_output_names_the_place_it_was_made_at(rendered: Path) -> None:
    place = str(rendered).encode()
    assert [path for path, content in tree(rendered / "out").items() if place in content] == []


def test_what_is_committed_is_what_the_specs_render(rendered: Path) -> None:
    answer = promspec("check", "--drift", cwd=ROOT)
    assert (answer.code, answer.err) == (0, ""), f"run `make render` and commit:\n{answer.out}"
    # By another way, too: the same files with the same bytes, and no more.
    assert tree(ROOT / "out") == tree(rendered / "out")
