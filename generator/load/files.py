"""Single YAML files that a user names, such as rule files."""

from collections.abc import Iterable
from pathlib import Path

from generator.core.finding import Finding, PromspecError
from generator.load.document import Document, Sources
from generator.load.lines import LineTable
from generator.load.reading import UnreadableError, read_bytes
from generator.load.yaml_source import load_text


def read_files(paths: Iterable[Path]) -> tuple[Sources, list[Finding]]:
    """Return the texts of some files, named as the user names them, and what is wrong with them.

    Raises:
        PromspecError: one of them cannot be read.
    """
    documents: dict[str, Document] = {}
    texts: dict[str, LineTable] = {}
    findings: list[Finding] = []
    for path in paths:
        name = path.as_posix()
        try:
            loaded = load_text(name, read_bytes(path))
        except UnreadableError as error:
            raise PromspecError(f"{name}: {error.message}") from error
        findings += loaded.findings
        if loaded.document:
            documents[name] = loaded.document
        else:
            texts[name] = loaded.lines
    return Sources(documents, texts), findings
