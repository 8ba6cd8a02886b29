"""Label inference, row by row, and each row asked of Prometheus itself."""

import subprocess
from pathlib import Path

import pytest

from generator.promql.infer import Inference, infer
from generator.promql.labels import NAME, Known, Status, merged, recorded
from generator.promql.read import parse
from tests.support.engine import answers
from tests.support.tools import require_tool

SERIES = {
    'x{job="a",l="1"}': "1+1x20",
    'x{job="b",l="2",m="m"}': "1+2x20",
    'y{job="a"}': "1+1x20",
    'y{job="b"}': "3+1x20",
    'h_bucket{job="a",le="1"}': "0+1x20",
    'h_bucket{job="a",le="+Inf"}': "0+2x20",
}
KNOWN = {
    "x": Known(frozenset({"job", "l"}), frozenset({"m"}), what="metric `x`"),
    "y": Known(frozenset({"job"}), what="metric `y`"),
    "h_bucket": Known(frozenset({"job", "le"}), what="metric `h`"),
}


class _World:
    def series(self, name: str) -> Known | None:
        return KNOWN.get(name)


# An expression, the labels that its results always have, and those that they may have. Those in
# neither cannot be there.
ROWS = [
    ("x", "__name__ job l", "m"),
    ('x{m!=""}', "__name__ job l m", ""),
    ('x{m=""}', "__name__ job l", ""),
    ('x{m=~".*"}', "__name__ job l", "m"),
    ('x{m=~".+"}', "__name__ job l m", ""),
    ('x{m!~".+"}', "__name__ job l", "m"),
    ("rate(x[5m])", "job l", "m"),
    ("increase(x[5m])", "job l", "m"),
    ("max_over_time(x[5m])", "job l", "m"),
    ("last_over_time(x[5m])", "__name__ job l", "m"),
    ("abs(x)", "job l", "m"),
    ("clamp_max(x, 3)", "job l", "m"),
    ("timestamp(x)", "job l", "m"),
    ("predict_linear(x[5m], 60)", "job l", "m"),
    ("day_of_week(x)", "job l", "m"),
    ("sort_desc(x)", "__name__ job l", "m"),
    ("-x", "job l", "m"),
    ("sum(x)", "", ""),
    ("sum by (job) (x)", "job", ""),
    ("sum by (job, m) (x)", "job", "m"),
    ("sum by (nothing) (x)", "", ""),
    ("sum by (__name__) (x)", "__name__", ""),
    ("sum without (job) (x)", "l", "m"),
    ("topk(1, x)", "__name__ job l", "m"),
    ("topk by (job) (1, x)", "__name__ job l", "m"),
    ('count_values("v", x)', "v", ""),
    ('count_values by (job) ("v", x)', "job v", ""),
    ("quantile by (job) (0.5, x)", "job", ""),
    ("histogram_quantile(0.5, rate(h_bucket[5m]))", "job", ""),
    ('absent(z{job="a"})', "job", ""),
    ('absent((z{job="a"}))', "job", ""),
    ('absent(z{job="a",job="b",k="c"})', "k", ""),
    ('absent(z{job=~"a",k="c"})', "k", ""),
    ('absent(sum by (job) (z{job="a"}))', "", ""),
    ('absent_over_time(z{job="a"}[5m])', "job", ""),
    ('label_replace(x, "n", "v", "job", "a")', "job l __name__", "m n"),
    ('label_replace(x, "n", "v", "job", ".*")', "job l n __name__", "m"),
    ('label_replace(x, "l", "", "job", "a")', "job __name__", "l m"),
    ('label_replace(x, "l", "", "job", ".*")', "job __name__", "m"),
    ('label_replace(x, "l", "$1", "job", "(.*)")', "job __name__", "l m"),
    ('label_join(x, "n", "-", "job", "l")', "job l n __name__", "m"),
    ('label_join(x, "n", "", "m")', "job l __name__", "m n"),
    ('label_join(y, "job", "", "m")', "__name__", ""),
    ("scalar(y)", "", ""),
    ("vector(1)", "", ""),
    ("day_of_week()", "", ""),
    ("x * 2", "job l", "m"),
    ("2 * x", "job l", "m"),
    ("x > 2", "__name__ job l", "m"),
    ("x > bool 2", "job l", "m"),
    ("x == x", "__name__ job l", "m"),
    ("x + x", "job l", "m"),
    ("x > bool x", "job l", "m"),
    ("sum by (job) (x) / on (job) y", "job", ""),
    ("sum by (job, l) (x) / ignoring (l) y", "job", ""),
    ("x / on (job) group_left () y", "job l", "m"),
    ("x / on (job) group_left (nothing) y", "job l", "m"),
    ("x / on (job) group_left (m) y", "job l", ""),
    ("y / on (job) group_right (l) x", "job", "m"),
    ('y * on (job) group_left (l) sum by (job, l) (x{m=""})', "job l", ""),
    ("x and y", "__name__ job l", ""),
    ("x and on (job) y", "__name__ job l", "m"),
    ("x unless on (job) y", "__name__ job l", "m"),
    ("x or y", "__name__ job", "l m"),
    ("sum by (job) (x) or vector(0)", "", "job"),
    ("max_over_time(sum by (job) (x)[5m:])", "job", ""),
    ("x offset 1m", "__name__ job l", "m"),
]


