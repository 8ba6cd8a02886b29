"""The longest duration that a spec may say is the longest that Prometheus takes."""

import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from generator.core.units import LONGEST_DURATION, duration_text

pytestmark = pytest.mark.tool


@pytest.mark.parametrize(("more", "code"), [(0, 0), (1, 1)])
def test_no_longer_duration_is_taken(promtool: Path, tmp_path: Path, more: int, code: int) -> None:
    text = duration_text(LONGEST_DURATION + Fraction(more, 1000))
    rule = f"{{alert: A, expr: up == 0, for: {text}, keep_firing_for: {text}}}"
    path = tmp_path / "rules.yml"
    path.write_text(f"groups: [{{name: a, rules: [{rule}]}}]\n", "utf-8")
    found = subprocess.run([promtool, "check", "rules", path], capture_output=True, check=False)
    assert found.returncode == code
