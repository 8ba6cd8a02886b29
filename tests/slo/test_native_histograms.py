"""Native histograms: counted at any bound, as classic ones are at their buckets."""

from pathlib import Path

import pytest

from generator import app
from generator.core.finding import Severity
from generator.oracle.proof import prove
from tests.slo.projects import Shop, shop
from tests.slo.simulation import Samples, World, evaluate, firing, labelled
from tests.support.tools import all_promtools

_STEP, _END, _AT = 60, 180, 145 * 60
_SINCE = (2, 47)  # promtool has had native histograms among the series of tests since then
_RUNS = (3, 0)  # and before this one, one run of them in each series
_TARGET = "target: {prometheus: '2.47', features: [native-histograms]}\n"
_COMPONENT = """\
component: web
title: Web
metrics:
  wait_ms: {type: histogram, native: true, help: Waiting., labels: [route, hit]}
indicators:
  waiting:
    title: Waiting
    quantile: {of: wait_ms, q: [p50, p99]}
    by: [hit]
    vary: hit
    thresholds:
      critical:
        {above: {p99: {hit: 32ms, miss: 128ms}}, for: 5m, min_bad_events: 5, runbook: errors}
      warning: {below: {p50: {hit: 16ms, miss: 64ms}}, for: 5m}
  soon:
    title: Soon
    share_below: {of: wait_ms, bound: 64ms}
    by: []
    thresholds: {warning: {below: 66%, for: 5m}}
  mean_wait:
    title: Mean
    mean: {of: wait_ms}
    by: [hit]
    thresholds: {warning: {above: 30ms, for: 5m}}
"""
_SLOS = """
quick:
  {of: web.waiting, within: {hit: 32ms, miss: 64ms}, objective: 99%, tiers: [fast, slow],
   min_bad_events: 1, runbook: errors}
quick_time: {of: web.waiting, below: {p99: {hit: 32ms, miss: 64ms}}, objective: 99%, tiers: [slow]}
prompt: {of: web.soon, objective: 99%, runbook: errors, tiers: [fast]}
"""
# Of a hundred requests a minute: so many above 16, 32 and 64 ms, each up to twice of it.
_EACH = {"true": (98, 2, 0), "false": (50, 45, 5), "unknown": (0, 0, 100)}
_MEAN = {"true": 24, "false": 40, "unknown": 96}
_RECORDS = (
    *(f"job_hit:shop_web_quick:{one}" for one in ("burn1h", "burn2h", "bad1h", "total_rate5m")),
    "job_hit:shop_web_waiting:p50_rate5m",
    "job:shop_web_soon:ratio_rate5m",
    "job_hit:shop_web_mean_wait:mean_rate5m",
)


def _histogram(hit: str, minutes: int) -> str:
    buckets = " ".join(str(one * minutes) for one in _EACH[hit])
    count, total = sum(_EACH[hit]) * minutes, sum(_EACH[hit]) * minutes * _MEAN[hit]
    return f"{{{{schema:0 sum:{total} count:{count} offset:5 buckets:[{buckets}]}}}}"


def _values(hit: str, *, runs: bool) -> str:
    """Return traffic for two and a half hours; with ``runs`` a restart, and idle minutes."""
    if not runs:
        return f"{_histogram(hit, 0)}+{_histogram(hit, 1)}x150"
    first = f"{_histogram(hit, 0)}+{_histogram(hit, 1)}x60"
    second = f"{_histogram(hit, 1)}+{_histogram(hit, 1)}x89"
    return f"{first} {second} {_histogram(hit, 90)}x{_END - 151}"


def _series(version: str) -> dict[str, str]:
    runs = _release(version) >= _RUNS
    return {f'wait_ms{{job="shop",hit="{hit}"}}': _values(hit, runs=runs) for hit in _EACH}


def _release(version: str) -> tuple[int, int]:
    major, minor, *_ = version.split(".")
    return int(major), int(minor)


