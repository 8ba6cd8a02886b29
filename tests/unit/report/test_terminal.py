import pytest

from generator.report.terminal import cells, visible, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain größe 漢 🎉", "plain größe 漢 🎉"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x9b\x7f", "\\x9b\\x7f"),
        ("\u202e\u2066\u200b\ufeff", "\\u202e\\u2066\\u200b\\ufeff"),
        ("\u2028\ud800", "\\u2028\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("e\u0301 👩\u200d💻", "e\u0301 👩\u200d💻"),
    ],
)
def test_nothing_invisible_is_shown_raw(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("größe", 5),
        ("漢字", 4),
        ("e\u0301", 1),
        ("🎉", 2),
        ("\uff21\uff76", 3),
    ],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_tab_takes_four_columns_of_a_line() -> None:
    assert cells("a\t\x1b") == ["a", "    ", "\\x1b"]
