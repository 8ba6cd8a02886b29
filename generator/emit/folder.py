"""The output folder on disk.

Every path is walked folder by folder through open descriptors that follow no symbolic link, so a
link that appears between a check and a write cannot lead the write elsewhere.
"""

import contextlib
import dataclasses
import enum
import hashlib
import itertools
import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from generator.core.finding import PromspecError
from generator.emit.paths import folders, is_kept, temp_name

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


class Kind(enum.Enum):
    """What a name in a folder stands for."""

    FILE = "file"
    FOLDER = "folder"
    SYMLINK = "symbolic link"
    OTHER = "device, socket or pipe"


@dataclasses.dataclass(frozen=True, slots=True)
class Staged:
    """A file whose new content is on disk, under a temporary name beside it."""

    path: str
    temp: str


class Folder:
    """An open output folder; ``name`` is how messages call it.

    All methods raise PromspecError where the system refuses.
    """

    def __init__(self, fd: int, name: str) -> None:
        self.fd = fd
        self.name = name
        self._numbers = itertools.count(1)
        self._staged: list[Staged] = []
        self._made: list[str] = []

    @classmethod
    @contextlib.contextmanager
    def opened(cls, root: Path, name: str) -> Iterator["Folder"]:
        """Open a folder for as long as the context lasts."""
        with _telling("open", name):
            fd = os.open(root, _FOLDER)
        try:
            yield cls(fd, name)
        finally:
            os.close(fd)

    def entries(self) -> dict[str, Kind]:
        """Return everything below the folder by path; links are named, not followed."""
        found: dict[str, Kind] = {}
        waiting = [""]
        while waiting:
            above = waiting.pop()
            for name, kind in self._names(above):
                path = f"{above}/{name}" if above else name
                found[path] = kind
                if kind is Kind.FOLDER:
                    waiting.append(path)
        return found

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file."""
        with self._reading(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, path: str, limit: int) -> bytes:
        """Return the first bytes of a file."""
        with self._reading(path) as file:
            return file.read(limit)

    def stage(self, path: str, content: bytes) -> Staged:
        """Write the new content of a file beside it, making folders as needed."""
        staged = Staged(path, temp_name(next(self._numbers)))
        self._staged.append(staged)
        with self._parent(path, "write", make=True) as (parent, _):
            fd = os.open(staged.temp, _NEW_FILE, 0o600, dir_fd=parent)
            with os.fdopen(fd, "wb") as file:
                # Not left to the umask: Prometheus and Grafana read as other users.
                os.fchmod(fd, 0o644)
                file.write(content)
        return staged

    def flush(self, staged: Staged) -> None:
        """Wait until a staged file would survive a power failure."""
        with self._parent(staged.path, "write") as (parent, _):
            fd = os.open(staged.temp, _OLD_FILE, dir_fd=parent)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)

    def put(self, staged: Staged) -> None:
        """Let the new content of a file take the place of the old in one step."""
        with self._parent(staged.path, "write") as (parent, name):
            os.replace(staged.temp, name, src_dir_fd=parent, dst_dir_fd=parent)

    def discard(self) -> None:
        """Remove what was staged and not put in place, and the folders that nothing came into."""
        for staged in self._staged:
            # Fails for those put in place; and a failure must not hide what led here.
            with contextlib.suppress(PromspecError), self._parent(staged.path, "remove") as (fd, _):
                os.unlink(staged.temp, dir_fd=fd)
        for path in reversed(self._made):
            self._remove_folder(path)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders it leaves empty."""
        with self._parent(path, "remove") as (parent, name):
            os.unlink(name, dir_fd=parent)
        for above in reversed(folders(path)):
            if is_kept(f"{above}/") or not self._remove_folder(above):
                break

    def _remove_folder(self, path: str) -> bool:
        """Remove a folder if it is empty and nothing holds it, such as a mount."""
        try:
            with self._parent(path, "remove") as (parent, name):
                os.rmdir(name, dir_fd=parent)
        except PromspecError:
            return False
        return True

    @contextlib.contextmanager
    def _reading(self, path: str) -> Iterator[BufferedReader]:
        """Open a file for reading."""
        with self._parent(path, "read") as (parent, name):
            fd = os.open(name, _OLD_FILE, dir_fd=parent)
            with os.fdopen(fd, "rb") as file:
                yield file

    def _names(self, path: str) -> list[tuple[str, Kind]]:
        """Return the names in a folder with what they stand for."""
        with _telling("read", f"{self.name}/{path}"):
            fd = self._descend(path.split("/") if path else [])
            try:
                with os.scandir(fd) as entries:
                    return [(entry.name, _kind(entry)) for entry in entries]
            finally:
                os.close(fd)

    @contextlib.contextmanager
    def _parent(self, path: str, doing: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder a path stands in; give it and the last part of the path."""
        with _telling(doing, f"{self.name}/{path}"):
            *above, name = path.split("/")
            fd = self._descend(above, make=make)
            try:
                yield fd, name
            finally:
                os.close(fd)

    def _descend(self, parts: list[str], *, make: bool = False) -> int:
        """Open a folder below this one, given the parts of its path."""
        fd = os.open(".", _FOLDER, dir_fd=self.fd)
        for depth, part in enumerate(parts, 1):
            try:
                below = self._enter(fd, part, "/".join(parts[:depth]), make=make)
            finally:
                os.close(fd)
            fd = below
        return fd

    def _enter(self, fd: int, name: str, path: str, *, make: bool) -> int:
        """Open a folder in an open folder."""
        try:
            return os.open(name, _FOLDER, dir_fd=fd)
        except FileNotFoundError:
            if not make:
                raise
        make_folder(name, fd)
        self._made.append(path)
        return os.open(name, _FOLDER, dir_fd=fd)


def make_folder(name: str | Path, fd: int | None = None) -> None:
    """Make a folder that readers of other users may enter, whatever the umask is."""
    os.mkdir(name, dir_fd=fd)
    os.chmod(name, 0o755, dir_fd=fd)  # noqa: S103 -- Prometheus and Grafana read as other users


def _kind(entry: os.DirEntry[str]) -> Kind:
    """Return what an entry stands for."""
    if entry.is_symlink():
        return Kind.SYMLINK
    if entry.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.FILE if entry.is_file(follow_symlinks=False) else Kind.OTHER


@contextlib.contextmanager
def _telling(doing: str, name: str) -> Iterator[None]:
    """Turn what the system refuses into an error that names the file."""
    try:
        yield
    except OSError as error:
        message = f"cannot {doing} {name}: {error.strerror}"
        raise PromspecError(message) from error
