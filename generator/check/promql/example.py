"""The small catalogue that the examples of the checks are written for."""

from fractions import Fraction
from typing import Final

from generator.check.promql.base import Check
from generator.check.promql.catalogue import Catalogue, Facts, Part
from generator.check.promql.run import Text
from generator.core.units import BYTES, RATIO, SECONDS, Family, Unit, parse_duration, parse_unit
from generator.promql.versions import Target

_TARGET = frozenset({"job", "instance"})
_HISTOGRAM = "latency_seconds"
_BUCKETS = (Fraction(1, 10), Fraction(1, 2), Fraction(1))


_MILLISECONDS = Unit(Family.TIME, Fraction(1, 1000))


def _part(part: Part) -> Facts:
    labels = _TARGET | {"le"} if part == "_bucket" else _TARGET
    return Facts(
        name=_HISTOGRAM + part,
        metric=_HISTOGRAM,
        type="counter",
        labels=labels,
        part=part,
        buckets=_BUCKETS,
        unit=SECONDS,
    )


EXAMPLE: Final = Catalogue(
    facts={
        one.name: one
        for one in (
            Facts("up", "up", "gauge", _TARGET),
            Facts(
                "http_requests_total",
                "http_requests_total",
                "counter",
                _TARGET | {"method", "status"},
            ),
            Facts("queue_size", "queue_size", "gauge", _TARGET | {"queue"}),
            Facts("cache_fill_ratio", "cache_fill_ratio", "gauge", _TARGET, share=True, unit=RATIO),
            Facts("log_offset", "log_offset", "gauge", _TARGET | {"queue"}),
            Facts("sent_total", "sent_total", "counter", _TARGET),
            Facts("received_total", "received_total", "counter", _TARGET),
            Facts("jobs_done_total", "jobs_done_total", "counter", _TARGET, presence="on_traffic"),
            Facts(_HISTOGRAM, _HISTOGRAM, "histogram", _TARGET, buckets=_BUCKETS, unit=SECONDS),
            *(_part("_bucket"), _part("_sum"), _part("_count")),
            Facts("seen_timestamp_ms", "seen_timestamp_ms", "gauge", _TARGET, unit=_MILLISECONDS),
            Facts("disk_used_bytes", "disk_used_bytes", "gauge", _TARGET, unit=BYTES),
            Facts("open_sessions", "open_sessions", "gauge", _TARGET | {"user_id"}),
            Facts(
                name="old_queue_length",
                metric="old_queue_length",
                type="gauge",
                labels=_TARGET,
                deprecated="`queue_size` counts the same.",
            ),
        )
    },
    values={"method": frozenset({"GET", "POST"})},
    scrape=Fraction(15),
    retention=Fraction(40 * 86400),
    closed=True,
    target=Target((2, 53)),
)


def bad(check: Check) -> Text:
    """Return the example that a check finds, with what stands beside it."""
    return _text(check, check.bad, check.beside[0])


def good(check: Check) -> Text:
    """Return the example that no check finds, with what stands beside it."""
    return _text(check, check.good, check.beside[1])


def _text(check: Check, expr: str, beside: str) -> Text:
    key, _, value = beside.partition(": ")
    plain = check.role == "alert" and not beside
    templates = [("summary", "{{ $labels.job }} is down")] if plain else []
    if key == "summary" or key.startswith("labels/"):
        templates = [(key, value)]
    return Text(
        expr,
        check.role,
        tuple(templates),
        name=value if key == "alert" else "",
        for_=float(parse_duration(value)) if key == "for" else None,
        declared=parse_unit(value) if key == "unit" else None,
    )
