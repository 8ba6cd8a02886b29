"""Findings about promises that can be kept and still should not be made so."""

from pathlib import Path

import pytest

from generator import app
from generator.check.slos import slo_findings
from tests.slo.projects import COMPONENT, Shop, shop


def _found(promise: Shop) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in slo_findings(promise.estate)]


def test_a_period_longer_than_the_retention_is_found(tmp_path: Path) -> None:
    slo = "a: {of: web.errors, objective: 99%, window: 30d, tiers: []}"
    message = "`web.a` looks back 30d, samples are kept for 15d"
    promise = shop(tmp_path / "short", slo, retention="15d")
    assert _found(promise) == [("PS330", message)]
    assert ("PS330", message) in [(one.code, one.message) for one in app.check(promise.project)]
    assert _found(shop(tmp_path / "long", slo, retention="30d")) == []


_ONE = (
    "`web.a` pages for one bad event: it is one of 60 in 1h, 16.7 times what the budget bears, and "
    "tier `fast` fires above 14.4"
)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            "traffic: 1/m",
            _ONE,
        ),
        ("traffic: 70/h", ""),  # 1 / 70 of an hour's events burns 14.3 times too fast
        ("", ""),
        ("traffic: 1/m, min_bad_events: 2", ""),
        ("traffic: 1/m, tiers: [slow, trickle]", ""),
    ],
)
def test_a_page_for_one_bad_event_is_found_where_traffic_is_declared(
    tmp_path: Path, more: str, message: str
) -> None:
    parts = ["of: web.errors", "objective: 99.9%", "runbook: errors", *([more] if more else [])]
    found = _found(shop(tmp_path, f"a: {{{', '.join(parts)}}}"))
    assert found == ([("PS331", message)] if message else [])


_THRESHOLD = "    thresholds: {{critical: {{above: 5%, runbook: errors{}}}}}\n"


def _with_threshold(more: str = "") -> str:
    better = "    by: []\n    better: lower\n"
    return COMPONENT.replace(better, better + _THRESHOLD.format(more), 1)


@pytest.mark.parametrize(
    ("threshold", "slo", "doubled"),
    [
        ("", "", True),
        (", inhibits: [web.a]", "", False),
        (", inhibits: [web.a.fast, web.a.medium]", "", False),
        (", inhibits: [web.a.fast]", "", True),
        (", inhibits: [component]", "", False),
        ("", ", inhibits: [web.errors.critical]", False),
        ("", ", tiers: [slow, trickle]", False),
    ],
)
def test_two_pages_for_one_symptom_are_found(
    tmp_path: Path, threshold: str, slo: str, *, doubled: bool
) -> None:
    promise = shop(
        tmp_path,
        f"a: {{of: web.errors, objective: 99.9%, runbook: errors{slo}}}",
        component=_with_threshold(threshold),
    )
    message = "`web.a` and `web.errors.critical` page for the same symptom"
    assert _found(promise) == ([("PS332", message)] if doubled else [])


def test_two_paging_promises_on_one_indicator_are_found(tmp_path: Path) -> None:
    slo = "{of: web.errors, objective: 99.9%, runbook: errors}"
    promise = shop(tmp_path, f"a: {slo}\nb: {slo}")
    message = "`web.b` and `web.a` page for the same symptom"
    assert _found(promise) == [("PS332", message)]
