"""`check --dashboards`: what variables, repeats and several data sources may be."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from generator.check.dashboards.example import GOOD, QUERY, changed
from generator.check.dashboards.filled import fill
from generator.check.dashboards.guesses import ANY
from generator.promql.read import parse
from generator.promql.tree import Selector

Cli = Callable[..., Result]
Found = list[tuple[int, int, str]]

_LISTS = """\
    {"name": "agg", "type": "custom", "query": "sum,avg"},
    {"name": "fn", "type": "custom", "query": "Rate : rate,irate"},
    {"name": "op", "type": "custom", "query": ">,<"},
    {"name": "more", "type": "custom", "query": "None : ,\\\\,b=\\"c\\""},
    {"name": "f", "type": "textbox", "query": ""},
    {"name": "m", "type": "query", "query": "metrics(.*)", "datasource": {"uid": "$datasource"},
     "refresh": 2},
    {"name": "whole", "type": "constant", "query": "sum(rate(a_total[$__rate_interval]))"},
    {"name": "step", "type": "interval", "query": "1m,5m"},
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _told(cli: Cli, text: str, *options: str) -> list[dict[str, Any]]:
    Path("board.json").write_text(text, "utf-8")
    report = json.loads(
        cli("check", "--dashboards", "board.json", "--format", "json", *options).stdout
    )
    return list(report["findings"])


def _found(cli: Cli, text: str, *options: str) -> Found:
    return [(one["line"], one["column"], one["code"]) for one in _told(cli, text, *options)]


def _at(text: str, piece: str, code: str) -> tuple[int, int, str]:
    start = text.index(piece)
    line = text.count("\n", 0, start) + 1
    return line, start - text.rfind("\n", 0, start), code


def _asking(*exprs: str, **fields: Any) -> str:
    """Return the small dashboard with some variables and other queries."""
    queries = ",\n".join(json.dumps({"expr": one, **fields}) for one in exprs)
    text = changed(f'{{"expr": "{QUERY}"}}', queries)
    return text.replace('    {"name": "job"', f'{_LISTS}    {{"name": "job"')


@pytest.mark.parametrize(
    "expr",
    [
        # a function, an aggregation
        "$agg by (job) (up)",
        "$agg(up) by (job)",
        "${fn}(x_total[5m])",
        "${agg}_over_time(up[5m])",
        "${m}_over_time(up[5m])",
        "histogram_${m}(0.9, rate(x_bucket[5m]))",
        "$m($m, sum by (job) (up))",
        "topk(5, $agg by (job) ($fn(x_total[5m])))",
        "max_over_time($fn(x_total[5m])[$__range:])",
        # a condition, or a part of one
        "up{$f}",
        'up{a="b"$f}',
        'up{a="b"$more}',
        'sum(up{job=~"$job" $f})',
        'up{$m, job=~"$job"}',
        "{$m}",
        "up{job=~${job:doublequote}}",
        'up{job$op"x"}',
        'up{$m=~"$job"}',
        # an operator, what follows one, a whole expression
        "up $op 1",
        "$m $op $m $op ${m} $op up",
        "sum(x) / sum(y) * 100 $m",
        "sum(x) $m (job)",
        "sum by $m (x)",
        "a / $m b",
        "a / $m (job) b",
        "$whole",
        "$whole / $whole",
        # a range, a duration or a part of one
        "count(up offset ${__range_s}s)",
        "count(up offset ${__interval_ms}ms)",
        "count(up offset -${__range_s}s)",
        "rate(x_total[${__range_s}s:${step}])",
        "rate(x_total[${m}${f}])",
        "rate(x_total$m)",
        "up offset 5$m",
        "up offset $step",
        "up @ ${__to:date:seconds}",
    ],
)
def test_a_variable_may_be_any_part_of_an_expression(cli: Cli, expr: str) -> None:
    assert _found(cli, _asking(expr), "--only", "PS671,PS679,PS677") == []


_TRIED = (
    "mend it; no number, name, function, operator, condition or duration in the place of "
    "`m` made it PromQL"
)


