"""What is rendered does not depend on how the input is ordered, and promtool takes all of it."""

import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from generator import app
from tests.property.test_recipes import _indicators, _metrics, _read
from tests.support.tools import require_tool

ROOT = Path(__file__).resolve().parents[2]
# What has ids stands in any order, and so do the keys of everything.
# Places whose order an author chose, such as bounds by variant, is kept.
KEPT = {"above", "below", "within", "values"}
SHUFFLED = {"metrics", "indicators", "slos", "alerts", "define", "thresholds", "constants"}


def shuffled(node: Any, chance: random.Random, *, here: bool = True) -> Any:
    """Return a tree with the keys of its mappings in another order; the kind stays first."""
    if isinstance(node, dict):
        keys = list(node)
        first, rest = (keys[:1], keys[1:]) if here else ([], keys)
        chance.shuffle(rest)
        return {
            key: node[key]
            if key in KEPT
            else shuffled(node[key], chance, here=False)
            if key not in SHUFFLED
            else {
                name: shuffled(node[key][name], chance, here=False)
                for name in chance.sample(list(node[key]), len(node[key]))
            }
            for key in (*first, *rest)
        }
    return node


def rules(root: Path) -> dict[str, Any]:
    """Return the rule groups by file and name; groups stand in the order of the specs."""
    project = app.read(root)
    assert not project.failed, [one.message for one in project.findings]
    return {
        artifact.path: {
            group["name"]: sorted(map(str, group["rules"]))
            for group in yaml.safe_load(artifact.content)["groups"]
        }
        for artifact in app.artifacts_of(project)
        if artifact.path.startswith("prometheus/rules/")
    }


@pytest.fixture(scope="module")
def baseline(specs: Path) -> dict[str, Any]:
    return rules(specs)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ordered")
    shutil.copytree(ROOT / "specs", folder / "specs")
    project = folder / "specs" / "project.yaml"
    project.write_text(
        re.sub(r"^outputs: .*$", "outputs: [rules]", project.read_text(), flags=re.MULTILINE)
    )
    return folder


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_order_of_the_input_gives_the_same_rules(
    specs: Path, baseline: dict[str, Any], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (an order, and no secret)
    for source in sorted((specs / "specs").rglob("*.yaml")):
        target = tmp_path / source.relative_to(specs)
        target.parent.mkdir(parents=True, exist_ok=True)
        tree = shuffled(yaml.safe_load(source.read_text()), chance)
        target.write_text(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))
    assert rules(tmp_path) == baseline


@pytest.mark.tool
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(_metrics(), _indicators())
def test_promtool_takes_whatever_is_rendered(
    metrics: dict[str, Any], indicators: dict[str, Any]
) -> None:
    promtool = require_tool("promtool")
    project = _read(metrics, indicators)
    if project.failed:
        kept = {name: indicators[name] for name in indicators if name in _sound(project)}
        project = _read(metrics, kept)
    if project.failed:
        return  # what is left refers to what was wrong
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for artifact in app.artifacts_of(project):
            if artifact.path.startswith("prometheus/rules/"):
                paths.append(Path(name) / Path(artifact.path).name)
                paths[-1].write_text(artifact.content)
        if paths:
            command = [
                str(promtool),
                "check",
                "rules",
                "--lint=all",
                "--lint-fatal",
                *map(str, paths),
            ]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stdout + run.stderr


def _sound(project: app.Project) -> set[str]:
    """Return the indicators that no finding is about."""
    wrong = {
        one.where.path[1]
        for one in project.findings
        if hasattr(one.where, "path") and one.where.path[:1] == ("indicators",)
    }
    assert project.estate is not None
    names = (name.partition(".")[2] for name in project.estate.indicators)
    return {name for name in names if name not in wrong}
