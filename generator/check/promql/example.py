"""The small catalogue that the examples of the checks are written for."""

from fractions import Fraction
from typing import Final

from generator.check.promql.catalogue import Catalogue, Facts
from generator.promql.versions import Target

_TARGET = frozenset({"job", "instance"})
_HISTOGRAM = "latency_seconds"
_BUCKETS = (Fraction(1, 10), Fraction(1, 2), Fraction(1))


def _part(part: str) -> Facts:
    labels = _TARGET | {"le"} if part == "_bucket" else _TARGET
    return Facts(_HISTOGRAM + part, _HISTOGRAM, "counter", labels, part=part, buckets=_BUCKETS)  # type: ignore[arg-type]


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
            Facts("cache_fill_ratio", "cache_fill_ratio", "gauge", _TARGET, share=True),
            Facts("sent_total", "sent_total", "counter", _TARGET),
            Facts("received_total", "received_total", "counter", _TARGET),
            Facts(_HISTOGRAM, _HISTOGRAM, "histogram", _TARGET, buckets=_BUCKETS),
            *(_part(part) for part in ("_bucket", "_sum", "_count")),
        )
    },
    values={"method": frozenset({"GET", "POST"})},
    scrape=Fraction(15),
    retention=Fraction(40 * 86400),
    closed=True,
    target=Target((2, 53)),
)
