"""Every event weighs alike: a bad night with little traffic hardly touches the budget."""

from pathlib import Path

import pytest

from tests.slo.projects import shop
from tests.slo.simulation import Part, World, counter, evaluate, labelled

_HOUR = 3600
_PERIODS = (1, 7, 28, 30, 90)
# What is commonly generated: the ratio of five minutes, averaged over the day.
_AVERAGED = """\
  - name: averaged
    rules:
      - record: averaged:ratio5m
        expr: |-
          sum by (job) (rate(requests_total{job="shop",code=~"5.."}[5m]))
          / sum by (job) (rate(requests_total{job="shop"}[5m]))
      - record: averaged:ratio1d
        expr: |-
          sum_over_time(averaged:ratio5m[1d]) / count_over_time(averaged:ratio5m[1d])
"""


@pytest.mark.tool
def test_a_quiet_bad_night_costs_what_its_events_cost(tmp_path: Path) -> None:
    slos = "\n".join(
        f"days{one}: {{of: web.errors, objective: 99.9%, window: {one}d, tiers: []}}"
        for one in _PERIODS
    )
    promise = shop(tmp_path, slos, evaluation="2m")
    rules = promise.write_rules()
    rules.write_text(rules.read_text(encoding="utf-8") + _AVERAGED, encoding="utf-8")
    by_day, by_night = 100 * 120, 120  # events in a step of two minutes: 100 and 1 a second
    half = 12 * _HOUR // 120
    world = World(
        {
            'requests_total{job="shop",code="200"}': counter(
                Part(half, by_day), Part(half, by_night * 0.9)
            ),
            'requests_total{job="shop",code="500"}': counter(
                Part(half, 0), Part(half, by_night * 0.1)
            ),
        },
        step=120,
        evaluation=120,
    )
    at = 24 * _HOUR
    records = [f"job:shop_web_days{one}:burn{one}d" for one in _PERIODS]
    queries = [(one, at) for one in (*records, "averaged:ratio1d")]

    found = evaluate(rules, world, queries, order=[*promise.groups, "averaged"])

    *burns, averaged = (labelled(found[query], "job")["shop"] for query in queries)
    truth = (0.1 * half * by_night) / (half * by_day + half * by_night)
    assert truth == pytest.approx(0.00099, rel=0.001)
    # Of a longer period the day is all that is known; what is not known counts as good.
    for days, burn in zip(_PERIODS, burns, strict=True):
        assert burn * 0.001 * days == pytest.approx(truth, rel=0.01), days
    assert averaged / truth == pytest.approx(50, rel=0.02)