@pytest.fixture(scope="module")
def promise(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return shop(
        tmp_path_factory.mktemp("native"),
        _SLOS,
        project=_TARGET,
        component=_COMPONENT,
        evaluation="60s",
        scrape="60s",
    )


def _able() -> list[tuple[str, Path]]:
    found = [one for one in all_promtools() if _release(one[0]) >= _SINCE]
    if not found:
        pytest.skip("no promtool within reach knows native histograms in tests, which 2.47 does")
    return found


@pytest.fixture(scope="module")
def found(promise: Shop) -> dict[str, dict[tuple[str, int], Samples]]:
    """What each promtool that can tell finds, by its version."""
    queries = [(one, _AT) for one in _RECORDS]
    idle = [f"job_hit:shop_web_quick:{one}" for one in ("burn5m", "burn2h", "bad_rate5m")]
    idle += ["job_hit:shop_web_quick_time:total"]
    queries += [("job_hit:shop_web_quick_time:burn2h", _AT)]
    queries += [*((one, 179 * _STEP) for one in idle), ("ALERTS", _AT), ("ALERTS", 179 * _STEP)]
    rules, order = promise.write_rules(), [*promise.groups]
    return {
        version: evaluate(
            rules, World(_series(version), _STEP, _STEP), queries, order, promtool=path
        )
        for version, path in _able()
    }


@pytest.mark.tool
def test_events_are_good_up_to_the_bound_of_their_variant(
    found: dict[str, dict[tuple[str, int], Samples]],
) -> None:
    for values in found.values():
        for window in ("1h", "2h"):
            burn = labelled(values[f"job_hit:shop_web_quick:burn{window}", _AT], "hit")
            # The restart costs nothing, and what no bound covers was not within one.
            wanted = {"true": 2, "false": 5, "unknown": 100}
            assert burn == {hit: pytest.approx(one, rel=1e-6) for hit, one in wanted.items()}
        bad = labelled(values["job_hit:shop_web_quick:bad1h", _AT], "hit")
        assert bad == {"true": 120, "false": 300, "unknown": 6000}
        total = labelled(values["job_hit:shop_web_quick:total_rate5m", _AT], "hit")
        # 2 % and 5 % are above the bounds, 1 % may be: every slice of time is bad.
        slices = labelled(values["job_hit:shop_web_quick_time:burn2h", _AT], "hit")
        assert slices == {"true": 100, "false": 100}
        assert total == dict.fromkeys(_EACH, pytest.approx(100 / 60))


@pytest.mark.tool
def test_idle_minutes_leave_no_number_that_is_none(
    found: dict[str, dict[tuple[str, int], Samples]],
) -> None:
    able = [values for version, values in found.items() if _release(version) >= _RUNS]
    if not able:
        pytest.skip("promtool before 3.0 takes one run of native histograms in each series")
    for values in able:
        assert values["job_hit:shop_web_quick:burn5m", 179 * _STEP] == {}
        bad = labelled(values["job_hit:shop_web_quick:bad_rate5m", 179 * _STEP], "hit")
        assert bad == dict.fromkeys(_EACH, 0)
        assert values["job_hit:shop_web_quick_time:total", 179 * _STEP] == {}
        # The hour and a half with traffic still counts as it was.
        burn = labelled(values["job_hit:shop_web_quick:burn2h", 179 * _STEP], "hit")
        assert burn == {
            "true": pytest.approx(2, rel=1e-6),
            "false": pytest.approx(5, rel=1e-6),
            "unknown": pytest.approx(100, rel=1e-6),
        }


@pytest.mark.tool
def test_recipes_of_histograms_read_native_ones(
    found: dict[str, dict[tuple[str, int], Samples]],
) -> None:
    for values in found.values():
        p50 = labelled(values["job_hit:shop_web_waiting:p50_rate5m", _AT], "hit")
        # Within a bucket the percentile is an estimate, unlike in each release.
        assert 16 < p50["true"] < 32
        assert p50["false"] == pytest.approx(32)
        assert 64 < p50["unknown"] < 128
        soon = labelled(values["job:shop_web_soon:ratio_rate5m", _AT], "job")
        assert soon == {"shop": pytest.approx(195 / 300)}
        mean = labelled(values["job_hit:shop_web_mean_wait:mean_rate5m", _AT], "hit")
        assert mean == {hit: pytest.approx(one) for hit, one in _MEAN.items()}


@pytest.mark.tool
def test_alerts_fire_beyond_their_bounds_alone(
    found: dict[str, dict[tuple[str, int], Samples]],
) -> None:
    for values in found.values():
        assert firing(values["ALERTS", _AT]) == {
            # 2 % of hits are above 32 ms, no miss is above 128 ms.
            "web.waiting.critical.p99.hit",
            # No hit is within 16 ms, but nearly all misses are within 64 ms.
            "web.waiting.warning.p50.miss",
            "web.soon.warning",
            "web.quick.fast",
            "web.quick.slow",
            "web.quick_time.slow",
            "web.prompt.fast",
            "web.mean_wait.warning",
        }
        assert {"web.waiting.critical.p99.hit", "web.soon.warning"}.isdisjoint(
            firing(values["ALERTS", 179 * _STEP])
        )


def _told(component: str, project: str, folder: Path, *codes: str) -> list[tuple[str, str, str]]:
    """Return the errors of a project: code, message, and where each stands."""
    one = shop(folder, _SLOS, project=project, component=component)
    spans = [
        (finding, one.project.sources.span(finding.where)) for finding in app.check(one.project)
    ]
    return [
        (finding.code, finding.message, f"{span.file.rpartition('/')[2]}:{span.line}:{span.column}")
        for finding, span in spans
        if finding.severity is Severity.ERROR or finding.code in codes
    ]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ('"2.39"', "`wait_ms` is a native histogram, which needs Prometheus 2.40, not 2.39"),
        (
            '"3.5"',
            "`wait_ms` is a native histogram, which Prometheus 3.5 stores behind a flag only",
        ),
        ('"3.8"', ""),
        ('"2.42", features: [native-histograms]', ""),
    ],
)
def test_a_target_that_stores_none_is_told(target: str, message: str, tmp_path: Path) -> None:
    told = _told(_COMPONENT, f"target: {{prometheus: {target}}}\n", tmp_path)
    about = [one for one in told if one[0] == "PS361"]
    assert about == ([("PS361", message, "web.yaml:4:38")] if message else [])
    # So old a Prometheus does not know the functions either.
    assert told == about or target == '"2.39"'


