"""A window that a recipe has no use for is told, one that it has is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
GAUGE = """
  queue_size: {type: gauge, help: Waiting., labels: [], aggregate: sum}

indicators:
  waiting:
    title: Waiting
    value: {of: queue_size}
    by: []
    record: true
"""


@pytest.fixture
def spec(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", ".").exit_code == 0
    path = tmp_path / "specs" / "components" / "http.yaml"
    path.write_text(path.read_text("utf-8").replace("\n\nindicators:\n", GAUGE, 1), "utf-8")
    return path


def test_a_window_of_a_gauge_is_idle(cli: Cli, spec: Path) -> None:
    text = spec.read_text("utf-8").replace(
        "    record: true\n", "    record: true\n    window: 1h\n"
    )
    spec.write_text(text, "utf-8")
    result = cli("check")
    line = 1 + text.splitlines().index("    window: 1h")
    assert result.output.startswith(
        f"specs/components/http.yaml:{line}:5: warning[PS307]: "
        "`value` here measures a moment, not a while\n"
    )


def test_a_window_of_a_ratio_is_not(cli: Cli, spec: Path) -> None:
    text = spec.read_text("utf-8").replace(
        "    title: Error rate\n", "    title: Error rate\n    window: 10m\n"
    )
    spec.write_text(text, "utf-8")
    assert cli("check").output.endswith("no findings\n")
