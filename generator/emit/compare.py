"""What is on disk, compared with what was rendered and with what the manifest remembers."""

import dataclasses
import enum
import hashlib
from collections.abc import Mapping
from typing import Final

from generator.core.artifact import ArtifactSet
from generator.core.finding import Finding
from generator.emit.folder import Folder, Kind
from generator.emit.manifest import MAX_BYTES, Manifest, read_manifest
from generator.emit.obstacles import is_blocked, obstacles
from generator.emit.paths import MANIFEST, folders, is_kept, is_output, is_temp

# Git needs the one to keep an empty folder; macOS leaves the other wherever somebody looked.
_NOT_OURS: Final = frozenset({".gitkeep", ".DS_Store"})


class State(enum.Enum):
    """How a file on disk relates to what was rendered and to the manifest."""

    MISSING = "not there"
    SAME = "as rendered"
    OURS = "as we last wrote it, but not as rendered now"
    EDITED = "ours, but changed since we wrote it"
    FOREIGN = "not ours, and not as rendered"
    KEPT = "an example that belongs to the site, whatever it says now"


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """An output folder beside what was rendered.

    ``states`` holds the files that were rendered, but for those that are blocked; ``stale`` holds
    the files on disk that are ours, but were not rendered any more. ``wanted`` and ``disk`` are
    hashes by path; ``entries`` is everything on disk.
    """

    entries: Mapping[str, Kind]
    manifest_bytes: bytes | None
    manifest: Manifest
    broken: Finding | None
    blocked: Mapping[str, Finding]
    states: Mapping[str, State]
    stale: Mapping[str, State]
    wanted: Mapping[str, str]
    disk: Mapping[str, str]

    def rendered(self, *states: State) -> tuple[str, ...]:
        """Return the rendered files in some states, sorted."""
        return tuple(sorted(path for path, state in self.states.items() if state in states))

    @property
    def leftovers(self) -> list[str]:
        """The temporary files of renders that were killed."""
        return [
            path for path, kind in self.entries.items() if is_temp(path) and kind is not Kind.FOLDER
        ]

    @property
    def untracked(self) -> list[str]:
        """What somebody else put into the folder, sorted: files, links and the like."""
        ours = {*self.wanted, *self.stale, *self.leftovers, *self.blocked, MANIFEST}
        return sorted(
            path
            for path, kind in self.entries.items()
            if kind is not Kind.FOLDER
            and path not in ours
            and not is_kept(path)
            and path.rpartition("/")[2] not in _NOT_OURS
        )


def check_artifacts(artifacts: ArtifactSet) -> None:
    """Make sure that artifacts can be the files of one tree.

    Raises:
        ValueError: a path is reserved, or one stands for a file and for a folder.
    """
    files = {artifact.path.casefold() for artifact in artifacts}
    for artifact in artifacts:
        if not is_output(artifact.path):
            message = f"{artifact.path!r} cannot be the path of an output file"
            raise ValueError(message)
        if not files.isdisjoint(folders(artifact.path.casefold())):
            message = f"a folder of {artifact.path!r} is a file as well"
            raise ValueError(message)


def compare(artifacts: ArtifactSet, folder: Folder) -> Comparison:
    """Compare artifacts with an output folder, writing nothing."""
    check_artifacts(artifacts)
    entries = folder.entries()
    manifest_bytes = None
    if entries.get(MANIFEST) is Kind.FILE:
        manifest_bytes = folder.read(MANIFEST, MAX_BYTES)
    manifest, broken = read_manifest(manifest_bytes, f"{folder.name}/{MANIFEST}")
    wanted = {one.path: hashlib.sha256(one.content.encode()).hexdigest() for one in artifacts}
    blocked = obstacles((*wanted, MANIFEST), entries, folder.name)
    # What stands behind a symbolic link is no entry, so a manifest cannot lead us there.
    stale = [path for path in manifest.owned if path not in wanted and not is_kept(path)]
    free = [path for path in wanted if not is_blocked(path, blocked)]
    files = [path for path in (*free, *stale) if entries.get(path) is Kind.FILE]
    disk = {path: folder.digest(path) for path in files}

    def state(path: str) -> State:
        if is_kept(path) and path in disk:
            return State.KEPT
        if path not in disk:
            return State.MISSING
        if disk[path] == wanted.get(path):
            return State.SAME
        if path not in manifest.owned:
            return State.FOREIGN
        return State.OURS if _is_unedited(path, disk[path], manifest, folder) else State.EDITED

    return Comparison(
        entries=entries,
        manifest_bytes=manifest_bytes,
        manifest=manifest,
        broken=broken,
        blocked=blocked,
        states={path: state(path) for path in free},
        stale={path: state(path) for path in sorted(stale) if path in disk},
        wanted=wanted,
        disk=disk,
    )


def _is_unedited(path: str, digest: str, manifest: Manifest, folder: Folder) -> bool:
    """Tell whether a file is as we wrote it, or differs only in line ends that Git converted."""
    known = manifest.owned[path]
    if digest in known:
        return True
    unix = folder.read(path, MAX_BYTES).replace(b"\r\n", b"\n")
    return hashlib.sha256(unix).hexdigest() in known
