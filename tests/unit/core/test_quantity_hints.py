import pytest

from generator.core.quantity_hints import meant_quantity, meant_unit


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("5 percent", "5%"),
        ("1,5%", "1.5%"),
        ("5  %", "5%"),
        ("1_000 USD", "1000 USD"),
        ("$200", "200 USD"),
        ("200 €", "200 EUR"),
        ("200 usd", "200 USD"),
        ("200 UDS", "200 USD"),
        ("5min", "5m"),
        ("5 Minutes", "5 m"),
        ("1h30m", "90m"),
        ("2w", "14d"),
        ("1GB per hour", "1GB/h"),
        ("1gb/hour", "1GB/h"),
        ("5kb", "5kB"),
        ("5 count", "5"),
        ("5%", None),
        ("0.5 ratio", None),
        ("5 requests", None),
        ("< 5%", None),
        ("many", None),
        ("", None),
    ],
)
def test_what_is_nearly_a_quantity_is_recognized(text: str, quantity: str | None) -> None:
    assert meant_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("bytes", "B"),
        ("milliseconds", "ms"),
        ("kb", "kB"),
        ("percent", "%"),
        ("GB/hour", "GB/h"),
        ("dollars", "USD"),
        ("count/sec", "count/s"),
        ("ms", None),
        ("requests", None),
        ("", None),
    ],
)
def test_what_is_nearly_a_unit_is_recognized(text: str, unit: str | None) -> None:
    assert meant_unit(text) == unit
