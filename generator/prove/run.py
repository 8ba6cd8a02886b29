"""The proof carried out: tests are run as they are, then with every mutant."""

import concurrent.futures
import dataclasses
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from generator.core.finding import PromspecError
from generator.promql import tree as t
from generator.promql.read import seconds
from generator.prove.batch import Batch, rule_data, selects, test_data
from generator.prove.chains import Chains
from generator.prove.equivalent import reason_of
from generator.prove.files import Entry, Rule, Suite, read_expr
from generator.prove.mutants import Mutant, make_mutants
from generator.prove.promtool import run_tests
from generator.prove.result import AlertResult, Report, Survivor

_TOKEN = re.compile(r"__mutant_(\d+)_")
_MOST_TOGETHER = 300

Progress = Callable[[str], None]


def prove_suite(
    suite: Suite,
    promtool: Path,
    *,
    unproven: Mapping[str, str] | None = None,
    mutate: bool = True,
    progress: Progress = lambda _: None,
) -> Report:
    """Run the tests of a suite, then each of its mutants against the tests of what it changes.

    ``unproven`` tells by alert id why there is no test of it.

    Raises:
        PromspecError: promtool cannot be started, or does not say what it thinks of a test.
    """
    chains = Chains(suite.rules)
    tests = {rule: tuple(_tests_of(rule, suite)) for rule in suite.rules if rule.alert}
    files = sorted({entry.file for entry in suite.entries})
    progress(f"running the tests of {len(files)} files")
    failing = _failing(promtool, files)
    proven = {
        rule: entries
        for rule, entries in tests.items()
        if entries and not any(entry.file in failing for entry in entries)
    }
    mutants: tuple[Mutant, ...] = ()
    dead: set[int] = set()
    if mutate:
        steps = {rule: min(one.evaluation for one in some) for rule, some in proven.items()}
        mutants = make_mutants(chains, steps)
        with tempfile.TemporaryDirectory(prefix="promspec-") as folder:
            dead = _Killer(chains, promtool, Path(folder), progress).killed(mutants, proven)
    alerts = tuple(
        _result(rule, entries, failing, unproven or {}) for rule, entries in tests.items()
    )
    survivors = tuple(
        Survivor(one, reason_of(chains, one)) for one in mutants if one.number not in dead
    )
    return Report(alerts, failing, len(mutants), len(dead), survivors)


def _tests_of(rule: Rule, suite: Suite) -> Iterator[Entry]:
    for entry in suite.entries:
        if rule.file in entry.rule_files and _speaks_of(entry, rule):
            yield entry


def _speaks_of(entry: Entry, rule: Rule) -> bool:
    if any(one.get("alertname") == rule.alert for one in entry.data.get("alert_rule_test") or []):
        return any(
            _expects(one, rule)
            for one in entry.data["alert_rule_test"]
            if one.get("alertname") == rule.alert
        )
    texts = dict.fromkeys(str(one.get("expr")) for one in entry.data.get("promql_expr_test") or [])
    nodes = (read_expr(text) for text in texts if "ALERTS" in text)
    return any(
        isinstance(one, t.Selector) and one.metric == "ALERTS" and selects(one, rule)
        for node in nodes
        if node is not None
        for one in node.walk()
    )


def _expects(check: Mapping[str, object], rule: Rule) -> bool:
    """Tell whether a check can be about a rule; several may have its name."""
    expected = check.get("exp_alerts")
    if not isinstance(expected, list) or not expected:
        return True
    fixed = {name: value for name, value in rule.labels if "{{" not in value}
    return any(
        all(str((one.get("exp_labels") or {}).get(name)) == text for name, text in fixed.items())
        for one in expected
        if isinstance(one, dict)
    )


