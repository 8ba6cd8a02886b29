"""What rules record, followed through one another."""

import functools
from collections.abc import Mapping

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.check.promql.records import Recording, Records
from generator.promql.labels import Known
from generator.promql.read import parse


def _records(rules: list[tuple[str, str]], catalogue: Catalogue = EXAMPLE) -> Mapping[str, Known]:
    return Records(
        catalogue, [Recording(name, functools.partial(parse, expr), {}) for name, expr in rules]
    ).labels


def test_the_order_of_rules_does_not_matter() -> None:
    rules = [("a", "max by (job) (b)"), ("b", "sum by (job, queue) (queue_size)")]
    wanted = {"a": frozenset({"job"}), "b": frozenset({"job", "queue"})}
    for order in (rules, rules[::-1]):
        assert {name: one.certain for name, one in _records(order).items()} == wanted


def test_of_a_series_made_of_itself_nothing_is_known() -> None:
    found = _records([("a", "b"), ("b", "a"), ("c", "c + up")])
    assert [found[name].open for name in ("a", "b")] == [True, True]
    assert found["c"].certain <= {"job", "instance"}


def test_a_name_recorded_twice_has_what_any_has() -> None:
    found = _records([("a", "sum by (job) (up)"), ("a", "sum by (job, instance) (up)")])["a"]
    assert (found.certain, found.possible) == (frozenset({"job"}), frozenset({"instance"}))


def test_chains_may_be_long() -> None:
    rules = [(f"r{number}", f"r{number + 1}") for number in range(3000)]
    found = _records([*rules, ("r3000", "sum by (job) (up)")])
    assert found["r0"] == Known(frozenset({"job"}), what="record `r0`")
