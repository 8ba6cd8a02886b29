"""Windows of recipes and SLOs: with too few samples, or longer than samples are kept."""

from pathlib import Path

import pytest

from generator import app
from generator.oracle.proof import prove
from tests.support.told import FILES, project, told

PROJECT = FILES["project.yaml"]
WEB = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
  queue_size: {type: gauge, help: Waiting., aggregate: sum}
indicators:
  errors:
    title: Errors
    ratio: {of: 'hits_total{status="500"}', to: hits_total}
    by: []
    thresholds:
      warning: {above: 5%}
  hits:
    title: Hits
    increase: {of: hits_total}
    by: []
    record: true
  growth:
    title: Growth
    growth: {of: queue_size, per: 1h, over: 1h}
    by: []
    record: true
"""
SLO = """\
slos:
  promise: {of: web.errors, objective: 99%, runbook: slow}
"""
HELP = "make it `1m` or more, so that a lost one does no harm"


def _with(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def _found(root: Path, web: str = WEB, project_: str = PROJECT) -> list[str]:
    return told(project(root, {"project.yaml": project_, "components/web.yaml": web}))


@pytest.mark.parametrize("window", ["10s", "20s", "29s"])
@pytest.mark.parametrize(("title", "line"), [("Errors", 9), ("Hits", 15)])
def test_a_window_of_less_than_two_scrapes(
    tmp_path: Path, window: str, title: str, line: int
) -> None:
    web = _with(WEB, (f"title: {title}\n", f"title: {title}\n    window: {window}\n"))
    message = f"`{window}` holds less than two scrapes of 15s"
    assert _found(tmp_path, web) == [f"PS516 components/web.yaml:{line}:13 {message} ({HELP})"]


def test_a_window_of_two_scrapes(tmp_path: Path) -> None:
    web = _with(WEB, ("title: Errors\n", "title: Errors\n    window: 30s\n"))
    assert _found(tmp_path, web + SLO) == []


def test_a_default_window_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    text = f"{PROJECT}defaults: {{window: 20s}}\n"
    assert _found(tmp_path, WEB + SLO, text) == [
        f"PS516 project.yaml:9:20 `20s` holds less than two scrapes of 15s ({HELP})"
    ]


def test_a_window_that_nobody_wrote_is_told_at_the_scrape(tmp_path: Path) -> None:
    text = _with(PROJECT, ("interval: 15s", "interval: 4m"))
    short = "PS516 project.yaml:5:20 `5m` holds less than two scrapes of 4m, and it is the"
    assert _found(tmp_path, WEB + SLO, text) == [
        f"{short} short window of the tier `fast` (scrape more often, or leave the tier out)",
        f"{short} window of all rates (scrape more often, or write `defaults: {{window: 16m}}`)",
    ]


def test_a_window_of_a_tier_that_the_project_gives(tmp_path: Path) -> None:
    text = _with(PROJECT, ("interval: 15s", "interval: 4m"))
    text += "defaults: {window: 16m}\n"
    text += "tiers:\n  quick: {long: 1h, short: 6m, budget: 2%, severity: critical}\n"
    message = "`6m` holds less than two scrapes of 4m"
    fix = "make it `16m` or more, so that a lost one does no harm"
    assert _found(tmp_path, WEB + SLO, text) == [f"PS516 project.yaml:11:28 {message} ({fix})"]


def test_a_slope_of_less_than_two_evaluations(tmp_path: Path) -> None:
    web = _with(WEB, ("over: 1h", "over: 45s"))
    message = "`45s` holds less than two evaluations of 30s"
    fix = "make it `2m` or more, so that a lost one does no harm"
    assert _found(tmp_path, web) == [f"PS516 components/web.yaml:20:45 {message} ({fix})"]


def test_an_expression_over_less_than_two_evaluations_of_a_record(tmp_path: Path) -> None:
    slope = """\
  slope:
    title: Slope
    expr: {query: "deriv(web.hits[45s])", unit: 1/s}
    by: []
    record: true
