"""Rule files that promtool refuses: we find an error in them, and in no others, per release."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from generator import app
from generator.core.finding import Severity
from generator.report.located import locate
from tests.support.tools import all_promtools

REFUSALS: Final = {
    *("PS020", "PS030", "PS031", "PS036", "PS222", "PS530", "PS632", "PS636"),
    *("PS024", "PS650", "PS651", "PS652", "PS653", "PS690"),
}
"""The codes that say that Prometheus refuses a file, or cannot read it."""


def _rule(**fields: str) -> str:
    inner = ", ".join(f"{key}: {value}" for key, value in fields.items())
    return f"groups: [{{name: a, rules: [{{{inner}}}]}}]"


def _alert(extra: str) -> str:
    return f"groups: [{{name: a, rules: [{{alert: A, expr: up == 0, {extra}}}]}}]"


def _record(name: str, extra: str = "") -> str:
    return f"groups: [{{name: a, rules: [{{record: {name}, expr: sum(up){extra}}}]}}]"


def _group(extra: str) -> str:
    return f"groups: [{{name: a, {extra}, rules: [{{alert: A, expr: up == 0}}]}}]"


_DURATIONS = (
    *("106751d", "106752d", "292y", "293y", "15250w", "9223372036854ms", "9223372036855ms"),
    *("106751d23h47m16s854ms", "106751d23h47m16s855ms", "99999999999999999999d", "-5m", "1m1h"),
    *("1.5h", "5", "0", '""', "null", '"0"', '" 5m"', "[5m]", "0.0", "true", "1h30m", "0s"),
)
_NAMES = (
    *("bad-name", "'bad name'", "ä", "1a", "a.b", "'a{'", "'a{b=\"c\"}'", "'a}'", "5", "true"),
    *("a:b", "__a", "' '"),
)
_KEYS = ("a", "bad-name", "1a", "'a b'", "ä", "'a:b'", "__a", "__name__", "''", "5", "le")
_FILES: Final = (
    *(_rule(expr="up == 0"), _rule(alert="A", record="b", expr="up == 0"), _rule()),
    *(_rule(alert="''", expr="up == 0"), _rule(alert="' '", expr="up == 0")),
    *(_rule(alert="''", record="b", expr="sum(up)"), _rule(alert="A", record="''", expr="up == 0")),
    *(_rule(alert="''", record="''", expr="up == 0"), _rule(alert="A"), _rule(record="b")),
    *(_rule(alert="[A]", expr="up == 0"), _rule(alert="{a: b}", expr="up == 0")),
    *(_rule(alert="A", expr=one) for one in ("''", "'  '", "'# a'", "'sum('", "[a]", "{a: b}")),
    *(_rule(alert="A", expr=f"'rate(up[{one}]) > 5'") for one in ("106751d", "106752d", "0s")),
    *(_rule(alert="A", expr=f"'up offset {one} < 1'") for one in ("106751d", "106752d")),
    *(_record(one) for one in _NAMES),
    *(_alert(f"labels: {{{one}: x}}") for one in _KEYS),
    *(_record("b", f", labels: {{{one}: x}}") for one in _KEYS),
    *(_alert(f"annotations: {{{one}: x}}") for one in _KEYS),
    *(_group(f"labels: {{{one}: x}}") for one in _KEYS),
    *(_alert(f"for: {one}") for one in _DURATIONS),
    *(_alert(f"keep_firing_for: {one}") for one in _DURATIONS),
    *(_group(f"interval: {one}") for one in _DURATIONS),
    *(_group(f"query_offset: {one}") for one in _DURATIONS),
    *(_record("b", f", for: {one}") for one in ("5m", "0s", "0", "null", "1x")),
    *(_record("b", f", keep_firing_for: {one}") for one in ("5m", "0s", "null")),
    *(_record("b", f", annotations: {one}") for one in ("{a: b}", "{}", "null", "x")),
    *(
        _group(f"limit: {one}")
        for one in ("5", "-5", "a", "'5'", "true", "null", "[5]", "1e3", "9223372036854775808")
    ),
    *(_group(f"labels: {one}") for one in ("{a: b}", "{}", "null", "[a]", "x", "{a: [b]}")),
    *(_alert(f"labels: {one}") for one in ("{a: 5}", "{a: null}", "{a: [b]}", "x", "[a]", "null")),
    *(_alert(f"annotations: {one}") for one in ("{a: 5}", "{a: {b: c}}", "x", "null")),
    *(_alert(f"{one}: {{a: '{{{{ $x }}}}'}}") for one in ("labels", "annotations")),
    _record("b", ", labels: {a: '{{ $x }}'}"),
    *(_alert("foo: 1"), _record("b", ", foo: null"), _group("foo: 1")),
    "groups: [{name: a, rules: []}, {name: a, rules: []}]",
    "groups: [{name: 1, rules: []}, {name: '1', rules: []}]",
    "groups: [{name: a, rules: []}, {name: A, rules: []}]",
    *(f"groups: [{{{one}rules: [{{alert: A, expr: up == 0}}]}}]" for one in ("", "name: '', ")),
    *(f"groups: [{{name: {one}, rules: []}}]" for one in ("null", "[a]", "{a: b}", "true", "5")),
    *(f"groups: [{{name: a, rules: {one}}}]" for one in ("null", "{a: b}", "''", "[a]", "[[a]]")),
    *(f"groups: [{{name: a, rules: {one}}}]" for one in ("[null]", "['']", "[{}]")),
    *(f"groups: {one}" for one in ("{a: b}", "''", "5", "[a]", "[[a]]", "[{}]", "[null]")),
    *("foo: 1\ngroups: []", "- a", "x", "Groups: []", "a: 1"),
    "x: &x {expr: up == 0}\ngroups: [{name: a, rules: [{alert: A, <<: *x}]}]",
    "groups: [{name: a, rules: [&x {alert: A, expr: up == 0}, {<<: *x, alert: B}]}]",
    "groups: [{name: a, rules: [{alert: A, expr: up == 0, labels: {b: &x {a: b}, <<: *x}}]}]",
    "groups: [{name: a, rules: [{alert: A, expr: up == 0, labels: {<<: {a: b}}}]}]",
    "groups: [{name: a, rules: [{alert: A, alert: B, expr: up == 0}]}]",
)
_STRICTER: Final = {
    # What no field says is taken for a name of four letters until 3.0.
    _rule(alert="null", expr="up == 0"),
    _rule(alert="A", expr="null"),
}
"""Files that some release takes, and in which something is wrong all the same."""
_LOOSER: Final = {
    # Other programs read these fields, and write rule files without them.
    *(_group(f"{one}: [a]") for one in ("source_tenants", "partial_response_strategy")),
}
"""Files that promtool refuses, and that are right for whom they are written."""


def _refused(promtool: Path, path: Path) -> bool:
    found = subprocess.run(
        [promtool, "check", "rules", path],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return found.returncode != 0


def _found(path: Path, target: str) -> set[str]:
    _, looked = app.check_rules([str(path)], None, target)
    return {one.code for one in looked.findings if one.severity is Severity.ERROR}


@pytest.mark.tool
@pytest.mark.parametrize(
    ("version", "promtool"), all_promtools(), ids=[version for version, _ in all_promtools()]
)
def test_there_is_an_error_exactly_where_promtool_refuses(
    tmp_path: Path, version: str, promtool: Path
) -> None:
    target = ".".join(version.split(".")[:2])
    path = tmp_path / "rules.yml"
    missed, invented = [], []
    for text in _FILES:
        path.write_text(text, "utf-8")
        refused, found = _refused(promtool, path), _found(path, target)
        if refused and not found:
            missed.append(text)
        if found & REFUSALS and not refused:
            invented.append((text, found & REFUSALS))
    assert (missed, invented) == ([], [])


@pytest.mark.tool
def test_the_reviewed_differences_are_differences(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    taken: set[str] = set()
    refused: set[str] = set()
    for version, promtool in all_promtools():
        for text in (*_STRICTER, *_LOOSER):
            path.write_text(text, "utf-8")
            found = bool(_found(path, ".".join(version.split(".")[:2])) & REFUSALS)
            assert found is (text in _STRICTER)
            (refused if _refused(promtool, path) else taken).add(text)
    assert (taken, refused & _LOOSER) == (_STRICTER, _LOOSER)


_PLACES: Final = """\
x: &x {severity: page}
groups:
  - name: a
    limit: "5"
    interval: 99999999999d
    labels: {my-team: b}
    rules:
      - alert: A
        record: b
        expr: up == 0
        for: 400000d
        labels: {<<: *x, __name__: b, "": c}
        annotations: {my note: c}
      - alert: ""
        expr: up == 0
      - record: bad-name
        expr: sum(up)
      - record: a{b="c"}
        expr: sum(up)
        keep_firing_for: 5m
  - b
