"""Hours of traffic in steps of a minute: each route lives through something else.

All routes stand in one world, so that none of them may disturb another.
"""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from generator.plan.slo.datasheet import detection, lag, reset
from generator.plan.slo.explain import UNSEEN, slo_facts
from generator.resolve.estate import Slo, Tier
from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, Samples, World, counter, evaluate, firing, labelled

pytestmark = pytest.mark.tool

_STEP = 60
_BREAK, _END = 370, 480  # where the outage begins, and where the world ends
_OUTAGE = 45
_SLOS = """
availability: {of: web.errors_by_route, objective: 99.9%, tiers: [fast, medium], runbook: errors}
guarded:
  {of: web.errors_by_route, objective: 99.9%, tiers: [fast, medium], min_bad_events: 5,
   runbook: errors}
"""
_AVAILABILITY = "job_route:shop_web_availability"
_WATCHED = ("burn5m", "burn30m", "burn1h", "burn6h", "remaining")


def _steady(share: float) -> tuple[list[Part], list[Part]]:
    return [Part(_END, 6000 * (1 - share))], [Part(_END, 6000 * share)]


def _two_shares(before: float, last: float) -> tuple[list[Part], list[Part]]:
    """Return a share of bad requests until step 370, and another one for five minutes."""
    shares = ((_BREAK, before), (5, last), (_END - _BREAK - 5, 0.0))
    return (
        [Part(steps, 6000 * (1 - share)) for steps, share in shares],
        [Part(steps, 6000 * share) for steps, share in shares],
    )


def _some_bad(count: int) -> tuple[list[Part], list[Part]]:
    """Return a request a minute, of which some fail shortly before step 400."""
    good = [Part(400 - count, 1), Part(count, 0), Part(_END - 400, 1)]
    return good, [Part(400 - count, 0), Part(count, 1), Part(_END - 400, 0)]


_ROUTES: dict[str, tuple[list[Part], list[Part]]] = {
    "outage": (
        [Part(_BREAK, 6000), Part(_OUTAGE, 0), Part(_END - _BREAK - _OUTAGE, 6000)],
        [Part(_BREAK, 0), Part(_OUTAGE, 6000), Part(_END - _BREAK - _OUTAGE, 0)],
    ),
    "above fast": _steady(0.0144 * 1.001),
    "below fast": _steady(0.0144 * 0.999),
    "above medium": _steady(0.006 * 1.001),
    "below medium": _steady(0.006 * 0.999),
    # The last five minutes decide about the short window, the hour before about the long one.
    "long below": _two_shares(0.0144 * 0.898, 0.0144 * 2),
    "long above": _two_shares(0.0144 * 0.918, 0.0144 * 2),
    "short below": _two_shares(0.0144 * 1.1, 0.0144 * 0.99),
    "short above": _two_shares(0.0144 * 1.1, 0.0144 * 1.01),
    "idle": (
        [Part(400, 5940), Part(30, 0), Part(50, 5940)],
        [Part(400, 60), Part(30, 0), Part(50, 60)],
    ),
    "restarted": (
        [Part(420, 5940), Part(60, 5940, reset=True)],
        [Part(420, 60), Part(60, 60, reset=True)],
    ),
    "one bad": _some_bad(1),
    "four bad": _some_bad(4),
    "five bad": _some_bad(5),
    "never bad": ([Part(_END, 6000)], []),
}
# The counter of errors appears at step 400 and holds this much already.
_BORN = {"born with 1": 1, "born with 3": 3}


def _series() -> Iterator[tuple[str, str]]:
    for route, parts in _ROUTES.items():
        for code, some in zip(("200", "500"), parts, strict=True):
            if some:
                yield f'requests_total{{job="shop",route="{route}",code="{code}"}}', counter(*some)
    for route, first in _BORN.items():
        yield f'requests_total{{job="shop",route="{route}",code="200"}}', counter(Part(_END, 1))
        born = f"_x400 {first}+0x{_END - 400}"
        yield f'requests_total{{job="shop",route="{route}",code="500"}}', born


class _Seen:
    """What was seen: alerts that fired and values of records, by step."""

    def __init__(self, promise: Shop, found: dict[tuple[str, int], Samples]) -> None:
        self.promise, self._found = promise, found

    def slo(self, name: str = "web.availability") -> Slo:
        return self.promise.estate.slos[name]

    def tier(self, name: str) -> Tier:
        return next(tier for tier in self.slo().tiers if tier.name == name)

    def alerts(self, route: str, step: int) -> set[str]:
        samples = self._found["ALERTS", step * _STEP]
        return firing({key: 1 for key in samples if f'route="{route}"' in key})

    def value(self, operation: str, route: str, step: int) -> float | None:
        samples = self._found[f"{_AVAILABILITY}:{operation}", step * _STEP]
        return labelled(samples, "route").get(route)

    def count(self, window: str, route: str) -> float:
        samples = self._found[f"job_route:shop_web_guarded:bad{window}", 405 * _STEP]
        return labelled(samples, "route")[route]

    def first(self, alert: str, route: str) -> int:
        """Return the first step at which an alert fires."""
        return next(step for step in range(361, _END) if alert in self.alerts(route, step))

    def last(self, alert: str, route: str) -> int:
        return max(step for step in range(361, _END) if alert in self.alerts(route, step))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> _Seen:
    folder = tmp_path_factory.mktemp("minutes")
    promise = shop(folder, _SLOS, evaluation="60s", scrape="60s")
    steps = range(361, _END)
    queries = [("ALERTS", step * _STEP) for step in steps]
    queries += [(f"{_AVAILABILITY}:{one}", step * _STEP) for one in _WATCHED for step in steps]
    counts = [f"job_route:shop_web_guarded:bad{window}" for window in ("1h", "6h")]
    queries += [(count, 405 * _STEP) for count in counts]
    world = World(dict(_series()), _STEP, _STEP)
    return _Seen(promise, evaluate(promise.write_rules(), world, queries, [*promise.groups]))


