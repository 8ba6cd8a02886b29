"""Certificates: what shows that an alert can fire, and what speaks against it."""

from generator.check.certificate import Certificate, Registrar
from generator.check.specs.example import read

_METRICS = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, labels: [queue]}
  cache_fill_ratio: {type: gauge, help: How full the cache is., aggregate: avg}
  orders_total: {type: counter, help: Orders., labels: [status], presence: on_traffic}
"""
_BOUNDS = """\
indicators:
  size:
    title: Size
    value: {of: queue_size}
    by: [queue]
    thresholds: {warning: {above: 100}}
  fill:
    title: Fill
    expr: {query: cache_fill_ratio * 50, unit: count}
    by: []
    thresholds: {warning: {above: 60}}
  failed:
    title: Failed
    ratio: {of: 'orders_total{status="500"}', to: orders_total}
    by: []
    thresholds: {warning: {above: 5%}}
"""
_ALIVE = """\
  alive:
    title: Alive
    availability: {of: up}
    by: []
    thresholds: {warning: {below: 1}}
"""


def _of(text: str, alert_id: str) -> Certificate:
    whole = read(text)
    registrar = Registrar(whole.estate, whole.plan)
    return next(registrar.told(one) for one in registrar.alerts if one.alert_id == alert_id)


def _said(found: Certificate) -> dict[str, tuple[bool, str]]:
    return {one.part: (one.holds, one.said) for one in found.proofs}


def test_an_alert_that_can_fire_and_that_another_watches() -> None:
    assert _said(_of(_METRICS + _BOUNDS + _ALIVE, "queue.size.warning")) == {
        "inputs": (True, "`queue_size` is declared in `queue`"),
        "labels": (True, "`job` and `queue` always there"),
        "bound": (True, "`> 100` is compared with what can be any number"),
        "absence": (True, "`queue.alive.warning` notices where it is the target that is gone"),
    }


def test_missing_data_that_nobody_notices() -> None:
    found = _of(_METRICS + _BOUNDS, "queue.size.warning")
    assert _said(found)["absence"] == (False, "nobody notices")
    assert (found.unnoticed, found.faults) == (True, ())


def test_missing_data_that_are_normal() -> None:
    said = _said(_of(_METRICS + _BOUNDS, "queue.failed.warning"))
    assert said["absence"] == (
        True,
        "without traffic there are no series of `orders_total`, as declared",
    )
    assert said["bound"][1].startswith(
        "`> 0.05` is compared with what lies between 0 and 1, as it divides a part of"
        " `orders_total` by the whole"
    )


def test_a_bound_that_its_record_never_reaches() -> None:
    found = _of(_METRICS + _BOUNDS, "queue.fill.warning")
    assert [(one.part, one.said) for one in found.faults] == [
        (
            "bound",
            "this is never true: it lies between 0 and 50, as `cache_fill_ratio` is a share",
        )
    ]


_SHARE = """\
component: web
title: Web
metrics:
  paid_total: {type: counter, help: Payments., labels: [method, status]}
  took_seconds: {type: histogram, help: How long., labels: [method], buckets: [0.1, 1]}
indicators:
  errors:
    title: Errors
    ratio: {of: 'paid_total{status="500"}', to: paid_total}
    by: []
    thresholds: {warning: {above: 5%}}
  card:
    title: Card
    expr:
      query: >-
        sum by (job) (rate(paid_total{method="card"}[5m])) / sum by (job) (rate(paid_total[5m]))
      unit: "%"
    by: []
    thresholds: {warning: {below: 5%}}
  by_method:
    title: By method
    ratio: {of: 'paid_total{status="500"}', to: paid_total}
    by: [method]
    vary: method
    thresholds: {warning: {above: {card: 5%}}}
  slow:
    title: Slow
    quantile: {of: took_seconds, q: [p99]}
    by: []
    thresholds: {warning: {above: {p99: 1s}}}
slos:
  promise: {of: web.errors, objective: 99%, runbook: slow}
  quick: {of: web.slow, within: 1s, objective: 99%, runbook: slow}
---
labels: labels
define:
  method: {help: How it is paid., values: [card]}
  status: {help: Status code., values: ["200", "500"]}
"""


def test_an_alert_on_a_part_of_what_another_watches() -> None:
    seen = "`web.promise.absent` notices"
    part = "if all of `paid_total` is gone; nobody does if only"
    said = {
        name: _said(_of(_SHARE, f"web.{name}"))["absence"]
        for name in ("card.warning", "errors.warning", "by_method.warning.card", "promise.fast")
    }
    assert said == {
        "card.warning": (True, f'{seen} {part} `paid_total{{method="card"}}` is'),
        "errors.warning": (True, seen),  # no errors are no missing data
        "by_method.warning.card": (True, f'{seen} {part} `paid_total{{method="card"}}` is'),
        "promise.fast": (True, seen),
    }


def test_parts_of_a_histogram_go_together() -> None:
    said = _said(_of(_SHARE, "web.slow.warning.p99"))["absence"]
    assert said == (True, "`web.quick.absent` notices")


def test_a_window_with_too_few_samples_is_no_certificate() -> None:
    short = _METRICS + _BOUNDS.replace(
        "    title: Failed\n", "    title: Failed\n    window: 20s\n"
    )
    found = _of(short, "queue.failed.warning")
    assert _said(found)["inputs"] == (
        False,
        "`orders_total`: `20s` holds less than two scrapes of 15s",
    )
    assert [(one.part, one.code) for one in found.faults] == [("inputs", "PS516")]
