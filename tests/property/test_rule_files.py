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

RULES = app.rules()
_METRIC = "http_request_total"
_BEFORE = st.sampled_from(
    ["", "sum(", "max by (job) (\n  ", "# größe 漢字\n", 'up{job="é漢"} or\n\n  ']
)
_AFTER = st.sampled_from(["", " > 1", " *\n 2", "\n  / queue_size\n", ' + label_x{y="é\'\\\\ü"}'])
_STYLES = st.sampled_from(["plain", "single", "double", "escaped", "literal", "folded"])


def _look(text: str, catalogue: Catalogue = EXAMPLE) -> list[Located]:
    loaded = load_foreign("rules.yml", text.encode("utf-8", "surrogatepass"))
    findings = list(loaded.findings)
    documents = {"rules.yml": loaded.document} if loaded.document else {}
    findings += look_at(documents.values(), catalogue, RULES).findings
    return locate(findings, Sources(documents, {"rules.yml": loaded.lines}))


def _folded(text: str, indent: str) -> str:
    return text.replace("\n", f"\n\n{indent}")


def _written(expr: str, style: str, indent: int, marks: str) -> str:
    """Return an expression as a YAML value in a style, in a block that is indented so far."""
    blank = " " * indent
    if style == "single":
        return "'" + _folded(expr.replace("'", "''"), blank) + "'"
    if style == "double":
        quoted = expr.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _folded(quoted, blank) + '"'
    if style == "escaped":
        return (
            '"' + "".join(f"\\u{ord(one):04x}" if one in 'é"\\\nö' else one for one in expr) + '"'
        )
    if style in {"literal", "folded"}:
        sign = "|" if style == "literal" else ">"
        body = expr if style == "literal" else expr.replace("\n", "\n\n")
        lines = "\n".join(f"{blank}{line}" if line else "" for line in body.split("\n"))
        return f"{sign}{marks}\n{lines}"
    return _folded(expr, blank)


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
    value = _written(expr, style, 10, marks)
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
)
_KEYS = st.sampled_from(
    [
        *("groups", "rules", "name", "expr", "alert", "record", "labels", "annotations"),
        *("for", "spec", "items", "kind", "<<", "summary", "interval"),
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


@given(tree=st.one_of(_TREES, _FILES), as_json=st.booleans())
@settings(max_examples=200, deadline=None)
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
