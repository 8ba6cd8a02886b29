"""Whatever is written: no expression, template or number makes a check fail, and what it finds has
a place in the text."""

import math
import tempfile
from pathlib import Path
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check.expressions import expression_findings
from generator.check.promql.base import Role
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.check.promql.go_template import read as read_template
from generator.check.promql.made import made_by
from generator.check.promql.ranges import range_of
from generator.check.promql.registry import CHECKS
from generator.check.promql.run import Text, subject_of
from generator.check.specs.registry import SPECS
from generator.check.specs.whole import Whole
from generator.core.units import parse_unit
from generator.load.document import Document
from generator.load.lines import LineTable
from generator.load.source_map import SourceMap
from generator.plan.plan import make_plan
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.resolve.overlay import Layered
from generator.resolve.resolver import resolve
from generator.spec.validate import validate
from tests.property.test_validation import GOOD, spoilt
from tests.support.engine import values
from tests.support.tools import require_tool

_NAMES = st.sampled_from([*EXAMPLE.facts, "nowhere", "queue_size_count", "job:rate5m", "ALERTS"])
_LABELS = st.lists(
    st.sampled_from(["job", "instance", "le", "queue", "status", "user_id", "__name__"]),
    max_size=3,
    unique=True,
).map(", ".join)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters='"\\\n'), max_size=8)
_CONDITIONS = st.builds(
    '{}{}"{}"'.format,
    st.sampled_from(["job", "le", "status", "method", "queue"]),
    st.sampled_from(["=", "!=", "=~", "!~"]),
    st.one_of(_TEXTS, st.sampled_from(["", ".*", "a|b", "[", "GET", "(", "0.5"])),
)
_SELECTORS = st.builds("{}{{{}}}".format, _NAMES, st.lists(_CONDITIONS, max_size=2).map(",".join))
_NUMBERS = st.sampled_from(
    ["0", "-0", "1", "0.5", "100", "1e400", "1e-320", "NaN", "Inf", "-Inf", "0x1F", "3600", "1e9"]
)
_WINDOWS = st.sampled_from(["1s", "5m", "1h", "90d", "1y", "0s", "1h30m"])
_RANGES = st.builds("{}[{}]".format, _SELECTORS, _WINDOWS)
_FUNCTIONS = st.sampled_from(
    ["rate", "irate", "increase", "deriv", "delta", "resets", "absent_over_time", "avg_over_time"]
)
_BINARY = st.sampled_from(
    [*"+-*/%^", "==", "!=", "<", ">", "<=", ">=", "atan2", "and", "or", "unless", "> bool"]
)
_MATCHING = st.one_of(
    st.just(""),
    st.builds("{} ({})".format, st.sampled_from(["on", "ignoring"]), _LABELS),
    st.builds(
        "{} ({}) {} ({})".format,
        st.sampled_from(["on", "ignoring"]),
        _LABELS,
        st.sampled_from(["group_left", "group_right"]),
        _LABELS,
    ),
)


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    plain = st.sampled_from(
        ["abs", "ceil", "absent", "scalar", "sort", "timestamp", "sgn", "vector", "year"]
    )
    groups = st.sampled_from(["sum", "avg", "max", "count", "stddev", "group", "min"])
    return st.one_of(
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("{}({})".format, plain, inner),
        st.builds("{} by ({}) ({})".format, groups, _LABELS, inner),
        st.builds("{} without ({}) ({})".format, groups, _LABELS, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["topk", "quantile"]), _NUMBERS, inner),
        st.builds("clamp_min({}, {})".format, inner, _NUMBERS),
        st.builds("histogram_quantile({}, {})".format, _NUMBERS, inner),
        st.builds('label_replace({}, "n", "{}", "job", "{}")'.format, inner, _TEXTS, _TEXTS),
        st.builds("{}({}[{}:])".format, _FUNCTIONS, inner, _WINDOWS),
        st.builds("{} {} {} {}".format, inner, _BINARY, _MATCHING, inner),
    )


_EXAMPLES = st.sampled_from([text for one in CHECKS for text in (one.bad, one.good)])
_EXPRESSIONS = st.recursive(
    st.one_of(
        _EXAMPLES, _SELECTORS, _NUMBERS, st.builds("{}({})".format, _FUNCTIONS, _RANGES), _RANGES
    ),
    _extend,
    max_leaves=10,
)
# What is hardly ever PromQL: it has to be refused, or to be taken for what it says.
_SOUP = st.lists(
    st.one_of(
        _NAMES,
        _NUMBERS,
        st.sampled_from(
            [
                *("rate(", "sum by (job, le) (", "histogram_quantile(0.9, ", "quantile(95, ", ")"),
                *(" / ", " > ", " and ", " unless ", "absent(", " on (job) ", " group_left () "),
                *("topk(3, ", '{job="a"}', "[5m]", " offset 5m", " @ end()", "`", "#", "\n"),
            ]
        ),
    ),
    max_size=12,
).map("".join)
_PIECES = st.sampled_from(
    [
        *("{{", "}}", "{{-", "-}}", "$value", "$labels.job", ".Value", "|", "humanize", "printf"),
        *('"%.2f"', "if", "else", "end", "range", "with", "(", ")", ":=", "$x", "/*", "*/", "`"),
        *("'", '"', " ", "\n", ".", "é", "query", "1", "define", "template", "$", "%", "0x", "1e"),
        *("$labels", ".Labels.", "\\"),
    ]
)
_TEMPLATES = st.one_of(st.lists(_PIECES, max_size=14).map("".join), st.text(max_size=30))
_TEXT = st.builds(
    Text,
    st.one_of(_EXPRESSIONS, _SOUP, st.text(max_size=20)),
    st.sampled_from(get_args(Role)),
    st.builds(
        lambda one, other: (("labels/x", one), ("annotations/summary", other)),
        _TEMPLATES,
        _TEMPLATES,
    ),
    st.sampled_from(["", "HighErrorRate", "LowDiskSpace", "größe"]),
    st.sampled_from([None, 0.0, 15.0, 600.0]),
    st.sampled_from([None, parse_unit("%"), parse_unit("ms"), parse_unit("GB/h"), parse_unit("")]),
)


