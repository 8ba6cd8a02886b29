"""Mutants tried against tests, many in one run of promtool; one by one where that says too much."""

import collections
import concurrent.futures
import dataclasses
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from generator.core.finding import PromspecError
from generator.promql.read import seconds
from generator.prove import alone
from generator.prove.batch import Batch, rule_data, test_data
from generator.prove.chains import Chains
from generator.prove.files import Entry, Rule
from generator.prove.mutants import UNCHANGED, Mutant
from generator.prove.promtool import Answer, run_tests

_TOKEN = re.compile(r"__mutant_(-?\d+)_")
_INFINITE = re.compile(r'"value": "([-+]?\.(?:inf|nan))"', re.IGNORECASE)
_MOST_TOGETHER = 300

Progress = Callable[[str], None]
Tests = Mapping[Rule, tuple[Entry, ...]]


def pool() -> concurrent.futures.ThreadPoolExecutor:
    """Return workers for runs of promtool, one for each core."""
    return concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1)


class Scopes:
    """The rules that an entry sees, and what reads what among them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Take every rule; those of an entry are in the files that it loads."""
        self._rules = tuple(rules)
        self._found: dict[tuple[str, ...], Chains] = {}

    def of(self, entry: Entry) -> Chains:
        """Return what an entry sees."""
        files = entry.rule_files
        if files not in self._found:
            self._found[files] = Chains(one for one in self._rules if one.file in files)
        return self._found[files]


@dataclasses.dataclass(frozen=True, slots=True)
class Killer:
    """Tries mutants in a folder of its own."""

    scopes: Scopes
    promtool: Path
    folder: Path
    progress: Progress

    def killed(self, mutants: Iterable[Mutant], tests: Tests) -> set[int]:
        """Return the numbers of the mutants that some test notices.

        Each is tried with the first alert that it reaches; who survives, with the next one.

        Raises:
            PromspecError: promtool does not pass the tests of rules that were not changed.
        """
        every = list(mutants)
        reach = {one.number: self._reach(one.rule, tests) for one in every}
        dead: set[int] = set()
        for turn in range(max((len(some) for some in reach.values()), default=0)):
            groups: dict[tuple[Rule, int], tuple[Entry, list[Mutant]]] = {}
            for one in every:
                if one.number not in dead and turn < len(reach[one.number]):
                    subject, entry = reach[one.number][turn]
                    groups.setdefault((subject, id(entry)), (entry, []))[1].append(one)
            batches = [
                Batch(subject, entry, tuple(some[at : at + _MOST_TOGETHER]))
                for (subject, _), (entry, some) in groups.items()
                for at in range(0, len(some), _MOST_TOGETHER)
            ]
            total, tried = sum(len(one.mutants) for one in batches), 0
            with pool() as workers:
                for batch, found in zip(
                    batches, workers.map(self._run, range(len(batches)), batches), strict=True
                ):
                    dead |= found
                    tried += len(batch.mutants)
                    self.progress(
                        f"round {turn + 1}: {tried} of {total} mutants tried, "
                        f"{len(every) - len(dead)} of {len(every)} not noticed so far"
                    )
        return dead

    def _reach(self, rule: Rule, tests: Tests) -> list[tuple[Rule, Entry]]:
        """Return what a rule reaches and the tests of it, those first that take least."""
        reached = collections.defaultdict[Rule, list[Entry]](list)
        for subject, entries in tests.items():
            for entry in entries:
                if rule in (subject, *self.scopes.of(entry).records(subject)):
                    reached[subject].append(entry)
        order = sorted(reached, key=lambda one: max(map(_steps, reached[one])))
        return [(subject, entry) for subject in order for entry in reached[subject]]

    def _run(self, number: int, batch: Batch) -> set[int]:
        """Return the mutants of a batch that are noticed.

        One that cannot be evaluated ends the whole test, so it is taken out and the rest run anew.
        """
        chains = self.scopes.of(batch.entry)
        if batch.subject.alert and reads_alerts(batch.subject, chains):
            return self._one_by_one(number, batch)
        dead: set[int] = set()
        while len(dead) < len(batch.mutants):
            left = batch.without(dead)
            left = dataclasses.replace(left, mutants=(_unchanged(batch.subject), *left.mutants))
            answer = self._answer(
                f"{number}", [rule_data(chains, left)], test_data(chains, left, f"{number}.0.yml")
            )
            named = {int(one) for one in _TOKEN.findall(answer.text)}
            if UNCHANGED in named or (not answer.passed and not named):
                return dead | self._one_by_one(number, batch.without(dead))
            dead |= named
            if not answer.faults:
                break
        return dead

    def _one_by_one(self, number: int, batch: Batch) -> set[int]:
        """Return the mutants that are noticed, each tried among all rules that the tests load."""
        rules = self.scopes.of(batch.entry).rules
        dead: set[int] = set()
        for one in (_unchanged(batch.subject), *batch.mutants):
            files = alone.rule_files(rules, batch.entry, one)
            names = [f"{number}.{index}.yml" for index in range(len(files))]
            answer = self._answer(f"{number}", files, alone.test_data(batch.entry, names))
            if one.number == UNCHANGED and not answer.passed:
                raise PromspecError(
                    f"{batch.entry.file}: its tests pass, but not when its rules are written "
                    f"anew: {answer.text.strip()}"
                )
            if not answer.passed:
                dead.add(one.number)
        return dead

    def _answer(self, name: str, rules: list[dict[str, object]], test: dict[str, object]) -> Answer:
        for index, one in enumerate(rules):
            (self.folder / f"{name}.{index}.yml").write_text(_yaml(one))
        tests = self.folder / f"{name}.test.yml"
        tests.write_text(_yaml(test))
        return run_tests(self.promtool, [tests])


def reads_alerts(rule: Rule, chains: Chains) -> bool:
    """Tell whether a rule asks for the state of alerts, so that others must stand beside it."""
    return any("ALERTS" in one.expr for one in (rule, *chains.records(rule)))


def _unchanged(rule: Rule) -> Mutant:
    """Return a rule as it is as a mutant that no test may notice."""
    return Mutant(UNCHANGED, rule, rule, "", "", "", "")


def _yaml(data: object) -> str:
    """Return data as YAML: JSON, but for numbers that JSON does not have."""
    return _INFINITE.sub(r'"value": \1', json.dumps(data, default=_number))


def _number(value: object) -> object:
    """Return a number as JSON has it: a whole one without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


def _steps(entry: Entry) -> float:
    """Return how many times the rules are evaluated for an entry."""
    checks = [*entry.checks("promql_expr_test"), *entry.checks("alert_rule_test")]
    return max((seconds(str(one.get("eval_time", "0s"))) for one in checks), default=0.0) / float(
        entry.evaluation
    )
