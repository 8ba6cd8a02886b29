"""Every promtool within reach, and the rules of this repository's specs."""

from pathlib import Path

import pytest

from tests.support.projects import ProjectCopy
from tests.support.tools import all_promtools, require_tool

_FOUND = dict(all_promtools())


@pytest.fixture(params=list(_FOUND) or ["missing"])
def promtool(request: pytest.FixtureRequest) -> Path:
    """Gives promtool, once in each version."""
    return _FOUND.get(request.param) or require_tool("promtool")


@pytest.fixture
def rules(project: ProjectCopy, tmp_path: Path) -> list[Path]:
    """Renders the rules that the scenarios are about."""
    return project.write_rules(tmp_path / "out", "http", "system")
