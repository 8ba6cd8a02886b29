"""The bytes of one spec file to its data, its positions and what is wrong with it.

Specs are YAML 1.2 with the core schema. Left out on purpose: tags other than the standard ones of
texts, mappings and lists, merge keys, keys that are no texts, numbers on which readers disagree,
directives and several documents in a file. Keys are always texts: ``404:`` is the key ``"404"``.
"""

import dataclasses

import yaml

from generator.core.finding import Finding, Place
from generator.load.codes import EMPTY, NO_MAPPING
from generator.load.decoding import decode
from generator.load.document import Document, Tree
from generator.load.events import events
from generator.load.lines import LineTable
from generator.load.notes import Notes, StoppedError
from generator.load.source_map import SourceMap
from generator.load.tree import TreeBuilder
from generator.load.wording import syntax_finding


@dataclasses.dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file.

    Attributes:
        document: The data; None where the file could not be read to its end, or holds no mapping.
            Where there are findings beside a document, parts of the file are left out of it.
        findings: What is wrong with the file, in the order in which it stands there.
        lines: The text, also of a file without a document.
    """

    document: Document | None
    findings: list[Finding]
    lines: LineTable


def load_text(file: str, data: bytes) -> Loaded:
    """Return the data of a spec file and everything that is wrong with it as YAML.

    No input raises an exception.
    """
    lines, findings = decode(file, data)
    if findings:
        return Loaded(None, findings, lines)
    marks = SourceMap(file, lines)
    notes = Notes(marks)
    try:
        tree = TreeBuilder(file, notes).build(events(lines.text))
    except StoppedError:
        return Loaded(None, notes.findings, lines)
    except yaml.MarkedYAMLError as error:
        return Loaded(None, [*notes.findings, syntax_finding(file, lines, error)], lines)
    if not isinstance(tree, dict):
        return Loaded(None, [*notes.findings, _without_mapping(file, marks, tree)], lines)
    return Loaded(Document(file, lines.text, tree, marks), notes.findings, lines)


def _without_mapping(file: str, marks: SourceMap, tree: Tree) -> Finding:
    if tree is None:
        return EMPTY.at(marks.between(0, 0), "the file is empty")
    found = "a list" if isinstance(tree, list) else "a single value"
    return NO_MAPPING.at(marks.span(Place(file)), f"the file holds {found}, not a mapping")