_NATIVE = "type: histogram, native: true, help: Waiting., labels: [route, hit]"


@pytest.mark.parametrize(
    ("written", "message", "column"),
    [
        (
            "type: histogram, native: true, help: Waiting., labels: [route, hit], buckets: [16]",
            "a native histogram has no buckets of its own",
            82,
        ),
        (
            "type: counter, native: true, help: Waiting., labels: [route, hit]",
            "a counter is no native histogram",
            28,
        ),
        (
            "type: histogram, native: false, help: Waiting., labels: [route, hit]",
            "a histogram needs its buckets",
            3,
        ),
    ],
)
def test_what_does_not_go_together_is_told(
    written: str, message: str, column: int, tmp_path: Path
) -> None:
    told = _told(_COMPONENT.replace(_NATIVE, written), _TARGET, tmp_path)
    assert [one[1:] for one in told] == [(message, f"web.yaml:4:{column}")]


_AT_ONE_PACE = "takes native histograms in tests at one pace only, promtool 3.0 at several"


@pytest.mark.parametrize(
    ("release", "because"),
    [
        ("2.42", "promtool 2.42 knows no native histograms in tests, promtool 3.0 does"),
        ("2.53", f"promtool 2.53 {_AT_ONE_PACE}"),
    ],
)
def test_why_no_test_is_generated_for_a_target_is_said(
    release: str, because: str, tmp_path: Path
) -> None:
    target = _TARGET.replace("2.47", release)
    told = _told(_COMPONENT, target, tmp_path, "PS360")
    reasons = dict(one[1].removeprefix("no test shows that ").split(" fires: ") for one in told)
    assert reasons == {
        "`web.quick_time.slow`": "there is no proof yet for slices of time of what is no gauge",
        **dict.fromkeys(_ALERTS, because),
    }


_ALERTS = [
    f"`web.{name}`"
    for name in (
        *("waiting.critical.p99.hit", "waiting.critical.p99.miss", "waiting.warning.p50.hit"),
        *("waiting.warning.p50.miss", "soon.warning", "mean_wait.warning"),
        *("quick.fast", "prompt.fast"),  # one tier speaks for its promise
    )
]
_RUNNING = "target: {prometheus: '3.0', features: [native-histograms]}\n"


@pytest.mark.tool
def test_generated_tests_show_every_alert_and_notice_mistakes(tmp_path: Path) -> None:
    able = [path for version, path in _able() if _release(version) >= _RUNS]
    if not able:
        pytest.skip("promtool before 3.0 takes one run of native histograms in each series")
    slos = "\nprompt: {of: web.soon, objective: 99%, runbook: errors, tiers: [fast]}\n"
    # What else the project promises would take its mutants minutes.
    component = _COMPONENT.replace("vary: hit\n", "").replace("{hit: 32ms, miss: 128ms}", "32ms")
    component = component.replace("{hit: 16ms, miss: 64ms}", "16ms")
    one = shop(tmp_path, slos, project=_RUNNING, component=component)
    for promtool in able:
        report = app.prove(one.project, promtool=promtool)
        assert report.failing == {}
        assert [alert.id for alert in report.alerts if not alert.proven] == []
        assert report.alive == ()


