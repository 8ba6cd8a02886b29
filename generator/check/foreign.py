"""Rule files that others wrote: Prometheus's own, and those in manifests of Kubernetes."""

import dataclasses
import functools
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.check import codes
from generator.check.comments import Comments
from generator.check.dashboards.logql import is_logql_alone
from generator.check.expressions import finding
from generator.check.foreign_rules import (
    ForeignRule,
    Holder,
    holders,
    unread_documents,
)
from generator.check.leftovers import leftover
from generator.check.parallel import WORTHWHILE, spread
from generator.check.promql.base import Role
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, look
from generator.check.rule_files.registry import RULE_FILES
from generator.check.rule_files.subject import rule_files
from generator.core.finding import Finding, Place, Rule, Severity
from generator.core.spelling import surely
from generator.load.document import Document
from generator.resolve import codes as resolve_codes


@dataclasses.dataclass(slots=True)
class Looked:
    """What came of looking at rule files.

    ``accepted`` are findings with the reason of whoever accepts them, ``passed_over`` the number
    of files without rules that nobody named.
    """

    findings: list[Finding]
    accepted: list[tuple[Finding, str]]
    passed_over: int = 0


def look_at(
    documents: Iterable[Document],
    catalogue: Catalogue,
    rules: Mapping[str, Rule],
    swept: Collection[str] = (),
) -> Looked:
    """Return what is wrong with the rules of some files; records of one are known in all.

    Files that were ``swept`` up in a folder may be no rule files, as long as one is. ``rules``
    are all that a finding can be an instance of.
    """
    held = {one.file: (one, holders(one)) for one in documents}
    of_files = _of_files([one for _, found in held.values() for one in found], catalogue)
    files = {name: (one, _rules(found)) for name, (one, found) in held.items()}
    empty = {name: found for name, (_, found) in held.items() if not files[name][1]}
    every = [one for _, found in files.values() for one in found]
    recordings = (
        Recording(one.record, one.read, dict(one.labels), one.expr_place)
        for one in every
        if one.record
    )
    # How often the groups of others are evaluated is another matter.
    records = Records(dataclasses.replace(catalogue, evaluation=None), recordings)
    # Of series that are made of themselves is known what is known when they are asked for.
    worthwhile = len(every) + 1 if records.circular() else WORTHWHILE
    look_at_one = functools.partial(_rule_findings, catalogue=records.catalogue)
    by_rule = iter(spread(look_at_one, every, worthwhile))
    result = Looked([], [])
    passed = [name for name in empty if name in swept]
    for name, (document, found) in files.items():
        if name in passed and len(passed) < len(files):
            result.passed_over += 1
            continue
        comments = Comments(document, [one.place for one in found])
        as_file = of_files.get(name, [])
        if name in empty and not any(one.severity is Severity.ERROR for one in as_file):
            result.findings += comments.settle([_without_rules(document, empty[name])])
        result.findings += comments.settle(_findings(document, found, by_rule))
        result.findings += comments.settle(as_file)
        result.findings += comments.findings(rules)
        result.accepted += comments.accepted
    return result


def _of_files(found: Iterable[Holder], catalogue: Catalogue) -> dict[str, list[Finding]]:
    """Return what is wrong with rule files as files, by file."""
    by_file: dict[str, list[Finding]] = {}
    for one in RULE_FILES.findings(rule_files(found, catalogue.target)):
        by_file.setdefault(one.where.file, []).append(one)
    return by_file


def _rules(found: Iterable[Holder]) -> tuple[ForeignRule, ...]:
    return tuple(rule for holder in found for group in holder.groups for rule in group.rules)


def _without_rules(document: Document, found: Iterable[Holder]) -> Finding:
    """Return that a file holds no rules; what Prometheus loads all the same is no error."""
    empty = next((one for one in found if "groups" in one.fields), None)
    if empty is None:
        return _without_groups(document)
    groups = empty.place.child("groups").key()
    message = "no group in it has a rule" if empty.groups else "there is no group in it"
    return codes.EMPTY_GROUPS.at(groups, message)


def _without_groups(document: Document) -> Finding:
    """Return that a file is no rule file; a list of groups may have a slip in its name."""
    message, file = "there are no `groups` in it", Place(document.file)
    tree = document.tree if isinstance(document.tree, dict) else {}
    for key, value in tree.items():
        if isinstance(value, list) and surely(key, ["groups"]):
            fix = "did you mean `groups`?"
            return codes.NO_RULES.at(file.child(key).key(), message, fix=fix, replace="groups")
    return codes.NO_RULES.at(file, message)


def _findings(
    document: Document, rules: tuple[ForeignRule, ...], by_rule: Iterator[list[Finding]]
) -> Iterator[Finding]:
    """Yield what is wrong with a file; ``by_rule`` goes on with what is wrong with its rules."""
    yield from unread_documents(document)
    for found in itertools.islice(by_rule, len(rules)):
        yield from found


def _rule_findings(rule: ForeignRule, catalogue: Catalogue) -> list[Finding]:
    if rule.node is None:
        return [_no_promql(rule)]
    role: Role = "alert" if rule.alert else "record"
    texts = () if role == "record" else tuple(_templates(rule))  # labels of records are none
    text = Text(rule.expr, role, texts, name=rule.alert, for_=rule.for_)
    found = look(text, catalogue, rule.node)
    return [finding(check, hit, rule.expr_place, rule.place) for check, hit in found]


def _templates(rule: ForeignRule) -> Iterator[tuple[str, str]]:
    yield from ((f"labels/{name}", text) for name, text in rule.labels)
    yield from ((f"annotations/{name}", text) for name, text in rule.annotations)


def _no_promql(rule: ForeignRule) -> Finding:
    """Return that an expression cannot be read; Loki's rule files look like Prometheus's."""
    if rule.too_large:
        return codes.TOO_LARGE.at(rule.expr_place, f"the expression is {rule.fault}")
    if is_logql_alone(rule.expr):
        fix = "leave rule files of Loki out, or move the rule to one"
        return resolve_codes.NO_PROMQL.at(rule.expr_place, "LogQL, and no PromQL", fix=fix)
    left = leftover(rule.expr)
    if left is None:
        return resolve_codes.NO_PROMQL.at(rule.fault_place, f"no PromQL: {rule.fault}")
    place = rule.expr_place.within(left.start, left.end)
    return resolve_codes.NO_PROMQL.at(place, f"no PromQL: {left.message}", fix=left.fix)
