"""Environments that cannot be told from others by what they select."""

from pathlib import Path

import pytest

from tests.support.told import FILES, project, told

_SAME = (
    "give it a `selector` of its own; where each environment has a Prometheus of its own, say so "
    "with an `identity` label `on: external`, or in `allow`"
)
_SELECTOR = "selector: {job: shop}"
_LABELS = FILES["labels.yaml"] + (
    "  cluster: {help: The cluster.}\n  region: {help: The region., target: true}\n"
)


def _found(root: Path, environments: dict[str, str], project_: str = "") -> list[str]:
    files = {
        f"environments/{name}.yaml": f"environment: {name}\n{text}"
        for name, text in environments.items()
    }
    files |= {"labels.yaml": _LABELS, "project.yaml": project_ or FILES["project.yaml"]}
    found = told(project(root, files))
    return [one.removeprefix("PS377 environments/") for one in found if one.startswith("PS377")]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("selector: {job: shop}\n", "2:17"),
        ("selector: {job: shop, region: a}\n", "2:17"),
        ("set: {project.title: Shop in Europe}\n", "1:14"),
    ],
)
def test_an_environment_that_selects_what_the_default_one_does(
    tmp_path: Path, text: str, at: str
) -> None:
    message = "`eu` selects series that the default environment selects, too"
    assert _found(tmp_path, {"eu": text}) == [f"eu.yaml:{at} {message} ({_SAME})"]


def test_two_that_select_the_same(tmp_path: Path) -> None:
    both = {"eu": "selector: {job: shop-2}\n", "us": "selector: {job: shop-2, region: a}\n"}
    message = "`us` selects series that `eu` selects, too"
    assert _found(tmp_path, both) == [f"us.yaml:2:17 {message} ({_SAME})"]


def test_others_are_left_alone(tmp_path: Path) -> None:
    apart = {"eu": "selector: {job: shop-2}\n", "us": "selector: {job: shop-3}\n"}
    assert _found(tmp_path, apart) == []


def test_so_are_those_of_which_each_has_a_prometheus_of_its_own(tmp_path: Path) -> None:
    identity = "identity: {job: {on: series}, cluster: {on: external}}"
    text = FILES["project.yaml"].replace(_SELECTOR, f"{_SELECTOR}\n{identity}")
    assert _found(tmp_path, {"eu": "identity: {cluster: eu}\n"}, text) == []


def test_and_those_that_say_so(tmp_path: Path) -> None:
    allowed = "selector: {job: shop}\nallow: {PS377: Another Prometheus.}\n"
    assert _found(tmp_path, {"eu": allowed}) == []
