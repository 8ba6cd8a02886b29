"""Expressions at random: what is read is what promql-parser reads, and labels are Prometheus's."""

import tempfile
from pathlib import Path
from typing import Any

import promql_parser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check.promql.base import Role
from generator.check.promql.example import EXAMPLE
from generator.check.promql.registry import CHECKS
from generator.check.promql.run import Text, interested, look, subject_of
from generator.promql import tree as t
from generator.promql.infer import Inference
from generator.promql.labels import Branch, Known, Status
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from tests.support.engine import answers
from tests.support.tools import require_tool
from tests.unit.promql.test_infer import KNOWN, SERIES

_LABELS = st.lists(st.sampled_from(["job", "l", "m", "n"]), max_size=2, unique=True).map(", ".join)
_SELECTORS = st.sampled_from(
    ["x", "y", 'x{l="1"}', 'x{m!=""}', 'x{m=""}', '{__name__="y"}', 'x{job=~"a|b", }']
)
_RANGED = st.sampled_from(["x[5m]", "y[3m]", "x[5m] offset 1m", 'x{l="1"}[5m]'])
_FUNCTIONS = st.sampled_from(["rate", "increase", "max_over_time", "last_over_time", "deriv"])
_NUMBERS = st.sampled_from(["1", "0.5", "1e3", "0x1F", "Inf", "-2"])


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    matching = st.one_of(
        st.just(""),
        st.builds("on ({})".format, _LABELS),
        st.builds("ignoring ({})".format, _LABELS),
        st.builds("on ({}) group_left ({})".format, _LABELS, _LABELS),
        st.builds("on ({}) group_right".format, _LABELS),
        st.builds("on ({}) group_right ({})".format, _LABELS, _LABELS),
        st.builds("ignoring ({}) group_left ({})".format, _LABELS, _LABELS),
        st.builds("ignoring ({}) group_right ()".format, _LABELS),
    )
    sets = st.one_of(
        st.just(""),
        st.builds("on ({})".format, _LABELS),
        st.builds("ignoring ({})".format, _LABELS),
    )
    operators = st.sampled_from([*"+-*/%^", "atan2", "==", "!=", "<", ">", "<=", ">=", "> bool"])
    aggregations = st.sampled_from(["avg", "count", "min", "group", "stddev", "stdvar"])
    functions = st.sampled_from(["sort", "sort_desc", "timestamp", "ceil", "day_of_week", "sgn"])
    return st.one_of(
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("abs({})".format, inner),
        st.builds("{} {} ({})".format, st.sampled_from(["sum", "max"]), st.just(""), inner),
        st.builds("sum by ({}) ({})".format, _LABELS, inner),
        st.builds("max without ({}) ({})".format, _LABELS, inner),
        st.builds("max({}) by ({})".format, inner, _LABELS),
        st.builds("topk(2, {})".format, inner),
        st.builds("bottomk by ({}) (1, {})".format, _LABELS, inner),
        st.builds("quantile by ({}) (0.5, {})".format, _LABELS, inner),
        st.builds("{} by ({}) ({})".format, aggregations, _LABELS, inner),
        st.builds("{} without ({}) ({})".format, aggregations, _LABELS, inner),
        st.builds("{}({})".format, functions, inner),
        st.builds("clamp({}, 0, 5)".format, inner),
        st.builds("vector(scalar({}))".format, inner),
        st.builds('label_replace({}, "m", "$2", "job", "(a)(.*)")'.format, inner),
        st.builds('label_join({}, "l", "")'.format, inner),
        st.builds("absent_over_time(({})[5m:1m])".format, inner),
        st.builds('count_values("v", {})'.format, inner),
        st.builds('label_replace({}, "n", "$1", "l", "(.*)")'.format, inner),
        st.builds('label_replace({}, "l", "", "job", "a")'.format, inner),
        st.builds('label_join({}, "n", "-", "job", "m")'.format, inner),
        st.builds("absent({})".format, inner),
        st.builds("max_over_time(({})[5m:1m])".format, inner),
        st.builds("({}) {} {}".format, inner, st.sampled_from("+-*/%^><"), _NUMBERS),
        st.builds("({}) > bool {}".format, inner, _NUMBERS),
        st.builds("{} {} {} {}".format, inner, operators, matching, inner),
        st.builds(
            "{} {} {} {}".format, inner, st.sampled_from(["and", "or", "unless"]), sets, inner
        ),
    )


_EXPRESSIONS = st.recursive(
    st.one_of(_SELECTORS, st.builds("{}({})".format, _FUNCTIONS, _RANGED)), _extend, max_leaves=6
)


def _read(text: str) -> t.Node | None:
    try:
        return parse(text)
    except PromqlError:
        return None


