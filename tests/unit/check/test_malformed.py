"""Rule files whose shape is wrong: what is said of it, and that promtool refuses those alone."""

import subprocess
from pathlib import Path

import pytest

from generator import app
from generator.check.rule_files.registry import RULE_FILES
from tests.support.tools import all_promtools

_NEITHER = "a rule has `alert` or `record` with its name, and this one has neither"
_MAPPING = "a rule is a mapping, with `alert` or `record` in it"
_NO_NAME = "a group has a `name`, and this one has none"
_WRONG = {
    "groups: [{name: a, rules: [{expr: up}]}]": [_NEITHER],
    "groups: [{name: a, rules: [{alert: '', expr: up}]}]": ["`alert` gives no name"],
    "groups: [{name: a, rules: [{alert: [A], expr: up}]}]": ["`alert` gives no name"],
    "groups: [{name: a, rules: [{alert: A, record: b, expr: up}]}]": [
        "a rule has `alert` or `record`, and this one has both"
    ],
    "groups: [{name: a, rules: [up]}]": [_MAPPING],
    "groups: [{name: a, rules: [{alert: A}]}]": ["a rule has `expr`, and this one has none"],
    "groups: [{name: a, rules: [{alert: A, expr: {b: c}}]}]": ["`expr` is a text"],
    "groups: [{name: a, rules: [{alert: A, expr: up, labels: x}]}]": [
        "`labels` is a mapping of names and texts"
    ],
    "groups: [{name: a, rules: [{alert: A, expr: up, annotations: {b: [c]}}]}]": ["`b` is a text"],
    "groups: [{name: a, rules: [{alert: A, expr: up, labels: {__name__: b}}]}]": [
        "no rule can set `__name__`; a record is named by `record`"
    ],
    "groups: [{rules: [{alert: A, expr: up}]}]": [_NO_NAME],
    "groups: [{name: '', rules: [{alert: A, expr: up}]}]": [_NO_NAME],
    "groups: [{name: a, rules: {alert: A, expr: up}}]": ["`rules` of a group is a list"],
    "groups: [{name: a, limit: '5'}]": ["`limit` is a whole number, without quotes"],
    "groups: [a]": ["a group is a mapping, with `name` and `rules` in it"],
    "groups: {name: a}": ["`groups` is a list"],
}
_RIGHT = (
    "groups: [{name: 1, rules: [{alert: true, expr: 1, labels: {a: 1, b: null, c: true}}]}]",
    "groups: [{name: a, rules: null}]",
    "groups: [{name: a, rules: [null]}]",
    "groups: [{name: a, rules: [{record: b, expr: up, labels: null}]}]",
)


def _found(text: str) -> list[str]:
    return [one.message for one in RULE_FILES.look(text) if one.code == "PS652"]


@pytest.mark.parametrize(("text", "messages"), _WRONG.items())
def test_what_is_no_rule_or_group_is_said(text: str, messages: list[str]) -> None:
    assert _found(text) == messages


@pytest.mark.parametrize("text", _RIGHT)
def test_numbers_and_nothing_are_texts(text: str) -> None:
    assert _found(text) == []


def test_a_merged_mapping_may_hold_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text("x: &x {expr: up}\ngroups: [{name: a, rules: [{alert: A, <<: *x}]}]", "utf-8")
    _, looked = app.check_rules([str(path)], None)
    assert "PS652" not in {one.code for one in looked.findings}


@pytest.mark.tool
@pytest.mark.parametrize("promtool", dict(all_promtools()).values(), ids=dict(all_promtools()))
def test_promtool_refuses_those_and_takes_the_others(tmp_path: Path, promtool: Path) -> None:
    taken = []
    for number, text in enumerate((*_WRONG, *_RIGHT)):
        path = tmp_path / f"{number}.yml"
        path.write_text(text, "utf-8")
        found = subprocess.run(
            [promtool, "check", "rules", path],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        if found.returncode == 0:
            taken.append(text)
    assert taken == [*_RIGHT]