@pytest.mark.parametrize("name", ["fast", "medium"])
def test_an_outage_is_told_as_soon_as_the_data_sheet_says(seen: _Seen, name: str) -> None:
    slo, tier = seen.slo(), seen.tier(name)
    wanted = detection(slo, tier, Fraction(1))

    taken = (seen.first(tier.id, "outage") - _BREAK) * _STEP

    assert wanted <= taken <= wanted + lag(seen.promise.estate, slo, tier)


@pytest.mark.parametrize("name", ["fast", "medium"])
def test_an_alert_ends_within_its_short_window_of_the_outage(seen: _Seen, name: str) -> None:
    slo, tier = seen.slo(), seen.tier(name)
    wanted = reset(slo, tier, Fraction(1))

    taken = (seen.last(tier.id, "outage") + 1 - _BREAK - _OUTAGE) * _STEP

    # Prometheus 3 leaves out the sample on the left edge of a window, so it clears a scrape sooner.
    assert wanted - _STEP <= taken <= wanted + lag(seen.promise.estate, slo, tier)
    assert wanted < tier.short


def test_routes_have_fates_of_their_own(seen: _Seen) -> None:
    step = _BREAK + _OUTAGE
    assert seen.alerts("outage", step) == {
        "web.availability.fast",
        "web.availability.medium",
        "web.guarded.fast",
        "web.guarded.medium",
    }
    assert seen.alerts("never bad", step) == set()


@pytest.mark.parametrize("name", ["fast", "medium"])
def test_a_thousandth_decides_at_the_bound(seen: _Seen, name: str) -> None:
    tier = seen.tier(name)
    step = 375  # six hours, and the time that rates take to be there

    assert tier.id in seen.alerts(f"above {name}", step)
    assert tier.id not in seen.alerts(f"below {name}", step)
    for side, factor in (("above", 1.001), ("below", 0.999)):
        burn = seen.value("burn1h" if name == "fast" else "burn6h", f"{side} {name}", step)
        assert burn == pytest.approx(float(tier.factor) * factor, rel=1e-6)


def test_both_windows_must_burn_too_fast(seen: _Seen) -> None:
    step, fast = _BREAK + 5, "web.availability.fast"
    told = [
        fast in seen.alerts(route, step)
        for route in ("long below", "long above", "short below", "short above")
    ]
    assert told == [False, True, False, True]


def test_idle_time_is_neither_good_nor_bad(seen: _Seen) -> None:
    burns = [seen.value("burn5m", "idle", step) for step in range(405, 430)]
    assert burns == [None] * 25
    assert seen.value("burn30m", "idle", 430) is None
    # Thirty idle minutes within a window leave the share of bad events as it was.
    for operation in ("burn1h", "burn6h"):
        for step in (429, 430, 440, 470):
            assert seen.value(operation, "idle", step) == pytest.approx(10, rel=0.001)


def test_the_budget_is_known_while_nothing_happens(seen: _Seen) -> None:
    for step in range(400, 431):
        left = seen.value("remaining", "idle", step)
        # Ten times too fast, for the part of thirty days that is known.
        assert left == pytest.approx(1 - 10 * (step * _STEP / (30 * 86400)), abs=0.0005)


def test_a_restart_changes_nothing(seen: _Seen) -> None:
    for operation in ("burn5m", "burn1h", "burn6h"):
        for step in range(418, 470):
            burn = seen.value(operation, "restarted", step)
            assert burn == pytest.approx(10, rel=1e-6), (operation, step)


def test_no_series_of_errors_is_no_error(seen: _Seen) -> None:
    for operation in ("burn5m", "burn30m", "burn1h", "burn6h"):
        assert seen.value(operation, "never bad", 470) == 0
    assert seen.value("remaining", "never bad", 470) == 1


def test_one_bad_event_pages_without_a_guard_and_makes_a_ticket_with_one(seen: _Seen) -> None:
    assert seen.alerts("one bad", 401) == {"web.availability.fast", "web.guarded.fast.ticket"}


def test_the_guard_counts_events_to_the_last_one(seen: _Seen) -> None:
    for window in ("1h", "6h"):
        counts = [seen.count(window, f"{word} bad") for word in ("one", "four", "five")]
        assert counts == [1, 4, 5]
    assert "web.guarded.fast.ticket" in seen.alerts("four bad", 401)
    assert "web.guarded.fast" not in seen.alerts("four bad", 401)
    assert "web.guarded.fast" in seen.alerts("five bad", 401)
    assert "web.guarded.fast.ticket" not in seen.alerts("five bad", 401)


@pytest.mark.parametrize("route", [*_BORN])
def test_what_a_counter_is_born_with_cannot_be_seen(seen: _Seen, route: str) -> None:
    """An application that makes the series at the first error hides that error, or all of a burst.

    No expression can tell growth before the first sample: counters must begin at 0.
    """
    assert seen.value("burn1h", route, 410) == 0
    assert seen.value("burn6h", route, 470) == 0


def test_what_cannot_be_seen_is_said_where_the_promise_is_explained(seen: _Seen) -> None:
    facts = dict(slo_facts(seen.promise.estate, seen.slo()))
    assert facts["not seen"] == UNSEEN
    assert "Create every series at 0 when the program starts." in UNSEEN
