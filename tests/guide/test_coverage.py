"""The specs of the LLM Auto-Optimizer against everything its Metrics Guide names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import app
from generator.core.units import decimal_text, duration_text
from generator.resolve.estate import Bound, Estate, Slo, Threshold

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_INVENTORY: dict[str, Any] = yaml.safe_load((_HERE / "inventory.yaml").read_text("utf-8"))
_OURS: list[dict[str, Any]] = _INVENTORY.pop("ours")
_ENTRIES: list[tuple[str, dict[str, Any]]] = [
    (kind, entry) for kind, entries in _INVENTORY.items() for entry in entries
]
# An expression is carried by an indicator, an alert by the bound that fires it.
_CARRIED_BY = {"expression": "indicator", "alert": "threshold"}


@pytest.fixture(scope="module")
def estate() -> Estate:
    project = app.read(_ROOT)
    assert project.estate is not None, project.findings
    assert not project.failed, project.findings
    return project.estate


def _bounds(estate: Estate) -> dict[str, tuple[Threshold, Bound]]:
    return {
        bound.id: (threshold, bound)
        for _, threshold in estate.thresholds()
        for bound in threshold.bounds
    }


def _ids(estate: Estate) -> dict[str, set[str]]:
    """Everything the specs say, by kind; what Prometheus makes itself is not theirs."""
    return {
        "metric": {name for name, metric in estate.metrics.items() if metric.component},
        "label": set(estate.labels),
        "indicator": set(estate.indicators),
        "threshold": set(_bounds(estate)),
        "slo": set(estate.slos),
        "dashboard": set(estate.dashboards),
        "panel": {
            f"{name}.{panel}"
            for name, (_, dashboard) in estate.dashboards.items()
            for row in dashboard.rows.values()
            for panel in row.panels
        },
        "runbook": set(estate.runbooks),
    }


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _carriers(kind: str, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The kinds and ids that carry an entry; none where a reason stands instead."""
    if "reason" in entry:
        return
    own = [] if "panel" in entry and "is" not in entry else _several(entry.get("is", entry["name"]))
    yield from ((_CARRIED_BY.get(kind, kind), one) for one in own)
    yield from (("panel", one) for one in _several(entry.get("panel", [])))


def _listed() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, entry in _ENTRIES:
        for carried_by, name in _carriers(kind, entry):
            found.setdefault(carried_by, set()).add(name)
    return found


def _ours() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in _OURS:
        for kind, names in group.items():
            if kind != "reason":
                found.setdefault(kind, set()).update(names)
    return found


@pytest.mark.parametrize(
    ("kind", "entry"), _ENTRIES, ids=[f"{kind}: {entry['name']}" for kind, entry in _ENTRIES]
)
def test_what_the_guide_names_is_in_the_specs(
    estate: Estate, kind: str, entry: dict[str, Any]
) -> None:
    ids = _ids(estate)
    missing = [name for by, name in _carriers(kind, entry) if name not in ids[by]]
    assert missing == []


@pytest.mark.parametrize(
    "kind",
    ["metric", "label", "indicator", "threshold", "slo", "dashboard", "panel", "runbook"],
)
def test_what_the_specs_say_is_in_the_guide_or_ours(estate: Estate, kind: str) -> None:
    listed, ours = _listed().get(kind, set()), _ours().get(kind, set())
    assert ours & listed == set(), "listed as the guide's and as ours"
    assert _ids(estate)[kind] == listed | ours


def test_every_entry_has_a_line_and_every_exception_a_reason() -> None:
    keys = {"name", "line", "is", "panel", "reason", "says", "tells", "values"}
    for kind, entry in _ENTRIES:
        assert set(entry) <= keys, (kind, entry)
        assert isinstance(entry["line"], int), (kind, entry)
        assert entry.get("reason", "-").strip(), (kind, entry)
    assert all(group["reason"].strip() for group in _OURS)


@pytest.mark.parametrize("kind", list(_INVENTORY))
def test_nothing_is_listed_twice(kind: str) -> None:
    names = [entry["name"] for entry in _INVENTORY[kind]]
    assert sorted(names) == sorted(set(names))


def _entries(kind: str, key: str) -> list[Any]:
    return [
        pytest.param(name, entry[key], id=f"{entry['name']}: {name}")
        for entry in _INVENTORY[kind]
        if key in entry
        for _, name in _carriers(kind, entry)
    ]


@pytest.mark.parametrize(("name", "says"), _entries("threshold", "says"))
def test_bounds_and_durations_are_as_decided(estate: Estate, name: str, says: str) -> None:
    threshold, bound = _bounds(estate)[name]
    duration = f" for {duration_text(threshold.for_)}" if threshold.notifies else ""
    assert f"{threshold.side} {bound.quantity}{duration}" == says


def test_every_bound_of_the_guide_has_its_number_here() -> None:
    without = [
        entry["name"]
        for kind in ("threshold", "slo")
        for entry in _INVENTORY[kind]
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
    ("name", "bounds"),
    [
        (entry["name"], {one for _, one in _carriers("alert", entry)})
        for entry in _INVENTORY["alert"]
        if "reason" not in entry
    ],
)
def test_named_alerts_fire_by_exactly_these_bounds(
    estate: Estate, name: str, bounds: set[str]
) -> None:
    assert {one for one, (threshold, _) in _bounds(estate).items() if threshold.alert == name} == (
        bounds
    )
    assert all(_bounds(estate)[one][0].notifies for one in bounds)


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
    links = {(name, link) for name, (_, board) in estate.dashboards.items() for link in board.links}
    assert {(there, here) for here, there in links} == links
    assert {here for here, _ in links} == set(estate.dashboards)


def test_every_indicator_and_promise_is_on_a_dashboard(estate: Estate) -> None:
    shown = {
        one if isinstance(one, str) else one.of
        for _, board in estate.dashboards.values()
        for row in board.rows.values()
        for panel in row.panels.values()
        for one in panel.show
    }
    assert {*estate.indicators, *estate.slos} - shown == set()


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
