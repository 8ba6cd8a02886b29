"""The files that a project begins with."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.core.finding import PromspecError

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off"}  # to one YAML reader or another


def project_id(root: Path) -> str:
    """Return the id of a project after the name of its folder."""
    name = _NOT_IN_ID.sub("-", root.resolve().name.lower()).strip("-")
    plain = name[:1].isalpha() and name not in _NO_TEXT
    return name if plain else f"project-{name}".rstrip("-")


def write_new(root: Path, files: Mapping[str, str], *, overwrite: bool = False) -> None:
    """Write files below a folder; unless ``overwrite``, none of them may exist.

    Raises:
        PromspecError: one exists, and nothing was written, or it cannot be written.
    """
    taken = [] if overwrite else [path for path in files if (root / path).exists()]
    if taken:
        raise PromspecError(f"{root / taken[0]} exists already; nothing was written")
    try:
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("w" if overwrite else "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise PromspecError(f"cannot write {error.filename}: {error.strerror}") from error
