"""Regular expressions in conditions: what is said of which, in an open world."""

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.patterns import anchors, bare, is_plain, takes_all
from generator.check.promql.run import Text, look
from generator.core.patterns import compiled

_CODES: Final = {"PS550", "PS692", "PS693", "PS694", "PS695", "PS696"}


def _found(condition: str) -> list[tuple[str, str]]:
    """Return what is said of a condition, and the text that it points at."""
    expr = f"sum(rate(a_total{{{condition}}}[5m]))"
    return [
        (check.rule.code, expr[hit.start : hit.end])
        for check, hit in look(Text(expr), Catalogue())
        if check.rule.code in _CODES
    ]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('x=~"abc"', [("PS692", '"abc"')]),
        ('x!~"a-b/c d"', [("PS692", '"a-b/c d"')]),
        (r'x=~"a\\.b"', [("PS692", r'"a\\.b"')]),
        (r'x=~"a\\d"', []),
        ('x=~"a.c"', []),
        ('x=~"a|b"', []),
        ('x=~""', []),
        ('x=~"^abc$"', [("PS693", '"^abc$"')]),
        ('x=~"a.*$"', [("PS693", '"a.*$"')]),
        (r'x=~"a.*\\$"', []),
        ('x=~"[^a]b+"', []),
        ('x=~".*"', [("PS694", 'x=~".*"')]),
        ('x=~"^(.*)$"', [("PS693", '"^(.*)$"'), ("PS694", 'x=~"^(.*)$"')]),
        ('x=~".+"', []),
        ('x!~".*"', [("PS695", 'x!~".*"')]),
        ('x!~".+"', []),
        ('x=~"a|b|"', [("PS696", '"a|b|"')]),
        ('x=~"a*"', [("PS696", '"a*"')]),
        ('x=~"a*",x!=""', []),
        ('x=~"[[:alpha:]]+"', []),
        ('x!~"a|"', []),
        ('x="5.."', [("PS550", 'x="5.."')]),
        ('x!="a|b"', [("PS550", 'x!="a|b"')]),
        (r'x="a\\d"', [("PS550", r'x="a\\d"')]),
        ('x="1.2.3"', []),
        ('x="/a/b-c (d)"', []),
    ],
)
def test_each_pattern_gets_what_it_deserves(condition: str, found: list[tuple[str, str]]) -> None:
    assert _found(condition) == found


_PATTERNS = st.text(alphabet="ab.*+?|()[]^$\\-/ ", max_size=6)
_VALUES = st.text(alphabet="ab.*^$\\-/ ", max_size=4)


def _takes(pattern: str, value: str) -> bool | None:
    try:
        return compiled(f"^(?:{pattern})$").fullmatch(value) is not None
    except re.error:
        return None


@given(_PATTERNS, _VALUES)
def test_what_is_said_of_a_pattern_is_true_of_every_value(pattern: str, value: str) -> None:
    taken = _takes(pattern, value)
    if taken is None:
        return
    if takes_all(pattern):
        assert taken
    if is_plain(pattern):
        assert taken == (value == re.sub(r"\\(.)", r"\1", pattern))
    if any(anchors(pattern)) and "|" not in pattern and "\n" not in value:
        assert _takes(bare(pattern), value) in {taken, None}


@pytest.mark.parametrize(
    ("expr", "reached"),
    [
        ("clamp_max(x, 10) > 20", False),
        ("clamp_max(x, 10) > 5", True),
        ("clamp_min(x, 10) < 10", False),
        ("clamp(x, 0, 1) > 1", False),
        ("clamp(x, 0, 1) >= 1", True),
        ("clamp(x, 5, 1) > 10", True),
        ("clamp_max(x, scalar(y)) > 20", True),
        ("clamp_min(rate(x_total[5m]), -1) < 0", False),
        ("hour() % 12 > 12", False),
        ("x % 10 < -10", False),
        ("x % 10 < -5", True),
        ("rate(x_total[5m]) % 10 < 0", False),
    ],
)
def test_what_is_clamped_cannot_be_beyond(expr: str, *, reached: bool) -> None:
    codes = {check.rule.code for check, _ in look(Text(expr, "alert"), Catalogue())}
    assert ("PS510" not in codes) is reached


def test_a_job_is_thrown_away_only_where_there_are_several() -> None:
    for expr, found in (
        ("sum without (job) (x)", True),
        ('sum without (job) (x{job="a"})', False),
        ('sum without (job) (x{job="a"} / y{job=~"a|b"})', True),
        ("sum without (instance) (x)", False),
        ("sum by (job) (x)", False),
    ):
        codes = {check.rule.code for check, _ in look(Text(expr), Catalogue())}
        assert ("PS697" in codes) is found, expr


@pytest.mark.parametrize(
    ("expr", "texts", "found"),
    [
        ("sum by (job) (x) > 1", {"summary": "too many"}, ["annotations/summary"]),
        ("sum by (job) (x) > 1", {"description": "d", "summary": "s"}, ["annotations/description"]),
        ("sum by (job) (x) > 1", {"summary": "s", "description": "{{ $value }}"}, []),
        ("sum(x) > 1", {"summary": "too many"}, []),
        ('absent(up{job="a"})', {"summary": "gone"}, []),
        ("sum by (job) (x) > 1", {"dashboard": "d"}, []),
    ],
)
def test_one_text_for_several_alerts(expr: str, texts: dict[str, str], found: list[str]) -> None:
    templates = tuple((f"annotations/{name}", text) for name, text in texts.items())
    hits = look(Text(expr, "alert", templates), Catalogue())
    assert [hit.field for check, hit in hits if check.rule.code == "PS699"] == found
