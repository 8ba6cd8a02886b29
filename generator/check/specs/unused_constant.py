"""Constants that nothing names."""

import re
from collections.abc import Iterator
from typing import Final

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT, QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.load.document import Tree

_NAMED: Final = re.compile(r"\$([a-z][a-z0-9_]*)")


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    if estate.environment or not estate.project.constants:
        return  # an environment may set what names a constant elsewhere
    trees = estate.provenance[""].trees if "" in estate.provenance else {}
    used = set[str]()
    for file, tree in trees.items():
        used.update(_named(tree, but="constants" if file == estate.project_file else ""))
    for name in estate.project.constants:
        if name not in used:
            place = Place(estate.project_file, ("constants", name)).key()
            yield Fault(place, f"nothing names `${name}`")


def _named(tree: Tree, but: str = "") -> Iterator[str]:
    """Yield the constants that the texts of a spec name, those under a key left out."""
    if isinstance(tree, str):
        yield from _NAMED.findall(tree)
    elif isinstance(tree, dict):
        for key, below in tree.items():
            if key != but:
                yield from _named(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _named(below)


_CONSTANT: Final = "constants: {most: {unit: count, help: Orders at most., value: 100}}\n---\n"

CHECK = Check(
    Rule(
        "PS378",
        "constant that nothing names",
        "who changes it expects that a bound changes with it, and none does",
        "name it where its value stands: `above: $max_lag`; or remove it",
        Severity.ADVICE,
    ),
    bad=PROJECT + _CONSTANT + QUEUE,
    good=PROJECT + _CONSTANT + QUEUE.replace("above: 100", "above: $most"),
    find=_find,
)
