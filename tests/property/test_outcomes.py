"""Whatever is said of an outcome is what Prometheus answers."""

import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check.promql.catalogue import Catalogue, Facts
from generator.check.promql.run import Text, look
from tests.support.engine import answers
from tests.support.tools import require_tool

_SERIES = {
    'x{job="a"}': "1+1x20",
    'x{job="b"}': "-3+0x20",
    'up{job="a"}': "0+0x20",
    'up{job="b"}': "1+0x20",
    'c_total{job="a"}': "0+5x20",
    'c_total{job="b"}': "9+0x20",
}
_TYPES = {"x": "gauge", "up": "gauge", "c_total": "counter"}
_CATALOGUE = Catalogue(
    {
        name: Facts(name, name, "counter" if one == "counter" else "gauge", frozenset({"job"}))
        for name, one in _TYPES.items()
    }
)
_TEXTS = (
    *("x", "up", "-x", "abs(x)", "sgn(x)", "rate(c_total[5m])", "count(x)", "group(x)"),
    *("count by (job) (x > 0)", "max(count by (job) (up))", "sum(rate(c_total[5m]))"),
    *("hour(x)", "day_of_week()", "month()", "absent(x)", "absent(z)", "stddev(x)", "up * 100"),
    *("sum(up) / count(up)", "1 - up", "quantile(0.9, x)", "count(up == 2)", "changes(x[5m])"),
    *("(count(up == 2) or vector(0))", "min_over_time(up[5m])", "up + up", "(x or up)"),
)
_COMPARISONS = (">", "<", ">=", "<=", "==", "!=")
_BOUNDS = ("0", "1", "-1", "0.5", "2", "6", "23", "100", "NaN", "Inf")
_VALUES, _OPERATORS = st.sampled_from(_TEXTS), st.sampled_from(_COMPARISONS)
_NUMBERS = st.sampled_from(_BOUNDS)
_EXPRESSIONS = st.one_of(
    st.builds(lambda one, op, rest: f"{one} {op} {rest}", _VALUES, _OPERATORS, _VALUES),
    st.builds(
        "{0} {1} {2} and {0} {3} {4}".format, _VALUES, _OPERATORS, _NUMBERS, _OPERATORS, _NUMBERS
    ),
    st.builds("{0} {1} {2} unless {0}".format, _VALUES, _OPERATORS, _NUMBERS),
    st.builds("{0} {1} {0}".format, _VALUES, st.sampled_from([">", "<", ">=", "<="])),
)
_NEVER = ("this is never true", "so this is never true", "no value meets both", "takes away all")


def _wrong(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return what is said never to happen and does; one side of an `or` says nothing of both."""
    promtool = require_tool("promtool")
    said = {
        text: [hit.message for _, hit in look(Text(text, "alert"), _CATALOGUE)] for text in texts
    }
    with tempfile.TemporaryDirectory() as folder:
        got = answers(promtool, Path(folder), _SERIES, list(said))
    return {
        text: messages
        for (text, messages), results in zip(said.items(), got, strict=True)
        if results
        and " or " not in text
        and any(part in one for one in messages for part in _NEVER)
    }


def test_no_bound_that_is_said_to_be_out_of_reach_is_reached() -> None:
    every = itertools.product(_TEXTS, _COMPARISONS, _BOUNDS)
    assert _wrong(" ".join(one) for one in every) == {}


@given(st.lists(_EXPRESSIONS, min_size=40, max_size=40))
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_what_is_said_never_to_happen_does_not_happen(texts: list[str]) -> None:
    assert _wrong(texts) == {}
