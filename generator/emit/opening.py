"""Opening the output folder: only inside the project, and while no other render is at work."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from generator.core.finding import FindingsError, PromspecError, Rule, Span
from generator.emit import codes
from generator.emit.folder import Folder, make_folder
from generator.emit.lock import lock


@contextlib.contextmanager
def opened(out: Path, *, write: bool) -> Iterator[Folder]:
    """Open and lock the output folder, making it if it shall be written to.

    Raises:
        FindingsError: it is no folder of the project, or another render is at work.
        PromspecError: the system refuses.
    """
    real = _inside_project(out)
    try:
        if write:
            # Another first render may make it at the same time.
            with contextlib.suppress(FileExistsError):
                make_folder(real)
    except OSError as error:
        message = f"cannot make {out.name}: {error.strerror}"
        raise PromspecError(message) from error
    if not real.is_dir():
        raise _refusal(codes.WRONG_KIND, out, f"`{out.name}` must be a folder")
    with Folder.opened(real, out.name) as folder:
        _lock(folder, out, shared=not write)
        yield folder


def _inside_project(out: Path) -> Path:
    """Return where the output folder really is; the project is the folder it is named in."""
    if not out.is_symlink():
        return out
    real, project = (Path(os.path.realpath(path)) for path in (out, out.parent))
    if project not in real.parents:
        message = f"`{out.name}` is a symbolic link that leaves the project"
        raise _refusal(codes.SYMLINK, out, message)
    return real


def _lock(folder: Folder, out: Path, *, shared: bool) -> None:
    """Keep other renders away until the folder is closed."""
    try:
        if not lock(folder.fd, shared=shared):
            message = f"another render is still writing to `{out.name}`"
            raise _refusal(codes.BUSY, out, message)
    except OSError as error:
        message = f"cannot lock {out.name}: {error.strerror}"
        raise PromspecError(message) from error


def _refusal(rule: Rule, out: Path, message: str) -> FindingsError:
    """Return the error that carries a finding about the output folder itself."""
    return FindingsError([rule.at(Span(out.name, 1, 1, 1, 1), message)])
