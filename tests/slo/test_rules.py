"""The rules of an SLO: where they stand, what they are called, and what changes with what."""

from pathlib import Path

import pytest

from generator.plan.rules import Alert, Record, RuleItem
from tests.slo.projects import Shop, shop

_FULL = "a: {of: web.errors, objective: 99.9%, runbook: errors, min_bad_events: 5}"


def _name(rule: RuleItem) -> str:
    return rule.alert_id if isinstance(rule, Alert) else rule.name


def test_records_stand_before_the_alerts_that_read_them(tmp_path: Path) -> None:
    promise = shop(tmp_path, _FULL)
    base = "job:shop_web_a"
    assert [_name(rule) for rule in promise.groups["web.a"].rules] == [
        f"{base}:burn5m",
        f"{base}:burn1h",
        f"{base}:bad1h",
        "shop_slo_objective",
        "shop_slo_info",
        "shop_slo_events",
        "shop_slo_burn",
        "shop_slo_factor",
        "web.a.fast",
        "web.a.fast.ticket",
        "web.a.absent",
    ]
    assert [_name(rule) for rule in promise.groups["web.a.slow"].rules] == [
        f"{base}:burn30m",
        f"{base}:burn2h",
        f"{base}:burn6h",
        f"{base}:burn1d",
        f"{base}:burn3d",
        f"{base}:burn30d",
        f"{base}:bad6h",
        f"{base}:remaining",
        *["shop_slo_burn"] * 3,
        "shop_slo_remaining",
        "web.a.medium",
        "web.a.medium.ticket",
        "web.a.slow",
        "web.a.trickle",
    ]


@pytest.mark.parametrize(
    ("tiers", "evaluation", "interval"),
    [
        ("[fast, medium]", "30s", 120),
        ("[slow, trickle]", "30s", 240),
        ("[]", "30s", 240),
        ("[medium]", "5m", 300),
    ],
)
def test_what_costs_much_runs_seldom(
    tmp_path: Path, tiers: str, evaluation: str, interval: int
) -> None:
    slo = f"a: {{of: web.errors, objective: 99.9%, runbook: errors, tiers: {tiers}}}"
    groups = shop(tmp_path, slo, evaluation=evaluation).groups
    assert groups["web.a"].interval is None
    assert groups["web.a.slow"].interval == interval


def test_the_labels_of_an_alert_are_the_contract(tmp_path: Path) -> None:
    promise = shop(tmp_path, _FULL)
    common = {"project": "shop", "component": "web", "owner": "web", "subject": "web.a"}
    assert dict(promise.alert("web.a.fast").labels) == {
        **common,
        "severity": "critical",
        "alert_id": "web.a.fast",
        "tier": "fast",
        "long": "1h",
        "short": "5m",
    }
    assert dict(promise.alert("web.a.fast.ticket").labels) == {
        **common,
        "severity": "warning",
        "alert_id": "web.a.fast.ticket",
        "tier": "fast",
        "long": "1h",
        "short": "5m",
    }
    assert dict(promise.alert("web.a.absent").labels) == {
        **common,
        "severity": "warning",
        "alert_id": "web.a.absent",
        "job": "shop",
    }
    assert {one.name for one in promise.rules if isinstance(one, Alert)} == {"WebA", "WebAAbsent"}


def test_an_alert_says_how_fast_the_budget_burns(tmp_path: Path) -> None:
    slo = "a: {of: web.errors_by_route, objective: 99.9%, runbook: errors, title: Few errors}"
    alert = shop(tmp_path, slo).alert("web.a.fast")
    assert dict(alert.annotations) == {
        "summary": (
            "Few errors of {{ $labels.job }} (route {{ $labels.route }}): the error budget is "
            'spent {{ $value | printf "%.3g" }} times as fast as allowed (critical above 14.4 '
            "over 1h and 5m)"
        ),
        "description": (
            "At 14.4 times the allowed rate, 2% of the error budget of 30d (objective 99.9%) is "
            "spent in 1h."
        ),
        "runbook_url": "https://runbooks.example.com/errors",
        "dashboard_url": "https://grafana.example.com/d/shop-slo-detail?var-slo=web.a",
    }
    assert alert.for_ == 0


def _series(promise: Shop) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    return [
        (rule.name, str(rule.expr), rule.labels)
        for rule in promise.rules
        if isinstance(rule, Record)
    ]


