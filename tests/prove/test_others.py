"""`promspec prove --rules … --tests …`: rules of a parcel service, and tests with known gaps."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from jsonschema import Draft202012Validator

from generator.prove.printing import prove_schema
from generator.report.json_report import findings_schema
from tests.support.tools import all_promtools, require_tool

_OTHERS = Path(__file__).resolve().parent / "others"
Cli = Callable[..., Result]


@pytest.fixture
def others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives a copy of the rules and tests as the current folder."""
    shutil.copytree(_OTHERS, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


FINDINGS = [
    ("PS701", "rules/parcels.yml:16:16", "no test names `ClockIsOff`"),
    ("PS701", "rules/parcels.yml:26:16", "no test names `ParcelsLost`"),
    (
        "PS702",
        "rules/parcels.yml:27:50",
        (
            "`ParcelsLost` cannot fire: this is never true: it lies between 0 and 1, as it divides "
            "a part of `parcels_total` by the whole"
        ),
    ),
    (
        "PS707",
        "rules/parcels.yml:35:16",
        "all tests of `ParcelsWait` expect that it is silent",
    ),
    ("PS707", "rules/parcels.yml:40:16", "all tests of `BeltStands` expect that it is silent"),
    ("PS701", "rules/parcels.yml:44:16", "no test names `ScannerFails`"),
    (
        "PS702",
        "rules/parcels.yml:45:61",
        "`ScannerFails` cannot fire: the right side always has `lane`, the left side never",
    ),
    ("PS705", "rules/unloved.yml:1:1", "no test file loads this one with 1 alert"),
    (
        "PS703",
        "tests/parcels_test.yml:48:21",
        "no rule that is loaded here has the name `BeltStand`",
    ),
]
# One look at a disk that is long full: neither the bound nor `for` is seen.
DISK = [("bound", "0.1", "0.1005"), ("bound", "0.1", "0.0995")]
DISK += [("for", "for: 10m", "for: 11m"), ("for", "for: 10m", "for: 9m")]
# Of the second `ParcelsWait` it is only known that 201 parcels are none of its business.
WAIT = [
    *(("comparison", ">", ">="), ("bound", "1000", "1005"), ("bound", "1000", "995")),
    *(("aggregation", "max", "min"), ("aggregation", "max", "sum"), ("by 0", "depot", "")),
    *(("for", "for: 15m", "for: 16m"), ("for", "for: 15m", "for: 14m")),
    *(("label", "severity: page", "severity: pagex"), ("label", "severity: page", "")),
]
# No belt ever stands.
STANDS = "belt_speed == 0 unless on (depot) depot_closed"
BELT = [
    *(("set operator", "unless", "and"), ("set operator", STANDS, "belt_speed == 0")),
    *(("bound", "0", "1"), ("bound", "0", "-1")),
    *(("for", "for: 2m", "for: 3m"), ("for", "for: 2m", "for: 1m")),
]


def run(cli: Cli, *more: object, rules: object = "rules", tests: object = "tests") -> Result:
    return cli("prove", "--rules", rules, "--tests", tests, "--promtool", _tool(), *more)


def _tool() -> Path:
    return require_tool("promtool")


@pytest.mark.tool
def test_the_score_the_survivors_and_what_nobody_tests_are_right(cli: Cli, others: Path) -> None:
    result = run(cli, "--format", "json")
    report = json.loads(result.stdout)
    Draft202012Validator(prove_schema()).validate(report)
    known = findings_schema()["properties"]
    Draft202012Validator(findings_schema()).validate(
        {name: value for name, value in report.items() if name in known}
    )
    found = [
        (one["code"], f"{one['file']}:{one['line']}:{one['column']}", one["message"])
        for one in report["findings"]
    ]
    assert found == FINDINGS
    assert [
        (one["rule"], one["line"], one["kind"], one["before"], one["after"])
        for one in report["survivors"]
    ] == [
        *(("DiskFillsUp", 11, *one) for one in DISK),
        *(("ParcelsWait", 35, *one) for one in WAIT),
        *(("BeltStands", 40, *one) for one in BELT),
    ]
    assert (report["mutants"], report["killed"]) == (49, 29)
    assert report["score"] == 29 / 49
    assert {(one["name"], one["line"]) for one in report["alerts"] if one["proven"]} == {
        *(("HostGone", 5), ("DiskFillsUp", 11), ("BeltStands", 40)),
        *(("ParcelsWait", 30), ("ParcelsWait", 35)),
    }
    assert result.exit_code == 1
    assert sorted(one.name for one in others.iterdir()) == ["more", "rules", "tests"]


@pytest.mark.tool
def test_people_see_where_what_was_changed_and_what_would_show_it(cli: Cli, others: Path) -> None:
    lines = run(cli, rules=others / "rules" / "*.yml").stdout.splitlines()
    at = f"{others.as_posix()}/rules/parcels.yml"
    assert f"{at}:16:16: warning[PS701]: no test names `ClockIsOff`" in lines
    survivor = lines.index(f"{at}:11: survived: DiskFillsUp: bound")
    assert lines[survivor : survivor + 4] == [
        f"{at}:11: survived: DiskFillsUp: bound",
        "  - disk_free_bytes / disk_size_bytes < 0.1",
        "  + disk_free_bytes / disk_size_bytes < 0.1005",
        "  it would be noticed by a case of at least 0.1 and below 0.1005",
    ]
    assert lines[-1] == "9 alerts, 5 tested; 29 of 49 mutants killed (59.1%)"


@pytest.mark.tool
def test_the_readme_shows_lines_of_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _OTHERS.parents[2]
    monkeypatch.chdir(root)
    _, _, rest = (root / "README.md").read_text().partition(".venv/bin/promspec prove --rules ")
    call, _, rest = rest.partition("\n")
    shown = rest.partition("```text\n")[2].partition("```")[0]
    rules, _, tests = call.partition(" --tests ")
    printed = run(cli, rules=rules, tests=tests).output.splitlines()
    lines = shown.splitlines()
    assert len(lines) == 7
    assert [line for line in lines if line not in printed] == []
    assert lines[-1] == printed[-1]


@pytest.mark.tool
def test_every_version_of_promtool_gives_the_same_score(cli: Cli, others: Path) -> None:
    require_tool("promtool")
    call = ("prove", "--rules", *sorted(others.glob("rules/*.yml")), "--tests", "tests")
    found = {cli(*call, "--promtool", tool).output for _, tool in all_promtools()}
    assert len(found) == 1


GOOD = {
    "groups": [
        {
            "name": "g",
            "rules": [{"alert": "Full", "expr": 'queue{job="a"} > 0', "for": "1m"}],
        }
    ]
}
LOOKS: dict[str, list[dict[str, Any]]] = {"1m": [], "2m": [], "3m": [{"exp_labels": {"job": "a"}}]}
SERIES = [
    {"series": 'queue{job="a"}', "values": "0 0 1 1 -1"},
    {"series": 'queue{job="b"}', "values": "9x9"},
]


def _tests(rule_files: list[str], looks: Mapping[str, Any] = LOOKS, **more: Any) -> dict[str, Any]:
    checks = [
        {"alertname": "Full", "eval_time": at, "exp_alerts": some} for at, some in looks.items()
    ]
    entry = {"interval": "1m", "input_series": SERIES, "alert_rule_test": checks, **more}
    return {"rule_files": rule_files, "evaluation_interval": "1m", "tests": [entry]}


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Gives what writes files into the current folder."""
    monkeypatch.chdir(tmp_path)

    def written(**files: object) -> None:
        for name, data in files.items():
            (tmp_path / f"{name}.yml").write_text(
                data if isinstance(data, str) else yaml.safe_dump(data)
            )

    return written


Write = Callable[..., None]


@pytest.mark.tool
def test_a_suite_that_notices_everything_passes(cli: Cli, write: Write) -> None:
    write(r=GOOD, t=_tests(["r.yml"]))
    result = run(cli, rules="r.yml", tests="t.yml")
    assert result.stdout == "1 alert, 1 tested; 9 of 9 mutants killed (100%)\n"
    assert result.exit_code == 0


@pytest.mark.tool
def test_what_is_enough_can_be_said(cli: Cli, write: Write) -> None:
    write(r=GOOD, t=_tests(["r.yml"], {"3m": LOOKS["3m"]}))
    call = ("--fail-under", "60")
    result = run(cli, *call, rules="r.yml", tests="t.yml")
    assert result.output.splitlines()[-1] == "1 alert, 1 tested; 6 of 9 mutants killed (66.6%)"
    assert result.exit_code == 0
    assert run(cli, "--fail-under", "67", rules="r.yml", tests="t.yml").exit_code == 1


@pytest.mark.tool
@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        (
            {"r": GOOD, "t": _tests(["r.yml", "gone.yml"])},
            "t.yml:4:3",
            "error[PS704]: no file is `gone.yml`",
        ),
        (
            {"r": {"kind": "PrometheusRule", "spec": GOOD}, "t": _tests(["r.yml"])},
            "r.yml:2:1",
            "warning[PS706]: promtool reads no manifests, so no test can load this one",
        ),
        (
            {"r": GOOD, "t": {"rule_files": ["r.yml"]}},
            "t.yml",
            "error[PS708]: there is no test in it",
        ),
        ({"r": {"groups": []}, "t": _tests(["r.yml"])}, "r.yml", "error[PS310]"),
        ({"r": GOOD, "t": "a: ["}, "t.yml:1:4", "error[PS020]"),
    ],
)
def test_what_cannot_be_tested_is_a_finding(
    cli: Cli, write: Write, files: dict[str, object], place: str, message: str
) -> None:
    write(**files)
    result = run(cli, "--no-mutate", rules="r.yml", tests="t.yml")
    assert any(line.startswith(place) and message in line for line in result.output.splitlines()), (
        result.output
    )
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.tool
@pytest.mark.parametrize(
    "broken",
    [
        {"rule_files": ["r.yml"], "tests": [{"alert_rule_test": 5, "promql_expr_test": ["x"]}]},
        {"rule_files": "r.yml", "evaluation_interval": "often", "tests": [{"interval": "1m"}]},
        {"rule_files": ["r.yml"], "group_eval_order": 3, "tests": ["nothing"]},
    ],
)
def test_tests_that_are_none_fail_in_the_words_of_promtool(
    cli: Cli, write: Write, broken: object
) -> None:
    write(r=GOOD, t=broken)
    result = run(cli, rules="r.yml", tests="t.yml")
    assert "t.yml: its tests fail" in result.output
    assert "cannot unmarshal" in result.output or "not a valid duration" in result.output
    assert result.exit_code == 1


@pytest.mark.tool
def test_a_comment_in_a_rule_accepts_that_nobody_tests_it(cli: Cli, write: Write) -> None:
    other = "    - alert: Other\n      expr: x # promspec: allow PS701 seen by hand\n"
    write(r="groups:\n- name: g\n  rules:\n    - {alert: Full, expr: y}\n" + other, t=_tests([]))
    (Path("t.yml")).write_text(yaml.safe_dump(_tests(["r.yml"], {"1m": []})))
    result = run(cli, "--no-mutate", rules="r.yml", tests="t.yml")
    assert [line for line in result.output.splitlines() if "PS70" in line] == [
        "r.yml:4:15: warning[PS707]: all tests of `Full` expect that it is silent"
    ]


@pytest.mark.tool
def test_rules_that_ask_for_other_alerts_are_mutated_among_them(cli: Cli, write: Write) -> None:
    both = {"alert": "Worse", "expr": 'ALERTS{alertname="Full", alertstate="firing"} == 1'}
    rules = {"groups": [{"name": "g", "rules": [*GOOD["groups"][0]["rules"], both]}]}
    tests = _tests(["r.yml"])
    fired = {"alertname": "Worse", "eval_time": "3m"}
    labels = {"job": "a", "alertstate": "firing"}
    tests["tests"][0]["alert_rule_test"] += [
        {**fired, "exp_alerts": [{"exp_labels": labels}]},
        {**fired, "eval_time": "2m", "exp_alerts": []},
    ]
    write(r=rules, t=tests)
    report = json.loads(run(cli, "--format", "json", rules="r.yml", tests="t.yml").stdout)
    # Which alert is asked for shows only beside another one.
    assert [(one["rule"], one["kind"], one["after"]) for one in report["survivors"]] == [
        ("Worse", "matcher", '{alertstate="firing"}'),
    ]


@pytest.mark.tool
def test_records_are_judged_by_the_tests_of_their_own(cli: Cli, write: Write) -> None:
    record = {"record": "job:queue:max", "expr": "max by (job) (queue)"}
    check = {"expr": "job:queue:max", "eval_time": "4m"}
    samples = [{"labels": 'job:queue:max{job="a"}', "value": -1}]
    samples += [{"labels": 'job:queue:max{job="b"}', "value": 9}]
    more = {"promql_expr_test": [{**check, "exp_samples": samples}]}
    write(
        r={"groups": [{"name": "g", "rules": [record]}]},
        same={"groups": [{"name": "other", "rules": [{**record, "expr": "queue * 2"}]}]},
        t=_tests(["r.yml"], {}, **more),
    )
    report = json.loads(run(cli, "--format", "json", rules=".", tests="t.yml").stdout)
    # There is one series for each result, so which of them is taken is not seen.
    assert [(one["rule"], one["after"]) for one in report["survivors"]] == [
        ("job:queue:max", "min"),
        ("job:queue:max", "sum"),
    ]
    assert report["killed"] == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("--rules", "r.yml"), "--rules and --tests go together."),
        (("--tests", "t.yml"), "--rules and --tests go together."),
        (("--rules", "-", "--tests", "t.yml"), "what is piped in cannot be proven."),
        (("--rules", "gone.yml", "--tests", "t.yml"), "gone.yml"),
        (("--rules", "*.json", "--tests", "t.yml"), "*.json: no file has such a name"),
        (("--rules", "r.yml", "--tests", "t.yml", "--promtool", "no"), "no is no program"),
        (("--rules", "r.yml", "--tests", "t.yml", "--promtool", "none"), "cannot be started"),
    ],
)
def test_a_wrong_call_says_so(cli: Cli, write: Write, call: tuple[str, ...], message: str) -> None:
    write(r=GOOD, t=_tests(["r.yml"]))
    none = Path("none")
    none.write_bytes(b"\x7fELF, or not")
    none.chmod(0o755)
    tool = Path("promtool")
    shutil.copy(none, tool)
    given = call if "--promtool" in call else (*call, "--promtool", tool)
    result = cli("prove", *given)
    assert result.exit_code == 2
    assert message in result.output
