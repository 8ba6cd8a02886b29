"""Each advice of the guide is a check, a default, or said to be neither and why."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import app

_PATH = Path(__file__).parent / "best-practices.yaml"
_ADVICE: list[dict[str, Any]] = yaml.safe_load(_PATH.read_text("utf-8"))
_EACH = pytest.mark.parametrize("entry", _ADVICE, ids=[one["advice"] for one in _ADVICE])


@_EACH
def test_an_advice_is_a_check_a_default_or_neither(entry: dict[str, Any]) -> None:
    assert set(entry) <= {"line", "advice", "checks", "default", "neither"}
    kept = bool(entry.get("checks")) or bool(entry.get("default"))
    assert kept is not bool(entry.get("neither"))


@_EACH
def test_the_checks_of_an_advice_exist(entry: dict[str, Any]) -> None:
    assert set(entry.get("checks", ())) - set(app.rules()) == set()


def test_the_defaults_that_are_named_are_the_defaults() -> None:
    project = app.read(_PATH.parents[2])
    assert project.estate is not None
    told = {str(one["default"]) for one in _ADVICE if "default" in one}
    defaults = type(project.estate.project.defaults)()
    assert (float(defaults.window), float(defaults.for_)) == (300, 600)
    assert defaults.min_bad_events == 5
    for text in ("`defaults.window` is 5m.", "`min_bad_events` is 5."):
        assert text in told


def test_no_advice_is_left_out() -> None:
    assert len(_ADVICE) == 28
    lines = [one["line"] for one in _ADVICE]
    assert lines == sorted(set(lines))
