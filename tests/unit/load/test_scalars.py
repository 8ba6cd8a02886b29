from decimal import Decimal

import pytest

from generator.load.codes import AMBIGUOUS_NUMBER, NUMBER_RANGE
from generator.load.scalars import SPECIAL_STARTS, ScalarError, resolve_plain


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null_is_none(text: str) -> None:
    assert resolve_plain(text) is None


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true(text: str) -> None:
    assert resolve_plain(text) is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false(text: str) -> None:
    assert resolve_plain(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "off",
        "yes",
        "no",
        "y",
        "N",
        "tRue",
        "nULL",
        "nul",
        "1:30",
        "12:30:00",
        "2024-01-01",
        "5m",
        "5%",
        "1.2.3",
        "1e",
        "e3",
        ".",
        "-",
        "+",
        "--1",
        "1-2",
        "0x",
        "0x_",
        "0xg",
        "0o8",
        "0b2",
        "_1",
        "1_a",
        "._",
        ".infinity",
        "inf",
        "nan",
        "NaN",
        "-.nan",
        "\u0661",
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert resolve_plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-0",
        "+12",
        "7",
        "1.50",
        "007.5",
        ".5",
        "-.5",
        "5.",
        "1e3",
        "1E+3",
        "1.5e-7",
        "0e0",
        "0e999",
        "1e300",
        "1e-300",
        "9007199254740993",
        "0.1000000000000000055511151231257827",
    ],
)
def test_numbers_are_exact(text: str) -> None:
    value = resolve_plain(text)
    assert isinstance(value, Decimal)
    assert str(value) == str(Decimal(text))


@pytest.mark.parametrize(
    ("text", "problem", "plain"),
    [
        ("010", "is octal in YAML 1.1 and decimal in YAML 1.2", "10"),
        ("-010", "is octal in YAML 1.1 and decimal in YAML 1.2", "-10"),
        ("00", "is octal in YAML 1.1 and decimal in YAML 1.2", "0"),
        ("08", "is octal in YAML 1.1 and decimal in YAML 1.2", "8"),
        ("0x1F", "is a number in some YAML readers and a text in others", "31"),
        ("-0x1f", "is a number in some YAML readers and a text in others", "-31"),
        ("0o17", "is a number in some YAML readers and a text in others", "15"),
        ("0b1_01", "is a number in some YAML readers and a text in others", "5"),
        ("1_000", "is a number in YAML 1.1 and a text in YAML 1.2", "1000"),
        ("1_000.5", "is a number in YAML 1.1 and a text in YAML 1.2", "1000.5"),
    ],
)
def test_numbers_on_which_readers_disagree_are_refused(text: str, problem: str, plain: str) -> None:
    with pytest.raises(ScalarError) as caught:
        resolve_plain(text)
    assert caught.value.rule is AMBIGUOUS_NUMBER
    assert caught.value.message == f"`{text}` {problem}"
    assert caught.value.fix == (
        f"write `{plain}` if the number is meant, or `'{text}'` if the text is"
    )


@pytest.mark.parametrize("text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN"])
def test_numbers_that_are_not_finite_are_refused(text: str) -> None:
    with pytest.raises(ScalarError, match="is not a finite number") as caught:
        resolve_plain(text)
    assert caught.value.rule is AMBIGUOUS_NUMBER


@pytest.mark.parametrize(
    "text", ["1e301", "1e-301", "-1e99999999999999999999", "1" * 65, "1_" * 5000, "0x" + "f" * 5000]
)
def test_numbers_beyond_all_use_are_refused(text: str) -> None:
    with pytest.raises(ScalarError) as caught:
        resolve_plain(text)
    assert caught.value.rule is NUMBER_RANGE


@pytest.mark.parametrize(
    "text", ["0x" + "_" * 500_000, "0x" + "f_" * 250_000, "1_" * 250_000], ids=["0x_", "0xf_", "1_"]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    assert resolve_plain(f"{text}z") == f"{text}z"


def test_what_is_no_text_begins_with_a_special_character() -> None:
    for text in ("~", "null", "NULL", "true", "True", "false", "False", "1", "+1", "-1", ".5"):
        assert text[0] in SPECIAL_STARTS
