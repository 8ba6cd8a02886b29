"""What the tests of the guide share."""

import shutil
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def specs_of_the_guide(tmp_path: Path) -> Path:
    """Return a folder with a copy of this project's specs, to be added to."""
    shutil.copytree(_ROOT / "specs", tmp_path / "project" / "specs")
    return tmp_path / "project"
