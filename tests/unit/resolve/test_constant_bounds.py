"""Bounds that are constants of the project, with other values elsewhere."""

from fractions import Fraction
from pathlib import Path

import pytest

from generator.resolve.estate import Estate
from tests.unit.resolve.shops import FLEET, Shop, make_shop

_CONSTANTS = """\
constants:
  most: {unit: "%", help: Errors at most., value: 4%}
  least: {unit: "%", help: Hits at least., value: 70%}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop, with bounds that name constants."""
    shop = make_shop(tmp_path)
    shop.change("project", "constants:\n", _CONSTANTS)
    shop.change("components/http", "critical: {above: 5%,", "critical: {above: $most,")
    return shop.change("components/http", "{l1: 80%, l2: 60%}", "{l1: 80%, l2: $least}")


def bounds(estate: Estate) -> dict[str, tuple[Fraction, str, str]]:
    """Return value, text and constant of each bound by its id."""
    return {
        one.id: (one.value, str(one.quantity), one.constant)
        for _, threshold in estate.thresholds()
        for one in threshold.bounds
    }


def test_a_bound_has_the_value_of_its_constant(shop: Shop) -> None:
    found = bounds(shop.estate())
    assert found["http.error_ratio.critical"] == (Fraction(4, 100), "4%", "most")
    assert found["http.error_ratio.warning"] == (Fraction(1, 100), "1%", "")
    assert found["http.hit_ratio.warning.l1"] == (Fraction(80, 100), "80%", "")
    assert found["http.hit_ratio.warning.l2"] == (Fraction(70, 100), "70%", "least")
    rules = shop.texts()["prometheus/rules/http.yml"]
    assert "ratio_rate5m > 0.04\n" in rules
    assert "(critical above 4%)" in rules


def test_an_environment_gives_the_constant_another_value(shop: Shop) -> None:
    shop.add("environments/eu", "environment: eu\nconstants: {most: 8%}\n")
    assert bounds(shop.estate("eu"))["http.error_ratio.critical"][:2] == (Fraction(8, 100), "8%")
    assert bounds(shop.estate())["http.error_ratio.critical"][1] == "4%"
    assert "(critical above 8%)" in shop.texts("env/eu/")["prometheus/rules/http.yml"]


def test_an_environment_can_set_the_bound_itself(shop: Shop) -> None:
    shop.add("environments/eu", "environment: eu\nset: {http.error_ratio.critical.above: 9%}\n")
    assert bounds(shop.estate("eu"))["http.error_ratio.critical"] == (Fraction(9, 100), "9%", "")


def test_a_service_of_a_fleet_gives_the_constant_another_value(shop: Shop) -> None:
    shop.add("fleets/shops", FLEET.replace("{job: cart}}", "{job: cart}, constants: {most: 7%}}"))
    (shop.root / "specs/dashboards/overview.yaml").unlink()
    found = bounds(shop.estate())
    assert found["cart/http.error_ratio.critical"][1] == "7%"
    assert found["billing-eu/http.error_ratio.critical"][1] == "4%"


def test_an_slo_is_bounded_by_a_constant(shop: Shop) -> None:
    slo = "\nslos:\n  calm: {of: http.error_ratio, below: $most, objective: 99%, tiers: []}\n"
    path = shop.root / "specs/components/http.yaml"
    path.write_text(path.read_text("utf-8").rstrip() + slo, "utf-8")
    (bound,) = shop.estate().slos["http.calm"].bounds
    assert (bound.value, bound.constant) == (Fraction(4, 100), "most")


def test_a_constant_of_another_unit_is_told_with_where_it_stands(shop: Shop) -> None:
    shop.change("components/http", "above: $most", "above: $budget")
    assert [one[0] for one in shop.findings()] == ["PS208"]
    assert shop.related() == [("project.yaml", 15, 54, "`$budget` is 200 USD")]