@pytest.mark.parametrize(
    ("expr", "piece", "fix"),
    [
        (
            'sum(rate(x_total{job=~"$job"}[$__rate_interval])',
            "(rate(x_total{job",
            "mend it; Explore in Grafana tells what is wrong",
        ),
        (
            "foo($op)",
            "foo(",
            "mend it; no value that the dashboard lists for `op` makes it PromQL",
        ),
        (
            "sum(up) by ($m) (b)",
            "(b)",
            _TRIED,
        ),
        (
            "$agg by ($m) (up) (b)",
            "(b)",
            _TRIED,
        ),
    ],
)
def test_what_no_value_completes_is_no_promql(cli: Cli, expr: str, piece: str, fix: str) -> None:
    text = _asking(expr)
    found = _told(cli, text, "--only", "PS671")
    places = [(one["line"], one["column"], one["code"]) for one in found]
    assert places == [_at(text, piece, "PS671")]
    assert [one["fix"] for one in found] == [fix]


def test_of_a_function_that_a_variable_names_nothing_is_claimed(cli: Cli) -> None:
    text = _asking("${fn}(x_total[5m])", "sum by (job) (up) $op sum by (pod) (up)")
    assert _found(cli, text, "--only", "PS672,PS675,PS512,PS671") == []


def test_what_one_dashboard_asks_changes_nothing_for_another() -> None:
    assert fill('$m{job="$j"}').variables
    for text in ('xx{job="a"}', f'xx{{job="{ANY * 2}"}}'):
        node = parse(text)
        assert isinstance(node, Selector)
        assert (node.name, node.conditions[0].matcher.op) == ("xx", "=")


_SINGLE = r"up{job=\"$job\"}"


def _panel(title: str, **fields: Any) -> str:
    tree = {"title": title, "description": "d", "type": "timeseries", **fields}
    tree["datasource"] = {"type": "prometheus", "uid": "$datasource"}
    tree["fieldConfig"] = {"defaults": {"unit": "short"}}
    return json.dumps(tree)[:-1] + f', "targets": [{{"expr": "{_SINGLE}"}}]}}'


def _row(panels: str = "", **fields: Any) -> str:
    return json.dumps({"type": "row", "title": "r", **fields})[:-1] + f', "panels": [{panels}]}}'


def _board(*panels: str, key: str = "panels") -> str:
    listed = ",\n".join(panels)
    return f'{GOOD[: GOOD.index("  " + chr(34) + "panels")]}"{key}": [\n{listed}\n]}}'


@pytest.mark.parametrize(
    ("panels", "wrong"),
    [
        ([_panel("a")], ["a"]),
        ([_panel("a", repeat="job")], []),
        ([_panel("a", repeat="instance")], ["a"]),
        ([_panel("a", repeat="job", libraryPanel={"uid": "l", "name": "l"})], []),
        # a row that is open, up to the next one
        ([_panel("0"), _row(repeat="job"), _panel("a"), _panel("b")], ["0"]),
        ([_row(repeat="job"), _panel("a"), _row(), _panel("b")], ["b"]),
        ([_row(repeat="job"), _panel("a", repeat="instance")], []),
        ([_row(repeat="instance"), _panel("a")], ["a"]),
        # one that is closed
        ([_row(_panel("a"), repeat="job", collapsed=True), _panel("b")], ["b"]),
        ([_row(repeat="job"), _panel("a"), _row(_panel("b"), collapsed=True)], ["b"]),
    ],
)
def test_what_is_repeated_for_a_variable_has_one_value_of_it(
    cli: Cli, panels: list[str], wrong: list[str]
) -> None:
    text = _board(*panels)
    lines = text.split("\n")
    expected = []
    for title in wrong:
        number = next(at for at, one in enumerate(lines) if f'"title": "{title}"' in one)
        start = lines[number].index("$job", lines[number].index(f'"title": "{title}"'))
        expected.append((number + 1, start + 1, "PS679"))
    assert _found(cli, text, "--only", "PS679") == expected


def test_rows_of_old_dashboards_are_repeated_too(cli: Cli) -> None:
    row = f'{{"title": "r", "repeat": "job", "panels": [{_panel("a")}]}}'
    assert _found(cli, _board(row, key="rows"), "--only", "PS679") == []
    other = row.replace('"repeat": "job"', '"repeat": null')
    text = _board(other, key="rows")
    assert _found(cli, text, "--only", "PS679") == [_at(text, r"$job\"", "PS679")]


_PROMETHEUS = '{"type": "prometheus", "uid": "$datasource"}'