def _shape(node: t.Node) -> object:  # noqa: C901, PLR0911, PLR0912 (a case for each kind)
    """Return a tree without places, in the words of promql-parser's."""
    match node:
        case t.Paren():
            return _shape(node.operand)
        case t.Selector():
            return ("select", node.metric, bool(node.window), len(_conditions(node)))
        case t.Subquery():
            return ("subquery", _shape(node.operand))
        case t.Number():
            return ("number", node.value)
        case t.Text():
            return ("text", node.value)
        case t.Unary():
            # The parser writes the sign into a number.
            if isinstance(node.operand, t.Number):
                return ("number", -node.operand.value)
            return ("minus", _shape(node.operand))
        case t.Call():
            return (node.function, *(_shape(one) for one in node.args))
        case t.Aggregate():
            labels = sorted(one.text for one in node.grouping.labels) if node.grouping else []
            param = None if node.param is None else _shape(node.param)
            return (node.op, labels, param, _shape(node.operand))
        case t.Binary():
            many = node.matching.many if node.matching else ""
            return (node.op, many, _shape(node.left), _shape(node.right))
        case _:
            raise AssertionError(node)


def _conditions(node: t.Selector) -> list[t.Condition]:
    return [one for one in node.conditions if one.matcher.label != "__name__"]


def _theirs(node: Any) -> object:  # noqa: C901, PLR0911, PLR0912 (a case for each kind)
    match node:
        case promql_parser.ParenExpr():
            return _theirs(node.expr)
        case promql_parser.VectorSelector():
            return _selected(node, ranged=False)
        case promql_parser.MatrixSelector():
            return _selected(node.vector_selector, ranged=True)
        case promql_parser.SubqueryExpr():
            return ("subquery", _theirs(node.expr))
        case promql_parser.NumberLiteral():
            return ("number", node.val)
        case promql_parser.StringLiteral():
            return ("text", node.val)
        case promql_parser.UnaryExpr():
            return ("minus", _theirs(node.expr))
        case promql_parser.Call():
            return (node.func.name, *(_theirs(one) for one in node.args))
        case promql_parser.AggregateExpr():
            labels = sorted(node.modifier.labels) if node.modifier else []
            param = None if node.param is None else _theirs(node.param)
            return (str(node.op), labels, param, _theirs(node.expr))
        case promql_parser.BinaryExpr():
            card = str(node.modifier.card) if node.modifier else ""
            many = {"ManyToOne": "left", "OneToMany": "right"}.get(card.split(".")[-1], "")
            return (str(node.op), many, _theirs(node.lhs), _theirs(node.rhs))
        case _:
            raise AssertionError(node)


def _selected(node: Any, *, ranged: bool) -> object:
    matchers = [one for one in node.matchers.matchers if one.name != "__name__"]
    named = [one for one in node.matchers.matchers if one.name == "__name__"]
    name = node.name or (named[0].value if named else "")
    return ("select", name, ranged, len(matchers))


@given(_EXPRESSIONS)
@settings(max_examples=300, deadline=None)
def test_what_is_read_is_what_promql_parser_reads(text: str) -> None:
    node = _read(text)
    if node is not None:
        assert _shape(node) == _theirs(promql_parser.parse(text))


@given(_EXPRESSIONS)
@settings(max_examples=200, deadline=None)
def test_the_text_at_the_place_of_a_part_says_that_part(text: str) -> None:
    node = _read(text)
    for part in node.walk() if node is not None else ():
        piece = text[part.start : part.end]
        assert _shape(parse(piece)) == _shape(part)


@given(_EXPRESSIONS, st.sampled_from(["alert", "part"]))
@settings(max_examples=200, deadline=None)
def test_checks_that_are_not_asked_would_find_nothing(text: str, role: Role) -> None:
    node = _read(text)
    if node is not None:
        subject = subject_of(Text(text, role, (("summary", "{{ $labels.n }}"),)), EXAMPLE, node)
        asked = interested(subject.traits)
        assert [one for one in CHECKS if one not in asked and list(one.find(subject))] == []


@pytest.mark.parametrize(
    "text",
    ["-" * 3000 + "x", "+".join("x" * 3000), "^".join("2" * 3000), "sum(-" * 190 + "x" + ")" * 190],
)
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(PromqlError, match="120 operations"):
        parse(text)


def test_sums_of_a_hundred_parts_are_read() -> None:
    text = " or ".join(["rate(http_requests_total[5m])"] * 100)
    assert look(Text(text), EXAMPLE) == []


@given(st.lists(_EXPRESSIONS, min_size=25, max_size=25))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_labels_never_contradict_prometheus(texts: list[str]) -> None:
    promtool = require_tool("promtool")
    nodes = {text: node for text in texts if (node := _read(text)) is not None}
    with tempfile.TemporaryDirectory() as folder:
        got = answers(promtool, Path(folder), SERIES, list(nodes))
    for (text, node), results in zip(nodes.items(), got, strict=True):
        inference = Inference(_World())
        branches = inference.of(node)
        for labels in results or []:
            assert any(_fits(one, labels) for one in branches), (text, labels)
        if results and node.__class__ is t.Binary and node.op not in {"or", "unless"}:
            never = [one for one in inference.troubles if one.fault == "never matches"]
            assert all(one.start != node.operator.start for one in never), text


def _fits(branch: Branch, labels: dict[str, str]) -> bool:
    return set(branch.certain) <= set(labels) and all(
        branch.status(label) is not Status.IMPOSSIBLE and branch.values.get(label, value) == value
        for label, value in labels.items()
    )


class _World:
    def series(self, name: str) -> Known | None:
        return KNOWN.get(name)
