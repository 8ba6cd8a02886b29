"""Fixtures of tests about environments and fleets."""

from pathlib import Path

import pytest

from tests.unit.resolve.shops import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A small project without environments and fleets."""
    return make_shop(tmp_path)
