"""Alerts that cannot fire, whatever is scraped."""

import pytest

from generator.check.foreign_rules import foreign_groups
from generator.check.silence import silent_alerts
from generator.load.yaml_source import load_text

DEAD = 'up{job="a", job="b"}'
RECORDS = f"""\
groups:
  - name: g
    rules:
      - {{record: dead, expr: '{DEAD}'}}
      - {{record: deader, expr: sum(dead) + other}}
      - {{record: half, expr: '{DEAD}'}}
      - {{record: half, expr: other}}
      - {{alert: A, expr: 'EXPR'}}
"""


def why(expr: str) -> str | None:
    document = load_text("r.yml", RECORDS.replace("EXPR", expr).encode()).document
    assert document is not None
    groups = foreign_groups(document)
    found = [why for _, why in silent_alerts(rule for one in groups for rule in one.rules)]
    assert len(found) <= 1
    return next((one if isinstance(one, str) else one.message for one in found), None)


@pytest.mark.parametrize(
    ("expr", "reason"),
    [
        (DEAD, "no series satisfies both conditions on `job`"),
        (f"rate({DEAD}[5m]) * 2 > x", "no series satisfies both conditions on `job`"),
        (f"x and on () ({DEAD})", "no series satisfies both conditions on `job`"),
        (f"{DEAD} unless x", "no series satisfies both conditions on `job`"),
        (f"{DEAD} or dead", "no series satisfies both conditions on `job`"),
        ("x > 5 and x < 3", "no value meets both conditions"),
        ("x > 5 unless x", "this takes away all that stands before it"),
        ("rate(x[5m]) < 0", "this is never true: it is never below 0"),
        ('sum by (a) (x) / on (b) y{b="1"} > 1', "the right side always has `b`"),
        ("dead", "dead"),
        ("max(deader) > 1", "deader"),
        ("half and dead", "dead"),
        (
            "histogram_quantile(0.9, sum(rate(x_bucket[5m]))) > 1",
            "what it is given has no label `le`",
        ),
    ],
)
def test_a_part_that_is_needed_has_no_result(expr: str, reason: str) -> None:
    assert (why(expr) or "").startswith(reason)


@pytest.mark.parametrize(
    "expr",
    [
        "x > 5",
        f"absent({DEAD})",
        f"x or {DEAD}",
        f"{DEAD} or x",
        f"x unless {DEAD}",
        "half > 1",
        "absent(deader)",
        f"vector(scalar({DEAD})) != 1",
        # Always true is something else than never, and native histograms have no `le`.
        "rate(x[5m]) >= 0",
        "histogram_quantile(0.9, sum(rate(x[5m]))) > 1",
        'sum by (a) (x) unless on (b) y{b="1"}',
    ],
)
def test_others_may_fire(expr: str) -> None:
    assert why(expr) is None
