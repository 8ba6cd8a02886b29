"""Two projects in one Prometheus have nothing to do with each other."""

from pathlib import Path

import pytest
import yaml

from tests.support.projects import ProjectCopy, copy_project
from tests.support.promtool import Alert, Scenario, State, prove

_OURS = "llm-optimizer"
_OTHERS = "shop"
_COMPONENTS = ("http", "system")


@pytest.fixture
def both(project: ProjectCopy, tmp_path: Path) -> list[Path]:
    """Renders the rules of two projects with the same components."""
    shop = copy_project(tmp_path / "shop")
    shop.rename(_OTHERS)
    return [
        *project.write_rules(tmp_path / "out-ours", *_COMPONENTS),
        *shop.write_rules(tmp_path / "out-shop", *_COMPONENTS),
    ]


def _rules(path: Path) -> list[dict[str, str]]:
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _series(job: str, *, failing: bool) -> dict[str, str]:
    labels = f'job="{job}",instance="{job}:8080"'
    status = "503" if failing else "200"
    return {
        f'http_requests_total{{{labels},method="GET",endpoint="/",status="{status}"}}': "0+100x80",
        f"up{{{labels}}}": "1x80",
    }


def _alert(id_: str, state: State, project: str, **labels: str) -> Alert:
    return Alert(id_, state, {"project": project, "job": project, **labels})


def _scenario(name: str, series: dict[str, str], *, at: dict[str, tuple[Alert, ...]]) -> Scenario:
    ids = "http[.]error_ratio[.].+|system[.](availability|instance_up)[.].+"
    return Scenario(name, series, alerts=ids, by=("project", "job", "instance"), at=at)


def test_no_recorded_name_belongs_to_two_projects(both: list[Path]) -> None:
    rules = [rule for path in both for rule in _rules(path) if "record" in rule]
    series = [(rule["record"], str(rule.get("labels"))) for rule in rules]
    assert len(set(series)) == len(series)
    names = [rule["record"] for rule in rules]
    ours = [name for name in names if "llm_optimizer_" in name]
    shops = [name for name in names if "shop_" in name]
    assert sorted(ours + shops) == sorted(names)
    assert shops == [name.replace("llm_optimizer_", "shop_") for name in ours]


@pytest.mark.tool
@pytest.mark.parametrize(("failing", "well"), [(_OURS, _OTHERS), (_OTHERS, _OURS)])
def test_the_errors_of_one_project_are_its_own(
    promtool: Path, both: list[Path], tmp_path: Path, failing: str, well: str
) -> None:
    scenario = _scenario(
        f"{failing} fails, {well} does not",
        {**_series(failing, failing=True), **_series(well, failing=False)},
        at={
            "20m": (
                _alert("http.error_ratio.critical", "firing", failing),
                _alert("http.error_ratio.warning", "firing", failing),
            )
        },
    )
    prove(promtool, tmp_path, both, [scenario])


@pytest.mark.tool
@pytest.mark.parametrize(("down", "well"), [(_OURS, _OTHERS), (_OTHERS, _OURS)])
def test_one_project_is_down_whatever_the_other_is(
    promtool: Path, both: list[Path], tmp_path: Path, down: str, well: str
) -> None:
    scenario = _scenario(
        f"{down} has no target, {well} is well",
        _series(well, failing=False),
        at={"20m": (_alert("system.availability.critical", "firing", down),)},
    )
    prove(promtool, tmp_path, both, [scenario])
