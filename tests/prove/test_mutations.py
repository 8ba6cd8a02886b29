"""The mistakes that are put into expressions, each one named."""

import pytest

from generator.promql.read import parse
from generator.prove.mutations import mutations


def found(text: str) -> list[tuple[str, str, str]]:
    made = mutations(text, parse(text), exact_names=frozenset())
    return [(one.kind, one.before, one.after) for one in made]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "size > 1000",
            [
                ("comparison", ">", "<"),
                ("comparison", ">", ">="),
                ("bound", "1000", "1005"),
                ("bound", "1000", "995"),
            ],
        ),
        # What is counted differs by one.
        (
            "up < 1",
            [
                ("comparison", "<", ">"),
                ("comparison", "<", "<="),
                ("bound", "1", "2"),
                ("bound", "1", "0"),
            ],
        ),
        # Float errors decide what lies exactly at a bound, and `bool` filters nothing.
        (
            "rate(x[5m]) > 0.5",
            [
                ("comparison", ">", "<"),
                ("bound", "0.5", "0.5025"),
                ("bound", "0.5", "0.4975"),
                ("function", "rate", "increase"),
                ("window", "[5m]", "[10m]"),
                ("window", "[5m]", "[150s]"),
            ],
        ),
        ("x > bool 1", []),
        (
            "a / (b > 0)",
            [("operands", "a / (b > 0)", "(b > 0) / a"), ("guard", "b > 0", "b")],
        ),
        (
            'max by (job) (x{job="a"})',
            [
                ("aggregation", "max", "min"),
                ("aggregation", "max", "sum"),
                ("by 0", "job", ""),
                ("matcher operator", 'job="a"', 'job!="a"'),
                ("matcher value", 'job="a"', 'job="ax"'),
                ("matcher", '{job="a"}', ""),
            ],
        ),
        (
            "a unless b",
            [("set operator", "unless", "and"), ("set operator", "a unless b", "a")],
        ),
        # No percentile is a bound here: it drops what is no number.
        (
            "histogram_quantile(0.9, a) >= 0",
            [
                ("guard", "histogram_quantile(0.9, a) >= 0", "histogram_quantile(0.9, a)"),
                ("comparison", ">=", "<="),
            ],
        ),
        # Times nothing, only the series matter.
        (
            "a or 0 * sum by (x) (rate(b[5m]))",
            [
                ("set operator", "or", "and"),
                ("zero-fill", "a or 0 * sum by (x) (rate(b[5m]))", "a"),
                (
                    "set operator",
                    "a or 0 * sum by (x) (rate(b[5m]))",
                    "0 * sum by (x) (rate(b[5m]))",
                ),
                ("by 0", "x", ""),
            ],
        ),
    ],
)
def test_every_part_of_an_expression_is_mistaken(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text) == expected


def test_a_mutant_is_the_expression_with_one_change() -> None:
    text = "a > 5 and b"
    texts = [one.text for one in mutations(text, parse(text), exact_names=frozenset())]
    assert texts == [
        *("a > 5 or b", "a > 5 unless b", "a > 5", "b"),
        *("a < 5 and b", "a >= 5 and b", "a > 6 and b", "a > 4 and b"),
    ]
