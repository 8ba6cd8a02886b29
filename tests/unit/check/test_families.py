"""Checks that are not of expressions: each on its own examples, and what all have in common."""

from typing import Any

import pytest

from generator import app
from generator.check.dashboards.reading import read as read_boards
from generator.check.dashboards.registry import DASHBOARDS
from generator.check.families import FAMILIES
from generator.check.metrics.registry import METRICS
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.registry import CHECKS
from generator.check.rule_files.registry import RULE_FILES
from generator.check.rule_files.subject import UNTARGETED
from generator.check.shape import Check, Family
from generator.check.specs.registry import SPECS

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
    assert app.examples()[check.rule.code] == {"bad": check.bad, "good": check.good}
    assert app.rules()[check.rule.code] is check.rule


def test_codes_are_in_order_within_a_family_and_single_in_all() -> None:
    for family in FAMILIES:
        codes = [check.rule.code for check in family.checks]
        assert codes == sorted(codes)
    every = [check.rule.code for _, check in _ALL] + [check.rule.code for check in CHECKS]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("check", RULE_FILES.checks, ids=lambda check: check.rule.code)
def test_the_page_of_a_rule_file_tells_whether_a_target_is_needed(check: Check[Any]) -> None:
    text = check.bad if check.bad.startswith(UNTARGETED) else UNTARGETED + check.bad
    found = check.rule.code in {one.code for one in RULE_FILES.look(text)}
    assert check.known_from == ("itself" if found else "target")


@pytest.mark.parametrize("check", DASHBOARDS.checks, ids=lambda check: check.rule.code)
def test_the_page_of_a_dashboard_tells_whether_specs_are_needed(check: Check[Any]) -> None:
    found = DASHBOARDS.findings(read_boards(check.bad, Catalogue()))
    seen = check.rule.code in {one.code for one in found}
    assert check.known_from == ("itself" if seen else "specs")


def test_what_is_found_in_specs_needs_specs() -> None:
    for family in (SPECS, METRICS):
        for check in family.checks:
            assert app.reach(check.rule.code) == "by `check` in specs"
