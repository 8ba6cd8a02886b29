"""The rules of imported SLOs measure what the queries of the source measure, on the same series."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.migrate.importing import Written, queries, read, write
from tests.slo.simulation import Part, Samples, World, counter, evaluate, firing

pytestmark = pytest.mark.tool

_STEP = 60
_END = 640
_EVALUATION = 2 * _STEP
_TIMES = tuple(range(366 * _STEP, _END * _STEP, 10 * _STEP))
_LATE = (370 * _STEP, 420 * _STEP, 470 * _STEP)
# Long windows add up what was recorded of five minutes, so they follow a change five minutes late.
_SETTLED = _LATE[-1:]
# Errors come in bursts of several strengths, so that each tier has times on either side.
_CALM = (Part(380, 0.06), Part(45, 30.0), Part(115, 0.06), Part(60, 2.0), Part(40, 0.06))


def _busy(growth: float) -> str:
    return counter(Part(_END, growth))


def _scaled(factor: float) -> str:
    return counter(*(Part(one.steps, one.growth * factor) for one in _CALM))


def _told(
    written: Written, series: Mapping[str, str], pairs: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Samples]:
    world = World(series, step=_STEP, evaluation=_EVALUATION)
    return evaluate(written.rules, world, dict.fromkeys(pairs), written.groups)


def _within(query: str, window: str) -> str:
    return re.sub(r"\{\{\s*\.window\s*\}\}", window, query)


def _sloth(name: str) -> dict[str, tuple[str, Any]]:
    """Return error ratio and SLO of each service's SLOs, as Sloth computes it."""
    found = {}
    for document in queries(name):
        spec = document.get("spec", document)
        for slo in spec["slos"]:
            sli = slo["sli"]
            if "raw" in sli:
                ratio = sli["raw"]["error_ratio_query"]
            else:
                events = sli.get("events", {})
                parts = [
                    events.get(key) or events.get(other)
                    for key, other in (("error_query", "errorQuery"), ("total_query", "totalQuery"))
                ]
                ratio = f"({parts[0]}) / ({parts[1]})"
            found[f"{spec['service']}/{slo['name']}"] = (ratio, slo)
    return found


CHECKOUT = {
    'http_requests_total{job="checkout",code="200",instance="a"}': _busy(60),
    'http_requests_total{job="checkout",code="503",instance="a"}': _scaled(1),
    'http_requests_total{job="checkout",code="429",instance="b"}': _scaled(0.1),
    'http_requests_total{job="other",code="503",instance="a"}': _busy(50),
    'http_request_duration_seconds_bucket{job="checkout",le="0.25"}': _busy(60),
    'http_request_duration_seconds_bucket{job="checkout",le="+Inf"}': _busy(63),
    'http_request_duration_seconds_count{job="checkout"}': _busy(63),
    'http_request_duration_seconds_count{job="other"}': _busy(90),
    'payments_done_total{job="checkout"}': _busy(58),
    'payments_started_total{job="checkout"}': _busy(60),
}
FLEET = {
    'grpc_server_handled_total{service="cart",grpc_code="OK",region="eu",job="x"}': _busy(60),
    'grpc_server_handled_total{service="cart",grpc_code="Internal",region="eu",job="x"}': _busy(3),
    'grpc_server_handled_total{service="cart",grpc_code="OK",region="us",job="y"}': _busy(60),
    'grpc_server_handled_total{service="cart",grpc_code="Unknown",region="us",job="y"}': _scaled(1),
    'grpc_server_handled_total{service="stock",grpc_code="OK",job="x"}': _busy(60),
    'grpc_server_handled_total{service="stock",grpc_code="Internal",job="y"}': _scaled(1),
    'stock_loads_failed_total{job="x"}': _busy(2),
    'stock_loads_failed_total{job="y"}': _scaled(1),
    'stock_loads_done_total{job="x"}': _busy(60),
    'stock_duration_ms_bucket{le="500",method="GET",job="x"}': _busy(50),
    'stock_duration_ms_bucket{le="500",method="PUT",job="x"}': _busy(5),
    'stock_duration_ms_bucket{le="+Inf",method="GET",job="x"}': _busy(54),
    'stock_duration_ms_count{method="GET",job="x"}': _busy(54),
    'stock_duration_ms_count{method="PUT",job="x"}': _busy(6),
    'mails_failed_total{service="mail"}': _scaled(1),
    'mails_total{service="mail"}': _busy(61),
}
SLOTH = {
    "sloth-checkout.yml": (
        CHECKOUT,
        {
            "checkout-api/requests-availability": "job:shop_checkoutapi_requests_availability",
            "checkout-api/requests-latency": "job:shop_checkoutapi_requests_latency",
        },
    ),
    "sloth-fleet.yml": (
        FLEET,
        {
            "cart/errors": "region:shop_cart_errors",
            "stock/errors": ":shop_stock_errors",
            "stock/loaded": ":shop_stock_loaded",
            "stock/fast-answers": ":shop_stock_fast_answers",
            "mail/sent": ":shop_mail_sent",
        },
    ),
}


