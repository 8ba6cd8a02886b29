"""Rule files in ConfigMaps, which hold each as a text that is mounted as a file."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Final

from generator.core.finding import Finding, Path
from generator.load.document import Sources
from generator.load.embedded import unfolded
from generator.load.files import read_files

CONFIG_MAP: Final = "ConfigMap"
# Other texts, such as scripts and settings, are none of our business.
_GROUPS = re.compile(r"^(?:groups|\{\s*\"groups\")\s*:", re.MULTILINE)
_EXPRESSION = re.compile(r"\bexpr\b[\"']?\s*:")


def read_rules(names: Iterable[str]) -> tuple[Sources, list[Finding]]:
    """Return the texts of some files, with rule files for the texts in ConfigMaps that hold them.

    Raises:
        PromspecError: a file cannot be read.
    """
    sources, findings = read_files(names)
    documents = {}
    for name, document in sources.documents.items():
        documents[name], found = unfolded(document, _texts_of(document.tree))
        findings += found
    return dataclasses.replace(sources, documents=documents), findings


def _texts_of(tree: object, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the texts that are rule files."""
    if isinstance(tree, list):
        for index, one in enumerate(tree):
            yield from _texts_of(one, (*path, index))
    elif isinstance(tree, dict):
        yield from _texts_of(tree.get("items"), (*path, "items"))
        data = tree.get("data")
        if tree.get("kind") == CONFIG_MAP and isinstance(data, dict):
            for key, text in data.items():
                if isinstance(text, str) and _GROUPS.search(text) and _EXPRESSION.search(text):
                    yield (*path, "data", key)
