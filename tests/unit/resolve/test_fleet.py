"""Services of fleets: what each gets, and what is wrong with them."""

from fractions import Fraction

import pytest

from generator import app
from generator.plan.rules import Alert
from tests.unit.resolve.shops import FLEET, Shop

_SETTINGS = """\
fleet: shops
use: [http]
owner: money
services:
  cart:
    selector: {job: cart}
    owner: platform
    constants: {budget: 10 USD}
    set: {http.error_ratio.critical.above: 0.5%, http.hit_ratio.warning.below.l2: 10%}
  billing: {selector: {job: billing, zone: a}}
"""
_OTHER = """\
component: other
title: Other
metrics:
  other_total: {type: counter, help: Others., labels: []}
indicators:
  rate: {title: Rate, rate: {of: other_total}, by: [], record: true}
"""


@pytest.fixture
def fleet(shop: Shop) -> Shop:
    """The shop with a fleet of two services."""
    shop.change("labels", "  cluster:", "  zone: {help: The zone., target: true}\n  cluster:")
    return shop.add("fleets/shops", _SETTINGS)


def _nothing(key: str, why: str) -> str:
    return f"`{key}` matches nothing: {why}"


def _alerts(shop: Shop, environment: str = "") -> dict[str, Alert]:
    plan = app.plan_of(shop.read(), environment)
    rules = [rule for file in plan.rule_files for group in file.groups for rule in group.rules]
    return {rule.alert_id: rule for rule in rules if isinstance(rule, Alert)}


def test_every_service_has_the_whole_template(fleet: Shop) -> None:
    estate = fleet.estate()
    assert list(estate.components) == ["cart/http", "billing/http"]
    local = ["http.error_ratio", "http.hit_ratio", "http.spend", "http.budget_used"]
    for service in ("cart", "billing"):
        wanted = [f"{service}/{name}" for name in local]
        assert list(estate.components[f"{service}/http"].indicators) == wanted
        assert estate.indicators[f"{service}/http.budget_used"].refers == (f"{service}/http.spend",)


def test_rules_and_tests_have_a_folder_for_each_service(fleet: Shop) -> None:
    paths = [path for path in fleet.texts("prometheus/") if "http" in path]
    assert paths == [
        "rules/billing/http.yml",
        "rules/cart/http.yml",
        "tests/billing/http.5m.yml",
        "tests/billing/http.yml",
        "tests/cart/http.5m.yml",
        "tests/cart/http.yml",
    ]


def test_a_component_beside_the_fleet_stays_that_of_the_project(fleet: Shop) -> None:
    fleet.add("components/other", _OTHER)
    assert list(fleet.estate().components) == ["other", "cart/http", "billing/http"]
    assert "rules/other.yml" in fleet.texts("prometheus/")


def test_services_differ_in_what_they_say(fleet: Shop) -> None:
    alerts = _alerts(fleet)
    assert alerts["cart/http.error_ratio.critical"].expr.pretty().splitlines()[0] == (
        "job:shop_cart_http_error_ratio:ratio_rate5m > 0.005"
    )
    assert alerts["billing/http.error_ratio.critical"].expr.pretty().splitlines()[0] == (
        "job:shop_billing_http_error_ratio:ratio_rate5m > 0.05"
    )
    assert dict(alerts["cart/http.error_ratio.critical"].labels) == {
        "project": "shop",
        "component": "http",
        "severity": "critical",
        "owner": "platform",
        "subject": "cart/http.error_ratio",
        "alert_id": "cart/http.error_ratio.critical",
    }
    owners = {dict(one.labels)["owner"] for name, one in alerts.items() if name[:7] == "billing"}
    assert owners == {"money"}


def test_a_service_has_its_own_labels_and_constants(fleet: Shop) -> None:
    estate = fleet.estate()
    assert estate.for_service("cart").project.selector == {"job": "cart"}
    assert estate.for_service("billing").project.selector == {"job": "billing", "zone": "a"}
    assert estate.project.selector == {"job": "shop"}
    texts = fleet.texts("prometheus/rules/")
    assert 'http_requests_total{job="billing",zone="a"}' in texts["billing/http.yml"]
    assert "job:shop_cart_http_spend:increase1d / 10" in texts["cart/http.yml"]
    assert "job:shop_billing_http_spend:increase1d / 200" in texts["billing/http.yml"]