def _id(record: str) -> str:
    component, _, name = record.partition(":shop_")[2].partition("_")
    return f"{component}.{name}"


def _close(ours: Samples, theirs: Samples, *, budget: float, within: float) -> bool:
    """Tell whether two results are the same, whatever labels tell whose they are."""
    mine, other = (
        sorted(value * scale for value in one.values())
        for one, scale in ((ours, budget), (theirs, 1))
    )
    assert len(mine) == len(other) > 0
    return all(abs(a - b) <= within * max(abs(b), 1e-9) for a, b in zip(mine, other, strict=True))


def _burns(written: Written, record: str, windows: Sequence[str]) -> list[str]:
    names = re.findall(
        rf"record: '?({re.escape(record)}:burn\w+)", written.rules.read_text("utf-8")
    )
    return [one for one in names if one.rpartition("burn")[2] in windows]


_RAW = ("5m", "30m", "1h")
_PAGE = (("1h", "5m", 14.4), ("6h", "30m", 6))
_ALERTS = 'ALERTS{alertstate="firing",severity="critical"}'


@dataclasses.dataclass(frozen=True, slots=True)
class _Ratio:
    """A recorded burn, the query of the source for its window, and when they are compared."""

    burn: str
    query: str
    at: int
    slo: str
    within: float


@dataclasses.dataclass(frozen=True, slots=True)
class _Compared:
    """An import of Sloth, and all that promtool was asked about it at once."""

    written: Written
    ratios: list[_Ratio]
    conditions: dict[str, str]
    found: dict[tuple[str, int], Samples]


@pytest.fixture(scope="module", params=SLOTH, name="sloth")
def _compared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> _Compared:
    written = write(tmp_path_factory.mktemp("sloth"), read("sloth", request.param))
    series, records = SLOTH[request.param]
    source = _sloth(request.param)
    ratios = [
        one for slo, record in records.items() for one in _ratios(written, record, source[slo][0])
    ]
    conditions = {
        _id(record): _condition(*source[slo])
        for slo, record in records.items()
        if _pages(source[slo][1])
    }
    pairs = [(expr, one.at) for one in ratios for expr in (one.burn, one.query)]
    pairs += [(expr, at) for expr in (*conditions.values(), _ALERTS) for at in _TIMES]
    return _Compared(written, ratios, conditions, _told(written, series, pairs))


def _ratios(written: Written, record: str, query: str) -> Iterator[_Ratio]:
    for burn in _burns(written, record, ("5m", "30m", "1h", "2h", "6h")):
        window = burn.rpartition("burn")[2]
        # Records stand every two minutes here, which blurs the edges of a burst.
        within, times = (1e-6, _LATE) if window in _RAW else (0.03, _SETTLED)
        for at in times:
            yield _Ratio(burn, _within(query, window), at, _id(record), within)


def _pages(spec: Any) -> bool:
    alerting = spec["alerting"]
    return not alerting.get("page_alert", alerting.get("pageAlert", {})).get("disable", False)


def _condition(ratio: str, spec: Any) -> str:
    """Return when Sloth pages: in one of two pairs of windows the budget burns too fast."""
    budget = f"(1 - {spec['objective']} / 100)"
    return " or ".join(
        f"(({_within(ratio, long)}) > {factor} * {budget} and "
        f"({_within(ratio, short)}) > {factor} * {budget})"
        for long, short, factor in _PAGE
    )


def test_error_ratios_are_those_of_sloth(sloth: _Compared) -> None:
    assert {one.burn.rpartition("burn")[2] for one in sloth.ratios} == {*_RAW, "2h", "6h"}
    for one in sloth.ratios:
        ours, theirs = sloth.found[one.burn, one.at], sloth.found[one.query, one.at]
        budget = float(sloth.written.budget(one.slo))
        same = _close(ours, theirs, budget=budget, within=one.within)
        assert same, (one, ours, theirs)


def test_alerts_fire_when_those_of_sloth_do(sloth: _Compared) -> None:
    seen = set()
    for slo, condition in sloth.conditions.items():
        for at in _TIMES:
            ours = slo in firing(sloth.found[_ALERTS, at], "subject")
            theirs = bool(sloth.found[condition, at])
            assert ours == theirs, (slo, at)
            seen.add(theirs)
    assert seen == {True, False}