"""
    message = "`45s` holds less than two evaluations of 30s"
    fix = "make the range at least four scrapes long, so that a lost scrape does no harm"
    assert _found(tmp_path, WEB + slope) == [f"PS516 components/web.yaml:25:34 {message} ({fix})"]


_EU = "environment: eu\nset: {web.errors.window: 10s}\nselector: {job: shop-eu}\n"


def test_a_window_that_an_environment_gives(tmp_path: Path) -> None:
    project(tmp_path, {"environments/eu.yaml": _EU})
    web = _with(WEB, ("title: Errors\n", "title: Errors\n    window: 1m\n"))
    message = "`10s` holds less than two scrapes of 15s"
    assert _found(tmp_path, web) == [f"PS516 environments/eu.yaml:2:26 {message} ({HELP})"]


def test_no_test_is_made_of_what_has_too_few_samples(tmp_path: Path) -> None:
    off = f'{PROJECT}checks: {{PS516: "off"}}\ndefaults: {{window: 20s}}\n'
    assert _found(tmp_path, WEB + SLO, off) == []
    estate = app.read(tmp_path).estate
    assert estate is not None
    proof = prove(estate)
    assert proof.files == ()
    assert {one.reason for one in proof.unproven} == {"its window holds less than two samples"}
    assert [one.alert_id for one in proof.unproven] == [
        "web.errors.warning",
        *(f"web.promise.{name}" for name in ("fast", "medium", "slow", "trickle", "absent")),
    ]


def test_windows_longer_than_samples_are_kept(tmp_path: Path) -> None:
    web = _with(
        WEB,
        ("title: Errors\n", "title: Errors\n    window: 100d\n"),
        ("over: 1h", "over: 41d"),
        ("{above: 5%}", "{above: 5%, for: 400d, keep_firing_for: 41d}"),
    )
    back = "looks back further than the 40d that are kept"
    fix = "look back less far, or keep samples for longer and say so under `retention:`"
    wait = "write a shorter time, or keep samples for longer and say so under `retention:`"
    kept = "and samples are kept for 40d"
    assert _found(tmp_path, web) == [
        f"PS517 components/web.yaml:9:13 {back} ({fix})",
        f"PS338 components/web.yaml:13:33 waits 400d, {kept} ({wait})",
        f"PS338 components/web.yaml:13:56 goes on for 41d, {kept} ({wait})",
        f"PS517 components/web.yaml:21:45 {back} ({fix})",
    ]


def test_what_is_usual_and_longer_than_samples_are_kept(tmp_path: Path) -> None:
    text = _with(PROJECT, ("retention: 40d", "retention: 6h"))
    found = _found(tmp_path, WEB, f"{text}defaults: {{window: 7h, for: 8h}}\n")
    assert [one.partition(" (")[0] for one in found] == [
        "PS517 project.yaml:9:20 looks back further than the 6h that are kept",
        "PS338 project.yaml:9:29 waits 8h, and samples are kept for 6h",
    ]


def test_what_is_as_long_as_samples_are_kept(tmp_path: Path) -> None:
    web = _with(
        WEB,
        ("title: Hits\n", "title: Hits\n    window: 40d\n"),
        ("{above: 5%}", "{above: 5%, for: 40d}"),
    )
    assert _found(tmp_path, web) == []


@pytest.mark.parametrize("window", ["31s", "100s", "7m"])
def test_tests_are_made_for_whatever_window_has_enough_samples(tmp_path: Path, window: str) -> None:
    text = _with(PROJECT, ("[rules]", "[rules, tests]"))
    assert _found(tmp_path, WEB + SLO, f"{text}defaults: {{window: {window}}}\n") == []


GAPS = "evaluate more often, or look back further with `defaults: {window: …}`"


@pytest.mark.parametrize(
    ("evaluation", "window", "found"),
    [
        ("30s", "30s", ""),
        ("1m", "30s", "rules are evaluated every 1m, and rates look back 30s"),
        ("10m", "5m", "rules are evaluated every 10m, and rates look back 5m"),
        ("5m", "10m", "rules are evaluated every 5m, and Prometheus forgets a sample after 5m"),
        ("4m", "5m", ""),
    ],
)
def test_evaluations_that_leave_gaps(
    tmp_path: Path, evaluation: str, window: str, found: str
) -> None:
    text = _with(PROJECT, ("evaluation: 30s", f"evaluation: {evaluation}"))
    text += f"defaults: {{window: {window}}}\n"
    told_ = [one for one in _found(tmp_path, WEB, text) if one.startswith("PS374")]
    assert told_ == ([f"PS374 project.yaml:6:13 {found} ({GAPS})"] if found else [])


def test_a_window_that_is_shorter_than_an_evaluation(tmp_path: Path) -> None:
    web = _with(WEB, ("title: Errors\n", "title: Errors\n    window: 1m\n"))
    text = _with(PROJECT, ("evaluation: 30s", "evaluation: 2m"))
    message = "rules are evaluated every 2m, and this looks back 1m"
    assert f"PS374 components/web.yaml:9:13 {message} (make it `2m` or longer)" in _found(
        tmp_path, web, text
    )


def test_alerts_about_the_monitoring_are_told_at_what_can_be_changed(tmp_path: Path) -> None:
    meta = _with(PROJECT, ("interval: 15s", "interval: 4m"), ("outputs: [", "outputs: [meta, "))
    text = f"{meta}defaults: {{window: 16m}}\n"
    message = "`5m` holds less than two scrapes of 4m, and alerts of `meta` look back so far"
    fix = "scrape more often, or leave `meta` out of `outputs`"
    found = [one for one in _found(tmp_path, WEB, text) if one.startswith("PS516")]
    assert found == [f"PS516 project.yaml:5:20 {message} ({fix})"]
