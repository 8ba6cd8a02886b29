"""The generated tests of the estate that the speed is measured with, on every promtool."""

import subprocess
from pathlib import Path

import pytest

from generator import app
from tests.bench.estate import ALERTS_PER_COMPONENT, RULES_PER_COMPONENT, write_estate
from tests.support.tools import all_promtools, require_tool


@pytest.mark.tool
def test_bounds_of_every_kind_hold_in_their_first_samples_too(tmp_path: Path) -> None:
    """One sample alone has no rate, so that an alert on too low a rate is not pending yet."""
    require_tool("promtool")
    root = write_estate(tmp_path, RULES_PER_COMPONENT, "rules, tests")
    assert app.write(app.read(root)).written
    (tests,) = root.glob("out/prometheus/tests/*.yml")
    assert tests.read_text("utf-8").count("# Svc00000") == ALERTS_PER_COMPONENT
    for version, promtool in all_promtools():
        done = subprocess.run(
            [promtool, "test", "rules", tests], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (version, done.stdout + done.stderr)
