"""The work of a render grows as its SLOs do: twice as many take twice the steps, not more."""

import cProfile
import pstats
from pathlib import Path

from generator import app
from generator.promql.read import printed
from tests.bench.slos import write_promises

COUNTS = (20, 40, 80)
TOLERANCE = 1.001


def _steps(root: Path, count: int) -> int:
    """Return how many functions are called to check so many SLOs, all that is rendered included."""
    write_promises(root, count)
    printed.cache_clear()
    profile = cProfile.Profile()
    assert profile.runcall(lambda: app.check(app.read(root))) == []
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_as_many_slos_take_twice_the_steps(tmp_path: Path) -> None:
    _steps(tmp_path / "first", 10)  # what is made once per process is made here
    some, twice, again = (_steps(tmp_path / str(count), count) for count in COUNTS)
    assert again - twice < 2 * TOLERANCE * (twice - some)
