"""`promspec prove`, on two small projects of all kinds of alerts."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from generator.prove.printing import prove_schema
from tests.support.tools import all_promtools, require_tool

_SHOP = Path(__file__).resolve().parent / "shop"
_REST = Path(__file__).resolve().parent / "rest"
Cli = Callable[..., Result]
# On a laptop the whole project; in CI a part of it, since `make prove` runs all of this repository.
_QUICK = bool(os.environ.get("CI"))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Gives a copy of the project; in CI its quick half alone."""
    shutil.copytree(_SHOP, tmp_path / "shop")
    if _QUICK:
        web = tmp_path / "shop" / "specs" / "components" / "web.yaml"
        web.write_text(web.read_text().partition("slos:")[0])
    return tmp_path / "shop"


@pytest.mark.tool
@pytest.mark.parametrize("name", ["shop", "rest"])
def test_every_alert_is_proven_and_every_mutant_noticed(cli: Cli, shop: Path, name: str) -> None:
    tool = require_tool("promtool")
    project = shop if name == "shop" else _REST
    result = cli("-C", project, "prove", "--promtool", tool, "--format", "json")
    report = json.loads(result.stdout)
    Draft202012Validator(prove_schema()).validate(report)
    assert report["survivors"] == []
    assert [one for one in report["alerts"] if not one["proven"]] == []
    assert report["killed"] > 300
    assert report["score"] == 1
    assert result.exit_code == 0
    assert not (project / "out").exists()


@pytest.mark.tool
@pytest.mark.parametrize("name", ["shop", "rest"])
def test_the_tests_pass_on_every_promtool(cli: Cli, shop: Path, name: str) -> None:
    require_tool("promtool")
    project = shop if name == "shop" else _REST
    for version, tool in all_promtools():
        result = cli("-C", project, "prove", "--promtool", tool, "--no-mutate")
        assert result.exit_code == 0, (version, result.output)


RAW = (
    "  raw:\n    title: Raw\n    expr: {query: 'web.queue * 2', unit: count}\n    by: []\n"
    "    thresholds: {warning: {above: 10}}\n"
)


@pytest.mark.tool
def test_an_alert_without_tests_is_named_with_the_reason(cli: Cli, shop: Path) -> None:
    tool = require_tool("promtool")
    web = shop / "specs" / "components" / "web.yaml"
    text = web.read_text().partition("slos:")[0]
    web.write_text(text + RAW)
    call = ("-C", shop, "prove", "--promtool", tool, "--no-mutate")
    result = cli(*call)
    assert result.stdout == (
        "unproven: web.raw.warning (WebRaw): there is no proof yet for raw expressions\n"
        "10 alerts, 9 proven\n"
    )
    assert result.exit_code == 1
    assert cli(*call, "--fail-under", "90").exit_code == 0
    case = "{name: twice, series: {'queue_size{job=\"shop\"}': '6x20'}, step: 1m, fires: [6m]}"
    web.write_text(text + RAW.replace("above: 10}", f"above: 10, cases: [{case}]}}"))
    assert cli(*call).stdout == "10 alerts, 10 proven\n"


def test_a_promtool_that_is_none_is_a_wrong_call(cli: Cli, shop: Path) -> None:
    result = cli("-C", shop, "prove", "--promtool", shop / "nowhere")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "prove: reading the specs",
        f"promspec: {shop / 'nowhere'} is no program",
    ]


def test_mistakes_of_specs_come_first(cli: Cli, shop: Path) -> None:
    web = shop / "specs" / "components" / "web.yaml"
    web.write_text(web.read_text().replace("above: 5%", "above: 5 km"))
    result = cli("-C", shop, "prove")
    assert result.exit_code == 1
    assert "5 km" in result.output