@given(_TEXT, st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_expression_makes_a_check_fail(text: Text, known: bool) -> None:  # noqa: FBT001
    try:
        subject = subject_of(text, EXAMPLE if known else Catalogue())
    except PromqlError:
        return
    fields = dict(text.templates)
    for check in CHECKS:
        for hit in check.find(subject):
            where = fields[hit.field] if hit.field else text.expr
            assert 0 <= hit.start <= hit.end <= len(where), check.rule.code
            assert hit.message
            if hit.cause is not None:
                assert 0 <= hit.cause[0] <= hit.cause[1] <= len(text.expr), check.rule.code
    assert made_by(subject) == made_by(subject)


@given(_TEMPLATES)
@settings(max_examples=300, deadline=None)
def test_no_template_makes_the_reader_fail(text: str) -> None:
    actions, fault = read_template(text)
    assert all(text[one.start : one.end].startswith("{{") for one in actions)
    assert fault is None or 0 <= fault.start < fault.end <= len(text)


# Two jobs, of which one has failed requests, an idle pair of counters, and shares.
_SERIES = {
    'http_requests_total{job="a",instance="1",method="GET",status="200"}': "0+7x20",
    'http_requests_total{job="a",instance="1",method="GET",status="500"}': "0+3x20",
    'http_requests_total{job="b",instance="2",method="GET",status="200"}': "5x20",
    'queue_size{job="a",instance="1",queue="q"}': "-3+1x20",
    'cache_fill_ratio{job="a",instance="1"}': "0.2x20",
    'cache_fill_ratio{job="b",instance="2"}': "1x20",
    'up{job="a",instance="1"}': "1x20",
    'up{job="b",instance="2"}': "0x20",
    'latency_seconds_bucket{job="a",instance="1",le="0.1"}': "0+1x20",
    'latency_seconds_bucket{job="a",instance="1",le="0.5"}': "0+1x20",
    'latency_seconds_bucket{job="a",instance="1",le="1"}': "0+2x20",
    'latency_seconds_bucket{job="a",instance="1",le="+Inf"}': "0+4x20",
    'latency_seconds_count{job="a",instance="1"}': "0+4x20",
}
_KNOWN = st.sampled_from(
    [
        *("cache_fill_ratio", "up", "queue_size", "0.5", "-2", "100", "1", "0"),
        "rate(http_requests_total[5m])",
        'sum by (job) (rate(http_requests_total{status="500"}[5m]))',
        "sum by (job) (rate(http_requests_total[5m]))",
        'sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m]))',
        "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))",
        'sum(rate(latency_seconds_bucket{le="0.5"}[5m])) / sum(rate(latency_seconds_count[5m]))',
    ]
)


def _calculated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({})".format, inner),
        st.builds("-({})".format, inner),
        st.builds("{}({})".format, st.sampled_from(["abs", "absent", "sort"]), inner),
        st.builds("max_over_time(({})[5m:1m])".format, inner),
        st.builds(
            "{} ({})".format, st.sampled_from(["sum", "avg", "max", "count", "stddev"]), inner
        ),
        st.builds("{} by (job) ({})".format, st.sampled_from(["sum", "min", "group"]), inner),
        st.builds("({}) {} ({})".format, inner, st.sampled_from([*"+-*/%^", ">", "<="]), inner),
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or", "unless"]), inner),
        st.builds("({}) >= bool ({})".format, inner, inner),
    )


@given(st.lists(st.recursive(_KNOWN, _calculated, max_leaves=5), min_size=40, max_size=40))
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_no_value_lies_outside_what_is_said_of_it(texts: list[str]) -> None:
    promtool = require_tool("promtool")
    nodes = {}
    for text in texts:
        try:
            nodes[text] = parse(text)
        except PromqlError:
            continue
    with tempfile.TemporaryDirectory() as folder:
        got = values(promtool, Path(folder), _SERIES, list(nodes))
    for (text, node), some in zip(nodes.items(), got, strict=True):
        said = range_of(node, EXAMPLE)
        for value in some:
            assert math.isnan(value) or said.low - 1e-9 <= value <= said.high + 1e-9, (text, said)
    assert sum(map(bool, got)) > len(got) / 4


@given(spoilt())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_spec_that_resolves_makes_a_check_fail(
    spoilt_spec: tuple[str, dict[str, Any]],
) -> None:
    file, tree = spoilt_spec
    documents = [
        Document(name, "", one, SourceMap(name, LineTable("")))
        for name, one in {**GOOD, file: tree}.items()
    ]
    found, findings = validate(documents)
    estate, more = resolve(Layered.of(found, documents))
    if estate is None or [one for one in (*findings, *more) if one.severity == "error"]:
        return
    plan = make_plan(estate)
    for finding in (*expression_findings(estate, plan), *SPECS.findings(Whole(estate, plan))):
        assert finding.message