@pytest.mark.parametrize(("text", "certain", "possible"), ROWS, ids=[row[0] for row in ROWS])
def test_the_labels_of_an_expression(text: str, certain: str, possible: str) -> None:
    branch = merged(infer(parse(text), _World()))
    every = {NAME, "job", "l", "m", "le", "n", "k", "v", "nothing"}
    expected = dict.fromkeys(every, Status.IMPOSSIBLE)
    expected |= dict.fromkeys(possible.split(), Status.POSSIBLE)
    expected |= dict.fromkeys(certain.split(), Status.CERTAIN)
    assert {label: branch.status(label) for label in every} == expected


def test_prometheus_agrees_with_each_row(tmp_path: Path) -> None:
    promtool = require_tool("promtool")
    got = answers(promtool, tmp_path, SERIES, [text for text, _, _ in ROWS])
    for (text, certain, possible), results in zip(ROWS, got, strict=True):
        for labels in results or []:
            assert set(certain.split()) <= set(labels), text
            assert set(labels) <= {*certain.split(), *possible.split()}, text
    answered = sum(bool(results) for results in got)
    assert answered >= len(ROWS) - 4, "most rows need results, or nothing is shown"


TROUBLES = [
    ('x{zone="a"}', [("no label", "zone", 2, 6)]),
    ('x{job="a",job="b"}', [("contradiction", "job", 10, 17)]),
    ("sum by (nothing) (x)", [("lost grouping", "nothing", 8, 15)]),
    ("sum without (nothing) (x)", [("lost grouping", "nothing", 13, 20)]),
    ("sum by (job) (x) / x", [("never matches", "l", 17, 18)]),
    ("x / on (zone) y", [("lost match", "zone", 8, 12)]),
    ("x / on (l) y", [("never matches", "l", 2, 3)]),
    ("x / on (job) group_left (nothing) y", [("lost include", "nothing", 25, 32)]),
    ('x{l="1"} / x{l="2"}', [("never matches", "l", 9, 10)]),
    ("sum(x) and y", [("never matches", "job", 7, 10)]),
    ("x unless y", []),
    ('x{l="1"} or x{l="2"}', []),
    ("sum by (job) (x) / y", []),
    ("x / ignoring (l, m) y", []),
    ("x / ignoring (l, m) group_left () y", []),
    ("sum by (job) (x) / sum(y)", [("never matches", "job", 17, 18)]),
]


@pytest.mark.parametrize(("text", "expected"), TROUBLES, ids=[row[0] for row in TROUBLES])
def test_what_never_works_is_said_at_its_place(
    text: str, expected: list[tuple[str, str, int, int]]
) -> None:
    inference = Inference(_World())
    inference.of(parse(text))
    assert [(one.fault, one.label, one.start, one.end) for one in inference.troubles] == expected


def test_prometheus_returns_nothing_where_two_sides_never_match(tmp_path: Path) -> None:
    promtool = require_tool("promtool")
    dead = [text for text, found in TROUBLES if any(one[0] == "never matches" for one in found)]
    got = answers(promtool, tmp_path, SERIES, dead)
    # None is an error: two series of one side that nothing tells apart.
    assert {text for text, results in zip(dead, got, strict=True) if results} == set()
    assert [] in got


def test_a_world_that_knows_nothing_leaves_labels_open() -> None:
    branch = merged(infer(parse('sum by (job, l) (x{job="a"})')))
    assert branch.status("job") is Status.CERTAIN
    assert branch.status("l") is Status.POSSIBLE
    assert branch.status("m") is Status.IMPOSSIBLE


def test_a_record_has_the_labels_of_its_rule_too() -> None:
    branches = infer(parse("sum by (job, m) (x)"), _World())
    known = recorded(branches, {"tier": "fast", "job": ""}, "record `r`")
    assert known == Known(frozenset({"tier"}), frozenset({"m"}), open=False, what="record `r`")


_OVERRIDDEN = """\
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series: [{series: 'x{job="j",m="1"}', values: 1x5}]
    promql_expr_test:
      - {expr: r, eval_time: 1m, exp_samples: [{labels: 'r{m="1",tier="fast"}', value: 1}]}
      - expr: ALERTS
        eval_time: 1m
        exp_samples:
          - {labels: 'ALERTS{alertname="A",alertstate="firing",m="1",tier="fast"}', value: 1}
"""
_OVERRIDING = """\
groups:
  - name: g
    rules:
      - {record: r, expr: "sum by (job, m) (x)", labels: {tier: fast, job: ""}}
      - {alert: A, expr: "sum by (job, m) (x)", labels: {tier: fast, job: "", alertname: B}}
"""


def test_prometheus_agrees_that_the_labels_of_a_rule_win(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(_OVERRIDING, "utf-8")
    (tmp_path / "tests.yml").write_text(_OVERRIDDEN, "utf-8")
    command = [str(require_tool("promtool")), "test", "rules", str(tmp_path / "tests.yml")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
