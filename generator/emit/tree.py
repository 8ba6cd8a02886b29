"""Artifacts become the output folder: all of them, or none and the reasons why."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from generator.core.artifact import ArtifactSet
from generator.core.finding import Finding, FindingsError, Severity, Span
from generator.emit import codes
from generator.emit.commit import Changes, commit
from generator.emit.compare import Comparison, State, compare
from generator.emit.folder import Folder
from generator.emit.manifest import manifest_text
from generator.emit.opening import opened
from generator.emit.paths import MANIFEST, is_loaded
from generator.emit.wording import edited, edited_but_stale, foreign, untracked


@dataclasses.dataclass(frozen=True, slots=True)
class EmitResult:
    """What became of the files of an output folder, by sorted paths below it.

    The manifest counts as a file. With errors among the findings nothing was written or removed.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def emit(artifacts: ArtifactSet, out: Path, *, version: str, force: bool = False) -> EmitResult:
    """Make an output folder hold exactly the artifacts, a manifest and what is not ours.

    Args:
        artifacts: the files to write.
        out: the output folder; no link is followed there, nor is it one itself.
        version: the version of promspec, for the manifest.
        force: replace edited and foreign files, and rebuild a broken manifest.

    Raises:
        PromspecError: the system refuses, such as for want of permission or space.
    """
    if not len(artifacts):
        return EmitResult(findings=(nothing_rendered(out),))
    try:
        with opened(out, write=True) as folder:
            return _emit(artifacts, folder, version, force=force)
    except FindingsError as error:
        return EmitResult(findings=tuple(error.findings))


def nothing_rendered(out: Path) -> Finding:
    """Return the finding that there are no artifacts."""
    message = "no file was rendered; the output folder is left as it is"
    return codes.NOTHING_RENDERED.at(Span(out.name, 1, 1, 1, 1), message)


def expected_manifest(seen: Comparison, version: str) -> bytes:
    """Return the manifest of a folder that holds what was rendered."""
    return manifest_text(version, seen.wanted)


def _emit(artifacts: ArtifactSet, folder: Folder, version: str, *, force: bool) -> EmitResult:
    """Compare, refuse or write, in a folder that is ours alone meanwhile."""
    seen = compare(artifacts, folder)
    if refusals := list(_refusals(seen, artifacts, folder, force=force)):
        raise FindingsError(refusals)
    unchanged = seen.rendered(State.SAME, State.KEPT)
    written = tuple(sorted(seen.states.keys() - set(unchanged)))
    pending = {path: seen.wanted[path] for path in written}
    final = expected_manifest(seen, version)
    announced = all(digest in seen.manifest.owned.get(path, ()) for path, digest in pending.items())
    manifest_stays = announced and final == seen.manifest_bytes
    for path in seen.leftovers:
        folder.remove(path)
    commit(
        folder,
        Changes(
            writes=[artifact for artifact in artifacts if artifact.path in pending],
            removals=seen.stale,
            pending=None if announced else manifest_text(version, _known(seen), pending),
            final=None if manifest_stays else final,
        ),
    )
    if manifest_stays:
        unchanged = tuple(sorted((*unchanged, MANIFEST)))
    else:
        written = tuple(sorted((*written, MANIFEST)))
    return EmitResult(written, unchanged, tuple(seen.stale), tuple(_strays(seen, folder)))


def _strays(seen: Comparison, folder: Folder) -> Iterator[Finding]:
    """Yield, as warnings, the files of others that programs load beside ours."""
    for path in filter(is_loaded, seen.untracked):
        finding = untracked(folder, path)
        rule = dataclasses.replace(finding.rule, severity=Severity.WARNING)
        yield dataclasses.replace(finding, rule=rule)


def _refusals(
    seen: Comparison, artifacts: ArtifactSet, folder: Folder, *, force: bool
) -> Iterator[Finding]:
    """Yield the reasons not to write."""
    yield from seen.blocked.values()
    if force:
        return
    if seen.broken:
        # Without a manifest every other file would be called foreign: noise.
        yield seen.broken
        return
    for artifact in artifacts:
        state = seen.states.get(artifact.path)
        if state is State.EDITED:
            yield edited(folder, artifact)
        elif state is State.FOREIGN:
            yield foreign(folder, artifact)
    for path, state in seen.stale.items():
        if state is State.EDITED:
            yield edited_but_stale(folder, path)


def _known(seen: Comparison) -> dict[str, str]:
    """Return the hashes under which our files are known before the first of them is replaced."""
    known: dict[str, str] = {}
    for path, state in {**seen.states, **seen.stale}.items():
        if state in {State.SAME, State.OURS}:
            known[path] = seen.disk[path]
        elif state is State.EDITED:
            # The hash of the edit would turn it into ours, should this forced render be killed.
            known[path] = min(seen.manifest.owned[path])
        elif state is State.KEPT:
            known[path] = seen.wanted[path]
    return known
