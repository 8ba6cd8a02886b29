"""SLOs as people see them: on dashboards, in runbooks and explained."""

import json
from pathlib import Path

import pytest

from generator.check.dashboards.filled import fill
from generator.core.names import panel_id
from generator.plan.dashboards import Panel
from generator.plan.explain import explain, known_ids, uses
from generator.plan.plan import make_plan
from generator.render.grafana import render_dashboard
from generator.render.runbooks import render_runbooks
from tests.slo.projects import Shop, shop

_SLOS = """
a: {of: web.errors_by_route, objective: 99.9%, runbook: errors, title: Few errors}
b: {of: web.hit_ratio, objective: 99%, tiers: [slow], title: Many hits}
c: {of: web.latency, within: 50ms, objective: 95%, tiers: [trickle]}
"""
_DASHBOARD = """
dashboard: slos
title: SLOs
purpose: What is left of the budgets?
filters: [route]
rows:
  all:
    title: All
    panels:
      left: {show: [web.a]}
      both: {show: [web.a, web.b], as: stat, title: Left}
      worst: {show: [web.a], as: stat, by: []}
      burn: {show: [web.a], as: timeseries}
      ago: {show: [web.b, {of: web.b, ago: 7d}], as: slo}
      errors: {show: [web.errors_by_route], lines: [web.a]}
      table: {show: [web.a], as: table, top: 5}
"""


@pytest.fixture
def promise(tmp_path: Path) -> Shop:
    return shop(tmp_path, _SLOS, dashboard=_DASHBOARD)


def _panels(promise: Shop) -> dict[str, Panel]:
    (dashboard, *_) = make_plan(promise.estate).dashboards
    return {panel.key: panel for row in dashboard.rows for panel in row.panels}


def test_an_slo_shows_what_is_left_of_its_budget(promise: Shop) -> None:
    panel = _panels(promise)["left"]
    (query,) = panel.queries
    assert (panel.kind, panel.title, str(panel.unit)) == ("slo", "Few errors", "%")
    assert query.expr == 'job_route:shop_web_a:remaining{route=~"$route"}'
    assert (query.legend, query.instant) == ("{{route}}", True)
    assert "Few errors: 99.9% over 30d, which bears 43.2 minutes of everything failing." in (
        panel.description
    )
    assert [link.url for link in panel.links] == ["https://runbooks.example.com/errors"]


def test_several_budgets_stand_side_by_side(promise: Shop) -> None:
    panels = _panels(promise)
    assert [(one.legend, one.expr) for one in panels["both"].queries] == [
        ("Few errors {{route}}", 'job_route:shop_web_a:remaining{route=~"$route"}'),
        ("Many hits", "job:shop_web_b:remaining"),
    ]
    assert [one.expr for one in panels["ago"].queries] == [
        "job:shop_web_b:remaining",
        "job:shop_web_b:remaining offset 7d",
    ]


def test_rolled_up_the_worst_stands_for_all(promise: Shop) -> None:
    panels = _panels(promise)
    assert panels["worst"].queries[0].expr == (
        'min by (job) (job_route:shop_web_a:remaining{route=~"$route"})'
    )
    assert panels["table"].queries[0].expr == (
        'bottomk(5, job_route:shop_web_a:remaining{route=~"$route"})'
    )


def test_burn_is_drawn_by_window_with_the_factors_as_lines(promise: Shop) -> None:
    panel = _panels(promise)["burn"]
    assert [one.legend for one in panel.queries] == [
        "1h {{route}}",
        "6h {{route}}",
        "1d {{route}}",
        "3d {{route}}",
        "30d {{route}}",
    ]
    assert panel.queries[0].expr == 'job_route:shop_web_a:burn1h{route=~"$route"}'
    assert [(float(line.value), line.severity, line.label) for line in panel.lines] == [
        (14.4, "critical", "critical above 14.4 (fast)"),
        (6, "critical", "critical above 6 (medium)"),
        (3, "warning", "warning above 3 (slow)"),
        (1, "warning", "warning above 1 (trickle)"),
    ]


def test_a_promise_can_be_a_line_over_its_indicator(promise: Shop) -> None:
    (line,) = _panels(promise)["errors"].lines
    assert (float(line.value), line.severity, line.label) == (
        0.001,
        "info",
        "promised: 99.9% over 30d",
    )


