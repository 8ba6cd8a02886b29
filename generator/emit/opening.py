"""Opening the output folder: a real folder, and while no other render is at work."""

import contextlib
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
        FindingsError: it is no folder, or a link to one, or another render is at work.
        PromspecError: the system refuses.
    """
    if out.is_symlink():
        message = f"`{out.name}` is a symbolic link; it is not followed"
        raise _refusal(codes.SYMLINK, out, message)
    try:
        if write:
            # Another first render may make it at the same time.
            with contextlib.suppress(FileExistsError):
                make_folder(out)
    except OSError as error:
        message = f"cannot make {out.name}: {error.strerror}"
        raise PromspecError(message) from error
    if not out.is_dir():
        raise _refusal(codes.WRONG_KIND, out, f"`{out.name}` must be a folder")
    with Folder.opened(out, out.name) as folder:
        _lock(folder, out, shared=not write)
        yield folder


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
