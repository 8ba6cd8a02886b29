"""Expressions of rule files that cannot be read: why, where, and when that is because of Loki."""

from pathlib import Path

import pytest

from generator import app
from generator.report.located import locate

_LOGQL = "LogQL, and no PromQL"
_VECTORS = "binary expression must contain only scalar and instant vector types"
_BOOL = "comparisons between scalars must use BOOL modifier"
_HERE = "nobody fills in here"
_CORRECT = "correct the expression"
_VALUE = "write its value, or check the file in which it is filled in"
_FILLED = "render it first: `helm template … | promspec check --rules -`"


def _told(tmp_path: Path, expr: str) -> list[tuple[str, str, str]]:
    """Return what is said of an expression: the message, what it is about, and what to do."""
    path = tmp_path / "rules.yml"
    path.write_text(
        f"groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |-\n      {expr}\n", "utf-8"
    )
    sources, looked = app.check_rules([str(path)], None)
    found = locate([one for one in looked.findings if one.code == "PS222"], sources)
    assert all(one.span.line in {5, 6} for one in found)
    whole = len("      ")
    return [
        (
            one.message,
            expr[one.span.column - whole - 1 : one.span.end_column - whole - 1]
            if one.span.line == 6
            else "",
            one.fix,
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("expr", "reason", "at"),
    [
        ("1 > 2", _BOOL, ">"),
        ("scalar(up) > 1", _BOOL, ">"),
        ('up == "0"', _VECTORS, '"0"'),
        ('up{a="b"} != "0"', _VECTORS, '"0"'),
        ("up[5m] > 1", _VECTORS, "up[5m]"),
        (
            "x > 2 * on (job) group_left avg by (job) (x)",
            "vector matching only allowed between vectors",
            "*",
        ),
        ("sum(rate(a[1m])) > 1 |", "unexpected character: '|'", "|"),
        ("rate(x[5m]) by (job)", "`by` is not understood here", "by"),
        ('1 > 2 and rate({a="b"}[5m])', _BOOL, ">"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    tmp_path: Path, expr: str, reason: str, at: str
) -> None:
    assert _told(tmp_path, expr) == [(f"no PromQL: {reason}", at, _CORRECT)]


@pytest.mark.parametrize(
    "expr",
    [
        'sum(rate({app="a"} |= "error" [1m])) > 1',
        '{app="a"} |~ "e.*"',
        '{app="a"} != "e"',
        '{app="a"} !> "<_> e"',
        '{app="a"} | json | status >= 500',
        'max_over_time({app="a"} | unwrap x [5m]) by (y) > 1',
        'bytes_rate({app="a"}[5m]) > 1',
        'sum by (x) (count_over_time({app="a"}[5m]) by (x)) > 0',
        'quantile_over_time(0.9, {app="a"}[5m]) without (x) > 1',
        'count_over_time({app="a"} |= "x" [$__auto]) > 1',
    ],
)
def test_logql_is_named_where_only_loki_knows_what_is_there(tmp_path: Path, expr: str) -> None:
    ((message, _, fix),) = _told(tmp_path, expr)
    assert (message, fix) == (_LOGQL, "leave rule files of Loki out, or move the rule to one")


@pytest.mark.parametrize(
    ("expr", "at", "said", "fix"),
    [
        ("up > ${threshold}", "${threshold}", f"is a variable, which {_HERE}", _VALUE),
        ("up > $threshold", "$threshold", f"is a variable, which {_HERE}", _VALUE),
        ("up > ${var.limit}", "${var.limit}", f"is a variable, which {_HERE}", _VALUE),
        ('up{job=~"$job"} > $$x', "$x", f"is a variable, which {_HERE}", _VALUE),
        ("up > ${LIMIT:-5}", "${LIMIT:-5}", f"is a variable, which {_HERE}", _VALUE),
        ("[[metric]] > 1", "[[metric]]", f"is a variable, which {_HERE}", _VALUE),
        ("sum by ($by) (up) > 1", "$by", f"is a variable, which {_HERE}", _VALUE),
        (
            "rate(e_total[$__rate_interval]) > 0",
            "$__rate_interval",
            f"is a variable of Grafana, which {_HERE}",
            "write a duration, such as `5m`",
        ),
        (
            "rate(e_total[${__range}]) > 0",
            "${__range}",
            f"is a variable of Grafana, which {_HERE}",
            "write a duration, such as `5m`",
        ),
        (
            "up > {{ .Values.limit }}",
            "{{ .Values.limit }}",
            "belongs to a template, and nobody fills it in here",
            _FILLED,
        ),
    ],
)
def test_what_another_program_would_fill_in_is_named(
    tmp_path: Path, expr: str, at: str, said: str, fix: str
) -> None:
    assert _told(tmp_path, expr) == [(f"no PromQL: `{at}` {said}", at, fix)]


def test_double_braces_around_conditions_are_no_template(tmp_path: Path) -> None:
    ((message, at, fix),) = _told(tmp_path, 'up{{job="a"}} > 1')
    assert (message, at, fix) == (
        "no PromQL: unexpected left brace '{' inside braces",
        "{",
        _CORRECT,
    )
