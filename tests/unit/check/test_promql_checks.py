"""Each check of expressions on its own examples: it finds the bad one, and none finds the good."""

import pytest

from generator.check.promql.base import Check
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE, bad, good
from generator.check.promql.registry import CHECKS
from generator.check.promql.run import Text, look
from generator.promql.read import parse


def _codes(text: Text, known: Catalogue = EXAMPLE) -> set[str]:
    return {one.rule.code for one, _ in look(text, known)}


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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule.code)
def test_the_page_tells_what_must_be_known_for_the_example_to_be_found(check: Check) -> None:
    worlds = {"itself": Catalogue(), "target": Catalogue(target=EXAMPLE.target), "specs": EXAMPLE}
    code = check.rule.code
    showing = [name for name, one in worlds.items() if code in _codes(bad(check), one)]
    if bad(check).declared is not None:  # nothing but specs says a unit beside an expression
        showing = ["specs"]
    assert showing[0] == check.known_from
