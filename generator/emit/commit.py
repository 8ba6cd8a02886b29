"""The writing itself: everything is prepared beside the old files first, then put in place."""

import dataclasses
from collections.abc import Iterable
from typing import Final

from generator.core.artifact import Artifact
from generator.emit.folder import Folder, Staged
from generator.emit.paths import MANIFEST, step

_FLUSHERS: Final = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What to do to an output folder.

    ``pending`` and ``final`` are the manifests to put before the first and after the last change,
    None where the one that is there says the same.
    """

    writes: Iterable[Artifact]
    removals: Iterable[str]
    pending: bytes | None
    final: bytes | None


def commit(folder: Folder, changes: Changes) -> None:
    """Apply changes; if the system refuses before anything is in place, nothing has changed.

    Files come after those they refer to, and go before them, so that a program that reads the
    folder meanwhile never follows a reference to nothing.

    Raises:
        PromspecError: the system refuses.
    """
    writes = sorted(changes.writes, key=lambda artifact: (step(artifact.path), artifact.path))
    removals = sorted(changes.removals, key=lambda path: (step(path), path), reverse=True)
    try:
        first = [] if changes.pending is None else [folder.stage(MANIFEST, changes.pending)]
        files = [folder.stage(artifact.path, artifact.content.encode()) for artifact in writes]
        last = [] if changes.final is None else [folder.stage(MANIFEST, changes.final)]
        _flush(folder, [*first, *files, *last])
        for staged in (*first, *files):
            folder.put(staged)
        for path in removals:
            folder.remove(path)
        for staged in last:
            folder.put(staged)
    except BaseException:
        folder.discard()
        raise


def _flush(folder: Folder, staged: list[Staged]) -> None:
    """Wait for the disk; in parallel, because it can store many small files in one go."""
    # Imported here, because most renders change nothing.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with ThreadPoolExecutor(_FLUSHERS) as pool:
        for _ in pool.map(folder.flush, staged):
            pass
