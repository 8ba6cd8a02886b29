"""`check --dashboards`: Grafana's JSON, with the metrics of the specs and without any."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.check.dashboards.example import GOOD, QUERY, changed
from generator.check.dashboards.registry import DASHBOARDS
from generator.cli.main import cli as program

Cli = Callable[..., Result]
Found = list[tuple[int, int, str]]

# dashboard-linter 4d0844b (2026-06), docs/index.md: each rule and the check that does its work.
LINTER = {
    "template-datasource-rule": "PS660",
    "template-job-rule": "PS661",
    "template-instance-rule": "PS662",
    "template-label-promql-rule": "PS663",
    "template-on-time-change-reload-rule": "PS664",
    "panel-datasource-rule": "PS665",
    "panel-title-description-rule": "PS666",
    "panel-units-rule": "PS667",
    "panel-no-targets-rule": "PS668",
    "target-logql-rule": "PS669",
    "target-logql-auto-rule": "PS670",
    "target-promql-rule": "PS671",
    "target-rate-interval-rule": "PS672",
    "target-job-rule": "PS673",
    "target-instance-rule": "PS674",
    "target-counter-agg-rule": "PS675",
    "uneditable-dashboard-rule": "PS676",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _found(cli: Cli, text: str, *options: str) -> Found:
    Path("board.json").write_text(text, "utf-8")
    report = json.loads(
        cli("check", "--dashboards", "board.json", "--format", "json", *options).stdout
    )
    return [(one["line"], one["column"], one["code"]) for one in report["findings"]]


def _asking(expr: str, **fields: Any) -> str:
    """Return the small dashboard with another query."""
    query = json.dumps({"expr": expr, **fields})
    return changed(f'{{"expr": "{QUERY}"}}', query)


def _places(text: str, *wanted: tuple[str, str]) -> Found:
    """Return what should be found: where a piece of the text stands, and the code."""
    found = []
    for piece, code in wanted:
        start = text.index(piece)
        line = text.count("\n", 0, start) + 1
        found.append((line, start - text.rfind("\n", 0, start), code))
    return found


@pytest.mark.parametrize("code", LINTER.values(), ids=LINTER)
def test_every_rule_of_the_linter_has_a_check(cli: Cli, code: str) -> None:
    check = next(one for one in DASHBOARDS.checks if one.rule.code == code)
    assert {one[2] for one in _found(cli, check.bad)} == {code}
    assert _found(cli, check.good) == []


def test_the_dashboards_of_this_project_are_clean(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    count = len(list(Path("out/grafana").rglob("*.json")))
    result = cli("check", "--dashboards", "out/grafana")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            f"{count} dashboard files, the metrics of the specs: no findings",
            "2 other files hold no dashboards",
        ],
    )


def test_those_of_a_new_project_are_clean(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    assert cli("render").exit_code == 0
    result = cli("check", "--dashboards", "out/grafana/**/*.json")
    assert (result.exit_code, result.output) == (
        0,
        "1 dashboard file, the metrics of the specs: no findings\n",
    )


def test_with_specs_metrics_and_labels_are_known(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    text = _asking('sum(rate(http_request_total{statsu="500"}[$__rate_interval]))')
    assert _found(cli, text, "--only", "PS501") == _places(text, ("http_request_total", "PS501"))
    text = _asking('sum(rate(http_requests_total{statsu="500"}[$__rate_interval]))')
    assert _found(cli, text, "--only", "PS502") == _places(text, ("statsu", "PS502"))
    text = changed("label_values(up, job)", "label_values(upp, job)")
    assert _found(cli, text, "--only", "PS501") == _places(text, ("upp", "PS501"))


@pytest.mark.parametrize(
    "expr",
    [
        'rate(x_total{a=~"$a",job=~"$job",instance=~"$instance"}[$__rate_interval])',
        'rate([[a]]_total{job=~"[[job:regex]]",instance=~"${instance:pipe}"}[${a}])',
        'topk($a, sum by ($a) (rate($a{job=~"$job",instance=~"$instance"}[${a}m:$__interval])))',
        'up{$instance, job=~"$job", instance="x"} > $a',
        'up{job=~"$job",instance=~"$instance"} > $a',
        '60 * $a < up{job=~"$job",instance=~"$instance"}',
        'up{job=~"$job",instance=~"$instance"} * $a > ${a}',
        'quantile(0.$a, up{job=~"$job",instance=~"$instance"} offset $a)',
        "sum($a) $a 5",
        "$a",
        'label_replace(up{job=~"$job",instance=~"$instance"}, "x", "$1", "y", "(.*)$a")',
        'rate(a{job=~"$job",instance=~"$instance"}[5$a])',
    ],
)  # fmt: skip
def test_variables_may_stand_for_anything(cli: Cli, expr: str) -> None:
    variable = '    {"name": "a", "type": "custom", "query": "1,2"},\n    {"name": "job"'
    text = _asking(expr).replace('    {"name": "job"', variable)
    assert [one for one in _found(cli, text) if one[2] != "PS520"] == []


def test_what_stands_around_a_variable_is_still_looked_at(cli: Cli) -> None:
    text = _asking(
        'sum by (job) (delta(a_total{job="$job",instance=~"$nope"}[$__interval]))',
        legendFormat="{{ pod }}",
    )
    assert sorted(_found(cli, text)) == sorted(
        _places(
            text,
            ("delta", "PS506"),
            ('$job\\",instance=~\\"$nope', "PS679"),
            ("nope", "PS677"),
            ("pod }}", "PS678"),
        )
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"dashboard": ', ', "meta": {"slug": "shop"}}'),
        ('{"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": ', "}"),
        ('{"kind": "List", "items": []}\n---\n', "\n"),
        ("\ufeff", ""),
    ],
)
def test_it_may_stand_in_an_envelope(cli: Cli, before: str, after: str) -> None:
    text = before + changed('"editable": false', '"editable": true').rstrip() + after
    assert _found(cli, text) == _places(text.removeprefix("\ufeff"), ("true,\n", "PS676"))


def test_rows_and_panels_within_panels_are_read(cli: Cli) -> None:
    panel = GOOD[GOOD.index('    {"title": "Requests"') : GOOD.rindex("\n  ]")]
    head = GOOD[: GOOD.index('  "panels"')]
    nested = panel.replace("$__rate_interval", "5m")
    for wrapped in (
        f'"rows": [{{"title": "r", "panels": [\n{nested}]}}]',
        f'"panels": [{{"type": "row", "title": "r", "panels": [\n{nested}]}}]',
        f'"panels": [\n{panel}, {{"type": "row", "panels": [\n{nested}]}}]',
    ):
        text = f"{head}{wrapped}}}"
        assert _found(cli, text) == _places(text, ("[5m]", "PS672"))


def test_characters_as_json_writes_them_are_read(cli: Cli) -> None:
    text = changed('"Shop"', json.dumps("\U0001f600 Shop \\ud83d")).replace("/", "\\/")
    assert json.loads(text)["title"] == "\U0001f600 Shop \\ud83d"
    text = text.replace("[$__rate_interval]", "[5m]").rstrip().replace("\n", "\n\t")
    assert _found(cli, text) == _places(text, ("[5m]", "PS672"))


def test_a_dashboard_accepts_findings_with_a_reason(cli: Cli) -> None:
    text = changed('"editable": false', '"editable": true, "allow": {"PS676": "a playground"}')
    assert _found(cli, text) == []
    result = cli("check", "--dashboards", "board.json", "--format", "sarif")
    accepted = json.loads(result.stdout)["runs"][0]["results"]
    assert [one["suppressions"][0]["justification"] for one in accepted] == ["a playground"]
    text = changed('"editable": false', '"editable": true, "allow": {"PS676": ""}')
    assert _found(cli, text) == _places(text, ("true,", "PS676"), ('"PS676": ""', "PS313"))
    text = changed('"title": "Requests"', '"title": "Requests", "allow": {"PS666": "x"}')
    assert _found(cli, text) == _places(text, ('"PS666"', "PS311"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"title": "x"}', "PS680"),
        ('{"spec": {"elements": {}, "layout": {}}}', "PS681"),
        ("[]", "PS024"),
        ("{", "PS020"),
        ("groups: []\n", "PS680"),
    ],
)
def test_a_file_without_a_dashboard_is_no_success(cli: Cli, text: str, code: str) -> None:
    assert [one[2] for one in _found(cli, text)] == [code]


def test_what_is_piped_in_is_read_and_what_is_swept_up_may_be_something_else(cli: Cli) -> None:
    result = CliRunner().invoke(program, ["check", "--dashboards", "-"], input=GOOD.encode())
    assert result.output == "1 dashboard file, no specs, so any metric: no findings\n"
    Path("some").mkdir()
    Path("some/a.json").write_text(GOOD, "utf-8")
    Path("some/b.yaml").write_text("groups: []\n", "utf-8")
    assert cli("check", "--dashboards", "some").output == (
        "1 dashboard file, no specs, so any metric: no findings\n1 other file holds no dashboards\n"
    )


def test_a_baseline_and_fixes_work_as_for_rule_files(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    text = _asking("sum(rate(http_request_total[$__rate_interval]))")
    Path("board.json").write_text(text, "utf-8")
    known = cli("check", "--dashboards", "board.json", "--write-baseline", "known.json")
    assert known.exit_code == 0
    again = cli("check", "--dashboards", "board.json", "--baseline", "known.json")
    assert again.exit_code == 0, again.output
    result = cli("check", "--fix", "--dashboards", "board.json", "--only", "PS501")
    assert "fixed PS501: http_request_total -> http_requests_total" in result.output
    assert Path("board.json").read_text("utf-8") == text.replace("request_t", "requests_t")


def test_it_goes_with_nothing_else(cli: Cli) -> None:
    for other in (("--rules", "a.yml"), ("--drift",)):
        result = cli("check", "--dashboards", "a.json", *other)
        assert (result.exit_code, "do not go together" in result.output) == (2, True)


_EDITABLE = changed('"editable": false', '"editable": true')


def _indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize("style", ["block", "quoted", "list", "operator", "json"])
def test_a_dashboard_in_a_manifest_is_read_where_it_stands(cli: Cli, style: str) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: boards}\ndata:\n"
    other = '  sources.yaml: "a: 5"\n'
    block = f"{head}{other}  shop.json: |-\n{_indented(_EDITABLE, '    ')}"
    single = " ".join(_EDITABLE.split())
    texts = {
        "block": block,
        "quoted": f"{head}  shop.json: '{single}'\n",
        "list": f"kind: List\nitems:\n- {_indented(block, '  ').lstrip()}---\nkind: Service\n",
        "operator": f"kind: GrafanaDashboard\nspec:\n  json: >\n{_indented(single, '    ')}",
        "json": json.dumps({"kind": "ConfigMap", "data": {"shop.json": _EDITABLE}}),
    }
    text = texts[style]
    piece = "true" if style != "json" else "true,\\n"
    start = text.index(piece, text.index("editable"))
    line = text.count("\n", 0, start) + 1
    expected = (line, start - text.rfind("\n", 0, start), "PS676")
    assert _found(cli, text) == [expected]


def test_a_query_in_a_manifest_is_mended_in_place(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    board = _asking("sum(rate(http_request_total[$__rate_interval]))")
    text = f"kind: ConfigMap\ndata:\n  shop.json: |\n{_indented(board, '    ')}"
    Path("board.yaml").write_text(text, "utf-8")
    line = next(at for at, one in enumerate(text.split("\n"), 1) if "http_request_total" in one)
    column = text.split("\n")[line - 1].index("http_request_total") + 1
    result = cli("check", "--fix", "--dashboards", "board.yaml", "--only", "PS501")
    told = f"board.yaml:{line}:{column}: fixed PS501: http_request_total -> http_requests_total"
    assert result.output.splitlines()[0] == told
    assert Path("board.yaml").read_text("utf-8") == text.replace("request_t", "requests_t")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "kind: ConfigMap\ndata:\n  a.yaml: 'a: 5'\n",
            (
                *(2, 1, "PS680"),
                "no key in `data` of this ConfigMap ends in `.json` and has panels in its text",
            ),
        ),
        (
            "kind: ConfigMap\nbinaryData: {a.json.gz: H4sI}\n",
            (2, 1, "PS681", "what stands in `binaryData` is no text, and is not read"),
        ),
        (
            'kind: ConfigMap\ndata:\n  a.json: |\n    {"title": "Shop",\n     "rows": [}\n',
            (5, 15, "PS020", "`}` cannot begin a value"),
        ),
        (
            "kind: Deployment\nspec: {}\n",
            (1, 7, "PS680", "this is a `Deployment`, and holds no panels"),
        ),
    ],
)
def test_a_manifest_without_a_dashboard_says_what_it_is(
    cli: Cli, text: str, told: tuple[int, int, str, str]
) -> None:
    Path("board.yaml").write_text(text, "utf-8")
    report = json.loads(cli("check", "--dashboards", "board.yaml", "--format", "json").stdout)
    keys = ("line", "column", "code", "message")
    assert [tuple(one[key] for key in keys) for one in report["findings"]] == [told]
