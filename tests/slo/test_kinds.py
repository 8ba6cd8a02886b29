"""What can be promised beside few errors: many hits, short waits, time within a bound."""

import pytest

from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, Samples, World, counter, evaluate, firing, labelled

pytestmark = pytest.mark.tool

_STEP, _END = 60, 180
_SLOS = """
hits: {of: web.hit_ratio, objective: 99%, runbook: errors, tiers: [fast, slow], min_bad_events: 1}
quick:
  {of: web.latency, within: {hit: 10ms, miss: 50ms}, objective: 99%, tiers: [fast, slow],
   min_bad_events: 1, runbook: errors}
fresh: {of: web.age, below: 60s, objective: 99%, tiers: [slow]}
filled: {of: web.age, above: 30s, objective: 99%, tiers: [slow]}
quick_time: {of: web.latency, below: {p99: {hit: 10ms, miss: 50ms}}, objective: 99%, tiers: [slow]}
idle: {of: web.errors, objective: 99%, runbook: errors, tiers: [fast, slow]}
"""
_LATENCY = {
    # Of a hundred requests a minute: so many within 10 ms and within 50 ms. Bounds as two clients
    # spell them.
    ("true", "10.0"): 98,
    ("true", "50.0"): 100,
    ("true", "+Inf"): 100,
    ("false", "10"): 50,
    ("false", "50"): 95,
    ("false", "+Inf"): 100,
    # Nobody declared this value, so no bound is its own.
    ("unknown", "+Inf"): 100,
}
_RECORDS = (
    "job:shop_web_hits:burn1h",
    "job:shop_web_hits:burn2h",
    "job:shop_web_hits:bad1h",
    "job_hit:shop_web_quick:burn1h",
    "job_hit:shop_web_quick:burn2h",
    "job_hit:shop_web_quick:bad1h",
    "job:shop_web_fresh:burn2h",
    "job:shop_web_filled:burn2h",
    "job_hit:shop_web_quick_time:burn2h",
)


def _series() -> dict[str, str]:
    latency = {
        f'latency_ms_bucket{{job="shop",hit="{hit}",le="{le}"}}': counter(Part(_END, count))
        for (hit, le), count in _LATENCY.items()
    }
    counts = {
        f'latency_ms_count{{job="shop",hit="{hit}"}}': counter(Part(_END, 100))
        for hit in ("true", "false", "unknown")
    }
    return {
        **latency,
        **counts,
        # They end after two and a half hours: no more scrapes, no more series.
        'hits_total{job="shop"}': counter(Part(150, 95)) + " stale",
        'lookups_total{job="shop"}': counter(Part(150, 100)) + " stale",
        'age_seconds{job="shop"}': f"60+0x120 61+0x11 30+0x11 29.9+0x5 60+0x{_END}",
        'requests_total{job="shop",code="200"}': counter(Part(40, 100), Part(_END - 40, 0)),
    }


@pytest.fixture(scope="module")
def promise(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return shop(tmp_path_factory.mktemp("kinds"), _SLOS, evaluation="60s", scrape="60s")


@pytest.fixture(scope="module")
def found(promise: Shop) -> dict[tuple[str, int], Samples]:
    queries = [(record, 150 * _STEP) for record in _RECORDS]
    queries += [("job:shop_web_fresh:burn2h", 156 * _STEP)]
    queries += [
        (f"job:shop_web_idle:{one}", 175 * _STEP) for one in ("burn5m", "burn2h", "burn30d")
    ]
    queries += [("ALERTS", step * _STEP) for step in (155, 162, 166, 179)]
    order = [*promise.groups]
    return evaluate(promise.write_rules(), World(_series(), _STEP, _STEP), queries, order)


def _of(found: dict[tuple[str, int], Samples], record: str, label: str = "job") -> dict[str, float]:
    return labelled(found[record, 150 * _STEP], label)


def test_where_more_is_better_the_rest_is_bad(found: dict[tuple[str, int], Samples]) -> None:
    for window in ("1h", "2h"):
        burn = _of(found, f"job:shop_web_hits:burn{window}")
        assert burn == {"shop": pytest.approx(5, rel=1e-6)}
    assert _of(found, "job:shop_web_hits:bad1h") == {"shop": 300}


def test_each_variant_has_its_own_bound_however_it_is_spelt(
    found: dict[tuple[str, int], Samples],
) -> None:
    for window in ("1h", "2h"):
        burn = _of(found, f"job_hit:shop_web_quick:burn{window}", "hit")
        assert burn == {
            "true": pytest.approx(2, rel=1e-6),
            "false": pytest.approx(5, rel=1e-6),
            # What no bound covers was not within one.
            "unknown": pytest.approx(100, rel=1e-6),
        }
    assert _of(found, "job_hit:shop_web_quick:bad1h", "hit") == {
        "true": 120,
        "false": 300,
        "unknown": 6000,
    }


def test_slices_beyond_the_bound_are_bad_and_those_at_it_good(
    found: dict[tuple[str, int], Samples],
) -> None:
    # 12 slices above 60 s, 6 below 30 s; 60 s and 30 s themselves are good. Two hours hold 121
    # slices, or 120 where Prometheus leaves out the one on the edge.
    fresh, filled = (_of(found, f"job:shop_web_{one}:burn2h") for one in ("fresh", "filled"))
    assert fresh == {"shop": pytest.approx(100 * 12 / 120.5, rel=0.005)}
    assert filled == {"shop": pytest.approx(100 * 6 / 120.5, rel=0.005)}


def test_a_slice_may_be_told_by_a_percentile(found: dict[tuple[str, int], Samples]) -> None:
    # 2 % and 5 % are above the bounds, 1 % may be: every slice is bad.
    burn = _of(found, "job_hit:shop_web_quick_time:burn2h", "hit")
    assert burn == {"true": 100, "false": 100}


def test_data_that_end_are_told_after_ten_minutes(
    promise: Shop, found: dict[tuple[str, int], Samples]
) -> None:
    absent = "web.hits.absent"
    # Five minutes until the last rate is gone, ten of patience.
    assert [absent in firing(found["ALERTS", step * _STEP]) for step in (155, 162, 166)] == [
        False,
        False,
        True,
    ]
    labels = dict(promise.alert(absent).labels)
    assert (labels["job"], labels["severity"], labels["subject"]) == ("shop", "warning", "web.hits")


def test_an_idle_service_is_not_absent(found: dict[tuple[str, int], Samples]) -> None:
    assert "web.idle.absent" not in firing(found["ALERTS", 179 * _STEP])


def test_an_idle_window_has_no_burn_and_an_idle_period_keeps_its_budget(
    found: dict[tuple[str, int], Samples],
) -> None:
    burns = [found[f"job:shop_web_idle:{one}", 175 * _STEP] for one in ("burn5m", "burn2h")]
    assert burns == [{}, {}]
    assert labelled(found["job:shop_web_idle:burn30d", 175 * _STEP], "job") == {"shop": 0}


def test_no_data_makes_no_slice(found: dict[tuple[str, int], Samples]) -> None:
    assert labelled(found["job:shop_web_fresh:burn2h", 156 * _STEP], "job")
