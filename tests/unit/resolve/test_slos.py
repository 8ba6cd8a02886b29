"""SLOs and hand-written alerts under environments, and of services."""

from fractions import Fraction

import pytest

from generator import app
from generator.plan.rules import Alert
from tests.unit.resolve.shops import FLEET, Shop

_MORE = """\
slos:
  availability: {of: http.error_ratio, objective: 99%, runbook: errors}
alerts:
  silent:
    name: HttpSilent
    severity: warning
    expr: absent(http_requests_total)
    for: 30m
    summary: Nobody asks.
    cases: [{name: silence, series: {up: 1x40}, step: 1m, fires: [40m]}]
"""


@pytest.fixture
def with_slo(shop: Shop) -> Shop:
    """The shop with an SLO and an alert written by hand."""
    text = (shop.root / "specs/components/http.yaml").read_text(encoding="utf-8")
    return shop.add("components/http", text + _MORE)


def test_an_environment_promises_something_else(with_slo: Shop) -> None:
    text = """\
    environment: production
    set: {http.availability.objective: 99.5%, http.silent.for: 1h}
    """
    with_slo.add("environments/production", text)
    assert with_slo.estate().slos["http.availability"].objective == Fraction(99, 100)
    assert with_slo.estate("production").slos["http.availability"].objective == Fraction(199, 200)


def test_services_promise_on_their_own(with_slo: Shop) -> None:
    fleet = FLEET.replace("owner: money", "owner: money, set: {http.availability.objective: 98%}")
    with_slo.add("fleets/shops", fleet)
    estate = with_slo.estate()
    slos = estate.slos
    assert list(slos) == ["cart/http.availability", "billing-eu/http.availability"]
    assert [one.objective for one in slos.values()] == [Fraction(99, 100), Fraction(49, 50)]
    assert slos["billing-eu/http.availability"].indicator == "billing-eu/http.error_ratio"
    plan = app.plan_of(with_slo.read())
    for file in plan.rule_files:
        service = file.path.split("/")[2]
        rules = [rule for group in file.groups for rule in group.rules]
        alerts = [rule for rule in rules if isinstance(rule, Alert)]
        assert {rule.alert_id.partition("/")[0] for rule in alerts} == {service}
        assert {dict(rule.labels)["subject"].partition("/")[0] for rule in alerts} == {service}
        other = {"cart": "billing", "billing-eu": "cart"}[service]
        assert not [rule.name for rule in rules if other in str(rule.expr)]
