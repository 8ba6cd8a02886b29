"""Constants that nothing names, and all the places where one can be named."""

from pathlib import Path

import pytest

from tests.support.told import FILES, project, told

_PROJECT = FILES["project.yaml"] + "constants:\n  most: {unit: count, help: Most., value: 9}\n"
_QUEUE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting., aggregate: sum, presence: on_traffic}
indicators:
  size:
    title: Size
    MEASURE
    by: []
    thresholds:
      warning: {above: BOUND}
"""


def _found(root: Path, component: str, environment: str = "") -> list[str]:
    files = {"project.yaml": _PROJECT, "components/queue.yaml": component}
    if environment:
        text = f"environment: eu\nselector: {{job: shop-eu}}\n{environment}"
        files["environments/eu.yaml"] = text
    found = told(project(root, files))
    return [one.partition(" (")[0] for one in found if one.startswith("PS378")]


def _queue(measure: str = "value: {of: queue_size}", bound: str = "100") -> str:
    return _QUEUE.replace("MEASURE", measure).replace("BOUND", bound)


def test_a_constant_that_nothing_names(tmp_path: Path) -> None:
    line = _PROJECT.splitlines().index("constants:") + 2
    assert _found(tmp_path, _queue()) == [f"PS378 project.yaml:{line}:3 nothing names `$most`"]


@pytest.mark.parametrize(
    ("component", "environment"),
    [
        (_queue(bound="$most"), ""),
        (_queue("ratio: {of: queue_size, to: $most}", "80%"), ""),
        (_queue('expr: {query: "queue_size / $most", unit: "%"}', "80%"), ""),
        (_queue(), "set: {queue.size.warning.above: $most}\n"),
        (_queue(bound="$most"), "set: {queue.size.warning.above: 50}\n"),
    ],
)
def test_one_that_something_names_anywhere(
    tmp_path: Path, component: str, environment: str
) -> None:
    assert _found(tmp_path, component, environment) == []
