"""Rule files at random: whatever stands in them, a check ends with findings at the right place."""

import json
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import app
from generator.check.foreign import look_at
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.core.finding import Severity
from generator.load.document import Sources
from generator.load.yaml_source import load_foreign
from generator.report.located import Located, locate
from tests.support.scalars import STYLES, written
from tests.support.shapes import almost

RULES = app.rules()
_METRIC = "http_request_total"
_BEFORE = st.sampled_from(
    ["", "sum(", "max by (job) (\n  ", "# größe 漢字\n", 'up{job="é漢"} or\n\n  ']
)
_AFTER = st.sampled_from(["", " > 1", " *\n 2", "\n  / queue_size\n", ' + label_x{y="é\'\\\\ü"}'])
_STYLES = st.sampled_from(STYLES)


def _look(text: str, catalogue: Catalogue = EXAMPLE) -> list[Located]:
    loaded = load_foreign("rules.yml", text.encode("utf-8", "surrogatepass"))
    findings = list(loaded.findings)
    documents = {"rules.yml": loaded.document} if loaded.document else {}
    findings += look_at(documents.values(), catalogue, RULES).findings
    return locate(findings, Sources(documents, {"rules.yml": loaded.lines}))


@given(
    before=_BEFORE,
    after=_AFTER,
    style=_STYLES,
    chomping=st.sampled_from(["", "-", "+"]),
    indicated=st.booleans(),
    ending=st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=300, deadline=None)
def test_a_finding_points_at_the_very_token(
    before: str, after: str, style: str, chomping: str, *, indicated: bool, ending: str
) -> None:
    closing = ")" * before.count("(")
    expr = f"{before}{_METRIC}{closing}{after}"
    marks = f"{'4' if indicated else ''}{chomping}"
    value = written(expr, style, 10, marks)
    text = f"groups:\n- name: a\n  rules:\n    - alert: A\n      expr: {value}\n      for: 5m\n"
    text = text.replace("\n", ending)
    try:
        read = yaml.load(text, yaml.CSafeLoader)["groups"][0]["rules"][0]["expr"]
    except yaml.YAMLError:
        return  # not every text can be written plainly
    found = [one for one in _look(text) if one.code == "PS501"]
    if _METRIC not in str(read).split("#")[-1]:
        return
    start = text.index(_METRIC)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    wanted = [(line, column, line, column + len(_METRIC))]
    if any(one.code == "PS222" for one in _look(text)):
        return
    spans = [(o.span.line, o.span.column, o.span.end_line, o.span.end_column) for o in found]
    assert [one for one in spans if one[3] - one[1] == len(_METRIC)] == wanted, text
    assert any(one.excerpt and _METRIC in one.excerpt for one in found)


_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.sampled_from(["up", "sum(x) by (a) > 1", "{{ $labels.x }}", "{{", "rate(a_total[5m])"]),
    st.sampled_from(["5m", "0s", "-1m", "1h30m", "job:x:rate5m", "::", "A", "critical"]),
)
_KEYS = st.sampled_from(
    [
        *("groups", "rules", "name", "expr", "alert", "record", "labels", "annotations"),
        *("for", "spec", "items", "kind", "<<", "summary", "interval", "keep_firing_for"),
        *("query_offset", "limit", "severity", "team", "runbook_url", "description", "metadata"),
    ]
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=4)),
    max_leaves=12,
)
_RULES = st.dictionaries(_KEYS, _TREES, max_size=5)
_FILES = st.builds(
    lambda rules, more: {"groups": [{"name": "a", "rules": rules}], **more},
    st.lists(_RULES, max_size=3),
    st.dictionaries(_KEYS, _TREES, max_size=2),
)


_USUAL = {
    "groups": [
        {
            "name": "a",
            "interval": "1m",
            "limit": 5,
            "labels": {"team": "a"},
            "rules": [
                {"record": "job:a:rate5m", "expr": "sum by (job) (rate(a_total[10m]))"},
                {"record": "job:a:rate5m", "expr": "sum by (job) (job:a:rate5m)"},
                {
                    "alert": "A",
                    "expr": "job:a:rate5m > 1",
                    "for": "5m",
                    "keep_firing_for": "1m",
                    "labels": {"severity": "page"},
                    "annotations": {"summary": "{{ $value }} of {{ $labels.l }}"},
                },
                {"alert": "B", "expr": "job:a:rate5m > 1", "labels": {"severity": "page"}},
            ],
        },
        {"name": "a", "query_offset": "5m", "rules": [{"alert": "C", "expr": 'up{job=~"^a$"}'}]},
    ]
}


@given(tree=st.one_of(_TREES, _FILES, almost(_USUAL, _TREES)), as_json=st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_shape_of_a_rule_file_is_a_fault(tree: Any, *, as_json: bool) -> None:
    text = json.dumps(tree) if as_json else yaml.safe_dump(tree, allow_unicode=True)
    for catalogue in (EXAMPLE, Catalogue()):
        assert all(one.span.line >= 1 and one.message for one in _look(text, catalogue))


_PIECES = st.sampled_from(
    [
        *("groups:", "- name: a", "rules:", "- alert: A", "expr:", "|", ">-", "{{", "}}", "'", '"'),
        *("\n", "\n  ", "\n    ", " ", "#", "promspec: allow PS501 x", "&a", "*a", "<<:", "---"),
        *(
            "sum",
            "by",
            "(",
            ")",
            "[5m]",
            "rate",
            "x{a='b'}",
            "$labels.x",
            "if .Values.x",
            "\\",
            "é",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_is_a_fault(text: str) -> None:
    found = _look(text)
    assert all(one.severity in Severity for one in found)
    assert found or "expr" in text, text  # a file without rules is no success
    _look(f"groups:\n- name: a\n  rules:\n  - alert: A\n    expr: {json.dumps(text)}\n")
