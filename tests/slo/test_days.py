"""Days of traffic, looked at every ten minutes: the slow tiers, and promises that are new."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from generator.plan.slo.datasheet import detection, lag
from generator.resolve.estate import Tier
from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, Samples, World, counter, evaluate, firing, labelled

pytestmark = pytest.mark.tool

_STEP, _LOOK = 120, 600
_HOUR, _DAY = 3600 // _STEP, 86400 // _STEP
_BREAK, _END = 3 * _DAY + 6 * _HOUR, 4 * _DAY
_NEW = 2 * _DAY
_ALL = "web.availability"


def _steady(burn: float) -> tuple[list[Part], list[Part]]:
    return [Part(_END, 12000 * (1 - burn * 0.001))], [Part(_END, 12000 * burn * 0.001)]


def _new(burn: float) -> tuple[list[Part], list[Part]]:
    absent, rest = Part(_NEW, 0, absent=True), _END - _NEW
    return (
        [absent, Part(rest, 12000 * (1 - burn * 0.001))],
        [absent, Part(rest, 12000 * burn * 0.001)],
    )


_ROUTES: dict[str, tuple[list[Part], list[Part]]] = {
    "well": _steady(0),
    "burns 2": _steady(2),
    "burns 4": _steady(4),
    "above slow": _steady(3 * 1.001),
    "below slow": _steady(3 * 0.999),
    "above trickle": _steady(1.001),
    "below trickle": _steady(0.999),
    "outage": (
        [Part(_BREAK, 12000), Part(_END - _BREAK, 0)],
        [Part(_BREAK, 0), Part(_END - _BREAK, 12000)],
    ),
    "new, burns 2": _new(2),
    "new, all fails": _new(1000),
    "recovered": (
        [Part(_BREAK, 12000), Part(3 * _HOUR, 11400), Part(_END - _BREAK - 3 * _HOUR, 12000)],
        [Part(_BREAK, 0), Part(3 * _HOUR, 600), Part(_END - _BREAK - 3 * _HOUR, 0)],
    ),
}


def _series() -> Iterator[tuple[str, str]]:
    for route, parts in _ROUTES.items():
        for code, some in zip(("200", "500"), parts, strict=True):
            yield f'requests_total{{job="shop",route="{route}",code="{code}"}}', counter(*some)


class _Seen:
    """What was seen, by seconds."""

    def __init__(self, promise: Shop, found: dict[tuple[str, int], Samples]) -> None:
        self.promise, self._found = promise, found

    def tier(self, name: str) -> Tier:
        return next(one for one in self.promise.estate.slos[_ALL].tiers if one.name == name)

    def tiers(self, route: str, at: int) -> set[str]:
        samples = self._found["ALERTS", at]
        return firing({key: 1 for key in samples if f'route="{route}"' in key}, "tier")

    def burn(self, route: str, at: int) -> float:
        samples = self._found["job_route:shop_web_availability:burn3d", at]
        return labelled(samples, "route")[route]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> _Seen:
    promise = shop(
        tmp_path_factory.mktemp("days"),
        "availability: {of: web.errors_by_route, objective: 99.9%, runbook: errors}",
        evaluation=f"{_LOOK}s",
        scrape=f"{_STEP}s",
    )
    # The beginning of what is new, and everything from shortly before the outage on.
    begin = _NEW * _STEP
    times = [*range(begin, begin + 7200, _LOOK), *range(begin, _END * _STEP, 2 * 3600)]
    times += range(_BREAK * _STEP - 2 * _LOOK, _END * _STEP, _LOOK)
    times = sorted(set(times))
    queries = [("ALERTS", at) for at in times]
    queries += [("job_route:shop_web_availability:burn3d", at) for at in times]
    world = World(dict(_series()), _STEP, _LOOK)
    return _Seen(promise, evaluate(promise.write_rules(), world, queries, [*promise.groups]))


_LATE = (_BREAK - 1) * _STEP // _LOOK * _LOOK


def test_a_slow_burn_rings_only_the_slow_tiers(seen: _Seen) -> None:
    assert seen.tiers("burns 4", _LATE) == {"slow", "trickle"}
    assert seen.tiers("burns 2", _LATE) == {"trickle"}
    assert seen.tiers("well", _LATE) == set()


@pytest.mark.parametrize("name", ["slow", "trickle"])
def test_a_thousandth_decides_at_the_bound(seen: _Seen, name: str) -> None:
    assert name in seen.tiers(f"above {name}", _LATE)
    assert name not in seen.tiers(f"below {name}", _LATE)


@pytest.mark.parametrize("name", ["slow", "trickle"])
def test_an_outage_is_told_as_soon_as_the_data_sheet_says(seen: _Seen, name: str) -> None:
    estate, tier = seen.promise.estate, seen.tier(name)
    slo = estate.slos[_ALL]
    begin = _BREAK * _STEP
    times = range(begin, begin + 3600, _LOOK)

    taken = next(at for at in times if name in seen.tiers("outage", at)) - begin

    wanted = detection(slo, tier, Fraction(1))
    assert wanted <= taken <= wanted + lag(estate, slo, tier)


def test_two_hours_of_history_do_not_stand_for_three_days(seen: _Seen) -> None:
    begin = _NEW * _STEP
    for at in range(begin, begin + 30 * 3600, 7200):
        assert seen.tiers("new, burns 2", at) == set(), at
    # Once that much is spent that three days of burning at 1 would spend, it is told.
    for at in range(begin + 38 * 3600, _END * _STEP, 7200):
        assert "trickle" in seen.tiers("new, burns 2", at), at


def test_the_known_part_of_a_window_is_what_counts(seen: _Seen) -> None:
    begin = _NEW * _STEP
    for hours in (6, 12, 24, 36):
        burn = seen.burn("new, burns 2", begin + hours * 3600)
        assert burn == pytest.approx(2 * hours / 72, rel=0.03)


def test_a_new_promise_that_fails_entirely_is_told_soon(seen: _Seen) -> None:
    begin = _NEW * _STEP
    assert seen.tiers("new, all fails", begin + 1800) == {"fast", "medium", "slow", "trickle"}


def test_what_is_over_is_not_told_for_long(seen: _Seen) -> None:
    end = (_BREAK + 3 * _HOUR) * _STEP
    assert {"slow", "medium"} <= seen.tiers("recovered", end)
    assert "medium" not in seen.tiers("recovered", end + 2400)
    assert "slow" not in seen.tiers("recovered", end + 2 * 3600 + 1200)
    assert seen.tiers("recovered", end + 6 * 3600 + 1200) == set()
