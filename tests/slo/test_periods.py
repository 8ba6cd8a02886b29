"""Periods from a week to ninety days: what is left is what the events leave."""

from pathlib import Path

import pytest

from tests.slo.projects import shop
from tests.slo.simulation import Part, World, counter, evaluate, labelled, only

pytestmark = pytest.mark.tool

_STEP, _LOOK = 150, 7200
_DAY = 86400 // _STEP
_BUDGET = 0.001
# Days, requests a day and the share of them that fails: quiet and busy times, good and bad ones.
_STORY = (
    (30, 1_000_000, 0.0001),
    (10, 50_000, 0.02),
    (20, 2_000_000, 0.0),
    (5, 500_000, 0.001),
    (4, 20_000, 0.1),
    (20, 1_000_000, 0.0004),
    (5, 3_000_000, 0.0002),
)
_PERIODS = (7, 28, 30, 90)


def _truth(days: int) -> float:
    """Return what is left of the budget at the end, by counting the events of the last days."""
    total = bad = 0.0
    for length, events, share in reversed(_STORY):
        part = min(length, days)
        total, bad, days = total + part * events, bad + part * events * share, days - part
    return 1 - bad / total / _BUDGET


def test_what_is_left_follows_from_the_events_of_the_period(tmp_path: Path) -> None:
    slos = "\n".join(
        f"days{days}: {{of: web.errors, objective: 99.9%, window: {days}d, tiers: []}}"
        for days in _PERIODS
    )
    promise = shop(tmp_path, slos, evaluation="2h", scrape=f"{_STEP}s")
    good = [Part(days * _DAY, events / _DAY * (1 - share)) for days, events, share in _STORY]
    bad = [Part(days * _DAY, events / _DAY * share) for days, events, share in _STORY]
    world = World(
        {
            'requests_total{job="shop",code="200"}': counter(*good),
            'requests_total{job="shop",code="500"}': counter(*bad),
        },
        _STEP,
        _LOOK,
    )
    end = sum(days for days, _, _ in _STORY) * 86400
    queries = {days: (f"job:shop_web_days{days}:remaining", end) for days in _PERIODS}

    windows = [f"burn{days}d" for days in _PERIODS]
    rules = only(promise.write_rules(), "_rate5m", "remaining", *windows)
    found = evaluate(rules, world, queries.values(), [*promise.groups])

    for days, query in queries.items():
        (left,) = labelled(found[query], "job").values()
        # Spent budget within 1 %; a period may be overspent, and then says by how much.
        assert 1 - left == pytest.approx(1 - _truth(days), rel=0.01), days
    assert _truth(30) == pytest.approx(0.4519, abs=0.0001)
    assert _truth(90) == pytest.approx(0.6724, abs=0.0001)
