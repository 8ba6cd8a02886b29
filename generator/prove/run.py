"""The proof carried out: tests are run as they are, then with every mutant."""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from generator.core.finding import Place
from generator.promql import tree as t
from generator.prove.batch import is_of, selects
from generator.prove.chains import Chains
from generator.prove.equivalent import reason_of
from generator.prove.failures import Cases, Failure, failed_checks, failures, time_of
from generator.prove.files import Entry, Rule, Suite, mappings, read_expr
from generator.prove.killer import Killer, Progress, Scopes, pool
from generator.prove.mutants import Mutant, make_mutants
from generator.prove.promtool import run_tests
from generator.prove.result import AlertResult, Report, Survivor


def prove_suite(
    suite: Suite,
    promtool: Path,
    *,
    unproven: Mapping[str, str] | None = None,
    mutate: bool = True,
    records: bool = False,
    cases: Cases | None = None,
    silent: Collection[Place] = (),
    progress: Progress = lambda _: None,
) -> Report:
    """Run the tests of a suite, then each of its mutants against the tests of what it changes.

    ``unproven`` tells by alert id why there is no test of it. With ``records`` what is recorded is
    mutated where it has tests of its own, otherwise only where an alert reads it. ``cases`` tells
    what checks show. ``silent`` are the places of alerts that cannot fire: a case that would
    notice a mistake in one cannot exist, so no mutant is made of it.

    Raises:
        PromspecError: promtool cannot be started, or does not say what it thinks of a test.
    """
    scopes = Scopes(suite.rules)
    tests = {
        rule: tuple(_tests_of(rule, suite))
        for rule in suite.rules
        if rule.file not in suite.context and (rule.alert or records)
    }
    files = sorted(
        {*(one.file for one in suite.entries), *(one.place.file for one in suite.loadings)}
    )
    failing = _failing(promtool, files, progress)
    found = tuple(_failures(failing, tests, scopes, cases or {}))
    # In a file that fails a mutant could not be told from the fault.
    proven = {
        rule: entries
        for rule, entries in tests.items()
        if entries and not any(entry.file in failing for entry in entries)
        if rule.place not in silent
    }
    chains = Chains(suite.rules)
    mutants: tuple[Mutant, ...] = ()
    dead: set[int] = set()
    if mutate:
        mutants = _mutants_of(chains, scopes, suite, proven)
        progress(f"{_count(len(mutants), 'mutant')} of {_count(len(proven), 'rule')} made")
        with tempfile.TemporaryDirectory(prefix="promspec-") as folder:
            dead = Killer(scopes, promtool, Path(folder), progress).killed(mutants, proven)
    alerts = tuple(
        _result(rule, entries, failing, found, unproven or {})
        for rule, entries in tests.items()
        if rule.alert
    )
    survivors = tuple(
        Survivor(one, reason_of(chains, one)) for one in mutants if one.number not in dead
    )
    told = tuple(one for one, _ in found)
    return Report(alerts, failing, len(mutants), len(dead), survivors, failures=told)


def _mutants_of(
    chains: Chains, scopes: Scopes, suite: Suite, proven: Mapping[Rule, Sequence[Entry]]
) -> tuple[Mutant, ...]:
    """Return the mutants of rules with tests, and of the records that these read."""
    steps = {rule: min(one.evaluation for one in some) for rule, some in proven.items()}
    read = {
        record
        for rule, entries in proven.items()
        for entry in entries
        for record in scopes.of(entry).records(rule)
        if record.file not in suite.context
    }
    return make_mutants(chains, read, steps)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _tests_of(rule: Rule, suite: Suite) -> Iterator[Entry]:
    for entry in suite.entries:
        if rule.file in entry.rule_files and _speaks_of(entry, rule):
            yield entry


def _speaks_of(entry: Entry, rule: Rule) -> bool:
    """Tell whether an entry has a check of an alert, or of what is recorded."""
    named = [one for one in entry.checks("alert_rule_test") if one.get("alertname") == rule.alert]
    if rule.alert and named:
        return any(expects(one, rule) for one in named)
    word = "ALERTS" if rule.alert else rule.record
    texts = dict.fromkeys(str(one.get("expr")) for one in entry.checks("promql_expr_test"))
    nodes = (read_expr(text) for text in texts if word in text)
    return any(
        isinstance(one, t.Selector) and (one.metric == word and (rule.record or selects(one, rule)))
        for node in nodes
        if node is not None
        for one in node.walk()
    )


def expects(check: Mapping[str, object], rule: Rule) -> bool:
    """Tell whether a check can be about a rule; several may have its name."""
    expected = mappings(check.get("exp_alerts"))
    return not expected or any(is_of(rule, one) for one in expected)


def _failing(promtool: Path, names: Sequence[str], progress: Progress) -> dict[str, str]:
    """Return the files whose tests fail, with what promtool says."""
    progress(f"running the tests of {_count(len(names), 'file')}")
    found: dict[str, str] = {}
    with pool() as workers:
        answers = workers.map(lambda name: run_tests(promtool, [Path(name)]), names)
        for number, (name, answer) in enumerate(zip(names, answers, strict=True), 1):
            progress(f"tests of {number} of {_count(len(names), 'file')} run")
            if not answer.passed:
                found[name] = answer.told
    return found


def _failures(
    failing: Mapping[str, str],
    tests: Mapping[Rule, tuple[Entry, ...]],
    scopes: Scopes,
    cases: Cases,
) -> Iterator[tuple[Failure, tuple[Rule, ...]]]:
    """Yield every check that fails, with the alerts that it is about."""
    checks = [one for name, text in failing.items() for one in failed_checks(name, text)]
    for check, guilty in failures(checks, tests, scopes.of, expects):
        told = cases.get((check.file, check.about, time_of(check.time)))
        ids = (told.alert_id,) if told else tuple(rule.id for rule in guilty if rule.alert)
        case, place = (told.case, told.place) if told else ("", None)
        yield Failure(check, ids, case, place), guilty


def _result(
    rule: Rule,
    entries: tuple[Entry, ...],
    failing: Mapping[str, str],
    found: Sequence[tuple[Failure, tuple[Rule, ...]]],
    unproven: Mapping[str, str],
) -> AlertResult:
    """Return whether an alert is proven: it has tests, and all of them pass.

    Of a file that fails without saying which check does, no test counts.
    """
    fails = [entry.file for entry in entries if entry.file in failing]
    known = {one.check.file for one, guilty in found if guilty}
    mine = [one for one, guilty in found if rule in guilty]
    blind = [name for name in fails if name not in known]
    reason = ""
    if mine:
        first = mine[0]
        more = f", and {_count(len(mine) - 1, 'more check')}" if len(mine) > 1 else ""
        case = f"case `{first.case}`" if first.case else f"its test in {first.check.file}"
        reason = f"{case} fails at {first.check.time}{more}"
    elif blind:
        reason = f"its tests fail: {blind[0]}"
    if not entries:
        reason = unproven.get(rule.id, "no test names it")
    return AlertResult(rule, reason)
