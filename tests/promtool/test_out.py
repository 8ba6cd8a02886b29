"""What is committed under out/, as the tools that read it see it."""

import subprocess
from pathlib import Path

import pytest

from tests.support.tools import all_promtools, require_tool

_OUT = Path(__file__).resolve().parents[2] / "out" / "prometheus"


@pytest.mark.tool
def test_promtool_has_nothing_to_say_about_the_rules() -> None:
    require_tool("promtool")
    rules = sorted((_OUT / "rules").glob("*.yml"))
    for version, promtool in all_promtools():
        done = subprocess.run(
            [promtool, "check", "rules", "--lint=all", "--lint-fatal", *rules],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (version, done.stderr)
