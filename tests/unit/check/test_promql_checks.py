"""Each check of expressions on its own examples: it finds the bad one, and none finds the good."""

import pytest

from generator import app
from generator.check.promql.base import Check
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE, bad, good
from generator.check.promql.records import Recording, Records
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


_UNAIDED = {
    "PS502": 'kept{pod="a"} > 1',
    "PS504": "rate(made[1h]) > 1",
    "PS512": "sum by (job) (up) / sum(up) > 1",
    "PS514": "sum by (pod) (sum by (job) (queue_size)) > 1",
    "PS525": "sum by (job) (up) == 0 unless sum by (pod) (queue_size) > 1",
    "PS528": "up * on (instance) group_left (job) queue_size > 1",
}
_RULES = {"kept": "sum by (job) (queue_size)", "made": "rate(sent_total[5m])"}


def test_what_is_found_without_specs_all_the_same_is_said() -> None:
    rules = [
        Recording(name, lambda expr=expr: parse(expr), {})  # type: ignore[misc]
        for name, expr in _RULES.items()
    ]
    known = Records(Catalogue(), rules).catalogue
    assert {one.rule.code for one in CHECKS if one.unaided} == _UNAIDED.keys()
    assert [code for code, expr in _UNAIDED.items() if code not in _codes(Text(expr), known)] == []


def test_the_page_says_what_shows_it_without_specs() -> None:
    where = "by `check` in specs, by `--rules` and `--dashboards` in files of others"
    assert app.reach("PS504") == (
        f"{where}; there without specs only where a recording rule beside it makes the series with "
        "a rate"
    )
    assert (
        app.reach("PS501")
        == f"{where}; there only with specs, as nothing in the text alone is wrong"
    )