def _failing(promtool: Path, files: Iterable[str]) -> dict[str, str]:
    """Return the files whose tests fail, with what promtool says."""
    names = list(files)
    with _pool() as pool:
        answers = list(pool.map(lambda name: run_tests(promtool, [Path(name)]), names))
    return {
        name: answer.text.strip()
        for name, answer in zip(names, answers, strict=True)
        if not answer.passed
    }


def _steps(entry: Entry) -> float:
    """Return how many times the rules are evaluated for an entry."""
    checks = [
        *(entry.data.get("promql_expr_test") or []),
        *(entry.data.get("alert_rule_test") or []),
    ]
    return max((seconds(str(one.get("eval_time", "0s"))) for one in checks), default=0.0) / float(
        entry.evaluation
    )


def _pool() -> concurrent.futures.ThreadPoolExecutor:
    return concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1)


@dataclasses.dataclass(frozen=True, slots=True)
class _Killer:
    chains: Chains
    promtool: Path
    folder: Path
    progress: Progress

    def killed(
        self, mutants: Iterable[Mutant], tests: Mapping[Rule, tuple[Entry, ...]]
    ) -> set[int]:
        """Return the numbers of the mutants that some test notices.

        Each is tried with the first alert that it reaches; who survives, with the next one.
        """
        every = list(mutants)
        reach = {
            one.number: [
                (alert, entry) for alert in self._alerts(one.rule, tests) for entry in tests[alert]
            ]
            for one in every
        }
        dead: set[int] = set()
        for turn in range(max((len(some) for some in reach.values()), default=0)):
            groups: dict[tuple[Rule, int], tuple[Entry, list[Mutant]]] = {}
            for one in every:
                if one.number not in dead and turn < len(reach[one.number]):
                    alert, entry = reach[one.number][turn]
                    groups.setdefault((alert, id(entry)), (entry, []))[1].append(one)
            batches = [
                Batch(alert, entry, tuple(some[at : at + _MOST_TOGETHER]))
                for (alert, _), (entry, some) in groups.items()
                for at in range(0, len(some), _MOST_TOGETHER)
            ]
            self.progress(f"round {turn + 1}: {sum(len(b.mutants) for b in batches)} mutants")
            with _pool() as pool:
                for found in pool.map(self._run, range(len(batches)), batches):
                    dead |= found
        return dead

    def _alerts(self, rule: Rule, tests: Mapping[Rule, tuple[Entry, ...]]) -> list[Rule]:
        """Return the alerts that a rule reaches, those first whose tests take least."""
        reached = [one for one in tests if rule in (one, *self.chains.records(one))]
        return sorted(reached, key=lambda one: max(map(_steps, tests[one]), default=0))

    def _run(self, number: int, batch: Batch) -> set[int]:
        """Return the mutants of a batch that are noticed.

        One that cannot be evaluated ends the whole test, so it is taken out and the rest run anew.
        """
        dead: set[int] = set()
        rules, tests = self.folder / f"{number}.rules.yml", self.folder / f"{number}.test.yml"
        while len(dead) < len(batch.mutants):
            left = batch.without(dead)
            rules.write_text(json.dumps(rule_data(self.chains, left), default=float))
            data = test_data(self.chains, left, rules.name)
            tests.write_text(json.dumps(data, default=float))
            answer = run_tests(self.promtool, [tests])
            named = {int(one) for one in _TOKEN.findall(answer.text)}
            if not answer.passed and not named:
                raise PromspecError(f"promtool does not take the mutants: {answer.text.strip()}")
            dead |= named
            if not answer.faults:
                break
        return dead


def _result(
    rule: Rule, entries: tuple[Entry, ...], failing: Mapping[str, str], unproven: Mapping[str, str]
) -> AlertResult:
    """Return whether an alert is proven: it has tests, and all of them pass."""
    fails = [entry.file for entry in entries if entry.file in failing]
    reason = f"its tests fail: {fails[0]}" if fails else ""
    if not entries:
        reason = unproven.get(rule.id, "no test names it")
    return AlertResult(rule.id, rule.alert, reason)
