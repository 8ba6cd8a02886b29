"""Finds the spec files of a project and loads them; one bad file never hides another."""

import dataclasses
import os
import pathlib

from generator.core.finding import Finding, Rule, Span
from generator.load.codes import FILE_NAME, LINK, NO_FOLDER, NO_SPECS, UNREADABLE
from generator.load.document import Document, Sources
from generator.load.lines import LineTable
from generator.load.reading import UnreadableError, read_bytes, unreadable
from generator.load.yaml_source import load_text

_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclasses.dataclass(frozen=True, slots=True)
class LoadResult:
    """Everything that was read from the spec folder of a project.

    Attributes:
        documents: The specs that could be loaded, sorted by file.
        findings: What is wrong with the folder and its files.
        texts: The files that were read but gave no document.
        hidden: Files and folders that are there and were not opened.
    """

    documents: tuple[Document, ...]
    findings: list[Finding]
    texts: dict[str, LineTable] = dataclasses.field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    @property
    def sources(self) -> Sources:
        """All texts that findings can point into."""
        return Sources({each.file: each for each in self.documents}, self.texts)


def read_specs(root: pathlib.Path, folder: str = "specs") -> LoadResult:
    """Load every ``*.yaml`` and ``*.yml`` below a folder of the project.

    Names that begin with a dot are skipped. Files are named in findings relative to the project,
    with ``/``. No state of the folder raises an exception.
    """
    search = _Search(root)
    search.look_into(folder)
    documents: list[Document] = []
    texts: dict[str, LineTable] = {}
    for name, path in sorted(search.files.items()):
        try:
            loaded = load_text(name, read_bytes(path))
        except UnreadableError as error:
            search.hide(error.rule, name, error.message)
            continue
        search.findings += loaded.findings
        if loaded.document:
            documents.append(loaded.document)
        else:
            texts[name] = loaded.lines
    return LoadResult(tuple(documents), search.findings, texts, tuple(search.hidden))


class _Search:
    """Looks for spec files.

    Attributes:
        files: What to read, by name relative to the project.
        findings: What stood in the way.
        hidden: The names of what is there and cannot be opened.
    """

    def __init__(self, root: pathlib.Path) -> None:
        self.files: dict[str, pathlib.Path] = {}
        self.findings: list[Finding] = []
        self.hidden: list[str] = []
        self._root = root
        self._real_root = pathlib.Path(os.path.realpath(root))

    def note(self, rule: Rule, name: str, message: str) -> None:
        """Note what is wrong with a file or folder as a whole."""
        self.findings.append(rule.at(Span(name, 1, 1, 1, 1), message))

    def hide(self, rule: Rule, name: str, message: str) -> None:
        """Note why a file or folder is not opened."""
        self.note(rule, name, message)
        self.hidden.append(name)

    def look_into(self, folder: str) -> None:
        """Search a folder of the project and all below it."""
        name = pathlib.PurePath(folder).as_posix()
        path = self._root / folder
        if not path.is_dir():
            found = "is not a folder" if os.path.lexists(path) else "does not exist"
            self.note(NO_FOLDER, name, f"the folder `{name}` {found}")
        elif not self._is_ours(path):
            self.note(LINK, name, f"the folder `{name}` is a link that leaves the project")
        else:
            self._walk(name, path)
            if not self.files and not self.findings:
                self.note(NO_SPECS, name, f"the folder `{name}` holds no spec file")

    def _walk(self, name: str, path: pathlib.Path) -> None:
        waiting = [(name, path)]
        while waiting:
            name, path = waiting.pop()
            try:
                entries = sorted(os.scandir(path), key=lambda entry: entry.name)
            except OSError as error:
                self.hide(UNREADABLE, name, unreadable("folder", error))
                continue
            for entry in entries:
                below = f"{name}/{entry.name}"
                if self._take(entry, below):
                    waiting.append((below, path / entry.name))

    def _take(self, entry: os.DirEntry[str], name: str) -> bool:
        """Take an entry of a folder for what it is; return whether it is a folder to look into."""
        is_spec = pathlib.PurePath(entry.name).suffix.lower() in _SUFFIXES
        is_folder = _is_folder(entry)
        if entry.name.startswith(".") or not (is_spec or is_folder):
            return False
        if not entry.name.isprintable():
            shown = name.encode("unicode_escape").decode()
            self.hide(FILE_NAME, shown, "the name holds characters that cannot be shown")
        elif entry.is_symlink() and is_folder:
            self.hide(LINK, name, "this is a link to a folder")
        elif entry.is_symlink() and not self._is_ours(pathlib.Path(entry.path)):
            self.hide(LINK, name, "this link leaves the project, or leads to a hidden file")
        elif is_folder:
            return True
        else:
            self.files[name] = pathlib.Path(entry.path)
        return False

    def _is_ours(self, path: pathlib.Path) -> bool:
        """Tell whether a path, links followed, stays inside the project and its visible files."""
        real = pathlib.Path(os.path.realpath(path))
        if not real.is_relative_to(self._real_root):
            return False
        return not any(part.startswith(".") for part in real.relative_to(self._real_root).parts)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in circles, or through a closed folder
        return False
