"""Queries of dashboards as people write them: what is right in them is called right."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

Cli = Callable[..., Result]
_FILE = Path(__file__).parent / "dashboards" / "everyday.yaml"
_BOARDS: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
_SOURCE = {"type": "prometheus", "uid": "$datasource"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _panel(number: int, query: Any) -> dict[str, Any]:
    fields = query if isinstance(query, dict) else {"expr": query}
    tree = {"title": str(number), "datasource": _SOURCE, "targets": [fields]}
    kind = "table" if fields.get("format") == "table" else "timeseries"
    return {"type": kind, "repeat": fields.get("repeat"), **tree}


def _dashboard(board: dict[str, Any]) -> dict[str, Any]:
    chosen = {"name": "datasource", "type": "datasource", "query": "prometheus"}
    variables = [{"datasource": _SOURCE, "refresh": 2, **one} for one in board["variables"]]
    marks = [
        {"name": one, "expr": one, "datasource": _SOURCE} for one in board.get("annotations", [])
    ]
    return {
        "templating": {"list": [chosen, *variables]},
        "annotations": {"list": marks},
        "panels": [_panel(number, one) for number, one in enumerate(board["queries"])],
    }


def _told(cli: Cli, tree: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is said beside advice: the code and the line where it is said."""
    text = json.dumps(tree, indent=1)
    Path("board.json").write_text(text, "utf-8")
    least = ("--min-severity", "warning")
    report = json.loads(
        cli("check", "--dashboards", "board.json", "--format", "json", *least).stdout
    )
    lines = text.split("\n")
    found = ((one["code"], lines[one["line"] - 1].strip()) for one in report["findings"])
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("name", _BOARDS)
def test_nothing_false_is_said_of_what_people_write(cli: Cli, name: str) -> None:
    board = _BOARDS[name]
    expected = []
    for number, codes in board.get("told", {}).items():
        query = board["queries"][number]
        expr = json.dumps(query["expr"] if isinstance(query, dict) else query)
        expected += [(code, f'"expr": {expr}') for code in codes]
    told = [(code, line.rstrip(",")) for code, line in _told(cli, _dashboard(board))]
    assert sorted(told) == sorted(expected)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("$m > $n", "$m > $m", "PS549"),
        ("$m unless $n", "$m unless $m", "PS548"),
        ("rate(x_total[$a]) / rate(x_total[$b])", "rate(x_total[$a]) / rate(x_total[$a])", "PS513"),
        (
            "rate(x_total[5m] offset $a) / rate(x_total[5m] offset $b)",
            "rate(x_total[5m] offset $a) / rate(x_total[5m] offset $a)",
            "PS513",
        ),
        (
            "rate(x_total[$__rate_interval]) / rate(x_total[5m])",
            "rate(x_total[$__rate_interval]) / rate(x_total[$__rate_interval])",
            "PS513",
        ),
        (
            'sum(rate(x_total{a="$a"}[5m])) / sum(rate(x_total{a="$b"}[5m])) > 1',
            'sum(rate(x_total{a="$a"}[5m])) / sum(rate(x_total{a="$a"}[5m])) > 1',
            "PS510",
        ),
        (
            'x{c="$a"} * on (pod) group_left () y{c="$a"}',
            'x{c="a"} * on (pod) group_left () y{c=~"a|b"}',
            "PS527",
        ),
    ],
)
def test_two_variables_are_not_one_and_one_is_itself(
    cli: Cli, first: str, second: str, code: str
) -> None:
    names = ("a", "b", "m", "n")
    variables = [{"name": one, "type": "query", "query": "metrics(.*)"} for one in names]
    found = []
    for expr in (first, second):
        tree = _dashboard({"variables": variables, "queries": [expr]})
        found.append([one for one, _ in _told(cli, tree)])
    assert found == [[], [code]]


def test_a_metric_that_is_chosen_has_labels(cli: Cli) -> None:
    variables = [{"name": "m", "type": "query", "query": "metrics(.*)"}]
    pod = {"name": "p", "type": "query", "query": "label_values($m, pod)"}
    exprs = ("$m", "-$m", "$m * 2", "$m + $m")
    queries = [{"expr": one, "legendFormat": "{{pod}}"} for one in exprs]
    tree = _dashboard({"variables": [*variables, pod], "queries": queries})
    assert _told(cli, tree) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"find": "terms", "field": "host"}',
        "SELECT DISTINCT host FROM hosts WHERE a='$x'",
        "servers.$x.*",
        'SHOW TAG VALUES FROM "cpu" WITH KEY = "host"',
        "dimension_values($region,AWS/EC2,CPUUtilization,InstanceId)",
    ],
)
def test_what_is_asked_of_a_source_nobody_knows_need_not_be_promql(cli: Cli, text: str) -> None:
    for source in ("Other", "${DS_OTHER}", None):
        variable = {"name": "x", "type": "query", "query": text, "datasource": source}
        tree = _dashboard({"variables": [variable], "queries": ["up"]})
        tree["__inputs"] = [{"name": "DS_OTHER", "type": "datasource", "pluginId": "elasticsearch"}]
        variable_of = tree["templating"]["list"][1]
        variable_of["refresh"] = 1
        assert _told(cli, tree) == []
        result = cli("check", "--dashboards", "board.json", "--only", "PS664")
        assert result.output.splitlines()[-1].endswith(": no findings")


def test_who_imports_a_dashboard_is_asked_for_a_source_of_a_kind(cli: Cli) -> None:
    tree = _dashboard({"variables": [], "queries": ['{app="x"}', "up > > 1"]})
    tree["__inputs"] = [
        {"name": "LOGS", "type": "datasource", "pluginId": "loki"},
        {"name": "METRICS", "type": "datasource", "pluginId": "prometheus"},
    ]
    tree["panels"][0]["datasource"] = "${LOGS}"
    tree["panels"][1]["datasource"] = {"uid": "${METRICS}"}
    assert [code for code, _ in _told(cli, tree)] == ["PS671"]
    assert cli("check", "--dashboards", "board.json", "--only", "PS661").exit_code == 0


_LOGS = [
    {"name": "f", "type": "textbox", "query": ""},
    {"name": "line", "type": "custom", "query": "none : ,json : | json"},
    {"name": "op", "type": "custom", "query": "|=,!="},
    {"name": "fn", "type": "custom", "query": "rate,count_over_time"},
]


@pytest.mark.parametrize(
    ("expr", "told"),
    [
        ('{a="b"} $op "x"', []),
        ('{a="b"} $line', []),
        ('sum($fn({a="b"}[$__auto]))', []),
        ('{a="b", $f}', []),
        ("{$f}", []),
        ('{a="b"} | $f = "x"', []),
        ('{a="b"} $f', []),
        ('sum(count_over_time({a="b"} $line [$__range])) by ($f)', []),
        ('sum($fn({a="b"} | jsn [$__auto]))', ["PS669"]),
        ('sum(rate({a="b"}[$__auto])', ["PS669"]),
        ('{a="b"} $fn "x"', ["PS669"]),
    ],
)
def test_variables_of_logql_may_be_any_part_of_it(cli: Cli, expr: str, told: list[str]) -> None:
    tree = _dashboard({"variables": _LOGS, "queries": [expr]})
    tree["panels"][0]["datasource"] = {"type": "loki", "uid": "$datasource"}
    assert [code for code, _ in _told(cli, tree)] == told
