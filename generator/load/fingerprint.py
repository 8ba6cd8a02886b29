"""What a render is made from, as one hash: equal hashes mean that it would make the same again."""

import functools
import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import generator

# Of fewer specs a render takes so little that there is hardly anything to save.
FEW = 20
_LIBRARIES = ("attr", "grafanalib", "jinja2", "promql_parser", "pydantic", "pydantic_core", "yaml")


class UnclearError(Exception):
    """Something is no plain file, so that its name does not say what it holds."""


def fingerprint(root: Path, folder: str = "specs") -> str | None:
    """Return the hash of everything that the output of a project follows from.

    That is each spec with its name, promspec's own files and templates, and the Python and the
    libraries it runs on. None where it is not worth it, since there are few specs, or not safe.
    """
    try:
        specs = [] if (root / folder).is_symlink() else sorted(_files(root / folder))
        if len(specs) < FEW:
            return None
        found = hashlib.sha256(tool().encode())
        for path in specs:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            found.update(_text(path.relative_to(root), content))
    except (OSError, ImportError, ValueError, UnclearError):
        return None
    return found.hexdigest()


@functools.cache
def tool() -> str:
    """Return the hash that tells this promspec from any other, edited or installed, as it began.

    Raises:
        OSError: a file cannot be looked at.
        ImportError: a library is not there.
        ValueError: a library was not installed as usual.
        UnclearError: something is no plain file.
    """
    package = Path(generator.__file__).resolve().parent
    templates = package.parent / "templates"
    paths = sorted((*_files(package), *(_files(templates) if templates.is_dir() else ())))
    for name in _LIBRARIES:
        spec = importlib.util.find_spec(name)
        origin = Path((spec and spec.origin) or "")
        # What is installed or removed changes the folder that the library stands in.
        paths += [origin, origin.parent.parent]
    found = hashlib.sha256(_text(sys.version, sys.executable))
    for path in paths:
        state = path.stat()
        found.update(_text(path, state.st_size, state.st_mtime_ns))
    return found.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, but for Python's own.

    Raises:
        UnclearError: there is a link, a pipe or the like.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path)) if entry.name != "__pycache__" else ()
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
            else:
                raise UnclearError


def _text(*parts: object) -> bytes:
    return "\0".join((*map(str, parts), "")).encode(errors="surrogateescape")
