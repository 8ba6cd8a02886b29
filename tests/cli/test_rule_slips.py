"""Rule files with slips: what was meant is named, and mended where nothing else can be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]

SLIPS = """\
groups:
- name: g
  rules:
  - alert: A
    exp: up == 0
    for: 5min
    lables: {severity: page}
    anotations: {summary: Down}
    keep_fireing_for: "10 minutes"
  - record: a:b:c
    expr: up
    label: {a: b}
"""
MENDED = """\
groups:
- name: g
  rules:
  - alert: A
    expr: up == 0
    for: 5m
    labels: {severity: page}
    annotations: {summary: Down}
    keep_firing_for: "10m"
  - record: a:b:c
    expr: up
    labels: {a: b}
"""
HEAD = "groups:\n- name: g\n  rules:\n"
ALERT = "  - {{alert: {0}, expr: {1}, for: {2}, labels: {{severity: {3}}}}}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _check(cli: Cli, only: str, *names: str) -> list[tuple[str, int, int, str, str, str]]:
    """Return what is found: file, line, column, code, message and fix."""
    options = [word for name in names for word in ("--rules", name)]
    result = cli("check", *options, "--only", only, "--format", "json")
    keys = ("file", "line", "column", "code", "message", "fix")
    found = json.loads(result.stdout)["findings"]
    return [tuple(one[key] for key in keys) for one in found]


def _write(name: str, *alerts: tuple[str, str, str, str]) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(HEAD + "".join(ALERT.format(*one) for one in alerts), "utf-8")


def test_what_is_one_slip_away_is_mended_in_rule_files(cli: Cli) -> None:
    Path("r.yml").write_text(SLIPS, "utf-8")
    result = cli("check", "--rules", "r.yml", "--fix")
    assert Path("r.yml").read_text("utf-8") == MENDED
    assert [one for one in result.output.splitlines() if ": fixed " in one] == [
        "r.yml:5:5: fixed PS652: exp -> expr",
        "r.yml:12:5: fixed PS651: label -> labels",
        "r.yml:6:10: fixed PS636: 5min -> 5m",
        "r.yml:7:5: fixed PS651: lables -> labels",
        "r.yml:8:5: fixed PS651: anotations -> annotations",
        "r.yml:9:5: fixed PS651: keep_fireing_for -> keep_firing_for",
        "r.yml:9:23: fixed PS636: 10 minutes -> 10m",
    ]


def test_what_was_meant_is_named(cli: Cli) -> None:
    Path("r.yml").write_text(SLIPS.replace("exp:", "expr:"), "utf-8")
    assert _check(cli, "PS636,PS651", "r.yml") == [
        ("r.yml", 6, 10, "PS636", "`5min` is no duration", "did you mean `5m`?"),
        ("r.yml", 7, 5, "PS651", "a rule has no field `lables`", "did you mean `labels`?"),
        ("r.yml", 8, 5, "PS651", "a rule has no field `anotations`", "did you mean `annotations`?"),
        (
            "r.yml",
            9,
            5,
            "PS651",
            "a rule has no field `keep_fireing_for`",
            "did you mean `keep_firing_for`?",
        ),
        ("r.yml", 12, 5, "PS651", "a rule has no field `label`", "did you mean `labels`?"),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "{alert: A, expr: up == 0, labels: {}, label: {a: b}}",  # it is there already
        "{record: 'a:b:c', expr: up, anotations: {a: b}}",  # a record has none
        "{alert: A, expr: up == 0, lbl: {a: b}}",
        "{alert: A, expr: up == 0, for: 5}",  # of what?
        "{alert: A, expr: up == 0, for: 1.5h}",
        "{alert: A, exp: up == 0, expr: up == 1}",
    ],
)
def test_what_leaves_a_doubt_is_left(cli: Cli, rule: str) -> None:
    Path("r.yml").write_text(f"{HEAD}  - {rule}\n", "utf-8")
    before = Path("r.yml").read_bytes()
    result = cli("check", "--rules", "r.yml", "--fix")
    assert result.exit_code == 1
    assert Path("r.yml").read_bytes() == before


def test_a_label_of_the_specs_is_meant_by_one_a_slip_away(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    _write("r.yml", ("A", "'rate(http_requests_total{statsu=\"500\"}[5m]) > 1'", "5m", "page"))
    message = "`http_requests_total` has no label `statsu`, so nothing is ever selected"
    assert _check(cli, "PS502", "r.yml") == [
        ("r.yml", 4, 48, "PS502", message, "did you mean `status`?")
    ]
    result = cli("check", "--rules", "r.yml", "--fix")
    assert "r.yml:4:48: fixed PS502: statsu -> status\n" in result.output
    assert 'rate(http_requests_total{status="500"}[5m])' in Path("r.yml").read_text("utf-8")


def test_a_label_that_is_asked_for_beside_it_is_not_meant(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    expr = '\'rate(http_requests_total{status="500",statsu!=""}[5m]) > 1\''
    _write("r.yml", ("A", expr, "5m", "page"))
    assert [one[5] for one in _check(cli, "PS502", "r.yml")] == [
        "name a label of the metric, or remove the condition"
    ]


def test_a_graver_alert_before_the_milder_one_is_found(cli: Cli) -> None:
    _write("r.yml", ("F", "x > 1", "5m", "critical"), ("F", "x>2", "5m", "warning"))
    assert _check(cli, "PS644", "r.yml") == [
        (
            "r.yml",
            4,
            26,
            "PS644",
            "critical above 1, and only then warning above 2",
            "swap the bounds, or remove the milder one",
        )
    ]
    _write("r.yml", ("F", "x < 2", "1m", "page"), ("G", "(x <= 1)", "5m", "ticket"))
    assert [one[:5] for one in _check(cli, "PS644", "r.yml")] == [
        ("r.yml", 4, 26, "PS644", "page below 2, and only then ticket below 1")
    ]


@pytest.mark.parametrize(
    ("graver", "milder"),
    [
        (("F", "x > 2", "5m", "critical"), ("F", "x > 1", "5m", "warning")),
        (("F", "x > 1", "5m", "critical"), ("F", "x > 1", "5m", "warning")),
        (("F", "x > 1", "5m", "critical"), ("F", "x < 2", "5m", "warning")),
        (("F", "x > 1", "1h", "critical"), ("F", "x > 2", "5m", "warning")),  # slow or high
        (("F", "x > 1", "5m", "critical"), ("F", "y > 2", "5m", "warning")),
        (("F", "x > 1", "5m", "sev1"), ("F", "x > 2", "5m", "sev2")),  # who knows
        (("F", "x > 1", "5m", "critical"), ("F", "x > bool 2", "5m", "warning")),
    ],
)
def test_other_pairs_are_in_order_or_no_pairs(
    cli: Cli, graver: tuple[str, str, str, str], milder: tuple[str, str, str, str]
) -> None:
    _write("r.yml", graver, milder)
    assert _check(cli, "PS644", "r.yml") == []


def test_rules_that_two_files_beside_each_other_share_are_named_once(cli: Cli) -> None:
    one, two, three = (("A", "x > 1", "5m", "page"), ("B", "y > 1", "5m", "page"), ("C", *"1234"))
    _write("rules/a.yml", one, two)
    _write("rules/b.yml", three, two, one)
    fix = "remove one of them; check files that no Prometheus loads together in calls of their own"
    message = "alert `B` and 1 more rule stand in another file beside this one, too"
    assert _check(cli, "PS630", "rules") == [("rules/b.yml", 5, 13, "PS630", message, fix)]
    _write("rules/b.yml", three, one)
    message = "alert `A` stands in another file beside this one, too"
    assert _check(cli, "PS630", "rules/b.yml", "rules/a.yml") == [
        ("rules/a.yml", 4, 13, "PS630", message, fix)
    ]


def test_files_of_several_folders_may_be_for_several_installations(cli: Cli) -> None:
    for folder in ("staging", "production"):
        _write(f"{folder}/a.yml", ("A", "x > 1", "5m", "page"))
    assert _check(cli, "PS630", "staging", "production") == []


def test_one_or_two_alerts_without_anything_are_told_as_well(cli: Cli) -> None:
    Path("r.yml").write_text(f"{HEAD}  - {{alert: Lonely, expr: x > 5, for: 5m}}\n", "utf-8")
    codes = "PS638,PS639,PS640,PS641"
    assert [one[:5] for one in _check(cli, codes, "r.yml")] == [
        ("r.yml", 4, 13, "PS638", "`Lonely` has no label `severity`"),
        ("r.yml", 4, 13, "PS639", "`Lonely` has no runbook"),
        ("r.yml", 4, 13, "PS640", "`Lonely` has no label `owner` or `team`"),
        ("r.yml", 4, 13, "PS641", "`Lonely` has no `summary`"),
    ]
    _write("r.yml", ("A", "x > 1", "5m", '""'), ("B", "x > 2", "5m", '""'))
    assert [one[4] for one in _check(cli, "PS638", "r.yml")] == [
        "neither alert has a label `severity`"
    ]