SEARCH = {
    'http_requests_total{job="search",code="200"}': _busy(60),
    'http_requests_total{job="search",code="302"}': _busy(6),
    'http_requests_total{job="search",code="500"}': _scaled(1),
    'http_requests_total{job="other",code="500"}': _busy(60),
    'search_duration_seconds_bucket{job="search",le="0.5"}': _busy(60),
    'search_duration_seconds_bucket{job="search",le="+Inf"}': counter(
        Part(400, 61), Part(60, 70), Part(_END - 460, 61)
    ),
    'search_duration_seconds_count{job="search"}': counter(
        Part(400, 61), Part(60, 70), Part(_END - 460, 61)
    ),
}
QUEUE = {
    'queue_oldest_seconds{job="queue",instance="a"}': "100+0x400 400+0x30 100+0x209",
    'queue_oldest_seconds{job="queue",instance="b"}': "290+0x639",
    'queue_lost_total{job="queue"}': _scaled(1),
    'queue_taken_total{job="queue"}': _busy(60),
    'queue_wait_seconds_bucket{job="queue",le="10"}': _busy(60),
    'queue_wait_seconds_bucket{job="queue",le="60"}': counter(
        Part(400, 60), Part(60, 90), Part(_END - 460, 60)
    ),
    'queue_wait_seconds_bucket{job="queue",le="+Inf"}': counter(
        Part(400, 60), Part(60, 90), Part(_END - 460, 60)
    ),
}
_GOOD = 'sum(increase(http_requests_total{job="search",code=~"2..|3.."}[WINDOW]))'
_ALL = 'sum(increase(http_requests_total{job="search"}[WINDOW]))'
_FAST = (
    'sum(rate(search_duration_seconds_bucket{job="search",le="0.5"}[5m])) / '
    'sum(rate(search_duration_seconds_count{job="search"}[5m]))'
)
_P99 = 'histogram_quantile(0.99, sum by (le) (rate(queue_wait_seconds_bucket{job="queue"}[5m])))'
_LOST = (
    '(sum(increase(queue_lost_total{job="queue"}[5m])) or vector(0)) / '
    'sum(increase(queue_taken_total{job="queue"}[5m]))'
)
_BAD = f"1 - {_GOOD} / {_ALL}".replace("WINDOW", "5m")
# The share that is bad in five minutes, or whether a moment is bad: by our records, and by the
# words of the source.
OPENSLO = (
    (
        ("openslo-inline.yaml",),
        SEARCH,
        {
            "job:shop_search_search_availability_good:bad_rate5m / "
            "job:shop_search_search_availability_good_sli:to_rate5m": _BAD,
            "job:shop_search_search_availability_great:bad_rate5m / "
            "job:shop_search_search_availability_good_sli:to_rate5m": _BAD,
            "job:shop_search_search_latency:bad": f"({_FAST}) < bool 0.95",
        },
    ),
    (
        ("openslo-objects.yaml", "openslo-slos.yaml"),
        QUEUE,
        {
            ":shop_queue_queue_freshness:bad": (
                'max(queue_oldest_seconds{job="queue"}) > bool 300'
            ),
            ":shop_queue_queue_wait:bad": f"({_P99}) > bool 30",
            ":shop_queue_queue_loss_sli:of_rate5m / :shop_queue_queue_loss_sli:to_rate5m": _LOST,
        },
    ),
)


@pytest.mark.parametrize(("names", "series", "truths"), OPENSLO, ids=["inline", "objects"])
def test_what_is_bad_is_that_of_openslo(
    tmp_path: Path, names: tuple[str, ...], series: Mapping[str, str], truths: Mapping[str, str]
) -> None:
    written = write(tmp_path, read("openslo", *names))
    pairs = [(expr, at) for pair in truths.items() for expr in pair for at in _TIMES]
    found = _told(written, series, pairs)
    for ours, theirs in truths.items():
        values = []
        for at in _TIMES:
            (mine,), (other,) = found[ours, at].values(), found[theirs, at].values()
            assert mine == pytest.approx(other, rel=1e-9), (ours, at)
            values.append(other)
        assert len(set(values)) > 1, ours


def test_the_rules_of_conditions_fire_at_their_threshold(tmp_path: Path) -> None:
    written = write(tmp_path, read("openslo", "openslo-inline.yaml"))
    budget = "(1 - 0.995)"
    burn = f"(1 - {_GOOD} / {_ALL}) / {budget}"
    condition = (
        f"({burn.replace('WINDOW', '1h')}) > 13.44 and ({burn.replace('WINDOW', '5m')}) > 13.44"
    )
    alerts = 'ALERTS{alertstate="firing",alert_id="search.search_availability_good.fast"}'
    times = range(380 * _STEP, 520 * _STEP, 5 * _STEP)
    pairs = [(one, at) for one in (condition, alerts) for at in times]
    found = _told(written, SEARCH, pairs)
    both = [(bool(found[condition, at]), bool(found[alerts, at])) for at in times]
    assert all(theirs == ours for theirs, ours in both), both
    assert {theirs for theirs, _ in both} == {True, False}
