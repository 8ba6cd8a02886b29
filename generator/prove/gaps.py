"""What the tests of others leave out, said before a single mutant is made."""

import os
from collections.abc import Iterable, Iterator, Mapping

from generator.check.comments import Comments
from generator.check.foreign_rules import ForeignRule, foreign_groups
from generator.check.promql.base import Hit
from generator.check.silence import silent_alerts
from generator.core.finding import Finding, Place, Related
from generator.core.spelling import closest
from generator.load.document import Document
from generator.promql import tree as t
from generator.prove import codes
from generator.prove.batch import selects
from generator.prove.files import Entry, Rule, Suite, mappings, read_expr
from generator.prove.result import AlertResult
from generator.prove.run import expects


def gaps(
    suite: Suite, results: Iterable[AlertResult], documents: Iterable[Document]
) -> Iterator[Finding]:
    """Yield what is missing in tests, and alerts that no test could let fire.

    ``documents`` are the rule files that were asked about. What a comment in them accepts is left
    out.
    """
    loaded = {file for one in suite.loadings for file in one.files}
    tested = {one.rule: one for one in results}
    yield from _loadings(suite)
    yield from _unknown(suite)
    for document in documents:
        rules = [one for group in foreign_groups(document) for one in group.rules]
        found = [*_silent(rules), *_of_file(document, suite, tested, loaded)]
        yield from Comments(document, [one.place for one in rules]).settle(found)


def _loadings(suite: Suite) -> Iterator[Finding]:
    for one in suite.loadings:
        if not one.files:
            yield codes.NO_RULE_FILE.at(one.place, f"no file is `{one.name}`")


def _unknown(suite: Suite) -> Iterator[Finding]:
    """Yield tests of alerts that no rule has that they load."""
    for entry in suite.entries:
        names = {one.alert for one in suite.rules if one.alert and one.file in entry.rule_files}
        for number, check in enumerate(entry.checks("alert_rule_test")):
            name = str(check.get("alertname") or "")
            if name and name not in names and entry.rule_files:
                place = entry.place.child("alert_rule_test", number, "alertname")
                guess = closest(name, names)
                fix = f"did you mean `{guess}`?" if guess else None
                message = f"no rule that is loaded here has the name `{name}`"
                yield codes.UNKNOWN_ALERT.at(place, message, fix=fix)


def silent_places(documents: Iterable[Document]) -> frozenset[Place]:
    """Return where the alerts of rule files stand that cannot fire."""
    every = ([one for group in foreign_groups(each) for one in group.rules] for each in documents)
    return frozenset(rule.place for rules in every for rule, _ in silent_alerts(rules))


def _silent(rules: Iterable[ForeignRule]) -> Iterator[Finding]:
    for rule, why in silent_alerts(rules):
        if isinstance(why, Hit):
            related = None
            if why.cause is not None:
                start, end, reason = why.cause
                related = Related(rule.expr_place.within(start, end), reason)
            place = rule.expr_place.within(why.start, why.end)
            message = f"`{rule.alert}` cannot fire: {why.message}"
            yield codes.SILENT.at(place, message, related=related)
        else:
            message = f"`{rule.alert}` cannot fire: `{why}` never has a sample"
            yield codes.SILENT.at(rule.expr_place, message)


def _of_file(
    document: Document, suite: Suite, tested: Mapping[Rule, AlertResult], loaded: set[str]
) -> Iterator[Finding]:
    file = os.path.realpath(document.file)
    alerts = [one for one in tested if one.file == file]
    count = f"{len(alerts)} alert{'' if len(alerts) == 1 else 's'}"
    if is_manifest(document):
        message = f"promtool reads no manifests, so no test can load this one with {count}"
        yield codes.MANIFEST.at(Place(document.file, ("spec",), "key"), message)
    elif file not in loaded:
        message = f"no test file loads this one with {count}"
        yield codes.UNLOADED.at(Place(document.file), message)
    else:
        for rule in alerts:
            yield from _of_alert(rule, suite)


def is_manifest(document: Document) -> bool:
    """Tell whether a file is a PrometheusRule, or a list of those."""
    trees = document.tree if isinstance(document.tree, list) else [document.tree]
    return any(isinstance(one, dict) and "kind" in one for one in trees)


def _of_alert(rule: Rule, suite: Suite) -> Iterator[Finding]:
    place = (rule.place or Place(rule.file)).child("alert")
    checks = [_fires(entry, rule) for entry in suite.entries if rule.file in entry.rule_files]
    said = [one for some in checks for one in some]
    if not said:
        yield codes.UNTESTED.at(place, f"no test names `{rule.alert}`")
    elif not any(said):
        yield codes.NEVER_EXPECTED.at(
            place, f"all tests of `{rule.alert}` expect that it is silent"
        )


def _fires(entry: Entry, rule: Rule) -> Iterator[bool]:
    """Yield for each check of an alert whether it must fire in it."""
    for check in entry.checks("alert_rule_test"):
        if check.get("alertname") == rule.alert and expects(check, rule):
            yield bool(mappings(check.get("exp_alerts")))
    for check in entry.checks("promql_expr_test"):
        text = str(check.get("expr"))
        node = read_expr(text) if "ALERTS" in text else None
        for one in node.walk() if node is not None else ():
            if isinstance(one, t.Selector) and one.metric == "ALERTS" and selects(one, rule):
                yield bool(mappings(check.get("exp_samples")))
