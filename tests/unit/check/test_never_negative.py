"""Bounds that a gauge is always beyond, or never, as it cannot be negative."""

import pytest

from generator.check.specs.example import PROJECT, read
from generator.check.specs.registry import SPECS
from generator.core.finding import Place

_FILE = "specs/components/queue.yaml"
_SPECS = """\
component: queue
title: Queue
metrics:
  NAME: {type: gauge, help: Size., aggregate: max, presence: on_trafficMORE}
indicators:
  size:
    title: Size
    value: {of: NAME}
    by: []
    thresholds:
      warning: {BOUND}
"""


def _found(name: str, more: str, bound: str) -> list[tuple[str, Place, str]]:
    text = _SPECS.replace("NAME", name).replace("MORE", more).replace("BOUND", bound)
    return [(one.code, one.where, one.message) for one in SPECS.findings(read(text))]  # type: ignore[misc]


def _at(side: str) -> Place:
    return Place(_FILE, ("indicators", "size", "thresholds", "warning", side))


@pytest.mark.parametrize(
    ("name", "more", "bound", "outcome", "reason"),
    [
        ("queue_size", ", noun: orders", "above: -1", "always above `-1`", "counts orders, of"),
        ("queue_size", ", noun: orders", 'below: "0"', "never below `0`", "counts orders, of"),
        ("queue_bytes", "", "above: -1GB", "always above `-1GB`", "is in bytes, of"),
    ],
)
def test_what_is_never_less_than_none_is_not_held_against_less(
    name: str, more: str, bound: str, outcome: str, reason: str
) -> None:
    message = f"this is {outcome}: `{name}` {reason} which there are never less than none"
    assert _found(name, more, bound) == [("PS375", _at(bound[:5]), message)]


def test_nor_is_a_time_that_has_passed() -> None:
    message = (
        "this is always above `-5s`: `process_uptime_seconds` is a time that has passed, never "
        "less than none"
    )
    found = _found("process_uptime_seconds", "", "above: -5s")
    assert found == [("PS375", _at("above"), message)]


@pytest.mark.parametrize(
    ("name", "more", "bound"),
    [
        ("queue_size", ", noun: orders", 'above: "0"'),
        ("queue_size", ", noun: orders", 'below: "0.5"'),
        ("queue_size", "", "above: -1"),
        ("room_temperature", ", noun: degrees", "above: -18"),
        ("room_state", ", noun: degrees Celsius", "above: -18"),
        ("clock_offset_seconds", "", "below: -5s"),
        ("disk_change_bytes", "", "below: -1GB"),
        ("lease_seconds", "", "below: 0s"),
    ],
)
def test_what_may_be_negative_and_what_is_above_0_is_left_alone(
    name: str, more: str, bound: str
) -> None:
    assert _found(name, more, bound) == []


def test_a_constant_is_told_with_where_its_value_stands() -> None:
    constant = "constants: {most: {unit: B, help: Most., value: -1GB}}\n"
    text = _SPECS.replace("NAME", "queue_bytes").replace("MORE", "")
    whole = read(text.replace("BOUND", "above: $most") + "---\n" + PROJECT + constant)
    (found,) = SPECS.findings(whole)
    assert found.related is not None
    place = Place("specs/project.yaml", ("constants", "most", "value"))
    assert (found.code, found.related.where) == ("PS375", place)
    assert found.related.label == "the value of `$most`"


@pytest.mark.parametrize(("bound", "outcome"), [("above: -5%", "always"), ("above: 150%", "never")])
def test_of_a_share_the_certificate_says_which_it_is(bound: str, outcome: str) -> None:
    word = {"always": "always fires", "never": "cannot fire"}[outcome]
    message = (
        f"`queue.size.warning` {word} (bound): this is {outcome} true: it lies between 0 and 1, "
        "as `queue_used_ratio` is a share"
    )
    found = _found("queue_used_ratio", "", bound)
    assert [one for one in found if one[0] == "PS350"] == [("PS350", _at("above"), message)]
