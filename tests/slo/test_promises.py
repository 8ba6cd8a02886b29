"""SLOs as they are written: what is counted, and what cannot be promised."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.slo.projects import shop


def test_everything_of_a_promise_is_resolved(tmp_path: Path) -> None:
    promise = shop(
        tmp_path,
        """
        a:
          of: web.errors
          objective: 99.95%
          window: 28d
          tiers: [fast, slow]
          min_bad_events: 3
          traffic: 2/m
          keep_firing_for: 5m
          alert: TooManyErrors
          runbook: errors
          owner: data
          inhibits: [component]
        """,
    )
    slo = promise.estate.slos["web.a"]
    assert promise.estate.components["web"].slos == ("web.a",)
    assert (slo.indicator, slo.kind, slo.side, slo.bounds) == ("web.errors", "events", "below", ())
    assert (slo.objective, slo.budget) == (Fraction(1999, 2000), Fraction(1, 2000))
    assert (int(slo.window), slo.min_bad_events, int(slo.keep_firing_for)) == (28 * 86400, 3, 300)
    assert (slo.traffic, slo.alert, slo.owner) == (Fraction(1, 30), "TooManyErrors", "data")
    assert (slo.runbook, slo.inhibits, slo.pages) == ("errors", ("component",), True)
    assert [tier.id for tier in slo.tiers] == ["web.a.fast", "web.a.slow"]
    assert promise.estate.indicators["web.errors"].recorded


def test_bounds_are_those_of_the_variants(tmp_path: Path) -> None:
    slos = "a: {of: web.latency, within: {hit: 10ms, miss: 50ms}, objective: 99%, tiers: []}"
    slo = shop(tmp_path, slos).estate.slos["web.a"]
    assert (slo.kind, slo.title) == ("within", "Latency within 10ms (hit), 50ms (miss)")
    assert [(one.variant_name, int(one.value), str(one.variant.label)) for one in slo.bounds] == [
        ("hit", 10, 'hit="true"'),
        ("miss", 50, 'hit="false"'),
    ]


@pytest.mark.parametrize(
    ("slo", "code", "message"),
    [
        (
            "{of: web.errors, objective: 100%}",
            "PS104",
            "an objective of `100%` leaves nothing to watch",
        ),
        (
            "{of: web.errors, objective: 0%}",
            "PS104",
            "an objective of `0%` leaves nothing to watch",
        ),
        ("{of: web.errors, objective: 99%, window: 12h}", "PS251", "12h is no period of an SLO"),
        ("{of: web.errors, objective: 99%, window: 91d}", "PS251", "91d is no period of an SLO"),
        (
            "{of: web.latency, within: 20ms, objective: 99%, tiers: []}",
            "PS215",
            "no bucket ends at `20ms`",
        ),
        (
            "{of: web.latency, within: {hit: 10ms, miss: 60ms}, objective: 99%, tiers: []}",
            "PS215",
            "no bucket ends at `60ms`",
        ),
        (
            "{of: web.latency, within: {hit: 10ms}, objective: 99%, tiers: []}",
            "PS209",
            "no bound for `miss`",
        ),
        (
            "{of: web.latency, within: 5%, objective: 99%, tiers: []}",
            "PS208",
            "`5%` is a share (%), what is measured is a time",
        ),
        (
            "{of: web.age, within: 10s, objective: 99%}",
            "PS250",
            "`web.age` is no quantile, its events have no length",
        ),
        ("{of: web.age, objective: 99%}", "PS250", "`web.age` is no share of counted events"),
        (
            "{of: web.latency, objective: 99%}",
            "PS250",
            "`web.latency` has percentiles, not a share",
        ),
        (
            "{of: web.undecided, objective: 99%}",
            "PS250",
            "`web.undecided` does not say which way is good",
        ),
        (
            "{of: web.wider, objective: 99%}",
            "PS250",
            "`web.wider` divides by something without the label `code`",
        ),
        (
            "{of: web.latency, below: {p50: 10ms, p99: 50ms}, objective: 99%}",
            "PS209",
            "a slice of time is good or bad by one percentile",
        ),
        (
            "{of: web.age, below: 60s, objective: 99%, tiers: [slow], min_bad_events: 2}",
            "PS220",
            "what `web.age` measures here is no share of counted events",
        ),
        (
            "{of: web.errors, objective: 99%, tiers: [slow], traffic: 5s}",
            "PS208",
            "`5s` is no number of events per time",
        ),
        ("{of: web.errors, objective: 99%}", "PS216", "`web.x` pages without a runbook"),
        ("{of: web.erors, objective: 99%}", "PS204", "indicator `web.erors` is not defined"),
        (
            "{of: web.errors, objective: 99%, runbook: eror}",
            "PS204",
            "runbook `eror` is not written",
        ),
        (
            "{of: web.errors, objective: 99%, tiers: [slow], inhibits: [web.nothing]}",
            "PS204",
            "`web.nothing` is not defined",
        ),
    ],
)
def test_what_cannot_be_promised_is_a_finding(
    tmp_path: Path, slo: str, code: str, message: str
) -> None:
    assert (code, message) in shop(tmp_path, f"x: {slo}").codes


def test_an_slo_may_not_have_the_id_of_an_indicator(tmp_path: Path) -> None:
    promise = shop(tmp_path, "errors: {of: web.errors, objective: 99%, tiers: [slow]}")
    assert promise.codes == [("PS107", "`web.errors` is an indicator already")]


def test_a_share_below_a_bound_is_counted_at_its_bucket(tmp_path: Path) -> None:
    promise = shop(tmp_path, "a: {of: web.prompt, objective: 99%, tiers: [slow]}")
    slo = promise.estate.slos["web.a"]
    assert (slo.kind, [int(one.value) for one in slo.bounds]) == ("within", [50])
    assert 'le=~"50(\\\\.0)?"' in str(promise.record(":bad_rate5m").expr)
