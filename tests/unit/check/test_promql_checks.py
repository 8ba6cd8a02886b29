"""Each check of expressions on its own examples: it finds the bad one, and none finds the good."""

import pytest

from generator.check.promql.base import Check
from generator.check.promql.example import EXAMPLE, bad, good
from generator.check.promql.registry import CHECKS
from generator.check.promql.run import Text, look
from generator.promql.read import parse


def _codes(text: Text) -> set[str]:
    return {one.rule.code for one, _ in look(text, EXAMPLE)}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule.code)
def test_the_bad_example_is_found_by_its_check_alone(check: Check) -> None:
    parse(check.bad)
    assert _codes(bad(check)) == {check.rule.code}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule.code)
def test_the_good_example_is_found_by_none(check: Check) -> None:
    parse(check.good)
    assert _codes(good(check)) == set()


def test_codes_are_in_order_and_single() -> None:
    codes = [check.rule.code for check in CHECKS]
    assert codes == sorted(set(codes))
