"""Which PromQL is said by which recipe, and why other PromQL is not."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from generator.migrate.measures import (
    Expression,
    Level,
    Measure,
    Selection,
    Share,
    UntoldError,
    Within,
)
from generator.migrate.queries import fixed_ranges, level, ratio, share, share_of_both
from generator.promql.expr import Matcher

_W = "[{{.window}}]"
_JOB = Matcher("job", "=", "a")
_ALL = Selection("requests_total", (_JOB,))
_ERRORS = Selection("requests_total", (Matcher("code", "=~", "5.."), _JOB))
_TOTAL = f'sum(rate(requests_total{{job="a"}}{_W}))'
_BAD = f'sum(rate(requests_total{{job="a",code=~"5.."}}{_W}))'
_COUNT = f"sum(rate(seconds_count{_W}))"


def _bucket(le: str, more: str = "") -> str:
    return f'sum(rate(seconds_bucket{{le="{le}"{more}}}{_W}))'


@pytest.mark.parametrize(
    "part",
    [
        _BAD,
        f"({_BAD})",
        f"{_BAD} or {_TOTAL} * 0",
        f"{_BAD} or 0 * {_TOTAL}",
        f"{_BAD} OR on() vector(0)",
        _BAD.replace("rate(", "increase("),
        _BAD.replace("sum(", "sum by () ("),
        _BAD.replace("requests_total{", '{__name__="requests_total",'),
    ],
)
def test_the_same_said_otherwise_is_the_same(part: str) -> None:
    assert share(part, _TOTAL, good=False) == Share(_ERRORS, (_ALL,), good=False)


def test_what_is_left_of_the_total_is_good() -> None:
    found = share(f"{_TOTAL} - {_BAD}", _TOTAL, good=False)
    assert found == Share(_ERRORS, (_ALL,), good=True)
    assert ratio(f"1 - ({_BAD} / {_TOTAL})", good=False) == found
    assert ratio(f"{_BAD} / {_TOTAL}", good=False) == Share(_ERRORS, (_ALL,), good=False)


def test_a_total_may_be_added_up_of_counters() -> None:
    good, bad = "sum(rate(good_total[5m]))", "sum(rate(bad_total[5m]))"
    parts = (Selection("bad_total"), Selection("good_total"))
    assert share_of_both(good, bad) == Share(parts[0], parts, good=False)
    assert share(bad, f"{bad} + {good}", good=False) == Share(parts[0], parts, good=False)


def test_labels_that_both_sums_keep_are_kept() -> None:
    by = [one.replace("sum(", "sum by (zone, app) (") for one in (_BAD, _TOTAL)]
    assert share(*by, good=False) == Share(_ERRORS, (_ALL,), good=False, by=("app", "zone"))


@pytest.mark.parametrize("whole", [_COUNT, _bucket("+Inf")])
@pytest.mark.parametrize(
    ("le", "bound"), [("0.25", "1/4"), ("1", "1"), ("1.0", "1"), ("1e-05", "1/100000")]
)
def test_a_bucket_of_all_events_is_a_bound(whole: str, le: str, bound: str) -> None:
    found = Within(Selection("seconds"), Fraction(bound))
    assert share(_bucket(le), whole, good=True) == found
    assert share(f"{whole} - {_bucket(le)}", whole, good=False) == found


def test_a_bucket_of_fewer_events_is_counted_as_a_counter() -> None:
    found = share(_bucket("0.25", ',code="200"'), _COUNT, good=True)
    matchers = (Matcher("code", "=", "200"), Matcher("le", "=~", "0\\.25"))
    of = Selection("seconds_bucket", matchers)
    assert found == Share(of, (Selection("seconds_count"),), good=True)
    late = share(_bucket("0.25"), _COUNT, good=False)
    assert isinstance(late, Share)
    assert not late.good


def test_growing_counters_need_no_rate_where_the_source_says_that_they_grow() -> None:
    found = share("bad_total", "sum(all_total)", good=False, raw=True)
    assert found == Share(Selection("bad_total"), (Selection("all_total"),), good=False)
    with pytest.raises(UntoldError, match="does not read the growth"):
        share("bad_total", "sum(all_total)", good=False)


def test_levels_are_gauges_or_stand_as_they_are() -> None:
    assert level("max by (zone) (age_seconds)") == Level(Selection("age_seconds"), "max", ("zone",))
    quantile = "histogram_quantile(0.9, sum by (le, zone) (rate(x_bucket[5m])))"
    assert level(quantile) == Expression(quantile, ("x_bucket",), ("zone",))
    halved = "2 * max(age_seconds) / sum(other)"
    assert level(halved) == Expression(halved, ("age_seconds", "other"))


def test_fixed_ranges_are_told() -> None:
    assert fixed_ranges(_TOTAL) == []
    assert fixed_ranges("sum(rate(a[5m])) / sum(rate(b[1h]))", _TOTAL) == ["1h", "5m"]


def _events(part: str, whole: str = _TOTAL) -> Callable[[], Measure]:
    return lambda: share(part, whole, good=False)


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (_events("sum(("), "it is no PromQL"),
        (_events(_BAD.replace("sum(", "max(")), "it is no `sum` of the growth of a counter"),
        (_events(f"sum(irate(a{_W}))"), "it does not read the growth of one counter"),
        (_events(f"sum(rate(a{_W} offset 1d))"), "it reads another time than now"),
        (_events(f'sum(rate({{job="a"}}{_W}))'), "it selects metrics by a pattern"),
        (_events(f"sum without (x) (rate(a{_W}))"), "`without` keeps labels"),
        (_events(_BAD.replace("sum(", "sum by (zone) (")), "its two sides keep different labels"),
        (_events(f"{_BAD} + {_BAD}"), "several counters are added up in the part"),
        (_events(_TOTAL), "the part is the whole"),
        (_events(_BAD, f"{_BAD} + {_BAD}"), "a counter stands twice in the total"),
        (
            _events(f"sum(rate(a{_W})) - sum(rate(b{_W}))"),
            "what it subtracts from is not the total",
        ),
        (_events("sum(rate(a[1h:1m]))"), "it reads the growth of something else"),
        (lambda: ratio(_BAD, good=False), "it is no quotient of two sums"),
        (lambda: level("rate(a_total[5m])"), "nobody can tell which labels it keeps"),
        (lambda: level("max(a) / max by (zone) (b)"), "nobody can tell which labels"),
        (lambda: level(_TOTAL), "it is no level but reads a window"),
        (lambda: level("vector(1)"), "it selects metrics by a pattern, or none"),
    ],
)
def test_what_no_recipe_says_is_refused_with_the_reason(
    read: Callable[[], Measure], why: str
) -> None:
    with pytest.raises(UntoldError) as caught:
        read()
    assert str(caught.value).startswith(why)
    assert caught.value.fix
