"""Findings about single files of the output folder, in words that say what to do next."""

from typing import Final

from generator.core.artifact import Artifact
from generator.core.finding import Finding, Span
from generator.emit import codes
from generator.emit.difference import first_difference, visible
from generator.emit.folder import Folder

_READ_BYTES: Final = 1024 * 1024


def text_on_disk(folder: Folder, path: str) -> str:
    """Return the text of a file, as much of it as a person would look at."""
    return folder.read(path, _READ_BYTES).decode(errors="replace")


def whole_file(folder: Folder, path: str, line: int = 1) -> Span:
    """Return the span that stands for a file, or for one of its lines."""
    return Span(f"{folder.name}/{path}", line, 1, line, 1)


def edited(folder: Folder, artifact: Artifact) -> Finding:
    """Return the finding that a generated file was edited by hand."""
    origin = f"; it is rendered from {artifact.source}" if artifact.source else ""
    return codes.HAND_EDITED.at(
        _difference(folder, artifact),
        f"`{folder.name}/{artifact.path}` was changed since it was rendered{origin}",
    )


def edited_but_stale(folder: Folder, path: str) -> Finding:
    """Return the finding that a file edited by hand is no longer rendered."""
    return codes.HAND_EDITED.at(
        whole_file(folder, path),
        f"`{folder.name}/{path}` is no longer rendered, but was changed since it was",
        fix="move it out of the output folder, or remove it with `promspec render --force`",
    )


def foreign(folder: Folder, artifact: Artifact) -> Finding:
    """Return the finding that somebody else's file stands where one must be written."""
    return codes.FOREIGN_FILE.at(
        _difference(folder, artifact),
        f"`{folder.name}/{artifact.path}` is not in the manifest and differs from what is rendered",
    )


def untracked(folder: Folder, path: str) -> Finding:
    """Return the finding that somebody else put a file into the folder."""
    # Names on disk may hold anything, even bytes that are no text.
    name = visible(path)
    return codes.UNTRACKED.at(whole_file(folder, name), f"`{folder.name}/{name}` was not generated")


def _difference(folder: Folder, artifact: Artifact) -> Span:
    """Return the first line in which a file differs from what was rendered."""
    line = first_difference(text_on_disk(folder, artifact.path), artifact.content)
    return whole_file(folder, artifact.path, line)
