"""One file of the user's overwritten as a whole, or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.core.finding import PromspecError


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Put new content into a file that still holds the old; its mode stays, links are followed.

    Raises:
        PromspecError: the file changed in the meantime, or cannot be written.
    """
    real = path.resolve()
    with _telling(path):
        if real.read_bytes() != before:
            raise PromspecError(f"{path.as_posix()}: changed while it was being fixed")
        _put(real, after, real.stat().st_mode & 0o7777)


def write_file(path: Path, content: bytes) -> None:
    """Write a file as a whole; what was there is replaced.

    Raises:
        PromspecError: it cannot be written.
    """
    with _telling(path):
        _put(path.resolve(), content, 0o644)


def _put(real: Path, content: bytes, mode: int) -> None:
    descriptor, temp = tempfile.mkstemp(dir=real.parent, prefix=".promspec-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temp).replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temp).unlink()
        raise


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise PromspecError(f"{path.as_posix()}: cannot be written: {reason}") from error