@pytest.mark.tool
def test_a_promtool_that_is_older_than_the_target_is_told_so(tmp_path: Path) -> None:
    one = shop(tmp_path, "", project=_RUNNING, component=_COMPONENT)
    for version, promtool in all_promtools():
        failing = app.prove(one.project, promtool=promtool, mutate=False).failing
        told = {text.rpartition("\n")[2] for text in failing.values()}
        assert told == (set() if _release(version) >= _RUNS else {_TOO_OLD})


_TOO_OLD = "this promtool is too old for native histograms in tests: take one of 3.0 or newer"


@pytest.mark.tool
def test_variants_and_promises_within_a_bound_have_tests(tmp_path: Path) -> None:
    able = [path for version, path in _able() if _release(version) >= _RUNS]
    if not able:
        pytest.skip("promtool before 3.0 takes one run of native histograms in each series")
    one = shop(tmp_path, _SLOS, project=_RUNNING, component=_COMPONENT)
    for promtool in able:
        report = app.prove(one.project, promtool=promtool, mutate=False)
        assert report.failing == {}
        assert [alert.id for alert in report.alerts if not alert.proven] == ["web.quick_time.slow"]


@pytest.mark.parametrize(
    ("bounds", "because"),
    [
        (
            "{above: {p99: 32ms}}, warning: {above: {p99: 31.9ms}}",
            "there is no proof yet for bounds of a native histogram less than 1% apart",
        ),
        (
            "{above: {p99: 0ms}}",
            "there is no proof yet for native histograms held to a bound that is not above 0",
        ),
    ],
)
def test_bounds_that_no_bucket_tells_apart_are_unproven(
    bounds: str, because: str, tmp_path: Path
) -> None:
    component = f"""\
component: web
title: Web
metrics:
  wait_ms: {{type: histogram, native: true, help: Waiting.}}
indicators:
  waiting:
    title: Waiting
    quantile: {{of: wait_ms, q: [p99]}}
    by: []
    thresholds: {{critical: {bounds}}}
"""
    one = shop(tmp_path, "", project=_RUNNING, component=component)
    assert {reason.reason for reason in prove(app.estate_of(one.project)).unproven} == {because}


def test_a_bound_inside_a_bucket_is_an_estimate(tmp_path: Path) -> None:
    component = _COMPONENT.replace("hit: 32ms", "hit: 30ms").replace("bound: 64ms", "bound: 0.1s")
    slos = _SLOS.replace("within: {hit: 32ms", "within: {hit: 31.25ms")
    one = shop(tmp_path, slos, project=_TARGET, component=component)
    found = [each for each in app.check(one.project) if each.code == "PS363"]
    spans = [one.project.sources.span(each.where) for each in found]
    assert [(each.message.partition("` ")[0], each.fix) for each in found] == [
        (f"`{bound}", f"take {near}, where a bucket of every resolution ends, {_ACCEPT}")
        for bound, near in (
            ("30ms", "`16ms` or `32ms`"),
            ("31.25ms", "`16ms` or `32ms`"),
            ("0.1s", "`64ms` or `128ms`"),
        )
    ]
    assert [(span.line, span.column) for span in spans] == [(13, 29), (28, 37), (17, 39)]
    assert {each.message.partition("` ")[2] for each in found} == {
        "lies inside a bucket of `wait_ms`, so how many events are within it is an estimate"
    }


_ACCEPT = "or accept the estimate with `allow:`"


def test_a_native_histogram_has_no_parts(tmp_path: Path) -> None:
    more = """\
  raw: {title: Raw, expr: {query: 'rate(wait_ms_count[5m])', unit: 1/s}, by: [], record: true}
  whole:
    title: Whole
    expr: {query: 'histogram_count(rate(wait_ms[5m]))', unit: 1/s}
    by: []
    record: true
"""
    told = _told(_COMPONENT + more, _TARGET, tmp_path)
    assert [one[:2] for one in told] == [("PS201", "`wait_ms_count` is a part of a histogram")]
