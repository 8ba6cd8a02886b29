"""When instances that do not answer are a service that is down, and when they are not."""

from pathlib import Path

import pytest

from tests.support.projects import ProjectCopy
from tests.support.promtool import Alert, Scenario, State, prove, run_scenarios
from tests.support.tools import require_tool

pytestmark = pytest.mark.tool

_A = 'up{job="llm-optimizer",instance="a:8080"}'
_B = 'up{job="llm-optimizer",instance="b:8080"}'
_OTHER = 'up{job="other",instance="c:8080"}'


def _service_down(state: State) -> Alert:
    return Alert("system.availability.critical", state)


def _instance_down(instance: str, state: State) -> Alert:
    return Alert("system.instance_up.warning", state, {"instance": f"{instance}:8080"})


def _scenario(
    name: str,
    series: dict[str, str],
    *,
    at: dict[str, tuple[Alert, ...]] | None = None,
    ever: dict[str, tuple[Alert, ...]] | None = None,
) -> Scenario:
    return Scenario(
        name,
        series,
        alerts="system[.](availability|instance_up)[.].+",
        by=("instance",),
        at=at or {},
        ever=ever or {},
    )


# What fails, fails from 1 m on.
ONE_OF_TWO = _scenario(
    "one of two instances stops answering",
    {_A: "1x80", _B: "1x3 0x76"},
    at={
        "45s": (),
        "1m": (_instance_down("b", "pending"),),
        "1m45s": (_instance_down("b", "pending"),),
        "2m": (_instance_down("b", "firing"),),
    },
    ever={"20m": (_instance_down("b", "pending"), _instance_down("b", "firing"))},
)
BOTH = _scenario(
    "both instances stop answering, and later one is back",
    {_A: "1x3 0x35 1x40", _B: "1x3 0x76"},
    at={
        "45s": (),
        "1m": (
            _service_down("pending"),
            _instance_down("a", "pending"),
            _instance_down("b", "pending"),
        ),
        "1m45s": (
            _service_down("pending"),
            _instance_down("a", "pending"),
            _instance_down("b", "pending"),
        ),
        "2m": (
            _service_down("firing"),
            _instance_down("a", "firing"),
            _instance_down("b", "firing"),
        ),
        # Back, and held for the two minutes of `keep_firing_for`.
        "11m45s": (_service_down("firing"), _instance_down("b", "firing")),
        "12m": (_instance_down("b", "firing"),),
    },
)
NO_TARGET = _scenario(
    "there is no target, and another job is well",
    {_OTHER: "1x80"},
    at={
        "0s": (_service_down("pending"),),
        "45s": (_service_down("pending"),),
        "1m": (_service_down("firing"),),
        "20m": (_service_down("firing"),),
    },
)
TARGETS_REMOVED = _scenario(
    "the only target is removed",
    {_A: "1x3 stale", _OTHER: "1x80"},
    at={"45s": (), "1m": (_service_down("pending"),), "2m": (_service_down("firing"),)},
)
SHORT = _scenario(
    "the only instance does not answer for 45 s",
    {_A: "1x3 0x2 1x74"},
    at={"1m": (_service_down("pending"), _instance_down("a", "pending")), "2m": ()},
    ever={"20m": (_service_down("pending"), _instance_down("a", "pending"))},
)
ANOTHER_JOB_IS_DOWN = _scenario(
    "another job is down, ours is not",
    {_A: "1x80", _OTHER: "0x80"},
    ever={"20m": ()},
)


def test_one_of_two_instances_down_is_not_the_service_down(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [ONE_OF_TWO])


def test_the_service_is_down_when_no_instance_answers_for_a_minute(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [BOTH, SHORT])


def test_the_service_is_down_when_there_is_no_target(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [NO_TARGET, TARGETS_REMOVED])


def test_another_job_does_not_matter(promtool: Path, rules: list[Path], tmp_path: Path) -> None:
    prove(promtool, tmp_path, rules, [ANOTHER_JOB_IS_DOWN, NO_TARGET])


_SYSTEM = "components/system.yaml"
_SERVICE = ("indicators", "availability", "thresholds", "critical")
_INSTANCE = ("indicators", "instance_up", "thresholds", "warning")


@pytest.mark.parametrize(
    ("file", "keys", "to", "scenario"),
    [
        (_SYSTEM, (*_SERVICE, "below"), "2", ONE_OF_TWO),
        (_SYSTEM, (*_SERVICE, "for"), "45s", BOTH),
        (_SYSTEM, (*_SERVICE, "for"), "75s", BOTH),
        (_SYSTEM, (*_INSTANCE, "for"), "45s", ONE_OF_TWO),
        (_SYSTEM, (*_INSTANCE, "for"), "75s", ONE_OF_TWO),
        (_SYSTEM, (*_SERVICE, "for"), "30s", SHORT),
        ("project.yaml", ("selector", "job"), "other", NO_TARGET),
        ("project.yaml", ("selector", "job"), "other", ANOTHER_JOB_IS_DOWN),
    ],
    ids=lambda value: value.name if isinstance(value, Scenario) else None,
)
def test_a_changed_spec_fails_these_tests(
    project: ProjectCopy,
    tmp_path: Path,
    *,
    file: str,
    keys: tuple[str, ...],
    to: str,
    scenario: Scenario,
) -> None:
    project.set(file, *keys, to=to)
    rules = project.write_rules(tmp_path / "out", "system")
    answer = run_scenarios(require_tool("promtool"), tmp_path, rules, [scenario])
    assert answer.returncode == 1
    assert "FAILED" in answer.stdout + answer.stderr
