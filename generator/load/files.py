"""Rule files of others: single ones, whole folders, patterns of names, and what is piped in."""

import glob
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.core.finding import Finding, PromspecError
from generator.load.document import Document, Sources
from generator.load.limits import MAX_RULE_FILE_BYTES
from generator.load.lines import LineTable
from generator.load.reading import UnreadableError, read_bytes
from generator.load.yaml_source import STDIN, load_foreign

_ENDINGS = (".yaml", ".yml", ".json")


def named_files(names: Iterable[str]) -> tuple[list[str], set[str]]:
    """Return the files that are meant, each once, and which of them nobody named by itself.

    A folder stands for the YAML and JSON files below it, hidden ones left out; a name with `*`,
    `?` or `[` that no file has stands for those that match it, `**` for any folders.

    Raises:
        PromspecError: nothing is there under a name.
    """
    found: dict[str, bool] = {}
    for name in names:
        several = list(_several(name))
        for one in several:
            found.setdefault(one, True)
        if not several:
            found[Path(name).as_posix()] = False
    return list(found), {name for name, swept in found.items() if swept}


def _several(name: str) -> Iterator[str]:
    path = Path(name)
    if path.is_dir():
        files = sorted(_below(path), key=lambda one: one.as_posix())
        if not files:
            raise PromspecError(f"{name}: no file below it ends in {', '.join(_ENDINGS)}")
        yield from (one.as_posix() for one in files)
    elif glob.has_magic(name) and not path.exists():
        pattern = path.relative_to(path.anchor).as_posix()
        below = Path(path.anchor).glob(pattern)
        hidden = _is_hidden(path)  # as in a shell: only where the pattern says so
        matching = sorted(
            one.as_posix() for one in below if one.is_file() and (hidden or not _is_hidden(one))
        )
        if not matching:
            raise PromspecError(f"{name}: no file has such a name")
        yield from matching


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = _is_hidden(path.relative_to(folder))
        if path.suffix in _ENDINGS and not hidden and path.is_file():
            yield path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") and part != ".." for part in path.parts)


def read_files(names: Iterable[str]) -> tuple[Sources, list[Finding]]:
    """Return the texts of some files, named as the user names them, and what is wrong with them.

    Raises:
        PromspecError: one of them cannot be read.
    """
    documents: dict[str, Document] = {}
    texts: dict[str, LineTable] = {}
    findings: list[Finding] = []
    for name in names:
        loaded = load_foreign(name, _bytes(name))
        findings += loaded.findings
        if loaded.document:
            documents[name] = loaded.document
        else:
            texts[name] = loaded.lines
    return Sources(documents, texts), findings


def _bytes(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read(MAX_RULE_FILE_BYTES + 1)
    try:
        return read_bytes(Path(name), MAX_RULE_FILE_BYTES)
    except UnreadableError as error:
        raise PromspecError(f"{name}: {error.message}") from error
