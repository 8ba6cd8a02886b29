"""The rules that the repository itself keeps."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_TARGETS = {
    "arch",
    "bench",
    "check",
    "ci",
    "clean",
    "demo",
    "fmt",
    "golden",
    "help",
    "lint",
    "render",
    "schema",
    "test",
    "tools",
    "types",
    "wheelhouse",
}
# Spelled in pieces, so that this file does not find itself.
_FORBIDDEN = {
    "an index address": re.compile(
        r"(?:--(?:extra-)?index" + r"-url|//[\w.-]*pypi\.|/sim" + r"ple/)"
    ),
    "a home folder": re.compile(r"(?<![\w.$}{~-])/(?:ro" + r"ot|ho" + r"me/\w+|Us" + r"ers/\w+)/"),
}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+")


def _tracked_files() -> list[Path]:
    """List what is committed or about to be, or skip where git cannot tell."""
    git = shutil.which("git")
    if git is None or not (_ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of tracked files")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip(f"git cannot list the files: {listing.stderr.strip()}")
    return [_ROOT / name for name in listing.stdout.split("\0") if name]


def _lock_entries() -> dict[str, list[str]]:
    """Map each pin of the lock to its hashes."""
    entries: dict[str, list[str]] = {}
    name = ""
    for line in (_ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        pin = _PIN.match(line)
        if pin:
            name = pin.group(1)
            entries[name] = []
        entries.get(name, []).extend(re.findall(r"--hash=sha256:([0-9a-f]{64})", line))
    return entries


@pytest.mark.parametrize("what", sorted(_FORBIDDEN))
def test_no_file_names_a_place_outside_the_repository(what: str) -> None:
    offences = []
    for path in _tracked_files():
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        offences += [
            f"{path.relative_to(_ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if _FORBIDDEN[what].search(line)
        ]
    assert offences == [], f"{what} in a tracked file"


def test_every_pin_of_the_lock_has_hashes() -> None:
    entries = _lock_entries()
    assert "pydantic-core" in entries
    assert [name for name, hashes in entries.items() if not hashes] == []


@pytest.mark.parametrize("name", ["markupsafe", "promql-parser", "pydantic-core", "pyyaml"])
def test_the_lock_knows_the_wheels_of_more_than_one_platform(name: str) -> None:
    assert len(_lock_entries()[name]) > 10


def test_the_lock_pins_every_declared_dependency() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[<>=!~;\[ ]", text, maxsplit=1)[0].lower() for text in declared]
    assert [name for name in names if name not in _lock_entries()] == []


def test_make_help_lists_every_target() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    answer = subprocess.run(
        [make, "--no-print-directory", "--directory", _ROOT],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )
    listed = {line.split()[0] for line in answer.stdout.splitlines()}
    assert sorted(_TARGETS - listed) == []


def test_every_ci_script_is_executable() -> None:
    scripts = [path for path in (_ROOT / ".ci").iterdir() if path.is_file()]
    assert scripts
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []


def test_every_ci_script_says_what_it_does() -> None:
    for script in (_ROOT / ".ci").iterdir():
        first, second = script.read_text(encoding="utf-8").splitlines()[:2]
        assert first.startswith("#!"), script.name
        assert second.startswith("# "), script.name
