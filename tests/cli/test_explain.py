"""`explain`: ids of a project, codes of findings, and what nothing is named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from generator import app
from generator.cli.naming import shown_prefix
from generator.plan.definitions import Definitions
from generator.plan.explain import explain, known_ids
from generator.resolve.vocabulary import vocabulary_of

Cli = Callable[..., Result]
_ROOT = Path(__file__).resolve().parents[2]
_GOOD = _ROOT / "tests" / "specs" / "good"


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", "shop").exit_code == 0
    return tmp_path / "shop"


@pytest.mark.parametrize("code", ["PS202", "ps202"])
def test_a_code_is_explained_without_a_project(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli("explain", code)
    rule = app.rules()["PS202"]
    assert result.exit_code == 0
    assert result.output == (f"PS202: {rule.title} (error)\n  why: {rule.why}\n  fix: {rule.fix}\n")


@pytest.mark.parametrize("code", sorted(app.rules()))
def test_every_code_has_a_title_a_reason_and_a_fix(cli: Cli, code: str) -> None:
    told = json.loads(cli("explain", code, "--format", "json").output)
    assert told["code"] == code
    assert all(told[key] for key in ("title", "severity", "why", "fix"))


@pytest.mark.usefixtures("shop")
def test_an_id_is_explained_with_its_place_and_its_promql(cli: Cli) -> None:
    result = cli("-C", "shop", "explain", "http.error_ratio")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "http.error_ratio (indicator), shop/specs/components/http.yaml:10:5"
    assert '    sum by (job) (rate(http_requests_total{job="shop"}[5m]))' in lines


@pytest.mark.usefixtures("shop")
def test_what_names_an_id_can_be_listed_alone(cli: Cli) -> None:
    result = cli("-C", "shop", "explain", "http.error_ratio", "--uses")
    assert result.output.split() == [
        "high-error-rate",
        "http.error_ratio.critical",
        "overview.errors",
    ]
    listed = cli("-C", "shop", "explain", "http.error_ratio", "--uses", "--format", "json")
    assert json.loads(listed.output) == result.output.split()


_DEFINED = {
    "shop": ("project", "project.yaml", "environments     eu"),
    "web": ("component", "components/web.yaml", "rules           prometheus/rules/web.yml"),
    "worker": ("component", "components/worker.yaml", "template of  workers"),
    "mail/worker": ("component", "components/worker.yaml", "indicators  mail/worker.rate"),
    "cores": ("constant", "project.yaml", "used by     bills/worker.per_core"),
    "$cores": ("constant", "project.yaml", "value for bills of workers  8"),
    "$least_jobs": ("constant", "project.yaml", "used by     mail/worker.rate.warning"),
    "status": ("label", "labels.yaml", "carried by  requests_total"),
    "money": ("team", "owners.yaml", "receiver   platform-mail"),
    "platform": ("team", "owners.yaml", "platform-pager (pages), platform-mail (tickets)"),
    "heartbeat": ("receiver", "owners.yaml", "by       webhook"),
    "D2": ("decision", "decisions.yaml", "question  "),
    "fast": ("tier of every SLO", "project.yaml", "windows   1h and 5m"),
    "eu": ("environment", "environments/eu.yaml", "sets         web.errors.warning.above: 2%"),
    "workers": ("fleet", "fleets/workers.yaml", "services  mail, bills"),
    "bills": ("service", "fleets/workers.yaml", "constants        $cores: 8"),
    "night": ("scenario", "scenarios/night.yaml", "down                   1"),
    "slo-list": ("dashboard", "project.yaml", "made of  all SLOs"),
}


@pytest.mark.parametrize("name", _DEFINED)
def test_whatever_specs_define_is_explained(cli: Cli, name: str) -> None:
    kind, file, fact = _DEFINED[name]
    result = cli("-C", _GOOD, "explain", name)
    shown = name if name.startswith("$") or kind != "constant" else f"${name}"
    assert result.exit_code == 0
    assert f"{shown} ({kind}), {shown_prefix(_GOOD)}specs/{file}:" in result.output
    assert f"  {fact}" in result.output


@pytest.mark.parametrize("root", [_GOOD, _ROOT], ids=["examples", "this project"])
def test_every_name_that_a_spec_can_use_is_explained(root: Path) -> None:
    project = app.read(root)
    estate = app.estate_of(project)
    definitions = Definitions(estate, project.specs)
    words = {"setting", "scope"}  # no ids, but what stands before and behind them
    names = {
        name for sort, some in vocabulary_of(estate).items() for name in some if sort not in words
    }
    assert {
        name for name in names if not explain(estate, name) and not definitions.of(name)
    } == set()
    known = {*known_ids(estate), *definitions.ids}
    assert names - known == set()
    assert {
        name for name in known if not explain(estate, name) and not definitions.of(name)
    } == set()


def test_what_several_things_are_called_is_told_of_all(cli: Cli) -> None:
    text = cli("-C", _ROOT, "explain", "http").output
    assert [line.partition(",")[0] for line in text.splitlines() if line.startswith("http (")] == [
        "http (dashboard)",
        "http (component)",
    ]
    told = json.loads(cli("-C", _ROOT, "explain", "http", "--format", "json").output)
    assert [told["kind"], *(one["kind"] for one in told["others"])] == ["dashboard", "component"]


def test_a_name_of_alerts_tells_which_they_are(cli: Cli) -> None:
    text = cli("-C", _ROOT, "explain", "HighErrorRate").output
    assert "  stands for  http.error_ratio.critical\n" in text


def test_a_certificate_says_nothing_twice(cli: Cli) -> None:
    text = cli("-C", _ROOT, "explain", "http.availability.fast").output
    (bound,) = [line for line in text.splitlines() if line.startswith("      bound")]
    assert bound.count("is compared with what lies between 0 and 1000") == 1


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("http.eror_ratio", "; did you mean `http.error_ratio`?"),
        ("x", ""),
        ("overviw", "; did you mean `overview`?"),
        ("$errors", ""),
    ],
)
def test_a_wrong_id_is_guessed(cli: Cli, name: str, said: str) -> None:
    result = cli("-C", "shop", "explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"promspec: nothing is named `{name}`{said}\n"


def test_a_code_that_no_finding_has_is_a_mistake(cli: Cli) -> None:
    result = cli("explain", "PS2020")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Error: No finding has the code `PS2020`.\n")


def test_a_project_with_errors_explains_only_them(cli: Cli, shop: Path) -> None:
    (shop / "specs" / "runbooks" / "high-error-rate.yaml").unlink()
    result = cli("-C", "shop", "explain", "http.error_ratio")
    assert result.exit_code == 1
    assert "error[PS204]" in result.output


def test_a_check_of_expressions_shows_both_examples(cli: Cli) -> None:
    result = cli("explain", "PS521")
    assert result.output.splitlines()[-2:] == [
        "  bad: received_total - sent_total",
        "  good: increase(received_total[1h]) - increase(sent_total[1h])",
    ]
    assert json.loads(cli("explain", "PS521", "--format", "json").output)["bad"] == (
        "received_total - sent_total"
    )
