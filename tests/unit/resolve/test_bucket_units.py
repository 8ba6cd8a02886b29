"""Buckets in another unit than their metric, as a bound shows."""

import pytest

from tests.unit.resolve.shops import Shop

_LATENCY = """\
component: slow
title: Slow
metrics:
  METRIC: {type: histogram, help: Time., buckets: BUCKETS}
indicators:
  latency:
    title: Latency
    quantile: {of: METRIC, q: [p95, p99]}
    by: []
    thresholds:
      warning: {above: {p95: FIRST, p99: SECOND}}
"""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            ("batch_seconds", "[50, 100, 500]", "100ms", "0.5s"),
            [("PS223", 4, 58, "`batch_seconds` is in s, and its buckets look like ms")],
        ),
        (
            ("batch_ms", "[0.05, 0.1, 0.5]", "100ms", "0.5s"),
            [("PS223", 4, 53, "`batch_ms` is in ms, and its buckets look like s")],
        ),
        (
            ("batch_seconds", "[50, 100, 500]", "70ms", "600s"),
            [
                ("PS215", 11, 30, "no bucket ends at `70ms`"),
                ("PS215", 11, 41, "no bucket ends at `600s`"),
            ],
        ),
        (
            ("batch_bytes", "[50, 100, 500]", "0.1B", "500B"),
            [("PS215", 11, 30, "no bucket ends at `0.1B`")],
        ),
    ],
)
def test_a_bound_that_is_a_bucket_in_another_unit_shows_what_is_wrong(
    shop: Shop, values: tuple[str, ...], expected: list[tuple[object, ...]]
) -> None:
    text = _LATENCY
    for name, value in zip(("METRIC", "BUCKETS", "FIRST", "SECOND"), values, strict=True):
        text = text.replace(name, value)
    shop.add("components/slow", text)
    found = [(code, *rest) for code, file, *rest in shop.findings() if "slow" in file]
    assert found == expected
