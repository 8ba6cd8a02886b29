"""Remembers what a project was last rendered from, so that nothing is done twice.

The memory lies in the user's cache, outside of every project, and holds two hashes: of what went in
and of the manifest that came out. If both are as they were and every file is as the manifest says,
rendering would change nothing. `check` never asks, so a fault here cannot hide from it.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from generator.core.finding import FindingsError, PromspecError
from generator.emit.folder import Folder, Kind
from generator.emit.manifest import MAX_BYTES, read_manifest
from generator.emit.opening import opened
from generator.emit.paths import MANIFEST, is_kept, is_loaded, is_temp
from generator.emit.tree import EmitResult


def recall(out: Path, inputs: str | None) -> EmitResult | None:
    """Return the result of rendering what was rendered last, None where it must be rendered."""
    if inputs is None or not out.is_dir():
        return None
    with contextlib.suppress(OSError, ValueError, FindingsError, PromspecError):
        remembered = json.loads(_place(out).read_text(encoding="utf-8"))
        if isinstance(remembered, dict) and remembered.get("inputs") == inputs:
            with opened(out, write=False) as folder:
                return _unchanged(folder, str(remembered.get("manifest")))
    return None


def remember(out: Path, inputs: str | None) -> None:
    """Remember what an output folder was rendered from."""
    if inputs is None:
        return
    with contextlib.suppress(OSError):
        manifest = hashlib.sha256((out / MANIFEST).read_bytes()).hexdigest()
        place = _place(out)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps({"inputs": inputs, "manifest": manifest}), encoding="utf-8")
        part.replace(place)


def _unchanged(folder: Folder, manifest_hash: str) -> EmitResult | None:
    """Return the result if every file is there and is as the manifest says."""
    entries = folder.entries()
    if entries.get(MANIFEST) is not Kind.FILE or any(is_temp(path) for path in entries):
        return None
    text = folder.read(MANIFEST, MAX_BYTES)
    if hashlib.sha256(text).hexdigest() != manifest_hash:
        return None
    manifest, broken = read_manifest(text, MANIFEST)
    strange = entries.keys() - manifest.owned.keys()
    if any(is_loaded(path) and entries[path] is not Kind.FOLDER for path in strange):
        return None  # a render warns of it
    is_same = all(
        entries.get(path) is Kind.FILE and (is_kept(path) or folder.digest(path) in digests)
        for path, digests in manifest.owned.items()
    )
    if broken or not is_same:
        return None
    return EmitResult(unchanged=tuple(sorted((*manifest.owned, MANIFEST))))


def _place(out: Path) -> Path:
    """Return where the memory of an output folder lies.

    Raises:
        OSError: the user has no folder for caches.
    """
    cache = os.environ.get("XDG_CACHE_HOME")  # noqa: TID251 (no output depends on it)
    try:
        base = Path(cache) if cache else Path.home() / ".cache"
    except RuntimeError as error:
        raise OSError("no home folder") from error
    name = hashlib.sha256(os.fsencode(os.path.realpath(out))).hexdigest()[:32]
    return base / "promspec" / f"{name}.json"
