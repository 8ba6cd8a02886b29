"""Field types: what is taken, what it becomes, and what is said of everything else."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pydantic
import pytest

from generator.core import fields
from generator.core.problem import problems_of
from generator.core.units import parse_quantity, parse_unit


def made(field: Any, value: object) -> Any:
    return pydantic.TypeAdapter(field).validate_python(value)


def refused(field: Any, value: object) -> list[tuple[str, str, tuple[str | int, ...]]]:
    with pytest.raises(pydantic.ValidationError) as caught:
        made(field, value)
    return [
        (one.kind, one.message, (*detail["loc"], *one.at))
        for detail in caught.value.errors()
        for one in detail["ctx"]["problems"]
    ]


@pytest.mark.parametrize(
    ("field", "value", "result"),
    [
        (fields.Duration, "1.5h", Fraction(5400)),
        (fields.Duration, "0s", Fraction(0)),
        (fields.PositiveDuration, "5 m", Fraction(300)),
        (fields.Duration, "106751d", Fraction(106751 * 86400)),
        (fields.Duration, "9223372036854ms", Fraction(9223372036854, 1000)),
        (fields.QuantityField, Decimal(5), parse_quantity("5")),
        (fields.QuantityField, Decimal("1e3"), parse_quantity("1000")),
        (fields.QuantityField, "200 USD", parse_quantity("200 USD")),
        (fields.UnitField, "ratio", parse_unit("%")),
        (fields.NumberField, Decimal("0.5"), Decimal("0.5")),
        (fields.Count, Decimal(0), 0),
        (fields.Count, Decimal("3.0"), 3),
        (fields.Columns, Decimal(24), 24),
        (fields.Names, "a", ("a",)),
        (fields.Names, ["a", "b"], ("a", "b")),
        (fields.OperandText, Decimal(200), "200"),
        (fields.Date, "2026-12-31", "2026-12-31"),
        (fields.Url, "https://example.com/x?y=1", "https://example.com/x?y=1"),
        (fields.LabelName, "_a1", "_a1"),
        (fields.MetricName, "a:b", "a:b"),
        (fields.ComponentId, "http2", "http2"),
        (fields.AlertName, "HighCpu", "HighCpu"),
    ],
)
def test_what_is_right_is_taken(field: Any, value: object, result: object) -> None:
    assert made(field, value) == result


@pytest.mark.parametrize(
    ("field", "value", "kind", "message"),
    [
        (fields.Duration, Decimal(5), "quantity", "`5` is no duration"),
        (fields.Duration, "-5m", "value", "`-5m` is below 0"),
        (fields.Duration, "0.1ms", "quantity", "`0.1ms` is no whole number of milliseconds"),
        (fields.Duration, True, "type", "a duration is wanted here, found `true`"),
        (fields.PositiveDuration, "0s", "quantity", "a duration above 0 is wanted here"),
        (
            fields.Duration,
            "9223372036855ms",
            "duration",
            "`9223372036855ms` is longer than 106751d, the longest that can be counted",
        ),
        (
            fields.PositiveDuration,
            "106752d",
            "duration",
            "`106752d` is longer than 106751d, the longest that can be counted",
        ),
        (fields.QuantityField, [], "type", "a quantity is wanted here, found a list"),
        (fields.QuantityField, "5 kg", "quantity", "`5 kg` is no quantity: `kg` is no unit"),
        (fields.QuantityField, "1" * 50, "quantity", f"`{'1' * 50}` is no quantity"),
        (fields.UnitField, "5", "quantity", "`5` is no unit"),
        (fields.NumberField, True, "type", "a number is wanted here, found `true`"),
        (fields.Count, Decimal("0.5"), "value", "`0.5` is no whole number"),
        (fields.Count, Decimal(-1), "value", "`-1` is out of range"),
        (fields.Count, Decimal("1e300"), "value", "`1E+300` is out of range"),
        (fields.Count, "3", "type", "a whole number is wanted here, found `3`"),
        (fields.Columns, Decimal(25), "value", "`25` is out of range"),
        (fields.Names, {}, "type", "a name or a list of names is wanted here, found a mapping"),
        (fields.Text, " ", "value", "the text is empty"),
        (fields.Text, Decimal(1), "type", "a text is wanted here, found `1`"),
        (fields.Date, "2026-13-01", "value", "`2026-13-01` is no date"),
        (fields.Url, "ftp://example.com", "value", "`ftp://example.com` is no URL"),
        (fields.Url, "http://[", "value", "`http://[` is no URL"),
        (fields.Url, "http://u@h", "value", "a URL in a spec holds no user and no password"),
        (
            fields.RunbookUrl,
            "http://h",
            "value",
            "the URL does not say where the runbook's id stands",
        ),
        (fields.LabelName, "__name__", "name", "`__name__` is no label name"),
        (fields.LabelName, Decimal(4), "name", "`4` is no label name"),
        (fields.ComponentId, "a_b", "name", "`a_b` is no component id"),
        (fields.Slug, "A", "name", "`A` is no id"),
        (fields.Version, "v2.42", "name", "`v2.42` is no version"),
        (fields.DecisionId, "D", "name", "`D` is no decision"),
    ],
)
def test_what_is_wrong_is_told(field: Any, value: object, kind: str, message: str) -> None:
    assert refused(field, value) == [(kind, message, ())]


def test_a_list_says_which_items_are_wrong() -> None:
    assert refused(fields.Names, ["a", Decimal(1), ""]) == [
        ("type", "a name is wanted here, found `1`", (1,)),
        ("value", "the name is empty", (2,)),
    ]
    assert refused(fields.Names, ["a", "b", "a"]) == [("clash", "`a` is listed twice", (2,))]
    assert refused(fields.LabelNames, ["a", "a"]) == [("clash", "`a` is listed twice", (1,))]


def test_a_bound_says_which_variants_are_wrong() -> None:
    assert refused(fields.BoundField, {"p50": "x", "p95": {"hit": True, "miss": "5ms"}}) == [
        ("quantity", "`x` is no quantity", ("p50",)),
        ("type", "a quantity is wanted here, found `true`", ("p95", "hit")),
    ]
    assert refused(fields.BoundField, {}) == [
        ("quantity", "a bound for at least one variant is wanted here", ())
    ]


def test_a_bound_lists_its_variants_in_order() -> None:
    bound = made(fields.BoundField, {"p95": {"hit": "5ms", "miss": "9ms"}, "p99": "10ms"})
    assert [(path, str(one)) for path, one in bound.by_variant] == [
        (("p95", "hit"), "5ms"),
        (("p95", "miss"), "9ms"),
        (("p99",), "10ms"),
    ]
    assert not bound.plain
    assert made(fields.BoundField, "5%").plain


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (fields.Duration, "90m"),
        (fields.QuantityField, "0.1%"),
        (fields.UnitField, "GB/h"),
        (fields.BoundField, "5%"),
        (fields.BoundField, {"p95": {"hit": "5ms", "miss": "9ms"}, "p99": "10ms"}),
    ],
)
def test_a_value_is_written_as_it_was_read(field: Any, written: object) -> None:
    adapter = pydantic.TypeAdapter(field)
    value = adapter.validate_python(written)
    assert adapter.dump_python(value, mode="json") == written
    assert adapter.validate_python(value) == value, "a value that was made is taken as it is"


def test_problems_stand_in_the_error() -> None:
    assert problems_of(fields.fail("value", "x", "y"))[0].fix == "y"
