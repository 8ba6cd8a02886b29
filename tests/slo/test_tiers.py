"""Tiers fitted to the period: exact factors, shrunken windows, and what can never fire."""

from fractions import Fraction
from pathlib import Path

import pytest

from generator.core.units import duration_text, parse_duration, parse_quantity
from generator.plan.slo.datasheet import datasheet, detection, reset
from generator.resolve.slo_tiers import fit, reachable
from generator.spec.project import Tier
from tests.slo.projects import shop


def _tier(long: str, short: str, budget: str) -> Tier:
    return Tier(
        long=parse_duration(long),
        short=parse_duration(short),
        budget=parse_quantity(budget),
        severity="warning",
    )


_FAST, _MEDIUM = _tier("1h", "5m", "2%"), _tier("6h", "30m", "5%")
_SLOW, _TRICKLE = _tier("1d", "2h", "10%"), _tier("3d", "6h", "10%")


@pytest.mark.parametrize(
    ("tier", "period", "long", "short", "factor"),
    [
        # The workbook's table, for thirty days.
        (_FAST, "30d", "1h", "5m", Fraction(72, 5)),
        (_MEDIUM, "30d", "6h", "30m", Fraction(6)),
        (_SLOW, "30d", "1d", "2h", Fraction(3)),
        (_TRICKLE, "30d", "3d", "6h", Fraction(1)),
        # Longer: the same share of a larger budget.
        (_FAST, "90d", "1h", "5m", Fraction(216, 5)),
        (_MEDIUM, "90d", "6h", "30m", Fraction(18)),
        (_SLOW, "90d", "1d", "2h", Fraction(9)),
        (_TRICKLE, "90d", "3d", "6h", Fraction(3)),
        (_FAST, "28d", "1h", "5m", Fraction(336, 25)),
        (_MEDIUM, "28d", "6h", "30m", Fraction(28, 5)),
        (_SLOW, "28d", "1d", "2h", Fraction(14, 5)),
        # 14/15 would fire while the budget lasts: the factor stays, the windows shrink.
        (_TRICKLE, "28d", "4032m", "336m", Fraction(1)),
        (_FAST, "7d", "1h", "5m", Fraction(84, 25)),
        (_MEDIUM, "7d", "6h", "30m", Fraction(7, 5)),
        (_SLOW, "7d", "336m", "28m", Fraction(3)),
        (_TRICKLE, "7d", "1008m", "84m", Fraction(1)),
        (_FAST, "1d", "2m", "0s", Fraction(72, 5)),
        (_MEDIUM, "1d", "12m", "1m", Fraction(6)),
        (_SLOW, "1d", "48m", "4m", Fraction(3)),
        (_TRICKLE, "1d", "144m", "12m", Fraction(1)),
    ],
)
def test_factors_follow_the_period_while_they_are_at_least_one(
    tier: Tier, period: str, long: str, short: str, factor: Fraction
) -> None:
    fitted = fit(tier, parse_duration(period))

    assert fitted.factor == factor
    assert (fitted.long, fitted.short) == (parse_duration(long), parse_duration(short))


@pytest.mark.parametrize(
    ("factor", "objective", "expected"),
    [
        (Fraction(72, 5), Fraction(9305, 10000), False),
        (Fraction(72, 5), Fraction(9306, 10000), True),
        (Fraction(6), Fraction(5, 6), False),
        (Fraction(6), Fraction(834, 1000), True),
        (Fraction(3), Fraction(2, 3), False),
        (Fraction(216, 5), Fraction(976, 1000), False),
        (Fraction(216, 5), Fraction(977, 1000), True),
        (Fraction(1), Fraction(1, 100), True),
    ],
)
def test_a_tier_fires_only_if_everything_failing_burns_faster(
    factor: Fraction, objective: Fraction, *, expected: bool
) -> None:
    assert reachable(factor, 1 - objective) is expected


def test_tiers_that_cannot_fire_are_left_out_and_said(tmp_path: Path) -> None:
    promise = shop(tmp_path, "half: {of: web.errors, objective: 50%}")

    slo = promise.estate.slos["web.half"]

    assert [tier.name for tier in slo.tiers] == ["trickle"]
    assert [one.name for one in slo.dropped] == ["fast", "medium", "slow"]
    (message,) = [message for code, message in promise.codes if code == "PS253"]
    assert message == (
        "`web.half` goes without tiers: "
        "`fast`: it fires above 14.4 times, and even with everything failing the budget burns 2 "
        "times too fast at most; "
        "`medium`: it fires above 6 times, and even with everything failing the budget burns 2 "
        "times too fast at most; "
        "`slow`: it fires above 3 times, and even with everything failing the budget burns 2 "
        "times too fast at most"
    )


