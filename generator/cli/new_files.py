"""The files that a project begins with."""

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from generator.core.finding import PromspecError

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off"}  # to one YAML reader or another


def project_id(root: Path) -> str:
    """Return the id of a project after the name of its folder."""
    name = _NOT_IN_ID.sub("-", Path(os.path.realpath(root)).name.lower()).strip("-")
    plain = name[:1].isalpha() and name not in _NO_TEXT
    return name if plain else f"project-{name}".rstrip("-")


def write_new(root: Path, files: Mapping[str, str], *, overwrite: bool = False) -> None:
    """Write files below a folder; unless ``overwrite``, none of them may exist.

    Raises:
        PromspecError: one exists, and nothing was written, or it cannot be written.
    """
    taken = [] if overwrite else [path for path in files if os.path.lexists(root / path)]
    if taken:
        raise PromspecError(f"{root / taken[0]} exists already; nothing was written")
    made: list[Path] = []
    for path, text in files.items():
        target = root / path
        try:
            _make_folders(target.parent, made)
            if not os.path.lexists(target):
                made.append(target)
            with target.open("w" if overwrite else "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            _remove(made)
            message = f"cannot write {error.filename or target}: {error.strerror}"
            raise PromspecError(message) from error


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and note which were not there."""
    missing = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    for one in reversed(missing):
        one.mkdir()
        made.append(one)
    if not folder.is_dir():
        folder.mkdir()  # says what stands there


def _remove(made: list[Path]) -> None:
    """Take back what was made, so that the next try finds nothing in its way."""
    for path in reversed(made):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
