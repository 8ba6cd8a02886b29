"""Promises over a day, a week, 28 and 90 days: when their tiers tell, and when they are quiet.

Thirty days are looked at closely elsewhere; here every other period lives through the same.
"""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

import pytest

from generator.core.units import decimal_text
from generator.plan.slo.datasheet import detection, lag, reset
from generator.resolve.estate import Slo, Tier
from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, Samples, World, counter, evaluate, firing, labelled

pytestmark = pytest.mark.tool

_PERIODS = (1, 7, 28, 90)
_EVENTS = 6000  # a minute
_BUDGET = Fraction(1, 1000)


def _promise(folder: pytest.TempPathFactory, days: tuple[int, ...], evaluation: int) -> Shop:
    slos = "\n".join(
        f"days{one}: {{of: web.errors_by_route, objective: 99.9%, window: {one}d, runbook: errors}}"
        for one in days
    )
    scrape = f"{min(evaluation, 120)}s"
    return shop(folder.mktemp("periods"), slos, evaluation=f"{evaluation}s", scrape=scrape)


def _tiers(promise: Shop) -> Iterator[tuple[Slo, Tier]]:
    return ((slo, tier) for slo in promise.estate.slos.values() for tier in slo.tiers)


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen, by seconds."""

    promise: Shop
    found: dict[tuple[str, int], Samples]

    def told(self, route: str, at: int, slo: Slo) -> set[str]:
        """Return the tiers of a promise that tell of a route."""
        samples = self.found["ALERTS", at]
        ours = {key: 1.0 for key in samples if f'route="{route}"' in key}
        prefix = f"{slo.id}."
        return {one.removeprefix(prefix) for one in firing(ours) if one.startswith(prefix)}


# ---- steady shares of bad events, a thousandth above and below what each tier bears


_MINUTES_OF_A_STEP = 2
# Hours that the longest window needs, and an interval that is a part of every window that is a sum.
_STEADY = {(1, 7): (18, 720), (28, 90): (74, 1440)}


def _shares(promise: Shop) -> dict[str, Fraction]:
    return {
        f"{side} {decimal_text(tier.factor)}": tier.factor * _BUDGET * by
        for _, tier in _tiers(promise)
        for side, by in (("above", Fraction(1001, 1000)), ("below", Fraction(999, 1000)))
    }


@pytest.fixture(scope="module", params=_STEADY)
def steady(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Seen:
    hours, evaluation = _STEADY[request.param]
    promise = _promise(tmp_path_factory, request.param, evaluation)
    end, step = hours * 3600, 60 * _MINUTES_OF_A_STEP
    series = {
        f'requests_total{{job="shop",route="{route}",code="{code}"}}': counter(
            Part(end // step, float(_EVENTS * _MINUTES_OF_A_STEP * share))
        )
        for route, bad in _shares(promise).items()
        for code, share in (("200", 1 - bad), ("500", bad))
    }
    queries = [("ALERTS", at) for at in (end // evaluation * evaluation,)]
    world = World(series, step, evaluation)
    return _Seen(promise, evaluate(promise.write_rules(), world, queries, [*promise.groups]))


def test_a_thousandth_decides_at_the_bound_of_every_tier(steady: _Seen) -> None:
    (at,) = {at for _, at in steady.found}
    for slo, tier in _tiers(steady.promise):
        # With a steady share every tier of a smaller factor tells as well.
        expected = {one.name for one in slo.tiers if one.factor <= tier.factor}
        factor = decimal_text(tier.factor)
        assert steady.told(f"above {factor}", at, slo) == expected, tier.id
        assert tier.name not in steady.told(f"below {factor}", at, slo), tier.id


def test_a_slow_burn_rings_only_the_slowest_tier(steady: _Seen) -> None:
    (at,) = {at for _, at in steady.found}
    for slo in steady.promise.estate.slos.values():
        least = min(slo.tiers, key=lambda tier: tier.factor)
        alike = {tier.name for tier in slo.tiers if tier.factor == least.factor}
        assert steady.told(f"above {decimal_text(least.factor)}", at, slo) == alike


# ---- an outage, its end, and a history that is short


_STEP = 120
_EVERY = _STEP // 60
_BREAK, _OUTAGE, _HOURS = 120, 30, 9
_END = _HOURS * 60
_IDLE = (400, 30)
_ROUTES: dict[str, list[tuple[int, float, float]]] = {
    # Minutes, good and bad events a minute.
    "outage": [
        (_BREAK, _EVENTS, 0),
        (_OUTAGE, 0, _EVENTS),
        (_END - _BREAK - _OUTAGE, _EVENTS, 0),
    ],
    "never bad": [(_END, _EVENTS, 0)],
    "idle": [
        (_IDLE[0], 0.99 * _EVENTS, 0.01 * _EVENTS),
        (_IDLE[1], 0, 0),
        (_END - sum(_IDLE), 0.99 * _EVENTS, 0.01 * _EVENTS),
    ],
    "burns 10": [(_END, 0.99 * _EVENTS, 0.01 * _EVENTS)],
}


def _lived() -> Iterator[tuple[str, str]]:
    for route, parts in _ROUTES.items():
        for code, column in (("200", 1), ("500", 2)):
            name = f'requests_total{{job="shop",route="{route}",code="{code}"}}'
            if code == "200" or any(part[2] for part in parts):
                yield (
                    name,
                    counter(*(Part(part[0] // _EVERY, part[column] * _EVERY) for part in parts)),
                )
    # Counters start anew once the process does.
    for code, share in (("200", 0.99), ("500", 0.01)):
        growth = share * _EVENTS * _EVERY
        before = Part(_BREAK // _EVERY, growth)
        after = Part((_END - _BREAK) // _EVERY, growth, reset=True)
        yield (
            f'requests_total{{job="shop",route="restarted",code="{code}"}}',
            counter(before, after),
        )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> _Seen:
    promise = _promise(tmp_path_factory, _PERIODS, _STEP)
    queries = [("ALERTS", minute * 60) for minute in range(10, _END, _EVERY)]
    queries += [
        (f"job_route:shop_web_days{days}:{what}", (_END - _EVERY) * 60)
        for days in _PERIODS
        for what in ("remaining", f"burn{days}d")
    ]
    world = World(dict(_lived()), _STEP, _STEP)
    return _Seen(promise, evaluate(promise.write_rules(), world, queries, [*promise.groups]))


@pytest.mark.parametrize("days", _PERIODS)
def test_every_tier_tells_of_an_outage_as_soon_as_the_data_sheet_says(
    lived: _Seen, days: int
) -> None:
    slo = lived.promise.estate.slos[f"web.days{days}"]
    for tier in slo.tiers:
        wanted = detection(slo, tier, Fraction(1))
        told = (
            m for m in range(_BREAK, _END, _EVERY) if tier.name in lived.told("outage", m * 60, slo)
        )
        taken = (next(told) - _BREAK) * 60
        assert wanted <= taken <= wanted + lag(lived.promise.estate, slo, tier), tier.id


@pytest.mark.parametrize("days", _PERIODS)
def test_every_tier_ends_within_its_short_window(lived: _Seen, days: int) -> None:
    slo, over = lived.promise.estate.slos[f"web.days{days}"], _BREAK + _OUTAGE
    for tier in slo.tiers:
        told = [
            m for m in range(_BREAK, _END, _EVERY) if tier.name in lived.told("outage", m * 60, slo)
        ]
        # The outage fills a part of a long short window only, so it may clear sooner.
        failed = Fraction(_OUTAGE * 60)
        filled = min(Fraction(1), failed / tier.short)
        wanted = tier.short if filled < 1 else reset(slo, tier, Fraction(1))
        taken = (max(told) + _EVERY - over) * 60
        assert taken <= wanted + lag(lived.promise.estate, slo, tier), tier.id
        assert taken >= wanted * Fraction(9, 10) - failed - _STEP, tier.id


@pytest.mark.parametrize("days", _PERIODS)
def test_a_new_promise_does_not_fire_on_a_short_history(lived: _Seen, days: int) -> None:
    """At ten times the budget, a window tells once so much was spent that it would be full of it.

    That is after ``factor / 10`` of the long window, or never.
    """
    slo = lived.promise.estate.slos[f"web.days{days}"]
    late = max(lag(lived.promise.estate, slo, tier) for tier in slo.tiers)
    for tier in slo.tiers:
        told = [
            m * 60
            for m in range(10, _END, _EVERY)
            if tier.name in lived.told("burns 10", m * 60, slo)
        ]
        if tier.long <= 3600:  # raw samples, so what is there is the window
            assert (told != []) == (tier.factor < 10), tier.id
            continue
        first = tier.long * tier.factor / 10
        if first >= _END * 60 or tier.factor >= 10:
            assert told == [], tier.id
        else:
            assert first * Fraction(99, 100) - _STEP <= told[0] <= first + late, tier.id


@pytest.mark.parametrize("days", _PERIODS)
def test_idle_time_restarts_and_missing_errors_do_not_touch_the_period(
    lived: _Seen, days: int
) -> None:
    at = (_END - _EVERY) * 60
    burn = labelled(lived.found[f"job_route:shop_web_days{days}:burn{days}d", at], "route")
    left = labelled(lived.found[f"job_route:shop_web_days{days}:remaining", at], "route")
    known = _END * 60 / (days * 86400)
    for route in ("idle", "restarted", "burns 10"):
        assert burn[route] == pytest.approx(10 * known, rel=0.02), route
        assert left[route] == pytest.approx(1 - 10 * known, abs=0.1), route
    assert (burn["never bad"], left["never bad"]) == (0, 1)
    slo = lived.promise.estate.slos[f"web.days{days}"]
    assert lived.told("never bad", at, slo) == set()
