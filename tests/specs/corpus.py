"""The corpus of bad specs: each case is the base project with something wrong in it.

A case is a folder below `bad/`. Its files under `specs/` stand over those of the base. `case.yaml`
says what is wrong, whether the JSON Schema sees it too (`structural`), and the change that makes it
good again (`fix`). What git cannot hold is made on the spot (`make`). `expected.findings` holds a
line `CODE file:line:column message` for each finding, and below it the help.
"""

import dataclasses
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from generator import app
from generator.report.located import locate

FOLDER = Path(__file__).resolve().parent
BASE = FOLDER / "base"
_KEYS = {"what", "structural", "fix", "make"}


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """One bad spec with the change that makes it good."""

    folder: Path
    what: str
    structural: bool
    fix: tuple[dict[str, Any], ...]
    make: dict[str, dict[str, Any]]

    @property
    def slug(self) -> str:
        return self.folder.name

    @property
    def files(self) -> list[Path]:
        """The spec files that the case brings along."""
        return sorted(path for path in (self.folder / "specs").rglob("*") if path.is_file())

    @property
    def expected(self) -> Path:
        return self.folder / "expected.findings"

    def build(self, root: Path) -> Path:
        """Make the project of the case below a folder."""
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        if (self.folder / "specs").is_dir():
            shutil.copytree(self.folder / "specs", root / "specs", dirs_exist_ok=True)
        for name, how in self.make.items():
            _make(root / name, how)
        return root

    def repair(self, root: Path) -> None:
        """Make the change that should leave nothing to find."""
        for change in self.fix:
            _apply(root, change)


def cases() -> list[Case]:
    """Every case of the corpus, by slug."""
    return [_case(folder) for folder in sorted((FOLDER / "bad").iterdir()) if folder.is_dir()]


def _case(folder: Path) -> Case:
    told = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    assert set(told) <= _KEYS, f"{folder.name}/case.yaml has unknown keys"
    fix = told["fix"]
    return Case(
        folder=folder,
        what=told["what"],
        structural=told.get("structural", False),
        fix=tuple(fix) if isinstance(fix, list) else (fix,),
        make=told.get("make", {}),
    )


def _make(path: Path, how: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    match how:
        case {"link": target}:
            path.symlink_to(target)
        case {"pipe": True}:
            os.mkfifo(path)
        case {"hex": digits}:
            path.write_bytes(bytes.fromhex(digits))
        case {"repeat": text, "times": times, **rest}:
            whole = f"{rest.get('before', '')}{text * times}{rest.get('after', '')}"
            path.write_text(whole, encoding="utf-8")
        case {"remove": True}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        case _:
            raise ValueError(how)


def _apply(root: Path, change: dict[str, Any]) -> None:
    match change:
        case {"remove": name}:
            (root / name).unlink()
        case {"rename": name, "to": to}:
            (root / name).rename(root / to)
        case {"restore": True}:
            shutil.rmtree(root / "specs", ignore_errors=True)
            shutil.copytree(BASE / "specs", root / "specs")
        case {"file": name, "replace": old, "by": new}:
            path = root / name
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
            path.write_text(text.replace(old, new), encoding="utf-8")
        case _:
            raise ValueError(change)


def told(project: app.Project) -> str:
    """What is wrong with a project, in the notation of `expected.findings`."""
    rows = [
        {
            "code": one.code,
            "file": one.span.file,
            "line": one.span.line,
            "column": one.span.column,
            "message": one.message,
            "fix": one.fix,
        }
        for one in locate(app.check(project), project.sources)
    ]
    return in_lines(rows)


def in_lines(rows: Iterable[dict[str, Any]]) -> str:
    """Findings in the notation of `expected.findings`; those of JSON reports as well."""
    return "".join(
        f"{row['code']} {row['file']}:{row['line']}:{row['column']} {row['message']}\n"
        f"  help: {row['fix']}\n"
        for row in rows
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    """The bytes of every regular file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if stat.S_ISREG(path.lstat().st_mode)
    }