def test_a_tier_that_is_asked_for_must_be_able_to_fire(tmp_path: Path) -> None:
    promise = shop(tmp_path, "half: {of: web.errors, objective: 50%, tiers: [trickle, slow]}")
    message = (
        "the tier `slow` cannot fire: it fires above 3 times, and even with everything failing the "
        "budget burns 2 times too fast at most"
    )
    assert promise.project.failed
    assert ("PS252", message) in promise.codes


def test_windows_that_shrink_below_five_minutes_leave_a_tier_out(tmp_path: Path) -> None:
    promise = shop(tmp_path, "day: {of: web.errors, objective: 99.9%, window: 1d}")

    slo = promise.estate.slos["web.day"]

    assert [(tier.name, duration_text(tier.long)) for tier in slo.tiers] == [("trickle", "144m")]
    assert [(one.name, one.reason) for one in slo.dropped] == [
        ("fast", "its short window would be 0s for a period of 1d"),
        ("medium", "its short window would be 1m for a period of 1d"),
        ("slow", "its short window would be 4m for a period of 1d"),
    ]


def test_a_project_may_have_tiers_of_its_own(tmp_path: Path) -> None:
    tiers = """
    tiers:
      blaze: {long: 30m, short: 5m, budget: 5%, severity: critical}
      seventh: {long: 7h, short: 35m, budget: 5%, severity: warning}
      quiet: {long: 3d, short: 6h, budget: 20%, severity: info}
    """
    slo = "a: {of: web.errors, objective: 99.9%, runbook: errors, keep_firing_for: 10m}"
    promise = shop(tmp_path, slo, project=tiers)

    slo_ = promise.estate.slos["web.a"]

    assert [(one.name, one.factor, one.notifies) for one in slo_.tiers] == [
        ("blaze", Fraction(72), "page"),
        ("seventh", Fraction(36, 7), "ticket"),
    ]
    assert [one.reason for one in slo_.dropped] == ["its severity `info` notifies nobody"]
    # A factor that is no decimal stays exact.
    assert "burn7h > (36 / 7)" in str(promise.alert("web.a.seventh").expr)
    assert promise.alert("web.a.blaze").keep_firing_for == 600


def test_a_tier_may_not_fire_while_the_budget_lasts(tmp_path: Path) -> None:
    tiers = "tiers: {lazy: {long: 3d, short: 6h, budget: 9%, severity: warning}}"
    promise = shop(tmp_path, "a: {of: web.errors, objective: 99.9%}", project=tiers)
    message = "spending 9% in 3d is slower than a budget of 30 days lasts"
    assert ("PS254", message) in promise.codes


def test_an_unknown_tier_is_found(tmp_path: Path) -> None:
    promise = shop(tmp_path, "a: {of: web.errors, objective: 99.9%, tiers: [slow, fsat, slow]}")
    messages = [message for code, message in promise.codes if code == "PS204"]
    assert messages == ["there is no tier `fsat`", "the tier `slow` stands twice"]


def test_the_data_sheet_gives_the_workbooks_numbers(tmp_path: Path) -> None:
    promise = shop(tmp_path, "a: {of: web.errors, objective: 99.9%, runbook: errors}")
    slo = promise.estate.slos["web.a"]

    sheets = {one.tier.name: one for one in datasheet(promise.estate, slo)}

    assert [sheet.spent for sheet in sheets.values()] == [
        Fraction(2, 100),
        Fraction(5, 100),
        Fraction(10, 100),
        Fraction(10, 100),
    ]
    fast, trickle = sheets["fast"], sheets["trickle"]
    assert fast.fires_above == Fraction(144, 10000)
    assert [one.detection for one in fast.failures] == [1800, 360, Fraction("51.84")]
    assert [one.reset for one in fast.failures] == [150, 270, Fraction("295.68")]
    # Read from raw samples, so as late as the next scrape and evaluation; sums of rates later.
    assert fast.lag == 15 + 30
    assert trickle.lag == 15 + 120 + 300 + 30


def test_what_a_tier_bears_it_never_tells(tmp_path: Path) -> None:
    promise = shop(tmp_path, "a: {of: web.errors, objective: 99.9%, tiers: [trickle]}")
    slo = promise.estate.slos["web.a"]
    (tier,) = slo.tiers
    with pytest.raises(ValueError, match=r"web\.a\.trickle never fires at an error rate of 1/1000"):
        detection(slo, tier, Fraction(1, 1000))
    assert reset(slo, tier, Fraction(1, 500)) == tier.short / 2
