"""Where alerts lead to: the runbook of their own environment, and of the team that has it."""

from pathlib import Path

import pytest
import yaml

from generator import app
from generator.core.finding import Place
from tests.unit.plan.test_inhibitions import OWNERS, PROJECT, WORKER, make_project

_RENDERED = "https://git.example.com/shop/out/runbooks/{runbook}.md"
_ELSEWHERE = "https://runbooks.example.com/{runbook}"
_TEST = "environment: test\nidentity: {cluster: eu-2}\n"


def _urls(root: Path, url: str, test: str = _TEST, owners: str = OWNERS) -> list[str]:
    """Return where an alert leads in the default environment and in the other one."""
    project = make_project(
        root,
        project=f"{PROJECT}runbook_url: {url}\n",
        worker=WORKER,
        test=test,
        owners=owners,
    )
    assert not project.failed
    files = {one.path: one.content for one in app.artifacts_of(project)}
    found = []
    for folder in ("", "env/test/"):
        groups = yaml.safe_load(files[f"{folder}prometheus/rules/worker.yml"])["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        found += [
            one["annotations"]["runbook_url"] for one in rules if one.get("alert") == "WorkerUp"
        ]
    return found


@pytest.mark.parametrize(
    ("url", "test", "urls"),
    [
        (
            _RENDERED,
            _TEST,
            [
                "https://git.example.com/shop/out/runbooks/down.md",
                "https://git.example.com/shop/out/env/test/runbooks/down.md",
            ],
        ),
        (_ELSEWHERE, _TEST, ["https://runbooks.example.com/down"] * 2),
        (
            _ELSEWHERE,
            f"{_TEST}set: {{project.runbook_url: 'https://test.example.com/{{runbook}}'}}\n",
            ["https://runbooks.example.com/down", "https://test.example.com/down"],
        ),
        (
            _RENDERED,
            f"{_TEST}set: {{project.runbook_url: 'https://test.example.com/runbooks/{{runbook}}'}}\n",
            [
                "https://git.example.com/shop/out/runbooks/down.md",
                "https://test.example.com/runbooks/down",
            ],
        ),
    ],
    ids=["as rendered", "who knows", "said", "said as rendered"],
)
def test_alerts_of_an_environment_lead_to_its_own_runbooks(
    tmp_path: Path, url: str, test: str, urls: list[str]
) -> None:
    assert _urls(tmp_path, url, test) == urls


def test_a_team_says_where_its_runbooks_are_read(tmp_path: Path) -> None:
    owners = OWNERS.replace(
        "title: Team,", "title: Team, runbook_url: 'https://team.example.com/runbooks/{runbook}',"
    )
    assert _urls(tmp_path, _ELSEWHERE, owners=owners) == [
        "https://team.example.com/runbooks/down",
        "https://team.example.com/env/test/runbooks/down",
    ]


@pytest.mark.parametrize(
    ("url", "test", "told"),
    [
        (_RENDERED, _TEST, []),
        (_ELSEWHERE, _TEST, ["alerts of environment `test` lead to `down` of the default one"]),
        (
            _ELSEWHERE,
            f"{_TEST}set: {{project.runbook_url: 'https://test.example.com/{{runbook}}'}}\n",
            [],
        ),
    ],
)
def test_where_they_lead_to_those_of_the_default_one_that_is_told(
    tmp_path: Path, url: str, test: str, told: list[str]
) -> None:
    text = PROJECT.replace("[rules, alertmanager]", "[rules, alertmanager, runbooks]")
    text += f"runbook_url: {url}\n"
    project = make_project(tmp_path, project=text, worker=WORKER, test=test)
    found = [one for one in app.check(project) if one.code == "PS366"]
    assert [one.message for one in found] == told
    assert all(one.where == Place("specs/project.yaml", ("runbook_url",)) for one in found)
