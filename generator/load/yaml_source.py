"""The bytes of one spec file to its data, its positions and what is wrong with it.

Specs are YAML 1.2 with the core schema. Left out on purpose: tags other than the standard ones of
texts, mappings and lists, merge keys, keys that are no texts, numbers on which readers disagree,
directives and several documents in a file. Keys are always texts: ``404:`` is the key ``"404"``.
"""

import dataclasses
import re
from typing import NamedTuple

import yaml

from generator.core.finding import Finding, Place
from generator.load.codes import EMPTY, NO_MAPPING
from generator.load.decoding import decode
from generator.load.document import Document, Tree
from generator.load.events import events, readable
from generator.load.foreign_codes import TEMPLATED
from generator.load.limits import MAX_RULE_FILE_BYTES
from generator.load.lines import LineTable
from generator.load.notes import Notes, StoppedError
from generator.load.source_map import SourceMap
from generator.load.tree import TreeBuilder
from generator.load.wording import syntax_finding

STDIN = "-"
"""The name of what is piped in."""
# What templates of Helm and its like begin with; templates of alerts do not.
_DIRECTIVE = re.compile(
    r"\{\{-?\s*(?:/\*|if\b|else\b|end\b|range\b|with\b|define\b|include\b|template\b|tpl\b"
    r"|toYaml\b|default\b|\.(?:Values|Release|Chart|Capabilities|Files)\b|\$[\w.]*\s*:?=)[^\n}]*(?:\}\})?"
)


class Loaded(NamedTuple):
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
        builder = TreeBuilder(file, notes)
        tree = builder.build(events(lines.text))
    except StoppedError:
        return Loaded(None, notes.findings, lines)
    except yaml.MarkedYAMLError as error:
        return Loaded(None, [*notes.findings, syntax_finding(file, lines, error)], lines)
    if not isinstance(tree, dict):
        return Loaded(None, [*notes.findings, _without_mapping(file, marks, tree)], lines)
    document = Document(file, lines.text, tree, marks, tuple(builder.doubled))
    return Loaded(document, notes.findings, lines)


def load_foreign(file: str, data: bytes) -> Loaded:
    """Return the data of a rule file of others, which may hold several documents.

    The tree of several is a list of them. What is wrong in a template is that it is one. No input
    raises an exception.
    """
    lines, findings = decode(file, data, MAX_RULE_FILE_BYTES)
    if findings:
        return Loaded(None, findings, lines)
    notes = Notes(SourceMap(file, lines))
    trees: list[Tree] = []
    try:
        trees = TreeBuilder(file, notes, foreign=True).build(events(readable(lines.text)))
    except StoppedError:
        pass
    except yaml.MarkedYAMLError as error:
        notes.findings.append(syntax_finding(file, lines, error))
    template = _DIRECTIVE.search(lines.text) if notes.findings else None
    if template:
        where = lines.span(file, *template.span())
        return Loaded(None, [TEMPLATED.at(where, "this is a template that makes YAML")], lines)
    if not any(isinstance(one, dict) for one in trees):
        if not notes.findings:
            one = trees[0] if trees else None
            notes.findings.append(_of_others(_without_mapping(file, notes.marks, one)))
        return Loaded(None, notes.findings, lines)
    several = len(trees) > 1
    tree: Tree = trees if several else trees[0]
    marks = SourceMap(file, lines, stream=several)
    return Loaded(Document(file, lines.text, tree, marks), notes.findings, lines)


def _without_mapping(file: str, marks: SourceMap, tree: Tree) -> Finding:
    if tree is None:
        return EMPTY.at(marks.between(0, 0), "the file is empty")
    found = "a list" if isinstance(tree, list) else "a single value"
    return NO_MAPPING.at(marks.span(Place(file)), f"the file holds {found}, not a mapping")


def _of_others(finding: Finding) -> Finding:
    """Return that a file has no mapping, said of one that is no spec."""
    if finding.rule is NO_MAPPING:
        fix = "begin the file with the key of what it holds, such as `groups:`"
        return dataclasses.replace(finding, fix=fix)
    if finding.where.file != STDIN:
        return dataclasses.replace(finding, fix="fill it, or leave it out")
    message, fix = "nothing was piped in", "look why the command before writes nothing"
    return dataclasses.replace(finding, message=message, fix=fix)
