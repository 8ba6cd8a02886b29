"""Gauges of which some values are shared by instances: every part of their rules is shown."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.tools import require_tool

_SHOP = Path(__file__).resolve().parent / "shop"
COMPONENT = """\
component: web
title: Web
metrics:
  size_bytes:
    type: gauge
    help: What is kept.
    labels: [layer, worker]
    aggregate: AGGREGATE
    shared: {layer: [one]}
indicators:
  size:
    title: Size
    value: {of: size_bytes}
    by: [layer]
    thresholds:
      warning: {above: 1GB}
      critical: {above: 10GB, runbook: slow}
"""
_RUNBOOK = (
    "runbook: slow\ntitle: Slow\nmeaning: They wait.\nsymptoms: [{say: It is slow.}]\n"
    "diagnosis: [{say: Look.}]\nsteps: [{say: Add a worker.}]\n"
)


@pytest.mark.tool
@pytest.mark.parametrize("aggregate", ["sum", "max", "min", "avg"])
def test_every_mutant_is_noticed(
    cli: Callable[..., Result], tmp_path: Path, aggregate: str
) -> None:
    tool = require_tool("promtool")
    shop = tmp_path / "shop"
    shutil.copytree(_SHOP, shop)
    web = shop / "specs" / "components" / "web.yaml"
    web.write_text(COMPONENT.replace("AGGREGATE", aggregate))
    (shop / "specs" / "runbooks").mkdir(exist_ok=True)
    (shop / "specs" / "runbooks" / "slow.yaml").write_text(_RUNBOOK)
    result = cli("-C", shop, "prove", "--promtool", tool, "--format", "json")
    report = json.loads(result.stdout)
    assert [(one["kind"], one["before"], one["after"]) for one in report["survivors"]] == []
    assert [one["proven"] for one in report["alerts"]] == [True, True]
    assert result.exit_code == 0
