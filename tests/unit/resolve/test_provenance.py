"""Overlaid trees, and who gave their values."""

import copy
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.core.finding import Place
from generator.load.document import Tree
from generator.resolve.provenance import Assignment, Given, Provenance
from generator.resolve.trees import MISSING, look, replaced, shown

_KEYS = st.sampled_from(["a", "b", "c"])
_TREES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(tree=_TREES, path=st.lists(_KEYS, max_size=4).map(tuple), value=_TREES)
def test_replacing_leaves_the_tree_as_it_is(tree: Tree, path: tuple[str, ...], value: Tree) -> None:
    before = copy.deepcopy(tree)
    changed = replaced(tree, path, value)
    assert look(changed, path) == value
    assert tree == before


def test_what_is_not_replaced_is_shared() -> None:
    tree: Tree = {"a": {"b": "1"}, "c": {"d": "2"}}
    changed = replaced(tree, ("a", "b"), "3")
    assert changed == {"a": {"b": "3"}, "c": {"d": "2"}}
    assert look(changed, ("c",)) is look(tree, ("c",))


def test_values_are_shown_as_specs_write_them() -> None:
    values: list[Tree] = ["5%", Decimal("0.10"), True, None, ["a", Decimal(1)], {"l1": "80%"}]
    assert [shown(one) for one in values] == ["5%", "0.10", "true", "null", "[a, 1]", "{l1: 80%}"]
    assert look({"a": None}, ("a",)) is None
    assert look({"a": None}, ("b",)) is MISSING
    assert look(["a"], (1,)) is MISSING


def test_the_newest_overlay_comes_first() -> None:
    base = Provenance({"http": {"x": {"above": "5%"}}})
    first = Place("fleet", ("set", "x.above"))
    second = Place("production", ("set", "cart/x.above"))
    changed = base.changed(
        [
            Assignment("http", ("x", "above"), "4%", first),
            Assignment("http", ("x", "above"), "3%", second),
        ]
    )
    place = Place("http", ("x", "above"))
    assert changed.trace(place) == (
        Given("3%", second.key()),
        Given("4%", first.key()),
        Given("5%", place),
    )
    assert changed.origin(place) == second
    assert base.trace(place) == (Given("5%", place),)
    assert base.origin(place) == place


def test_parts_of_an_overridden_mapping_come_from_the_overlay() -> None:
    place = Place("http", ("below", "l1"))
    by = Place("production", ("set", "below"))
    base = Provenance({"http": {"below": {"l1": "80%"}}})
    changed = base.changed([Assignment("http", ("below",), {"l1": "70%", "l2": "50%"}, by)])
    assert changed.trace(place) == (Given("70%", by.child("l1").key()), Given("80%", place))
    assert changed.trace(Place("http", ("below", "l2"))) == (Given("50%", by.child("l2").key()),)
    assert changed.origin(place.key()) == by.child("l1").key()


def test_an_overlay_that_is_itself_overridden_is_followed() -> None:
    base = Provenance({"project": {"selector": {"job": "shop"}}, "fleet": {"job": "cart"}})
    in_fleet, in_production = Place("fleet", ("job",)), Place("production", ("set", "fleet.job"))
    changed = base.changed([Assignment("fleet", ("job",), "cart-prod", in_production)]).changed(
        [Assignment("project", ("selector", "job"), "cart-prod", in_fleet)]
    )
    place = Place("project", ("selector", "job"))
    assert changed.origin(place) == in_production
    assert changed.trace(place) == (
        Given("cart-prod", in_production.key()),
        Given("cart", in_fleet.key()),
        Given("shop", place),
    )


def test_what_is_written_nowhere_has_no_trace() -> None:
    provenance = Provenance({"http": {"x": "1"}})
    assert provenance.trace(Place("http", ("y",)), Place("other", ("x",))) == ()
    assert provenance.trace(Place("http", ("y",)), Place("http", ("x",))) == (
        Given("1", Place("http", ("x",))),
    )
