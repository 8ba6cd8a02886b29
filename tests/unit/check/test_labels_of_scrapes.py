"""What is known of labels without specs: those of each scrape, and what conditions leave of one."""

from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from tests.support.engine import answers
from tests.support.tools import require_tool

_SERIES = {
    f'{name}{{job="{job}",instance="{job}1",a="{a}"}}': "1x30"
    for name in ("up", "x")
    for job, a in (("a", "1x"), ("b", "2x"), ("c", ""))
}
_NEVER = "the left side always has `job`, the right side never"
_EMPTY = [
    (
        "sum by (job) (up) / sum(up)",
        "PS512",
        "/",
        "the left side always has `job`, the right side never",
    ),
    (
        "up * sum by (instance) (up)",
        "PS512",
        "*",
        "the left side always has `job`, the right side never",
    ),
    (
        "sum by (job) (scrape_duration_seconds) and sum by (instance) (up)",
        "PS512",
        "and",
        "the right side always has `instance`, the left side never",
    ),
    ('x{a=~"1.*",a=~"2.*"}', "PS515", 'a=~"2.*"', "a"),
    ('x{job=~"a|b",job!~"a|b"}', "PS515", 'job!~"a|b"', "job"),
    ('x{job=~"a|b",job="c"}', "PS515", 'job="c"', "job"),
    ('x{job="c",job=~"a|b"}', "PS515", 'job=~"a|b"', "job"),
    ('x{job="a",job!="a"}', "PS515", 'job!="a"', "job"),
    ('x{job=~"a|b",job!="a",job!="b"}', "PS515", 'job!="b"', "job"),
    ('x{job=~"a.*",job!~"a.*"}', "PS515", 'job!~"a.*"', "job"),
    ('x{job=~"(a|b)c",job!~"(a|b)c"}', "PS515", 'job!~"(a|b)c"', "job"),
    ('x{job=~"^a.+|^b.+",job=~"c.*"}', "PS515", 'job=~"c.*"', "job"),
]


def _found(expr: str) -> list[tuple[str, str, str]]:
    return [
        (check.rule.code, expr[hit.start : hit.end], hit.message)
        for check, hit in look(Text(expr), Catalogue())
        if check.rule.code in {"PS512", "PS515", "PS525"}
    ]


@pytest.mark.parametrize(("expr", "code", "at", "said"), _EMPTY)
def test_what_selects_or_matches_nothing_is_found(expr: str, code: str, at: str, said: str) -> None:
    message = said if " " in said else f"no series satisfies both conditions on `{said}`"
    assert _found(expr) == [(code, at, message)]


@pytest.mark.tool
def test_prometheus_finds_nothing(tmp_path: Path) -> None:
    expressions = [expr for expr, *_ in _EMPTY]
    got = answers(require_tool("promtool"), tmp_path, _SERIES, expressions)
    assert got == [[]] * len(expressions)


def test_an_exception_of_other_labels_never_applies() -> None:
    expr = "sum by (job) (up) == 0 unless sum by (pod) (x) > 5"
    message = "the sides never agree on `job`, so nothing is taken away"
    assert _found(expr) == [("PS525", "unless", message)]


@pytest.mark.parametrize(
    "expr",
    [
        "sum by (job) (up) / on () group_left () sum(up)",
        "sum by (job) (up) / sum by (job) (x)",
        "sum without (instance) (up) / sum without (instance) (x)",
        "sum by (pod) (up) / sum(up)",
        "up == 0 unless on (job) x",
        # Whether these have the labels is not known.
        "sum by (job) (x) / sum(x)",
        'x{job=~"a|b",job!="a"}',
        'x{job=~"a.*",job=~"ab.*"}',
        'x{job=~"a.*",job=~".*b"}',
        'x{job=~"ab?",job=~"a"}',
        'x{job=~"ab*",job=~"ac.*"}',
        'x{job=~"(?i)A.*",job=~"a.*"}',
        'x{job=~"a|",job=""}',
        'x{job=~"a.*|b.*",job=~"b.*"}',
        'x{job=~"a|b",job!~"a"}',
        'x{job!~"a.*",job!~"b.*"}',
        r'x{job=~"a\\|b",job!~"a"}',
        r'x{job=~"a\\.b.*",job=~"a[.]b.*"}',
    ],
)
def test_what_may_have_a_result_is_left_alone(expr: str) -> None:
    assert _found(expr) == []
