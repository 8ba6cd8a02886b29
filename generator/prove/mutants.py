"""Mutants: rules with one small mistake each, in the order of the rules."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from generator.core.units import duration_text
from generator.prove.chains import Chains
from generator.prove.files import Rule, read_expr
from generator.prove.mutations import mutations
from generator.prove.parts import exact


@dataclasses.dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with a mistake: which kind, what was changed, and which case would show it."""

    number: int
    rule: Rule
    changed: Rule
    kind: str
    before: str
    after: str
    wanted: str

    @property
    def token(self) -> str:
        """What the names of its rules end in, so that it is known in promtool's answer."""
        return f"__mutant_{self.number}_"


UNCHANGED = -1
"""The number of what is no mutant: a rule as it is, which no test may notice."""


def make_mutants(
    chains: Chains, read: Collection[Rule], steps: Mapping[Rule, Fraction]
) -> tuple[Mutant, ...]:
    """Return the mutants of all rules with a test and of the records that these ``read``.

    ``steps`` holds the former with the seconds between two evaluations of their tests: a shorter
    change of a duration cannot be seen.
    """
    exact_names: set[str] = set()
    for rule in chains.ordered(read):
        if exact(rule.expr, frozenset(exact_names)):
            exact_names.add(rule.name)
    found: list[Mutant] = []
    for rule in chains.rules:
        if rule in read or rule in steps:
            changes = (*_of_expr(rule, frozenset(exact_names)), *_of_rule(rule, steps.get(rule)))
            for kind, changed, before, after, wanted in changes:
                found.append(Mutant(len(found), rule, changed, kind, before, after, wanted))
    return tuple(found)


Change = tuple[str, Rule, str, str, str]


def _of_expr(rule: Rule, exact_names: frozenset[str]) -> Iterator[Change]:
    node = read_expr(rule.expr)
    if node is None:
        return
    seen = {rule.expr}
    for one in mutations(rule.expr, node, exact_names=exact_names):
        if one.text not in seen and read_expr(one.text) is not None:
            seen.add(one.text)
            changed = dataclasses.replace(rule, expr=one.text)
            yield one.kind, changed, one.before, one.after, one.wanted


def _of_rule(rule: Rule, step: Fraction | None) -> Iterator[Change]:
    if step is None or not rule.alert:
        return
    yield from _of_duration(rule, "for", step)
    yield from _of_duration(rule, "keep_firing_for", step)
    yield from _of_texts(rule, "label", rule.labels)
    yield from _of_texts(rule, "annotation", rule.annotations)


def _of_duration(rule: Rule, name: str, step: Fraction) -> Iterator[Change]:
    value = rule.for_ if name == "for" else rule.keep
    wanted = f"a case that looks one evaluation before and after `{name}` is over"
    for other in dict.fromkeys((value + step, max(value - step, Fraction(0)))):
        if other != value and (value or name == "for"):
            is_for = name == "for"
            changed = dataclasses.replace(
                rule, for_=other if is_for else rule.for_, keep=rule.keep if is_for else other
            )
            yield name, changed, f"{name}: {_length(value)}", f"{name}: {_length(other)}", wanted


def _length(value: Fraction) -> str:
    return duration_text(value) if value.denominator == 1 else f"{value * 1000}ms"


def _of_texts(rule: Rule, what: str, texts: Iterable[tuple[str, str]]) -> Iterator[Change]:
    rows = tuple(texts)
    wanted = f"a case with the exact {what}s"
    for name, value in rows:
        others = tuple((key, f"{text}x" if key == name else text) for key, text in rows)
        rest = tuple(row for row in rows if row[0] != name)
        for changed in (others, rest):
            new = dataclasses.replace(
                rule,
                labels=changed if what == "label" else rule.labels,
                annotations=changed if what == "annotation" else rule.annotations,
            )
            after = f"{name}: {value}x" if changed is others else ""
            yield what, new, f"{name}: {value}", after, wanted