@pytest.mark.parametrize(
    "source",
    [
        *('{"type": "elasticsearch", "uid": "es"}', '{"type": "cloudwatch", "uid": "cw"}'),
        *('{"type": "tempo", "uid": "t"}', '{"type": "loki", "uid": "l"}'),
        *('"-- Mixed --"', '"-- Dashboard --"', '"-- Grafana --"', '"__expr__"'),
        *('{"type": "__expr__", "uid": "__expr__"}', '{"uid": "__expr__"}'),
        *('{"type": "datasource", "uid": "-- Dashboard --"}', '{"uid": "${datasource:raw}"}'),
    ],
)
def test_a_panel_of_another_kind_of_source_asks_what_it_must(cli: Cli, source: str) -> None:
    text = changed(_PROMETHEUS, source).replace(f'"expr": "{QUERY}"', '"query": "status:500"')
    assert _found(cli, text, "--only", "PS665,PS660") == []


def test_a_source_that_nobody_chooses_is_replaced_by_one_of_its_kind(cli: Cli) -> None:
    loki = '    {"name": "loki_datasource", "type": "datasource", "query": "loki"},\n'
    text = changed(_PROMETHEUS, '{"type": "loki", "uid": "l"}')
    text = text.replace('    {"name": "job"', f'{loki}    {{"name": "job"').replace(
        QUERY, r"sum(rate({app=\"shop\"}[$__auto]))"
    )
    found = _told(cli, text)
    assert [(one["line"], one["column"], one["code"]) for one in found] == [
        _at(text, '"l"}', "PS665")
    ]
    assert found[0]["fix"] == 'write `"datasource": {"type": "loki", "uid": "$loki_datasource"}`'
    named = changed(_PROMETHEUS, '"Main"')
    assert _found(cli, named) == [_at(named, '"Main"', "PS665")]


def test_only_sources_that_links_pass_on_have_a_usual_name(cli: Cli) -> None:
    more = "".join(
        f'    {{"name": "{name}", "type": "datasource", "query": "{kind}"}},\n'
        for name, kind in (("tempo", "tempo"), ("db", "grafana-postgresql-datasource"))
    )
    text = changed('    {"name": "job"', f'{more}    {{"name": "job"')
    assert _found(cli, text) == []
    text = changed(
        '    {"name": "job"',
        '    {"name": "logs", "type": "datasource", "query": "loki"},\n    {"name": "job"',
    )
    assert _found(cli, text) == [_at(text, '"logs"', "PS660")]


def test_a_variable_that_can_be_meant_alone_is_mended_in_place(cli: Cli) -> None:
    board = _asking(
        r'sum by (job) (up{job=~"$jobb", a="é\\d", b=~"${jobb:regex}", c=~"[[jobb]]"})',
        'up{job=~"$nothing", x=~"$wholf"}',
    ).replace('"type": "timeseries"', '"repeat":   "jobb",  "type": "timeseries"')
    text = board.replace("\n", "\r\n")
    Path("board.json").write_bytes(text.encode())
    result = cli("check", "--fix", "--dashboards", "board.json", "--only", "PS677")
    lines = [one for one in result.output.splitlines() if ": fixed " in one]
    assert [one.split(": ", 1)[1] for one in lines] == [
        *(["fixed PS677: jobb -> job"] * 4),
        "fixed PS677: wholf -> whole",
    ]
    mended = text.replace("jobb", "job").replace("wholf", "whole")
    assert Path("board.json").read_bytes() == mended.encode()


def test_a_variable_that_could_be_one_of_two_is_left_alone(cli: Cli) -> None:
    text = _asking('up{job=~"$jobx"}').replace('"name": "fn"', '"name": "jobs"')
    Path("board.json").write_text(text, "utf-8")
    result = cli("check", "--fix", "--dashboards", "board.json", "--only", "PS677")
    assert result.output.splitlines()[0] == "nothing to fix that could be meant in one way only"
    assert Path("board.json").read_text("utf-8") == text


def test_fix_says_where_there_was_nothing_to_mend(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    nothing = "nothing to fix that could be meant in one way only"
    assert cli("check", "--fix").output.splitlines()[0] == nothing
    Path("board.json").write_text(GOOD, "utf-8")
    result = cli("check", "--fix", "--dashboards", "board.json", "--format", "json")
    assert (result.stderr, json.loads(result.stdout)["findings"]) == (f"{nothing}\n", [])


def test_a_list_is_no_dashboard_and_no_rule_file_is_asked_for(cli: Cli) -> None:
    found = _told(cli, "[]")
    assert [(one["code"], one["fix"]) for one in found] == [
        ("PS024", "name the JSON of a dashboard: a mapping with a `title` and its `panels`")
    ]
