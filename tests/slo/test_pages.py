"""The pages of SLOs: what they show of any project, by queries that give the right values."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from generator import app
from generator.check.dashboards.filled import fill
from generator.plan.dashboards import Dashboard
from generator.plan.plan import make_plan
from generator.render.grafana import render_dashboard, schema
from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, Samples, World, counter, evaluate, labelled
from tests.unit.render.grafana.rendered import overrides

_SLOS = """
a: {of: web.errors_by_route, objective: 99.9%, runbook: errors, title: Few errors}
b: {of: web.hit_ratio, objective: 99%, tiers: [slow], title: Many hits, owner: data}
c: {of: web.latency, within: {hit: 10ms, miss: 50ms}, objective: 95%, tiers: []}
d: {of: web.age, below: 60s, objective: 99%, tiers: [slow], window: 7d}
"""


@pytest.fixture(scope="module")
def promise(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return shop(tmp_path_factory.mktemp("pages"), _SLOS, evaluation="60s", scrape="60s")


def _pages(promise: Shop) -> dict[str, Dashboard]:
    return {one.id: one for one in make_plan(promise.estate).dashboards}


def _queries(page: Dashboard) -> dict[str, list[str]]:
    panels = (panel for row in page.rows for panel in row.panels)
    return {panel.key: [query.expr for query in panel.queries] for panel in panels}


def _tree(page: Dashboard) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(render_dashboard(page, grafana_version="11.6").content)
    return tree


def test_a_project_with_slos_has_a_list_and_a_page_of_one(promise: Shop) -> None:
    pages = _pages(promise)
    assert [(one.id, one.title, one.since) for one in pages.values()] == [
        ("slo-list", "Shop: SLOs", "now-6h"),
        ("slo-detail", "Shop: One SLO", "now-30d"),
    ]
    assert [one.dashboard for page in pages.values() for one in page.links] == [
        "slo-detail",
        "slo-list",
    ]


@pytest.mark.parametrize("name", ["slo-list", "slo-detail"])
def test_a_page_meets_the_schema_and_its_queries_parse(promise: Shop, name: str) -> None:
    page = _pages(promise)[name]
    errors = jsonschema.Draft202012Validator(schema()).iter_errors(_tree(page))
    assert [error.message for error in errors] == []
    for queries in _queries(page).values():
        for query in queries:
            fill(query)


def test_every_row_of_the_list_leads_to_the_page_of_its_slo(promise: Shop) -> None:
    (table,) = [one for one in _tree(_pages(promise)["slo-list"])["panels"] if one["type"] != "row"]
    assert overrides(table)["slo"] == {
        "links": [
            {
                "targetBlank": False,
                "title": "Show this SLO",
                "url": "/d/shop-slo-detail?var-slo=${__data.fields.slo}"
                "&${datasource:queryparam}&${__url_time_range}",
            }
        ]
    }
    words = overrides(table)["State"]["mappings"][0]["options"]
    assert {value: one["text"] for value, one in words.items()} == {
        "0": "ok",
        "1": "ticket",
        "2": "page",
    }
    assert overrides(table)["Budget left"] == {
        "custom.cellOptions": {"mode": "basic", "type": "color-background"}
    }


def test_one_slo_and_its_groups_can_be_chosen(promise: Shop) -> None:
    _, slo, *groups = _tree(_pages(promise)["slo-detail"])["templating"]["list"]
    assert (slo["name"], slo["multi"], slo["includeAll"], slo["current"]["value"]) == (
        *("slo", False, False, "web.a"),
    )
    assert slo["query"]["query"] == "label_values(shop_slo_info, slo)"
    assert [(one["name"], one["allValue"], one["query"]["query"]) for one in groups] == [
        ("route", ".*", 'label_values(shop_slo_remaining{slo="$slo"}, route)'),
        ("hit", ".*", 'label_values(shop_slo_remaining{slo="$slo"}, hit)'),
    ]


def test_where_a_tier_fires_is_a_dashed_line_beside_its_burn(promise: Shop) -> None:
    panels = {one["title"]: one for one in _tree(_pages(promise)["slo-detail"])["panels"]}
    burn = panels["Burn of the long windows"]
    assert [(one["refId"], one["expr"], one["legendFormat"]) for one in burn["targets"]] == [
        (
            "A",
            'shop_slo_burn{hit=~"$hit",route=~"$route",slo="$slo"}',
            "{{tier}} {{route}} {{hit}}",
        ),
        ("B", 'shop_slo_factor{slo="$slo"}', "{{tier}} fires above"),
    ]
    assert overrides(burn)["B"]["custom.lineStyle"] == {"dash": [10, 10], "fill": "dash"}


_STEP, _END, _BAD = 60, 120, 60


def _world() -> World:
    good, bad = 6000, 120  # of route a 2 % fails, from the second hour on; of route b nothing
    series = {
        'requests_total{job="shop",route="a",code="200"}': counter(
            Part(_BAD, good), Part(_END - _BAD, good - bad)
        ),
        'requests_total{job="shop",route="a",code="500"}': counter(
            Part(_BAD, 0), Part(_END - _BAD, bad)
        ),
        'requests_total{job="shop",route="b",code="200"}': counter(Part(_END, good)),
        'hits_total{job="shop",route="a"}': counter(Part(_END, 50)),
        'lookups_total{job="shop",route="a"}': counter(Part(_END, 100)),
        'age_seconds{job="shop",route="a"}': f"30+0x{_END}",
    }
    for hit, count in (("true", 90), ("false", 100)):
        for le in ("10", "50", "+Inf"):
            within = count if le != "+Inf" else 100
            name = f'latency_ms_bucket{{job="shop",hit="{hit}",le="{le}"}}'
            series[name] = counter(Part(_END, within))
        series[f'latency_ms_count{{job="shop",hit="{hit}"}}'] = counter(Part(_END, 100))
    return World(series, _STEP, _STEP)


class _Shown:
    """What the queries of the pages give at the end of the world, by panel and place."""

    def __init__(self, promise: Shop) -> None:
        self._pages = _pages(promise)
        at = (_END - 1) * _STEP
        asked = {
            (page, key, index, slo): self._chosen(query, slo)
            for page in self._pages
            for slo in ("web.a", "web.b", "web.c", "web.d")
            for key, queries in _queries(self._pages[page]).items()
            for index, query in enumerate(queries)
        }
        queries = [(query, at) for query in dict.fromkeys(asked.values())]
        found = evaluate(promise.write_rules(), _world(), queries, [*promise.groups])
        self._found = {key: found[query, at] for key, query in asked.items()}

    @staticmethod
    def _chosen(query: str, slo: str) -> str:
        return re.sub(r"\$(route|hit)", ".*", query.replace("$slo", slo))

    def listed(self, column: int) -> dict[str, float]:
        return labelled(self._found["slo-list", "all", column, "web.a"], "slo")

    def one(self, slo: str, key: str, index: int = 0) -> Samples:
        return self._found["slo-detail", key, index, slo]


@pytest.fixture(scope="module")
def shown(promise: Shop) -> _Shown:
    return _Shown(promise)


@pytest.mark.tool
def test_the_list_shows_promise_budget_burn_and_state_of_every_slo(shown: _Shown) -> None:
    assert shown.listed(0) == {"web.a": 0.999, "web.b": 0.99, "web.c": 0.95, "web.d": 0.99}
    left = shown.listed(1)
    hours = _END * 60 / 3600
    # The worst route burned twenty times too fast for an hour of thirty days.
    assert left["web.a"] == pytest.approx(1 - 20 / 720, abs=0.001)
    assert left["web.b"] == pytest.approx(1 - 50 * hours / 720, abs=0.002)
    assert left["web.c"] == pytest.approx(1 - 2 * hours / 720, abs=0.001)
    assert left["web.d"] == 1
    burn = shown.listed(2)
    assert burn == {
        "web.a": pytest.approx(20, rel=0.01),
        "web.b": pytest.approx(50, rel=0.01),
        "web.c": pytest.approx(2, rel=0.01),
        "web.d": 0,
    }
    # The fast tier pages for the one, the slow tier makes a ticket of the other.
    assert shown.listed(3) == {"web.a": 2, "web.b": 1, "web.c": 0, "web.d": 0}


@pytest.mark.tool
def test_the_list_tells_whom_an_slo_belongs_to(shown: _Shown, promise: Shop) -> None:
    samples = shown._found["slo-list", "all", 0, "web.a"]
    assert sorted(key.partition("owner=")[2] for key in samples) == [
        '"data", slo="web.b", title="Many hits", window="30d"',
        '"web", slo="web.a", title="Few errors", window="30d"',
        '"web", slo="web.c", title="Latency within 10ms (hit), 50ms (miss)", window="30d"',
        '"web", slo="web.d", title="Age below 60s", window="7d"',
    ]
    assert list(promise.estate.slos) == ["web.a", "web.b", "web.c", "web.d"]


@pytest.mark.tool
def test_the_page_of_one_shows_its_groups_tiers_and_events(shown: _Shown) -> None:
    assert labelled(shown.one("web.a", "objective"), "slo") == {"web.a": 0.999}
    assert labelled(shown.one("web.a", "left"), "slo")["web.a"] == pytest.approx(
        1 - 20 / 720, abs=0.001
    )
    assert labelled(shown.one("web.a", "burn_now"), "slo")["web.a"] == pytest.approx(20, rel=0.01)
    assert labelled(shown.one("web.a", "state"), "slo") == {"web.a": 2}
    budget = labelled(shown.one("web.a", "budget"), "route")
    assert budget == {"a": pytest.approx(1 - 20 / 720, abs=0.001), "b": 1}
    burns = shown.one("web.a", "burn")
    of_a = labelled({key: one for key, one in burns.items() if 'route="a"' in key}, "tier")
    assert of_a["fast"] == pytest.approx(20, rel=0.02)
    assert of_a["medium"] == pytest.approx(20 * 60 / 360, rel=0.1)
    assert set(of_a) == {"fast", "medium", "slow", "trickle"}
    assert labelled(shown.one("web.a", "burn", 1), "tier") == {
        "fast": 14.4,
        "medium": 6,
        "slow": 3,
        "trickle": 1,
    }
    events = shown.one("web.a", "events")
    assert labelled({k: v for k, v in events.items() if 'route="a"' in k}, "outcome") == {
        "good": pytest.approx(98, rel=0.001),
        "bad": pytest.approx(2, rel=0.001),
    }
    hits = labelled(shown.one("web.c", "events"), "hit")
    assert set(hits) == {"true", "false"}
    assert labelled(shown.one("web.d", "events"), "outcome") == {"good": 1, "bad": 0}


def test_pages_that_nobody_wants_leave_no_series_behind(tmp_path: Path) -> None:
    off = shop(tmp_path / "off", _SLOS, project="slo_dashboards: false\n")
    assert make_plan(off.estate).dashboards == ()
    names = [getattr(rule, "name", "") for rule in off.rules]
    assert not [name for name in names if name.startswith("shop_slo_burn")]
    assert "shop_slo_info" in names


def test_an_alert_leads_to_the_page_of_its_slo_where_no_panel_shows_it(promise: Shop) -> None:
    url = dict(promise.alert("web.a.fast").annotations)["dashboard_url"]
    assert url == "https://grafana.example.com/d/shop-slo-detail?var-slo=web.a"


_OWN = """
dashboard: slo-list
title: Ours
purpose: What is left?
links: [slo-detail]
rows: {all: {title: All, panels: {left: {show: [web.a]}}}}
"""


def test_the_id_of_a_page_cannot_be_taken(tmp_path: Path) -> None:
    promise = shop(tmp_path, _SLOS, dashboard=_OWN, dashboard_id="slo-list")
    found = [one for one in app.check(promise.project) if one.code == "PS337"]
    span = promise.project.sources.span(found[0].where)
    assert [(one.message, one.fix) for one in found] == [
        (
            "`slo-list` is the id of a dashboard that is made of the SLOs",
            "give it another id, or write `slo_dashboards: false` in project.yaml",
        )
    ]
    assert (span.file, span.line, span.column) == ("specs/dashboards/slo-list.yaml", 2, 12)
