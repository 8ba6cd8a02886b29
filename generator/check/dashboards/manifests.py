"""Dashboards in manifests of Kubernetes: texts in JSON that a sidecar or an operator reads."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from generator.core.finding import Finding, Path
from generator.load.codes import NO_MAPPING
from generator.load.document import Sources
from generator.load.embedded import unfolded
from generator.load.files import read_files

CONFIG_MAP: Final = "ConfigMap"
OF_OPERATOR: Final = "GrafanaDashboard"
_ENDING: Final = ".json"
_FIX: Final = "name the JSON of a dashboard: a mapping with a `title` and its `panels`"


def read_dashboards(names: Iterable[str]) -> tuple[Sources, list[Finding]]:
    """Return the texts of some files, with dashboards for the texts in manifests that hold them.

    Raises:
        PromspecError: a file cannot be read.
    """
    sources, found = read_files(names)
    findings = [dataclasses.replace(o, fix=_FIX) if o.rule is NO_MAPPING else o for o in found]
    documents = {}
    for name, document in sources.documents.items():
        documents[name], found = unfolded(document, texts_of(document.tree))
        findings += found
    return dataclasses.replace(sources, documents=documents), findings


def texts_of(tree: object, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the texts that should be dashboards."""
    if isinstance(tree, list):
        for index, one in enumerate(tree):
            yield from texts_of(one, (*path, index))
    elif isinstance(tree, dict):
        yield from texts_of(tree.get("items"), (*path, "items"))
        for section, key, text in _entries(tree):
            if isinstance(text, str) and text.strip():
                yield (*path, section, key)


def _entries(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Yield the entries of a manifest that should be dashboards, with the keys that lead there."""
    data, spec = tree.get("data"), tree.get("spec")
    if tree.get("kind") == CONFIG_MAP and isinstance(data, dict):
        yield from (("data", key, one) for key, one in data.items() if key.endswith(_ENDING))
    if tree.get("kind") == OF_OPERATOR and isinstance(spec, dict):
        yield "spec", "json", spec.get("json")