def test_an_owner_inside_of_the_template_stays(fleet: Shop) -> None:
    fleet.change("components/http", "title: Error rate", "title: Error rate\n    owner: platform")
    assert fleet.estate().indicators["billing/http.error_ratio"].owner == "platform"
    assert fleet.estate().indicators["billing/http.hit_ratio"].owner == "money"


def test_a_template_stands_for_all_services_where_it_is_shown(fleet: Shop) -> None:
    selected = '{job=~"billing|cart",status=~"5.."}'
    texts = fleet.texts()
    assert selected in texts["runbooks/errors.md"]
    dashboard = texts["grafana/provisioning/dashboards/dashboards/overview.json"]
    assert selected.replace('"', '\\"') in dashboard
    assert '"legendFormat": "{{job}}"' in dashboard
    template = fleet.estate().indicators["http.error_ratio"]
    assert (template.template, template.recorded, template.thresholds) == (True, False, ())
    # What is measured against a constant that differs has no view of all.
    assert "http.budget_used" not in fleet.estate().indicators


def test_one_service_can_be_shown_as_well(fleet: Shop) -> None:
    fleet.change("dashboards/overview", "[http.error_ratio]", "[cart/http.error_ratio]")
    dashboard = fleet.texts("grafana/provisioning/dashboards/dashboards/")["overview.json"]
    assert '"expr": "job:shop_cart_http_error_ratio:ratio_rate5m"' in dashboard
    assert "critical above 0.5%" in dashboard


def test_a_runbook_lists_alike_alerts_once(fleet: Shop) -> None:
    fleet.change("components/http", "warning: {above: 1%", "warning: {above: 1%, runbook: errors")
    page = fleet.texts("runbooks/")["errors.md"]
    rows = [line for line in page.splitlines() if line.startswith("| Http")]
    enough = "with 5 bad events in 5m or more"
    ids = [f"`{who}/http.error_ratio" for who in ("cart", "*", "billing")]
    row = "| HttpErrorRatio |"
    assert rows == [
        f"{row} critical | Error rate above 0.5% for 10m, {enough} | {ids[0]}.critical` |",
        f"{row} warning | Error rate above 1% for 5m, {enough} | {ids[1]}.warning` |",
        f"{row} critical | Error rate above 5% for 10m, {enough} | {ids[2]}.critical` |",
    ]


def test_environments_and_fleets_go_together(fleet: Shop) -> None:
    text = """\
    environment: production
    constants: {budget: 99 USD}
    set:
      http.error_ratio.critical.above: 2%
      http.hit_ratio.warning.below.l2: 30%
      cart/http.hit_ratio.warning.below.l2: 20%
      shops.services.billing.selector.job: billing-prod
    """
    estate = fleet.add("environments/production", text).estate("production")
    bounds = {bound.id: bound.value for _, one in estate.thresholds() for bound in one.bounds}
    # A service's own value holds over that of the environment, except where that names the service.
    assert bounds["cart/http.error_ratio.critical"] == Fraction(1, 200)
    assert bounds["billing/http.error_ratio.critical"] == Fraction(1, 50)
    assert bounds["cart/http.hit_ratio.warning.l2"] == Fraction(1, 5)
    assert bounds["billing/http.hit_ratio.warning.l2"] == Fraction(3, 10)
    assert estate.for_service("billing").project.selector["job"] == "billing-prod"
    constants = {
        name: estate.for_service(name).project.constants["budget"].value
        for name in ("cart", "billing")
    }
    assert {name: one and one.number for name, one in constants.items()} == {
        "cart": 10,
        "billing": 99,
    }
    assert "env/production/prometheus/rules/cart/http.yml" in fleet.texts()


