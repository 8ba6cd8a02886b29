"""Values that a label never has: compared, listed in a pattern, or as the end of a bucket."""

from typing import Final

import pytest

from generator.check.promql.example import EXAMPLE
from generator.check.promql.run import Text, look

_ENDS: Final = "its values are `0.1`, `0.5`, `1` and `+Inf`"


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ('http_requests_total{method="GET"}', []),
        ('http_requests_total{method=""}', []),
        (
            'http_requests_total{method="get"}',
            [("`method` is never `get`", "did you mean `GET`?", "GET")],
        ),
        (
            'http_requests_total{method!="POTS"}',
            [("`method` is never `POTS`", "did you mean `POST`?", "POST")],
        ),
        ('http_requests_total{method=~"GET|POST"}', []),
        ('http_requests_total{method=~"^GET|POST$"}', []),
        ('http_requests_total{method=~"GET|"}', []),
        (
            'http_requests_total{method=~"GET|Post"}',
            [("`method` is never `Post`", "did you mean `POST`?", None)],
        ),
        (
            'http_requests_total{method!~"DELETE|HEAD"}',
            [
                ("`method` is never `DELETE`", "its values are `GET` and `POST`", None),
                ("`method` is never `HEAD`", "its values are `GET` and `POST`", None),
            ],
        ),
        ('http_requests_total{method=~"P.*"}', []),
        ('http_requests_total{method=~"(GET|PUT)"}', []),
        (
            'http_requests_total{method=~"p.*"}',
            [("no value of `method` matches `p.*`", "its values are `GET` and `POST`", None)],
        ),
        ('http_requests_total{method=~"(?i)p.*"}', []),
        ('http_requests_total{status="600"}', []),
        ('latency_seconds_bucket{le="0.5"}', []),
        ('latency_seconds_bucket{le=~"1|1\\\\.0"}', []),
        ('latency_seconds_bucket{le!="+Inf"}', []),
        ('latency_seconds_bucket{le="1.0"}', []),
        ('latency_seconds_bucket{le="0.3"}', [("`le` is never `0.3`", _ENDS, None)]),
        ('latency_seconds_bucket{le=~"0.1|2"}', [("`le` is never `2`", _ENDS, None)]),
        ('latency_seconds_bucket{le=~"5.*"}', [("no value of `le` matches `5.*`", _ENDS, None)]),
    ],
)
def test_each_value_is_one_of_those_that_there_are(
    selector: str, found: list[tuple[str, str, str | None]]
) -> None:
    expr = f"sum(rate({selector}[5m]))"
    hits = [hit for check, hit in look(Text(expr), EXAMPLE) if check.rule.code == "PS503"]
    assert [(one.message, one.fix, one.replace) for one in hits] == found
    value = selector[selector.index('"') : -1]
    assert {expr[one.start : one.end] for one in hits} <= {value}
