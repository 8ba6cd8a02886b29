"""How the output folder differs from what was rendered, without writing to it."""

import dataclasses
import enum
from collections.abc import Iterator
from pathlib import Path

from generator.core.artifact import Artifact, ArtifactSet
from generator.core.finding import Finding, FindingsError, Span
from generator.emit import codes
from generator.emit.compare import Comparison, State, compare
from generator.emit.difference import unified_diff, visible
from generator.emit.folder import Folder
from generator.emit.opening import opened
from generator.emit.paths import MANIFEST
from generator.emit.tree import expected_manifest, nothing_rendered
from generator.emit.wording import (
    edited,
    edited_but_stale,
    foreign,
    text_on_disk,
    untracked,
    whole_file,
)


class DriftKind(enum.StrEnum):
    """How a path in the output folder differs from what was rendered."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    UNTRACKED = "untracked"


@dataclasses.dataclass(frozen=True, slots=True)
class Drift:
    """One path that differs; ``diff`` leads from what is on disk to what was rendered."""

    path: str
    kind: DriftKind
    finding: Finding
    diff: str = ""


def drift(artifacts: ArtifactSet, out: Path, version: str) -> tuple[Drift, ...]:
    """Return how an output folder differs from artifacts, sorted by path.

    It is empty exactly if rendering again would change nothing and nobody else's files are there.

    Raises:
        PromspecError: the system refuses.
    """
    if not len(artifacts):
        return (Drift(".", DriftKind.MISSING, nothing_rendered(out)),)
    if not out.exists() and not out.is_symlink():
        return tuple(_missing(out.name, artifact.path) for artifact in artifacts)
    try:
        with opened(out, write=False) as folder:
            seen = compare(artifacts, folder)
            found = [*_rendered(seen, artifacts, folder), *_surplus(seen, folder)]
            if not found or seen.broken:
                found += _manifest(seen, folder, version)
    except FindingsError as error:
        return tuple(Drift(".", DriftKind.CHANGED, finding) for finding in error.findings)
    for path in seen.untracked:
        found.append(Drift(visible(path), DriftKind.UNTRACKED, untracked(folder, path)))
    return tuple(sorted(found, key=lambda one: one.path))


def _rendered(seen: Comparison, artifacts: ArtifactSet, folder: Folder) -> Iterator[Drift]:
    """Yield the rendered files that are not on disk as they should be."""
    for path, finding in seen.blocked.items():
        yield Drift(path, DriftKind.CHANGED, finding)
    for artifact in artifacts:
        state = seen.states.get(artifact.path, State.SAME)
        if state is State.MISSING:
            yield _missing(folder.name, artifact.path)
        elif state not in {State.SAME, State.KEPT}:
            yield _changed(state, artifact, folder)


def _missing(name: str, path: str) -> Drift:
    """Return that a file is not there."""
    span = Span(f"{name}/{path}", 1, 1, 1, 1)
    return Drift(path, DriftKind.MISSING, codes.OUT_OF_DATE.at(span, f"`{name}/{path}` is missing"))


def _changed(state: State, artifact: Artifact, folder: Folder) -> Drift:
    """Return that a file has another content than was rendered."""
    if state is State.EDITED:
        finding = edited(folder, artifact)
    elif state is State.FOREIGN:
        finding = foreign(folder, artifact)
    else:
        finding = codes.OUT_OF_DATE.at(
            whole_file(folder, artifact.path),
            f"`{folder.name}/{artifact.path}` was rendered from other specs",
        )
    diff = _diff(folder, artifact.path, artifact.content)
    return Drift(artifact.path, DriftKind.CHANGED, finding, diff)


def _surplus(seen: Comparison, folder: Folder) -> Iterator[Drift]:
    """Yield the files that rendering would remove."""
    for path, state in seen.stale.items():
        finding = codes.OUT_OF_DATE.at(
            whole_file(folder, path), f"`{folder.name}/{path}` is no longer rendered"
        )
        if state is State.EDITED:
            finding = edited_but_stale(folder, path)
        yield Drift(path, DriftKind.EXTRA, finding)
    for path in seen.leftovers:
        message = f"`{folder.name}/{path}` is left over from a render that was interrupted"
        finding = codes.OUT_OF_DATE.at(whole_file(folder, path), message)
        yield Drift(path, DriftKind.EXTRA, finding)


def _manifest(seen: Comparison, folder: Folder, version: str) -> Iterator[Drift]:
    """Yield how the manifest differs; left out where it only follows from other files."""
    expected = expected_manifest(seen, version)
    if MANIFEST in seen.blocked or seen.manifest_bytes == expected:
        return
    if seen.manifest_bytes is None:
        yield _missing(folder.name, MANIFEST)
        return
    finding = seen.broken or codes.OUT_OF_DATE.at(
        whole_file(folder, MANIFEST), f"`{folder.name}/{MANIFEST}` is not what would be written"
    )
    diff = _diff(folder, MANIFEST, expected.decode())
    yield Drift(MANIFEST, DriftKind.CHANGED, finding, diff)


def _diff(folder: Folder, path: str, rendered: str) -> str:
    """Return the difference between a file and what was rendered."""
    return unified_diff(text_on_disk(folder, path), rendered, f"{folder.name}/{path}")