def test_every_value_knows_where_it_comes_from(fleet: Shop) -> None:
    project = fleet.add("environments/production", "environment: production\n").read()
    bound = fleet.estate().indicators["cart/http.error_ratio"].thresholds[0].bounds[0]
    given = fleet.estate().trace(bound.place, service="cart")
    spans = [(one.text, project.sources.span(one.place)) for one in given if one.place]
    assert [(text, span.file, span.line, span.column) for text, span in spans] == [
        ("0.5%", "specs/fleets/shops.yaml", 9, 11),
        ("5%", "specs/components/http.yaml", 14, 25),
    ]
    assert fleet.estate().trace(bound.place, service="billing")[0].text == "5%"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("[http]", "[htpp]", ("PS204", 2, 7, "component `htpp` is not defined")),
        (
            "http.error_ratio.critical.above:",
            "http.eror_ratio.critical.above:",
            (
                "PS230",
                9,
                11,
                _nothing("http.eror_ratio.critical.above", "`http` has no `eror_ratio`"),
            ),
        ),
        ("0.5%", "5ms", ("PS208", 9, 44, "`5ms` is a time, what is measured is a share (%)")),
        ("budget: 10", "budgte: 10", ("PS204", 8, 17, "constant `budgte` is not defined")),
        (
            "10 USD",
            "10 EUR",
            ("PS233", 8, 25, "`10 EUR` is money (EUR), constant `budget` is money (USD)"),
        ),
        (
            "{job: billing, zone: a}",
            "{jbo: billing}",
            ("PS202", 10, 24, "no series of the project has a label `jbo`"),
        ),
        ("owner: platform", "owner: nobody", ("PS212", 7, 12, "`nobody` is no owner")),
        (
            "{job: billing, zone: a}",
            "{job: cart}",
            ("PS237", 10, 23, "`billing` selects the series of `cart`"),
        ),
    ],
)
def test_a_mistake_is_shown_in_the_fleet(
    fleet: Shop, old: str, new: str, finding: tuple[str, int, int, str]
) -> None:
    # Without the template there is nothing to show, which is another finding.
    fleet.change("dashboards/overview", "show: [http.error_ratio]", "text: Nothing.")
    fleet.change("runbooks/errors", ", look: http.error_ratio", "")
    fleet.change("fleets/shops", old, new)
    code, line, column, message = finding
    assert fleet.findings() == [(code, "fleets/shops.yaml", line, column, message)]


def test_a_mistake_of_the_template_is_told_once(fleet: Shop) -> None:
    fleet.change("components/http", "above: 1%", "above: 1ms")
    message = "`1ms` is a time, what is measured is a share (%)"
    assert fleet.findings() == [("PS208", "components/http.yaml", 15, 24, message)]
    assert fleet.related() == [None]


def test_a_mistake_that_only_one_service_has_names_it(fleet: Shop) -> None:
    fleet.change("project", ", value: 200 USD", "")
    message = "constant `budget` has no value here"
    assert fleet.findings() == [("PS204", "components/http.yaml", 30, 33, message)]
    assert fleet.related() == [("fleets/shops.yaml", 10, 3, "for this service")]


def test_a_service_stands_in_one_fleet(fleet: Shop) -> None:
    fleet.add("components/other", _OTHER)
    fleet.add("fleets/more", "fleet: more\nuse: [other]\nservices: {cart: {selector: {job: x}}}\n")
    message = "service `cart` is in two fleets"
    assert fleet.findings() == [("PS234", "fleets/shops.yaml", 5, 3, message)]
    assert fleet.related() == [("fleets/more.yaml", 3, 12, "the other one")]


def test_a_fleet_without_services_measures_nothing(fleet: Shop) -> None:
    fleet.add("fleets/shops", "fleet: shops\nuse: [http]\nservices: {}\n")
    message = "fleet `shops` has no service"
    assert fleet.findings() == [("PS238", "fleets/shops.yaml", 3, 11, message)]


def test_names_of_records_must_differ(fleet: Shop) -> None:
    text = _OTHER.replace("component: other", "component: cart").replace("rate:", "http_spend:", 1)
    fleet.add("components/cart", text)
    message = "`cart/http.spend` and `cart.http_spend` would be recorded under one name"
    assert fleet.findings() == [("PS235", "components/http.yaml", 23, 3, message)]


def test_templates_refer_to_each_other_only(fleet: Shop) -> None:
    fleet.add("components/other", _OTHER)
    fleet.change("components/http", "{of: http.spend, to", "{of: other.rate, to")
    found = fleet.findings()
    assert [one[:2] for one in found] == [("PS204", "components/http.yaml")]


def test_fleets_of_the_same_template_are_shown_together(fleet: Shop) -> None:
    fleet.add(
        "fleets/more", "fleet: more\nuse: [http]\nservices: {desk: {selector: {job: desk}}}\n"
    )
    assert 'job=~"billing|cart|desk"' in fleet.texts("runbooks/")["errors.md"]


def test_the_default_fleet_is_sound(shop: Shop) -> None:
    shop.add("fleets/shops", FLEET)
    assert (
        "job:shop_billing_eu_http_spend:increase1d"
        in shop.texts()["prometheus/rules/billing-eu/http.yml"]
    )
