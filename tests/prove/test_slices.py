"""SLOs that are counted in slices of time."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.tools import all_promtools, require_tool

_REST = Path(__file__).resolve().parent / "rest"
Cli = Callable[..., Result]
COMPONENT = """\
component: web
title: Web
metrics:
  queue_size: {type: gauge, help: Waiting., labels: [worker], aggregate: sum}
  orders_total: {type: counter, help: Orders.}
indicators:
  queue: {title: Queue, value: {of: queue_size}, by: []}
  orders: {title: Orders, rate: {of: orders_total}, by: []}
slos:
  short_queue: {title: Short queue, of: web.queue, below: 100, objective: 99%, alert: QueueBurn}
"""
COUNTED = "  busy: {title: Busy, of: web.orders, above: 1/s, objective: 99%, alert: OrdersBurn}\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Gives a project with nothing but an SLO in slices of time."""
    shutil.copytree(_REST, tmp_path / "shop")
    (tmp_path / "shop" / "specs" / "components" / "web.yaml").write_text(COMPONENT)
    return tmp_path / "shop"


@pytest.mark.tool
def test_they_are_shown_on_every_promtool(cli: Cli, shop: Path) -> None:
    require_tool("promtool")
    for version, tool in all_promtools():
        result = cli("-C", shop, "prove", "--promtool", tool, "--no-mutate")
        assert result.stdout == "1 alert, 1 proven\n", version


@pytest.mark.tool
def test_only_what_no_whole_slice_tells_apart_is_not_noticed(cli: Cli, shop: Path) -> None:
    tool = require_tool("promtool")
    report = json.loads(cli("-C", shop, "prove", "--promtool", tool, "--format", "json").stdout)
    # Half a percent of a bound is less than a slice, and a slice always counts as one.
    assert {one["kind"] for one in report["survivors"]} <= {"bound", "factor", "guard"}
    assert report["killed"] > 30


def test_slices_of_what_is_counted_have_no_test(cli: Cli, shop: Path) -> None:
    web = shop / "specs" / "components" / "web.yaml"
    web.write_text(COMPONENT + COUNTED)
    result = cli("-C", shop, "check")
    assert "no test shows that `web.busy.fast` fires" in result.output
    assert "web.short_queue" not in result.output
