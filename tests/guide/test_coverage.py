"""The specs of the LLM Auto-Optimizer against everything its Metrics Guide names."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import app
from generator.core.units import decimal_text, duration_text
from generator.plan.plan import make_plan
from generator.resolve.estate import Estate, Slo
from tests.guide.coverage import ENTRIES, INVENTORY, OURS, bounds, carriers, ids, problems, table
from tests.guide.deletion import KINDS, without

_ROOT = Path(__file__).resolve().parents[2]


def _read() -> Estate:
    project = app.read(_ROOT)
    assert project.estate is not None, project.findings
    assert not project.failed, project.findings
    return project.estate


_ESTATE = _read()


@pytest.fixture(scope="module")
def estate() -> Estate:
    return _ESTATE


def test_everything_is_carried_and_nothing_stands_unlisted(estate: Estate) -> None:
    assert problems(estate) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in KINDS for name in sorted(ids(_ESTATE)[kind])],
)
def test_whatever_is_deleted_is_missed(estate: Estate, kind: str, name: str) -> None:
    found = problems(without(estate, kind, name))
    assert any(one.startswith(f"{kind} {name} ") for one in found), found


def test_the_table_of_what_carries_what(golden: Callable[[str, str], None]) -> None:
    golden("coverage.md", table())


def test_every_entry_has_a_line_and_every_exception_a_reason() -> None:
    keys = {"name", "line", "is", "reason", "says", "tells", "values"}
    keys |= {"panel", "page", "dashboard", "filter", "check", "output", "metric", "label"}
    for kind, entry in ENTRIES:
        assert set(entry) <= keys, (kind, entry)
        assert isinstance(entry["line"], int), (kind, entry)
        assert entry.get("reason", "-").strip(), (kind, entry)
        assert ("reason" in entry) is not bool(list(carriers(kind, entry))), (kind, entry)
    assert all(group["reason"].strip() for group in OURS)


@pytest.mark.parametrize("kind", list(INVENTORY))
def test_nothing_is_listed_twice(kind: str) -> None:
    names = [entry["name"] for entry in INVENTORY[kind]]
    assert sorted(names) == sorted(set(names))


def test_every_metric_of_the_guide_is_counted() -> None:
    carried = [entry for entry in INVENTORY["metric"] if "reason" not in entry]
    of_the_pool = [entry for entry in carried if entry["name"].startswith("db_")]
    assert (len(carried) - len(of_the_pool), len(of_the_pool)) == (84, 3)


def _entries(kind: str, key: str) -> list[Any]:
    return [
        pytest.param(name, entry[key], id=f"{entry['name']}: {name}")
        for entry in INVENTORY[kind]
        if key in entry
        for _, name in carriers(kind, entry)
    ]


@pytest.mark.parametrize(("name", "says"), _entries("threshold", "says"))
def test_bounds_and_durations_are_as_decided(estate: Estate, name: str, says: str) -> None:
    threshold, bound = bounds(estate)[name]
    duration = f" for {duration_text(threshold.for_)}" if threshold.notifies else ""
    assert f"{threshold.side} {bound.quantity}{duration}" == says


def test_every_bound_of_the_guide_has_its_number_here() -> None:
    without = [
        entry["name"]
        for kind in ("threshold", "slo")
        for entry in INVENTORY[kind]
        if "says" not in entry and "reason" not in entry
    ]
    assert without == []


@pytest.mark.parametrize(("name", "says"), _entries("slo", "says"))
def test_promises_are_as_decided(estate: Estate, name: str, says: str) -> None:
    assert _promise(estate.slos[name]) == says


def _promise(slo: Slo) -> str:
    within = ", ".join(f"{one.variant_name} {one.quantity}".strip() for one in slo.bounds)
    return f"{decimal_text(slo.objective * 100)}%" + (f" within {within}" if within else "")


@pytest.mark.parametrize(("name", "tells"), _entries("slo", "tells"))
def test_only_three_promises_page(estate: Estate, name: str, tells: str) -> None:
    slo = estate.slos[name]
    assert ("page" if slo.pages else "ticket" if slo.tiers else "nobody") == tells
    assert duration_text(slo.window) == "30d"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (entry["name"], {one for _, one in carriers("alert", entry)})
        for entry in INVENTORY["alert"]
        if "reason" not in entry
    ],
)
def test_named_alerts_fire_by_exactly_these_bounds(
    estate: Estate, name: str, wanted: set[str]
) -> None:
    known = bounds(estate)
    assert {one for one, (threshold, _) in known.items() if threshold.alert == name} == wanted
    assert all(known[one][0].notifies for one in wanted)


@pytest.mark.parametrize(("name", "values"), _entries("label", "values"))
def test_closed_labels_have_exactly_their_values(
    estate: Estate, name: str, values: list[str]
) -> None:
    assert sorted(estate.labels[name].named_values.values()) == sorted(values)


def test_every_decision_is_used(estate: Estate) -> None:
    numbers = {f"D{number}" for number in range(1, 34)}
    assert set(estate.decisions) == numbers
    text = "".join(path.read_text("utf-8") for path in (_ROOT / "specs").rglob("*.yaml"))
    used = set(re.findall(r"decided: (?:\[([^\]]*)\]|(D\d+))", text))
    assert {one for pair in used for part in pair for one in re.findall(r"D\d+", part)} == numbers


def test_pages_have_a_runbook_and_alerts_a_description(estate: Estate) -> None:
    for _, threshold in estate.thresholds():
        if threshold.notifies:
            assert threshold.owner, threshold.id
            assert threshold.runbook, threshold.id
            assert threshold.description or threshold.summary, threshold.id
    assert [slo.id for slo in estate.slos.values() if slo.tiers and not slo.runbook] == []
    assert [slo.id for slo in estate.slos.values() if slo.tiers and not slo.description] == []


def test_links_between_dashboards_lead_both_ways(estate: Estate) -> None:
    boards = make_plan(estate).dashboards
    links = {(board.id, link.dashboard) for board in boards for link in board.links}
    links = {(here, there) for here, there in links if there}
    assert {(there, here) for here, there in links} == links
    assert {here for here, _ in links} == {board.id for board in boards}
    assert {"slo-list", "slo-detail"} < {here for here, _ in links}


def test_every_indicator_and_promise_is_on_a_dashboard(estate: Estate) -> None:
    shown = {
        one if isinstance(one, str) else one.of
        for _, board in estate.dashboards.values()
        for row in board.rows.values()
        for panel in row.panels.values()
        for one in panel.show
    }
    assert set(estate.indicators) - shown == set()
    # Promises are on the pages that are made of all of them.
    assert estate.slo_pages


def test_every_runbook_is_led_to(estate: Estate) -> None:
    alerts = {threshold.runbook for _, threshold in estate.thresholds()}
    alerts |= {slo.runbook for slo in estate.slos.values()}
    alerts |= {alert.runbook for alert in estate.alerts.values()}
    others = {
        title
        for _, runbook in estate.runbooks.values()
        for step in runbook.steps
        for title in re.findall(r'runbook "([^"]+)"', step.say)
    }
    titles = {runbook.title: name for name, (_, runbook) in estate.runbooks.items()}
    assert others <= set(titles)
    assert set(titles.values()) - alerts == {"database-pool"}
    assert "database-pool" in {titles[title] for title in others}