def test_a_new_title_or_owner_changes_one_series_only(tmp_path: Path) -> None:
    slo = "a: {{of: web.errors, objective: 99.9%, runbook: errors, title: {}, owner: {}}}"
    before = _series(shop(tmp_path / "before", slo.format("Old", "web")))
    after = _series(shop(tmp_path / "after", slo.format("New", "data")))

    changed = [one for one in after if one not in before]

    assert [name for name, _, _ in changed] == ["shop_slo_info"]
    assert len(before) == len(after)


def test_a_new_objective_leaves_the_recorded_events_alone(tmp_path: Path) -> None:
    slo = "a: {{of: web.hit_ratio, objective: {}, runbook: errors}}"
    before = _series(shop(tmp_path / "before", slo.format("99%")))
    after = _series(shop(tmp_path / "after", slo.format("99.5%")))

    changed = [name for name, *_ in (one for one in after if one not in before)]

    assert not [name for name in changed if name.endswith("rate5m")]
    assert "shop_slo_objective" in changed


@pytest.mark.parametrize(
    ("objective", "share", "budget"),
    [
        ("99.9%", "0.999", "0.001"),
        ("99.95%", "0.9995", "0.0005"),
        ("99.9999%", "0.999999", "0.000001"),
        ("99.999999%", "0.99999999", "0.00000001"),
    ],
)
def test_numbers_are_written_exactly(
    tmp_path: Path, objective: str, share: str, budget: str
) -> None:
    slo = f"a: {{of: web.errors, objective: {objective}, tiers: [trickle]}}"
    promise = shop(tmp_path, slo)
    assert f") / {budget} * " in str(promise.record(":burn3d").expr)
    assert str(promise.record("slo_objective").expr) == f"vector({share})"


def test_windows_up_to_an_hour_are_read_from_raw_samples(tmp_path: Path) -> None:
    promise = shop(tmp_path, _FULL)
    assert str(promise.record(":burn1h").expr) == (
        '(sum by (job) (rate(requests_total{code=~"5..",job="shop"}[1h])) '
        'or 0 * sum by (job) (rate(requests_total{job="shop"}[1h]))) '
        '/ (sum by (job) (rate(requests_total{job="shop"}[1h])) > 0) / 0.001'
    )


def test_longer_windows_are_sums_of_the_pair_times_what_is_known(tmp_path: Path) -> None:
    promise = shop(tmp_path, _FULL)
    pair = "job:shop_web_errors"
    assert str(promise.record(":burn6h").expr) == (
        f"sum_over_time({pair}:of_rate5m[6h]) / (sum_over_time({pair}:to_rate5m[6h]) > 0) / 0.001 "
        f"* clamp_max(count_over_time({pair}:to_rate5m[6h]) / 720, 1)"
    )


def test_more_good_than_all_events_is_no_negative_burn(tmp_path: Path) -> None:
    promise = shop(tmp_path, "a: {of: web.hit_ratio, objective: 99%, runbook: errors}")
    pair = "job:shop_web_hit_ratio"
    assert str(promise.record("a:bad_rate5m").expr) == (
        f"clamp_min({pair}:to_rate5m - {pair}:of_rate5m, 0)"
    )
    assert str(promise.record("a:burn1h").expr).startswith("clamp_min(1 - ")


def test_an_indicator_that_looks_far_back_gets_a_pair_of_its_own(tmp_path: Path) -> None:
    component = """\
component: web
title: Web
metrics:
  bad_total: {type: counter, help: Bad.}
  all_total: {type: counter, help: All.}
indicators:
  errors:
    title: Errors
    ratio: {of: bad_total, to: all_total}
    by: []
    window: 1d
    better: lower
"""
    slo = "a: {of: web.errors, objective: 99%, tiers: [slow]}"
    promise = shop(tmp_path, slo, component=component)
    assert str(promise.record(":total_rate5m").expr) == (
        'sum by (job) (rate(all_total{job="shop"}[5m]))'
    )
    assert str(promise.record(":bad_rate5m").expr) == (
        'sum by (job) (rate(bad_total{job="shop"}[5m])) or 0 * job:shop_web_a:total_rate5m'
    )
    assert "job:shop_web_a:bad_rate5m[1d]" in str(promise.record(":burn1d").expr)


def test_every_identity_is_looked_for_when_data_end(tmp_path: Path) -> None:
    identity = "{job: {}, cluster: {values: [eu, us]}}"
    promise = shop(tmp_path, _FULL, identity=identity)

    alert = promise.alert("web.a.absent")

    total = "job_cluster:shop_web_errors:to_rate5m"
    assert str(alert.expr) == (
        f'absent({total}{{cluster="eu"}}) or absent({total}{{cluster="us"}})'
    )
    assert dict(alert.labels)["job"] == "shop"
    assert "cluster" not in dict(alert.labels)
