"""The data sheet against promtool: when each tier tells of each failure, and when it is over."""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

import pytest

from generator.plan.slo.burn import RAW_MAX
from generator.plan.slo.datasheet import Failure, TierSheet, datasheet, lag
from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, World, counter, evaluate, firing

pytestmark = pytest.mark.tool

_ID = "web.availability"


@dataclasses.dataclass(frozen=True, slots=True)
class _Scale:
    """How a world is run: seconds between samples and between evaluations, and its calm before."""

    tiers: tuple[str, ...]
    step: int
    look: int
    calm: int
    """Seconds without an error before each failure: as long as the longest window."""
    after: int
    """Seconds that are looked at after the longest failure."""


_SCALES = {
    "minutes": _Scale(("fast", "medium"), 60, 60, 6 * 3600 + 600, 1920),
    "days": _Scale(("slow", "trickle"), 120, 600, 3 * 86400 + 1200, 7 * 3600),
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Case:
    """A failure of the data sheet, and for how long it lasts here."""

    sheet: TierSheet
    failure: Failure
    lasts: int

    @property
    def route(self) -> str:
        return f"{self.sheet.tier.name} {self.failure.error_rate}"


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen: the tiers that fire on each route, by seconds."""

    scale: _Scale
    promise: Shop
    cases: dict[str, _Case]
    fired: dict[int, set[tuple[str, str]]]

    def told(self, case: _Case) -> int:
        """Return the seconds from the first error to the alert."""
        key = (case.route, case.sheet.tier.name)
        return min(at for at, found in self.fired.items() if key in found) - self.scale.calm

    def over(self, case: _Case) -> int:
        """Return the seconds from the last error to the first look at which nothing fires."""
        key = (case.route, case.sheet.tier.name)
        last = max(at for at, found in self.fired.items() if key in found)
        return last + self.scale.look - self.scale.calm - case.lasts


def _cases(promise: Shop, scale: _Scale) -> Iterator[_Case]:
    for sheet in datasheet(promise.estate, promise.estate.slos[_ID]):
        for failure in sheet.failures:
            # Long enough that the alert is there and the short window is full of it.
            least = max(failure.detection * Fraction(11, 10), sheet.tier.short) + 4 * scale.look
            yield _Case(sheet, failure, int(-(-least // scale.look) * scale.look))


def _series(cases: dict[str, _Case], scale: _Scale, end: int) -> Iterator[tuple[str, str]]:
    # Whole numbers, which promtool adds up without an error: a loss would look like a restart.
    per_step = 100_000 * scale.step
    for route, case in cases.items():
        bad = int(per_step * case.failure.error_rate)
        calm, lasts = scale.calm // scale.step, case.lasts // scale.step
        rest = end // scale.step - calm - lasts
        parts = {
            "200": (Part(calm, per_step), Part(lasts, per_step - bad), Part(rest, per_step)),
            "500": (Part(calm, 0), Part(lasts, bad), Part(rest, 0)),
        }
        for code, some in parts.items():
            yield f'requests_total{{job="shop",route="{route}",code="{code}"}}', counter(*some)


@pytest.fixture(scope="module", params=list(_SCALES))
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Seen:
    scale = _SCALES[request.param]
    promise = shop(
        tmp_path_factory.mktemp("sheet"),
        f"availability: {{of: web.errors_by_route, objective: 99.9%, runbook: errors, "
        f"tiers: [{', '.join(scale.tiers)}]}}",
        evaluation=f"{scale.look}s",
        scrape=f"{scale.step}s",
    )
    cases = {one.route: one for one in _cases(promise, scale)}
    end = scale.calm + max(one.lasts for one in cases.values()) + scale.after
    times = range(scale.calm - scale.look, end, scale.look)
    world = World(dict(_series(cases, scale, end)), scale.step, scale.look)
    queries = [(f'ALERTS{{tier="{tier}"}}', at) for tier in scale.tiers for at in times]
    found = evaluate(promise.write_rules(), world, queries, [*promise.groups])
    fired = {
        at: {
            (route, tier)
            for tier in scale.tiers
            for route in firing(found[f'ALERTS{{tier="{tier}"}}', at], "route")
        }
        for at in times
    }
    return _Seen(scale, promise, cases, fired)


def _latest(seen: _Seen, case: _Case) -> Fraction:
    """Return how much later than computed is right: a scrape, an evaluation, and old rates."""
    project = seen.promise.estate.project
    rates = project.defaults.window if case.sheet.tier.long > RAW_MAX else Fraction(0)
    found = seen.scale.step + seen.scale.look + rates
    assert found <= lag(seen.promise.estate, seen.promise.estate.slos[_ID], case.sheet.tier)
    return found


def test_every_failure_of_the_sheet_is_told_within_one_evaluation(seen: _Seen) -> None:
    found = {name: (case.failure.detection, seen.told(case)) for name, case in seen.cases.items()}
    for name, (wanted, taken) in found.items():
        assert wanted <= taken <= wanted + _latest(seen, seen.cases[name]), (name, found)


def test_every_alert_of_the_sheet_is_over_within_one_evaluation(seen: _Seen) -> None:
    found = {name: (case.failure.reset, seen.over(case)) for name, case in seen.cases.items()}
    for name, (wanted, taken) in found.items():
        # Prometheus 3 leaves out the sample on the left edge of a window: a scrape sooner.
        assert wanted - seen.scale.step <= taken, (name, found)
        assert taken <= wanted + _latest(seen, seen.cases[name]), (name, found)


def test_what_was_spent_by_then_is_what_the_sheet_says(seen: _Seen) -> None:
    slo = seen.promise.estate.slos[_ID]
    for case in seen.cases.values():
        bad = case.failure.detection * case.failure.error_rate
        assert bad / (slo.window * slo.budget) == case.sheet.spent


def test_each_tier_at_twice_and_ten_times_its_bound_and_with_everything_failing(
    seen: _Seen,
) -> None:
    assert len(seen.cases) == 3 * len(seen.scale.tiers)
