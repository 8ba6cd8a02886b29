"""Each recipe on data: rules rendered from a small project, numbers worked out by hand.

A folder beside this file is one recipe: a component in `spec.yaml`, and in `test.yml` what promtool
must find. The numbers there come from the input series by pencil and paper, never from our code.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator import app
from generator.plan.build import RATE_INTERVAL, PanelBuilder, Recordings, needed
from generator.recipes.registry import recipes
from generator.render.rules import render_rules
from generator.resolve.estate import Estate, Indicator
from tests.support.tools import all_promtools, require_tool

_HERE = Path(__file__).parent
_RECORD = re.compile(r"^ *- record: (\S+)$", re.MULTILINE)
_SECONDS = 120


def _render(recipe: str, folder: Path) -> str:
    """Write the project with a recipe's component, and its rules; return their text."""
    specs = folder / "specs"
    shutil.copytree(_HERE / "project", specs)
    (specs / "components").mkdir()
    text = (_HERE / recipe / "spec.yaml").read_text(encoding="utf-8")
    component = yaml.safe_load(text)["component"]
    (specs / "components" / f"{component}.yaml").write_text(text, encoding="utf-8")
    project = app.read(folder)
    assert not project.failed, [one.message for one in project.findings]
    artifact, *others = render_rules(app.plan_of(project).rule_files)
    assert not others
    (folder / "rules.yml").write_text(artifact.content, encoding="utf-8")
    shutil.copy(_HERE / recipe / "test.yml", folder)
    return artifact.content


def _promtool(tool: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tool, *args],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
    )


@pytest.mark.tool
@pytest.mark.parametrize("recipe", recipes())
def test_the_numbers_are_those_worked_out_by_hand(recipe: str, tmp_path: Path) -> None:
    require_tool("promtool")
    _render(recipe, tmp_path)
    for version, tool in all_promtools():
        answer = _promtool(tool, tmp_path, "test", "rules", "test.yml")
        assert answer.returncode == 0, f"promtool {version}\n{answer.stdout}{answer.stderr}"
        lint = _promtool(tool, tmp_path, "check", "rules", "--lint-fatal", "rules.yml")
        assert lint.returncode == 0, f"promtool {version}\n{lint.stdout}{lint.stderr}"


@pytest.mark.tool
@pytest.mark.parametrize("recipe", recipes())
def test_panels_show_what_is_recorded(recipe: str, tmp_path: Path) -> None:
    """The numbers of records are known to be right; expressions of panels must equal them."""
    promtool = require_tool("promtool")
    _render(recipe, tmp_path)
    estate = app.estate_of(app.read(tmp_path))
    pairs = [pair for one in estate.indicators.values() for pair in _forms(estate, one)]
    tree = yaml.safe_load((tmp_path / "test.yml").read_text(encoding="utf-8"))
    for block in tree["tests"]:
        times = {one["eval_time"] for one in block["promql_expr_test"]}
        block["promql_expr_test"] = [
            {"expr": expr, "eval_time": time, "exp_samples": []}
            for time in sorted(times)
            for panel, record in pairs
            for expr in (
                f"({panel}) != ({record})",
                f"({panel}) unless ({record})",
                f"({record}) unless ({panel})",
            )
        ]
    (tmp_path / "panels.yml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    answer = _promtool(promtool, tmp_path, "test", "rules", "panels.yml")
    assert answer.returncode == 0, f"{answer.stdout}{answer.stderr}"


def _forms(estate: Estate, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Yield the panel form and the record of each value of a recorded indicator."""
    if indicator.id not in needed(estate):
        return
    steps = Recordings(estate).of(indicator.id).steps
    panel = indicator.recipe.build(indicator.use, PanelBuilder(estate, indicator))
    for name, value in panel.items():
        yield str(value).replace(RATE_INTERVAL, "5m"), str(steps[name])


@pytest.mark.parametrize("recipe", recipes())
def test_every_record_is_looked_at(recipe: str, tmp_path: Path) -> None:
    records = set(_RECORD.findall(_render(recipe, tmp_path)))
    tests = yaml.safe_load((_HERE / recipe / "test.yml").read_text(encoding="utf-8"))["tests"]
    looked_at = " ".join(one["expr"] for test in tests for one in test["promql_expr_test"])
    assert records
    assert not {record for record in records if record not in looked_at}