"""


def _located(path: Path, target: str | None) -> list[tuple[int, int, str, str]]:
    sources, looked = app.check_rules([str(path)], None, target)
    return [
        (one.span.line, one.span.column, one.code, one.message)
        for one in locate(looked.findings, sources)
        if one.code in REFUSALS | {"PS654"}
    ]


def test_each_is_said_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(_PLACES, "utf-8")
    anyway = [
        (1, 1, "PS651", "a rule file has no field `x`"),
        (4, 12, "PS652", "`limit` is a whole number, without quotes"),
        (5, 15, "PS636", "`99999999999d` is more than Prometheus can count, some 292 years"),
        (9, 9, "PS652", "a rule has `alert` or `record`, and this one has both"),
        (11, 14, "PS636", "`400000d` is more than Prometheus can count, some 292 years"),
        (12, 26, "PS652", "no rule can set `__name__`; a record is named by `record`"),
        (12, 39, "PS653", "a label has a name, and this one has none"),
        (14, 9, "PS652", "`alert` gives no name"),
        (18, 17, "PS653", '`a{b="c"}` has braces, and no name of a record has'),
        (20, 9, "PS651", "a rule that is a record has no field `keep_firing_for`"),
        (21, 5, "PS652", "a group is a mapping, with `name` and `rules` in it"),
    ]
    names = [
        (6, 14, "`my-team` is no name of a label before Prometheus 3.2"),
        (13, 23, "`my note` is no name of an annotation before Prometheus 3.2"),
        (16, 17, "`bad-name` is no name of a record before Prometheus 3.2"),
    ]
    old = [(6, 5, "PS650", "`labels of a group` needs Prometheus 3.0, the target is 2.53")]
    old += [(line, column, "PS653", f"{text}, the target is 2.53") for line, column, text in names]
    unsaid = [(line, column, "PS654", text) for line, column, text in names]
    assert _located(path, "3.5") == anyway
    assert _located(path, "2.53") == sorted([*anyway, *old])
    assert _located(path, None) == sorted([*anyway, *unsaid])
