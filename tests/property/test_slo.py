"""Any stream of events: what the rules say lies between two counts of the events themselves.

A record of the pair is a rate over five minutes, so the edges of a longer window are blurred by
that much, and promtool's windows take in the sample on their left edge. The truth is therefore
counted twice: over a window that is a little shorter, and over one that is a little longer.
"""

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.slo.projects import Shop, shop
from tests.slo.simulation import Part, Samples, World, counter, evaluate, labelled, only
from tests.support.tools import find_tool

_STEP, _STEPS = 60, 420
_EDGE, _BORN = 6, 100_000
_SLO = "job_route:shop_web_availability"
_WINDOWS = {"burn1h": 60, "burn2h": 120, "burn6h": 360}
_TIMES = (370, 400, 420)
_MINUTES = 7  # bursts shorter than the rates' five minutes are blurred to nothing but their sum

pytestmark = [
    pytest.mark.tool,
    pytest.mark.skipif(find_tool("promtool") is None, reason="promtool is missing: `make tools`"),
]


def _stream(seed: int) -> list[tuple[int, int, int, bool]]:
    """Make up phases: how many steps, good and bad events in each, and whether counters restart."""
    chance = random.Random(seed)  # noqa: S311 (a reproducible stream, no secret)
    found: list[tuple[int, int, int, bool]] = []
    left, counts = _STEPS, (_BORN, _BORN)
    while left:
        steps = min(left, chance.randint(_MINUTES, 200))
        idle = chance.random() < 0.2
        good = 0 if idle else chance.randint(0, 5000)
        bad = 0 if idle else chance.choice([0, 0, 1, 10, 300, 5000])
        # A restart shows only where the counter drops: what counts more in its first minute than
        # in its whole life before hides it.
        seen = counts[0] > good and counts[1] > bad
        restart = bool(found) and seen and chance.random() < 0.5
        first, second = (0, 0) if restart else counts
        counts = first + steps * good, second + steps * bad
        found.append((steps, good, bad, restart))
        left -= steps
    return found


def _events(stream: list[tuple[int, int, int, bool]]) -> list[tuple[int, int]]:
    """Return good and bad events of each step."""
    return [(good, bad) for steps, good, bad, _ in stream for _ in range(steps)]


def _series(streams: list[list[tuple[int, int, int, bool]]]) -> Iterator[tuple[str, str]]:
    for number, stream in enumerate(streams):
        for code, column in (("200", 1), ("500", 2)):
            parts = [Part(one[0], one[column], reset=one[3]) for one in stream]
            name = f'requests_total{{job="shop",route="{number}",code="{code}"}}'
            # Counters do not begin at 0: rates are cut where a line through them would cross it.
            yield name, counter(*parts, born=_BORN)


def _span(events: list[tuple[int, int]], at: int, window: int) -> tuple[float, float]:
    """Return the least and the largest share of bad events that a window may hold."""
    inner = events[at - window + _EDGE : at - _EDGE]
    outer = events[max(0, at - window - _EDGE) : at + _EDGE]
    least, most = sum(bad for _, bad in inner), sum(bad for _, bad in outer)
    fewest, all_ = (sum(good for good, _ in some) for some in (inner, outer))
    low = least / (least + all_) if least + all_ else 0.0
    high = most / (most + fewest) if most + fewest else 0.0
    return low, high


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Shop]:
    """Gives a function, because hypothesis prints arguments, and a project fills pages."""
    slo = (
        "{of: web.errors_by_route, objective: 99.9%, tiers: [fast, medium, slow], runbook: errors}"
    )
    folder = tmp_path_factory.mktemp("property")
    made = shop(folder, f"availability: {slo}", evaluation=f"{_STEP}s", scrape=f"{_STEP}s")

    def get() -> Shop:
        return made

    return get


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(seeds=st.sets(st.integers(0, 2**32), min_size=1, max_size=20))
def test_burn_is_what_the_events_say(promised: Callable[[], Shop], seeds: set[int]) -> None:
    promise = promised()
    streams = [_stream(seed) for seed in sorted(seeds)]
    queries = [(f"{_SLO}:{name}", at * _STEP) for name in _WINDOWS for at in _TIMES]
    world = World(dict(_series(streams)), _STEP, _STEP)
    rules = only(promise.write_rules(), "_rate5m", *_WINDOWS)
    found = evaluate(rules, world, queries, [*promise.groups])

    for number, stream in enumerate(streams):
        events = _events(stream)
        for (record, seconds), samples in found.items():
            name, at = record.rpartition(":")[2], seconds // _STEP
            _compare(events, samples, str(number), at, _WINDOWS[name])


def _compare(
    events: list[tuple[int, int]], samples: Samples, route: str, at: int, window: int
) -> None:
    low, high = _span(events, at, window)
    burn = labelled(samples, "route").get(route)
    if burn is None:
        # No sample only where nothing happened.
        assert sum(map(sum, events[at - window + _EDGE : at - _EDGE])) == 0
        return
    share = burn * 0.001
    # Rates right after a restart are cut where a line through them would cross 0.
    assert low * 0.98 <= share <= high * 1.02, (route, at, window)
