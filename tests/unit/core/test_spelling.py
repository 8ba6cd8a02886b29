import pytest

from generator.core.spelling import closest, listed, meant


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("titel", ["title", "table"], "title"),
        ("guage", ["counter", "gauge"], "gauge"),
        ("ALERT", ["alert", "above"], "alert"),
        ("get", ["GET", "PUT"], "GET"),
        ("web.eror", ["web.errors", "web.queue"], "web.errors"),
        ("median", ["sum", "min"], None),
        ("x", ["title"], None),
        ("", ["title"], None),
        ("title", [], None),
    ],
)
def test_the_closest_word_is_found_if_one_is_close(
    word: str, known: list[str], found: str | None
) -> None:
    assert closest(word, known) == found


def test_a_hint_asks() -> None:
    assert meant("titel", ["title"]) == "did you mean `title`?"
    assert meant("x", ["title"]) is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["a"], "`a`"),
        (["a", "b"], "`a` or `b`"),
        (["a", "b", "c"], "`a`, `b` or `c`"),
        (
            [str(one) for one in range(22)],
            ", ".join(f"`{one}`" for one in range(20)) + " and 2 more",
        ),
    ],
)
def test_words_are_listed_as_code(words: list[str], text: str) -> None:
    assert listed(words) == text


def test_the_last_two_words_may_be_joined_otherwise() -> None:
    assert listed(["a", "b"], "and") == "`a` and `b`"
