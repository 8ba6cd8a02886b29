"""Alerts of one name: found for different things, quiet where they are told apart."""

import pytest

from generator.check.specs.example import QUEUE, read
from generator.check.specs.registry import SPECS
from generator.core.finding import Place, Related

_FILE = "specs/components/queue.yaml"
_SPECS = f"""\
{QUEUE.replace("runbook: slow}", "runbook: slow, alert: Slow}")}  wait:
    title: Wait
    value: {{of: queue_wait_seconds}}
    by: []
    thresholds:
      WAIT
alerts:
  stuck:
    name: NAME
    severity: SEVERITY
    expr: queue_size > 5
    for: 5m
    summary: Stuck.
    runbook: slow
    cases:
      - {{name: stuck, series: {{queue_size: 9x40}}, step: 30s, fires: [15m]}}
"""
_WAIT = "warning: {above: 10s}"


def _found(
    wait: str = _WAIT, name: str = "Stuck", severity: str = "critical"
) -> list[tuple[object, str, Related | None]]:
    text = _SPECS.replace("WAIT", wait).replace("NAME", name).replace("SEVERITY", severity)
    found = SPECS.findings(read(text))
    return [(one.where, one.message, one.related) for one in found if one.code == "PS379"]


def _at(*path: str) -> Place:
    return Place(_FILE, path)


_SIZE = _at("indicators", "size", "thresholds", "critical", "alert")
_OF_SIZE = Related(_SIZE, "the other one")


def test_two_indicators_that_alert_by_one_name() -> None:
    place = _at("indicators", "wait", "thresholds", "critical", "alert")
    message = "`queue.wait.critical` alerts as `Slow`, and so does `queue.size.critical`"
    found = _found("critical: {above: 10s, alert: Slow, runbook: slow}")
    assert found == [(place, message, _OF_SIZE)]


def test_a_name_that_is_made_and_is_taken() -> None:
    place = _at("indicators", "wait", "thresholds", "warning")
    message = "`queue.stuck` alerts as `QueueWait`, and so does `queue.wait.warning`"
    other = Related(place.key(), "the other one")
    found = _found(name="QueueWait", severity="warning")
    assert found == [(_at("alerts", "stuck", "name"), message, other)]


@pytest.mark.parametrize(
    ("wait", "name", "severity"),
    [
        (_WAIT, "Stuck", "critical"),
        ("warning: {above: 10s, alert: Slow}", "Stuck", "critical"),
        (_WAIT, "Slow", "warning"),
        ("{warning: {above: 5s}, critical: {above: 10s, runbook: slow}}", "Stuck", "warning"),
    ],
)
def test_severities_and_the_bounds_of_one_thing_are_told_apart(
    wait: str, name: str, severity: str
) -> None:
    assert _found(wait, name, severity) == []
