"""One mutant among all rules that its tests load, for rules that cannot stand beside copies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.prove.files import Entry, Rule
from generator.prove.mutants import Mutant


def rule_files(rules: Iterable[Rule], entry: Entry, mutant: Mutant) -> list[dict[str, Any]]:
    """Return the rule files of an entry with a mutant in place of the rule that it is made of."""
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {one: {} for one in entry.rule_files}
    for one in rules:
        changed = mutant.changed if one == mutant.rule else one
        found[one.file].setdefault(one.group, []).append(changed.data)
    return [
        {"groups": [{"name": name, "rules": some} for name, some in groups.items()]}
        for groups in found.values()
    ]


def test_data(entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    """Return the test file of an entry alone; ``names`` are the rule files."""
    order = {"group_eval_order": list(entry.order)} if entry.order else {}
    return {
        **entry.settings,
        **order,
        "rule_files": list(names),
        "evaluation_interval": f"{entry.evaluation * 1000}ms",
        "tests": [entry.data],
    }
