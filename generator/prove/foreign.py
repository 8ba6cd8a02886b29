"""Rules and tests that others wrote: what is not tested, and which mistakes nobody would notice."""

import dataclasses
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from generator.check.codes import NO_RULES
from generator.check.foreign_rules import foreign_groups
from generator.check.rule_manifests import read_rules
from generator.core.finding import Finding, Place, PromspecError
from generator.core.finding import Rule as FindingRule
from generator.load.document import Document, Sources
from generator.load.files import named_files
from generator.prove import codes
from generator.prove.files import Suite, suite_of, unexpected
from generator.prove.gaps import gaps, silent_places
from generator.prove.killer import Progress
from generator.prove.result import Report
from generator.prove.run import prove_suite


def prove_foreign(
    rule_names: Iterable[str],
    test_names: Iterable[str],
    promtool: Path,
    *,
    mutate: bool = True,
    progress: Progress = lambda _: None,
) -> tuple[Sources, list[Finding], Report]:
    """Return the texts, what is missing in the tests, and the result of the proof.

    Raises:
        PromspecError: a file cannot be read, or promtool cannot be started.
    """
    sources, findings = _read(rule_names, _holds_rules, NO_RULES, "rule")
    tests, more = _read(test_names, _holds_tests, codes.NO_TESTS, "test")
    findings += unexpected(more)
    suite = _with_context(sources, tests)
    silent = silent_places(sources.documents.values())
    report = prove_suite(
        suite, promtool, mutate=mutate, records=True, silent=silent, progress=progress
    )
    places = {
        rule: sources.span(rule.place)
        for rule in suite.rules
        if rule.place is not None and rule.file not in suite.context
    }
    findings += gaps(suite, report.alerts, sources.documents.values())
    every = Sources({**sources.documents, **tests.documents}, {**sources.texts, **tests.texts})
    return every, findings, dataclasses.replace(report, places=places)


def _read(
    names: Iterable[str], holds: Callable[[Document], bool], missing: FindingRule, what: str
) -> tuple[Sources, list[Finding]]:
    """Return files that hold what is wanted; of those swept up in a folder others do no harm."""
    files, swept = named_files(map(str, names))
    sources, findings = read_rules(files)
    kept = {name: one for name, one in sources.documents.items() if holds(one)}
    for name in sources.documents:
        if name not in kept and (name not in swept or not kept):
            findings.append(missing.at(Place(name), f"there is no {what} in it"))
    others = {name: one.marks.lines for name, one in sources.documents.items() if name not in kept}
    return Sources(kept, {**sources.texts, **others}), findings


def _holds_rules(document: Document) -> bool:
    return any(group.rules for group in foreign_groups(document))


def _holds_tests(document: Document) -> bool:
    tree = document.tree[0] if isinstance(document.tree, list) else document.tree
    return isinstance(tree, dict) and bool(tree.get("tests"))


def _with_context(rules: Sources, tests: Sources) -> Suite:
    """Return rules and tests, with the rules that the tests load beside those asked about."""
    asked = {os.path.realpath(name) for name in rules.documents}
    suite = suite_of(rules.documents.values(), tests.documents.values())
    others = sorted({file for one in suite.loadings for file in one.files} - asked)
    more = [_document(name) for name in others]
    documents = [*rules.documents.values(), *(one for one in more if one is not None)]
    found = suite_of(documents, tests.documents.values())
    return dataclasses.replace(found, context=frozenset(others))


def _document(name: str) -> Document | None:
    """Return a rule file beside those asked about; what is wrong with it promtool says."""
    try:
        sources, _ = read_rules([name])
    except PromspecError:
        return None
    return sources.documents.get(name)
