"""The simulated service itself: what it shows, and how it is told to change."""

import http.client
import subprocess
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from generator import app
from generator.resolve.estate import Estate
from generator.simulate.exposition import exposition
from generator.simulate.server import Service, serving
from generator.simulate.world import World
from tests.specs.corpus import BASE
from tests.support.tools import require_tool

_ROOT = Path(__file__).resolve().parents[2]
_GOOD = _ROOT / "tests/specs/good"
_PARSED = (0, 3)  # promtool ends with 3 where it would have named a metric otherwise


def _estate(root: Path) -> Estate:
    project = app.read(root)
    assert project.estate is not None
    return project.estate


@pytest.fixture(scope="module")
def estate() -> Estate:
    return _estate(_ROOT)


def _values(text: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def _shown(world: World, instance: int = 0) -> dict[str, float]:
    return {
        name: value
        for target in world.targets
        for name, value in _values(exposition(world, instance, target)).items()
    }


def test_every_declared_metric_is_shown(estate: Estate) -> None:
    shown = {name.partition("{")[0] for name in _shown(World(estate))}
    declared = {name for name, one in estate.metrics.items() if one.component}
    missing = {name for name in declared if not {name, f"{name}_bucket"} & shown}
    assert missing == set()


@pytest.mark.parametrize("root", [_ROOT, _GOOD, BASE], ids=["this project", "examples", "base"])
@pytest.mark.tool
def test_promtool_reads_what_is_shown(root: Path) -> None:
    world = World(_estate(root))
    world.advance(90)
    for target in world.targets:
        done = subprocess.run(
            [require_tool("promtool"), "check", "metrics"],
            input=exposition(world, 0, target),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in _PARSED, done.stderr
        assert "error" not in done.stderr.lower().replace("errors_total", "").replace("_error", "")


def test_children_stand_at_zero_from_the_start(estate: Estate) -> None:
    shown = _shown(World(estate))
    assert {value for name, value in shown.items() if name.startswith("http_requests_total")} == {0}
    assert len([name for name in shown if name.startswith("http_requests_total{")]) > 1


def test_histograms_add_up(estate: Estate) -> None:
    world = World(estate)
    world.advance(60)
    world.switch("slow")
    world.advance(60)
    shown = _shown(world)
    prefix = 'cache_get_duration_ms_bucket{cache_layer="l1",le="'
    counts = [value for name, value in shown.items() if name.startswith(prefix)]
    assert counts == sorted(counts)
    assert counts[-1] == shown['cache_get_duration_ms_count{cache_layer="l1"}'] > counts[0] > 0


def test_a_restart_begins_anew_one_instance_after_the_other(estate: Estate) -> None:
    world = World(estate, instances=2)
    world.advance(600)
    name = 'state_cache_hits_total{cache_layer="l1",cache_type="lru"}'
    before = _shown(world)[name]
    world.switch("restart")
    world.advance(10)
    assert [world.is_away(one) for one in (0, 1)] == [True, False]
    world.advance(30)
    assert not world.is_away(0)
    assert _shown(world)[name] < before < _shown(world, 1)[name]
    world.advance(85)
    assert [world.is_away(one) for one in (0, 1)] == [False, True]
    world.advance(60)
    assert [world.is_away(one) for one in (0, 1)] == [False, False]


def test_scenarios_of_the_project_do_what_they_say() -> None:
    world = World(_estate(_GOOD))
    world.switch("night")
    world.advance(100)
    shown = _shown(world)
    assert shown['requests_total{status="500"}'] == 50
    assert shown["queue_size"] == 200 + 2 * 100
    assert shown['took_ms_bucket{cached="true",le="100"}'] == 0
    assert shown['took_ms_count{cached="true"}'] == 2000
    assert shown["newest_ms"] == -300_000
    assert [world.is_away(one) for one in (0, 1)] == [False, True]
    world.switch("dark")
    assert [world.is_away(one) for one in (0, 1)] == [True, True]


@pytest.fixture
def ports(estate: Estate) -> Iterator[tuple[int, ...]]:
    with serving(Service(World(estate)), "127.0.0.1", 0) as found:
        yield found


def _ask(port: int, method: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


def test_it_is_told_over_http_what_happens(ports: tuple[int, ...]) -> None:
    first, second = ports
    assert _ask(first, "GET", "/metrics")[0] == HTTPStatus.OK
    assert "machine_memory_bytes" in _ask(first, "GET", "/metrics/cadvisor")[1]
    assert _ask(second, "POST", "/-/scenario/outage") == (200, "outage: No instance answers.\n")
    assert _ask(first, "GET", "/-/scenario") == (200, "outage\n")
    assert _ask(first, "GET", "/metrics")[0] == HTTPStatus.SERVICE_UNAVAILABLE
    assert "* outage" in _ask(first, "GET", "/")[1]
    assert _ask(first, "POST", "/-/scenario/healthy")[0] == HTTPStatus.OK
    assert _ask(second, "GET", "/metrics")[0] == HTTPStatus.OK


def test_what_there_is_not_is_answered_with_what_there_is(ports: tuple[int, ...]) -> None:
    status, text = _ask(ports[0], "POST", "/-/scenario/outag")
    assert status == HTTPStatus.NOT_FOUND
    assert text.startswith("scenarios are `healthy`, `outage`, ")
    assert _ask(ports[0], "GET", "/metric") == (
        404,
        "there is `/metrics` and `/metrics/cadvisor`\n",
    )


def test_to_switch_with_get_is_answered_with_how_to(ports: tuple[int, ...]) -> None:
    assert _ask(ports[0], "GET", "/-/scenario/outage") == (
        405,
        "use POST, as with `curl -X POST`; a GET lets nothing happen\n",
    )
    assert _ask(ports[0], "GET", "/-/scenario") == (200, "healthy\n")