def test_panels_of_slos_are_rendered_and_parse(promise: Shop) -> None:
    (dashboard, *_) = make_plan(promise.estate).dashboards
    artifact = render_dashboard(dashboard, grafana_version="11")
    assert '"type": "stat"' in json.dumps(json.loads(artifact.content))
    for panel in _panels(promise).values():
        for query in panel.queries:
            fill(query.expr)


def test_runbooks_list_the_alerts_of_slos(promise: Shop) -> None:
    (page,) = make_plan(promise.estate).runbooks
    assert [(row.name, row.severity, row.alert_id) for row in page.alerts] == [
        ("WebA", "critical", "web.a.fast"),
        ("WebA", "critical", "web.a.medium"),
        ("WebA", "warning", "web.a.slow"),
        ("WebA", "warning", "web.a.trickle"),
        ("WebAAbsent", "warning", "web.a.absent"),
    ]
    assert page.alerts[0].condition == ("Few errors: burn rate above 14.4 over 1h and 5m")


def test_alerts_lead_to_the_panel_that_draws_the_slo_or_to_its_page(promise: Shop) -> None:
    drawn, among_others = (
        dict(promise.alert(f"web.{one}").annotations)["dashboard_url"]
        for one in ("a.fast", "b.slow")
    )
    panel = panel_id("slos", "burn")
    assert drawn == f"https://grafana.example.com/d/shop-slos?viewPanel={panel}"
    # Panels show only what is left of it now.
    assert among_others == "https://grafana.example.com/d/shop-slo-detail?var-slo=web.b"
    (page,) = make_plan(promise.estate).runbooks
    assert [(one.title, one.url) for one in page.panels] == [("SLOs: Few errors", drawn)]


def test_runbooks_of_slos_say_what_a_burn_rate_is(promise: Shop, tmp_path: Path) -> None:
    without = shop(tmp_path / "none", "a: {of: web.errors, objective: 99%, tiers: []}")
    for one, explained in ((promise, True), (without, False)):
        (artifact,) = render_runbooks(make_plan(one.estate).runbooks)
        said = "The burn rate says how many times as fast as allowed an error budget is spent"
        assert (said in artifact.content) is explained


def test_slos_and_their_alerts_are_explained(promise: Shop) -> None:
    ids = ("web.a", "web.a.fast", "web.a.medium", "web.a.slow", "web.a.trickle", "web.a.absent")
    assert set(ids) <= set(known_ids(promise.estate))
    slo = explain(promise.estate, "web.a")
    assert slo is not None
    facts = dict(slo.facts)
    assert (slo.kind, facts["promises"]) == ("SLO", "99.9% over 30d")
    assert facts["budget"] == "0.1%: all may fail for 43.2 minutes"
    assert facts["tier fast"] == (
        "critical above 1.44% bad in 1h and 5m (14.4 times the budget); tells of an outage after "
        "52s"
    )
    assert "rule job_route:shop_web_a:remaining" in dict(slo.texts)
    tier = explain(promise.estate, "web.a.fast")
    assert tier is not None
    facts = dict(tier.facts)
    assert (tier.kind, facts["100% bad"]) == ("tier", "told after 52s, over after 296s")
    assert dict(tier.texts)["fires when"] == (
        "job_route:shop_web_a:burn1h > 14.4 and job_route:shop_web_a:burn5m > 14.4"
    )
    absent = explain(promise.estate, "web.a.absent")
    assert absent is not None
    assert dict(absent.facts)["for"] == "10m"


def test_what_an_slo_names_knows_of_it(promise: Shop) -> None:
    assert "web.a" in uses(promise.estate, "errors")
    assert uses(promise.estate, "web.errors_by_route") == ("slos.errors", "web.a")
    assert "slos.left" in uses(promise.estate, "web.a")


def test_a_tier_that_is_left_out_is_said(tmp_path: Path) -> None:
    found = explain(shop(tmp_path, "a: {of: web.errors, objective: 50%}").estate, "web.a")
    assert found is not None
    assert dict(found.facts)["tier slow"].startswith("left out: it fires above 3 times")
