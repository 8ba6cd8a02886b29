"""The manifest: which files of the output folder are ours, and what we last wrote into them.

While a render is at work the manifest names the old and the new (``pending``) hash of every file
it touches. Whenever it is interrupted, each file has one of the two, so that the next render knows
all of them as its own.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Final

from generator.core.finding import Finding, Span
from generator.emit import codes
from generator.emit.difference import visible
from generator.emit.paths import is_output

MAX_BYTES: Final = 64 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_ENTRY = re.compile(r'^\s*("(?:[^"\\]|\\.)*"): "([0-9a-f]{64})",?\s*$', re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>)", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """Our files, each with the hashes under which it is known to be unedited."""

    version: str = ""
    owned: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)


class _BrokenError(ValueError):
    """The text is JSON but no manifest: something is wrong with what a key stands for."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"`{visible(key)}` {problem}")
        self.key = key


def manifest_text(
    version: str, files: Mapping[str, str], pending: Mapping[str, str] | None = None
) -> bytes:
    """Return the bytes of a manifest: sorted, one file a line."""
    tree: dict[str, object] = {"promspec": version, "files": dict(sorted(files.items()))}
    if pending:
        tree["pending"] = dict(sorted(pending.items()))
    return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()


def read_manifest(data: bytes | None, file: str) -> tuple[Manifest, Finding | None]:
    """Read a manifest, if there is one; from a broken one, take what can be understood."""
    if data is None:
        return Manifest(), None
    text = data.decode(errors="replace")
    try:
        return _parse(json.loads(data.decode(), object_pairs_hook=_unique)), None
    except (ValueError, RecursionError) as error:
        line, message = _explain(text, error)
        return _salvage(text), codes.MANIFEST_BROKEN.at(Span(file, line, 1, line, 1), message)


def _parse(tree: object) -> Manifest:
    """Return the manifest of a JSON tree.

    Raises:
        _BrokenError: it has another shape, or names a path that cannot be ours.
    """
    if not isinstance(tree, dict) or not isinstance(version := tree.get("promspec"), str):
        raise _BrokenError("promspec", "must be a version")
    owned: dict[str, frozenset[str]] = {}
    for section in ("files", "pending"):
        files = tree.get(section, {} if section == "pending" else None)
        if not isinstance(files, dict):
            raise _BrokenError(section, "must hold files and their hashes")
        for path, digest in files.items():
            if not is_output(path):
                raise _BrokenError(path, "cannot be the path of an output file")
            if not isinstance(digest, str) or not _HASH.fullmatch(digest):
                raise _BrokenError(path, "has no hash")
            owned[path] = owned.get(path, frozenset()) | {digest}
    return Manifest(version, owned)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON, refusing two values for one key: a bad merge leaves such."""
    tree: dict[str, object] = {}
    for key, value in pairs:
        if key in tree:
            raise _BrokenError(key, "stands there twice")
        tree[key] = value
    return tree


def _explain(text: str, error: ValueError | RecursionError) -> tuple[int, str]:
    """Return the line of a fault in a manifest and what it is."""
    if conflict := _CONFLICT.search(text):
        return _line(text, conflict.start()), "the manifest holds the marks of a merge conflict"
    if isinstance(error, json.JSONDecodeError):
        return error.lineno, f"the manifest is no JSON: {error.msg}"
    if isinstance(error, _BrokenError):
        return _line(text, text.find(f'"{error.key}"')), f"the manifest is broken: {error}"
    if isinstance(error, UnicodeDecodeError):
        return _line(text, text.find("\ufffd")), "the manifest is not UTF-8"
    return 1, "the manifest cannot be read: it is nested too deeply or holds an endless number"


def _line(text: str, offset: int) -> int:
    """Return the line an offset stands on, the first for what was not found."""
    return text.count("\n", 0, max(offset, 0)) + 1


def _salvage(text: str) -> Manifest:
    """Collect the entries of a broken manifest, those of both sides of a merge conflict."""
    owned: dict[str, frozenset[str]] = {}
    for quoted, digest in _ENTRY.findall(text):
        try:
            path = json.loads(quoted)
        except ValueError:
            continue
        if is_output(path):
            owned[path] = owned.get(path, frozenset()) | {digest}
    return Manifest(owned=owned)
