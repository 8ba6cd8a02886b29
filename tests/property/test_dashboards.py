"""Dashboards at random: whatever stands in them, a check ends, and points at the very token."""

import json
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import app
from generator.check.dashboards.filled import fill
from generator.check.dashboards.logql import check_logql
from generator.check.dashboards.registry import DASHBOARDS
from generator.check.dashboards.variables import variables_in
from generator.check.foreign_dashboards import look_at
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.load.document import Sources
from generator.load.yaml_source import load_foreign
from generator.promql.parse import PromqlError
from generator.report.located import Located, locate
from tests.support.shapes import almost

RULES = app.rules()
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(
        [
            *("up", "$datasource", "${x:regex}", "query", "datasource", "label_values(up, job)"),
            *("rate(a_total[5m])", "sum($x) by ($y)", "prometheus", "loki", "row", "timeseries"),
            *('{a="b"} | json', "-- Mixed --", "{{ job }}", "job", "instance", "table"),
        ]
    ),
)
_KEYS = st.sampled_from(
    [
        *("panels", "rows", "templating", "list", "title", "type", "targets", "expr", "name"),
        *("datasource", "uid", "query", "refresh", "fieldConfig", "defaults", "unit", "overrides"),
        *("annotations", "legendFormat", "allow", "PS666", "dashboard", "spec", "__inputs"),
        *("yaxes", "options", "reduceOptions", "repeat", "includeAll", "allValue", "properties"),
    ]
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=5)),
    max_leaves=15,
)
_OBJECTS = st.dictionaries(_KEYS, _TREES, max_size=5)
_BOARDS = st.builds(
    lambda panels, variables, more: {**more, "panels": panels, "templating": {"list": variables}},
    st.lists(_OBJECTS, max_size=3),
    st.lists(_OBJECTS, max_size=3),
    _OBJECTS,
)


def _look(text: str, catalogue: Catalogue) -> list[Located]:
    loaded = load_foreign("board.json", text.encode("utf-8", "surrogatepass"))
    documents = {"board.json": loaded.document} if loaded.document else {}
    findings = [*loaded.findings, *look_at(documents.values(), catalogue, RULES).findings]
    return locate(findings, Sources(documents, {"board.json": loaded.lines}))


_USUAL = [json.loads(text) for check in DASHBOARDS.checks for text in (check.bad, check.good)]
_ALMOST = st.sampled_from(_USUAL).flatmap(lambda tree: almost(tree, _TREES))


@given(tree=st.one_of(_TREES, _BOARDS, _ALMOST), as_yaml=st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_shape_of_a_dashboard_is_a_fault(tree: Any, *, as_yaml: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True) if as_yaml else json.dumps(tree)
    for catalogue in (EXAMPLE, Catalogue()):
        assert all(one.span.line >= 1 and one.message for one in _look(text, catalogue))


_BEFORE = st.sampled_from(
    [
        *("", "sum(", 'up{job=~"$job"} + ', 'up{a="\U0001f600\\"é"} or\n', "topk($n, ", "$a * "),
        *("# $x\n", "rate([[m]][$__rate_interval]) / ", '[[x]]{y=~"${z:pipe}"}\t+ ', "`\\`"),
    ]
)
_AFTER = st.sampled_from(
    ["", " > $limit", " * 2", '{job="$job"}', "[${n}m]", " offset $o", " + 漢", " # 漢"]
)
_METRIC = "http_request_total"


@given(before=_BEFORE, after=_AFTER, escaped=st.booleans(), indent=st.sampled_from([None, 1, "\t"]))
@settings(max_examples=200, deadline=None)
def test_a_finding_points_at_the_very_token(
    before: str, after: str, indent: int | str | None, *, escaped: bool
) -> None:
    expr = f"{before}{_METRIC}{after}{')' * before.count('sum(')}{')' * before.count('topk(')}"
    try:
        fill(expr)
    except PromqlError:
        return
    board = {"panels": [{"title": "\U0001f600", "targets": [{"expr": expr}]}]}
    text = json.dumps(board, ensure_ascii=escaped, indent=indent)
    start = text.index(_METRIC)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    found = [one for one in _look(text, EXAMPLE) if one.code == "PS501"]
    spans = [(o.span.line, o.span.column, o.span.end_line, o.span.end_column) for o in found]
    assert spans == [(line, column, line, column + len(_METRIC))], text


_PIECES = st.sampled_from(
    [
        *("$a", "${a}", "${a:b}", "[[a]]", "[[a:b]]", "$__interval", "$1", "$", "[", "]", "{", "}"),
        *("(", ")", '"', "'", "`", "sum", "by", "rate", "x", "offset", "|", "=", "~", "!", ","),
        *(" ", "\n", "5", "m", ">", "json", "|=", "#", "\\", "é", "or", "ip", "unwrap"),
    ]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_query_is_a_fault_and_nothing_moves_in_it(text: str) -> None:
    assert isinstance(check_logql(text), str)
    for one in variables_in(text):
        assert text[one.start : one.end].strip("${}[]").startswith(one.name)
    try:
        filled = fill(text)
    except PromqlError:
        return
    assert all(0 <= part.start <= part.end <= len(text) for part in filled.node.walk())
