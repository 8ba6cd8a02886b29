"""Checks that are not of expressions: each on its own examples, and what all have in common."""

from typing import Any

import pytest

from generator import app
from generator.check.families import FAMILIES
from generator.check.promql.registry import CHECKS
from generator.check.shape import Check, Family

_ALL = [(family, check) for family in FAMILIES for check in family.checks]
_EACH = pytest.mark.parametrize(
    ("family", "check"), _ALL, ids=[check.rule.code for _, check in _ALL]
)


@_EACH
def test_the_bad_example_is_found_by_its_check_alone(
    family: Family[Any], check: Check[Any]
) -> None:
    assert {one.code for one in family.look(check.bad)} == {check.rule.code}


@_EACH
def test_the_good_example_is_found_by_none(family: Family[Any], check: Check[Any]) -> None:
    assert family.look(check.good) == []


@_EACH
def test_what_is_explained_are_the_examples_that_were_run(
    family: Family[Any], check: Check[Any]
) -> None:
    assert check in family.checks
    assert app.examples(check.rule.code) == {"bad": check.bad, "good": check.good}
    assert app.rules()[check.rule.code] is check.rule


def test_codes_are_in_order_within_a_family_and_single_in_all() -> None:
    for family in FAMILIES:
        codes = [check.rule.code for check in family.checks]
        assert codes == sorted(codes)
    every = [check.rule.code for _, check in _ALL] + [check.rule.code for check in CHECKS]
    assert len(set(every)) == len(every)
