"""Whatever is said to be a share lies between 0 and 1, with any data and however it is read."""

import math
import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.ranges import range_of
from generator.check.promql.records import Recording, Records
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from tests.support.engine import values
from tests.support.tools import require_tool

_RECORDS = {
    "ns:r:rate5m": "sum by (ns) (rate(r_total[5m]))",
    "ns_pod:r:rate5m": "sum by (ns, pod) (rate(r_total[5m]))",
    "ns:e:rate5m": 'sum by (ns) (rate(r_total{code="5"}[5m]))',
    "busy:r:rate5m": "sum by (ns, pod) (rate(r_total[5m])) > 2",
    "filled:e:rate5m": "sum by (ns) (rate(r_total{code='5'}[5m])) or 0 * ns:r:rate5m",
    "filled:r:rate5m": "(ns:r:rate5m > 3) or 0 * ns:e:rate5m",
    "again:e:rate5m": "sum(ns:e:rate5m)",
}
_PARTS = ("ns:e:rate5m", "filled:e:rate5m", "again:e:rate5m", "ns:r:rate5m", "busy:r:rate5m")
_WHOLES = ("ns:r:rate5m", "ns_pod:r:rate5m", "busy:r:rate5m", "filled:r:rate5m")
_BUCKETS = ('le="0.5"', 'le=~"0.5|1"', 'le!="+Inf"', 'le=~"1(\\.0)?"', 'le=~"1|1\\.0"', "")


def _catalogue() -> Catalogue:
    rules = [
        Recording(name, lambda expr=expr: parse(expr), {})  # type: ignore[misc]
        for name, expr in _RECORDS.items()
    ]
    return Records(Catalogue(), rules).catalogue


def _data(chance: random.Random) -> dict[str, str]:
    """Return counters of some pods, some of which restart, stand still or have no namespace.

    They are as old as the test, as a counter that begins within a window is read too high or too
    low, depending on the release.
    """
    found: dict[str, str] = {}
    for ns, pod in (("a", "1"), ("a", "2"), ("b", "1"), ("", "3"), ("c", "")):
        labels = "".join(
            f'{name}="{value}",' for name, value in (("ns", ns), ("pod", pod)) if value
        )
        for code in chance.sample(["2", "4", "5"], chance.randint(1, 3)):
            first, later = chance.randint(0, 9), chance.randint(0, 9)
            found[f'r_total{{{labels}code="{code}"}}'] = f"0+{first}x12 {later}+{later}x12"
        steps = sorted(chance.randint(0, 9) for _ in range(3))
        for bound, step in zip(("0.5", "1", "+Inf"), steps, strict=True):
            found[f'h_bucket{{{labels}le="{bound}"}}'] = f"0+{step}x25"
        found[f"h_count{{{labels}}}"] = f"0+{steps[-1]}x25"
    return found


def _some(chance: random.Random) -> str:
    return ", ".join(chance.choice([(), ("ns",), ("ns",), ("pod",), ("ns", "pod"), ("ns", "code")]))


def _grouped(chance: random.Random, text: str) -> str:
    how = chance.choice(["sum({1})", "sum by ({0}) ({1})", "sum by ({0}) ({1})", "{1}"])
    how = chance.choice([how, how, "sum without ({0}) ({1})"])
    return how.format(_some(chance), text)


def _filtered(chance: random.Random, text: str) -> str:
    bound = chance.choice(["> 0", "!= 0", "> 0.1", "< 0.1", ">= 0.05"])
    return chance.choice(
        [
            *("{0}",) * 8,
            *("({0} {1})",) * 2,
            *("(0.05 < {0})", "({0} > rate(h_count[5m]))", "({0} unless {0} > 0.05)"),
            *("({0} or vector(0))", "({0} or {0} * 0)", "({0} or vector(1))"),
            *("({0} or 0 * {0})", "({0} or 0 * rate(r_total[5m]))", "({0} + rate(h_count[5m]))"),
            *("topk(1, {0})", "bottomk(1, {0})", "avg({0})", "max by (ns) ({0})", "sgn({0})"),
        ]
    ).format(text, bound)


def _reading(chance: random.Random) -> tuple[str, str, str]:
    """Return how a counter is read: the function, the window, and of which moment."""
    shift = chance.choice([""] * 4 + [" offset 5m", " @ 900", " @ 900 offset 2m"])
    return chance.choice(["rate", "increase", "irate"]), chance.choice(["5m", "10m"]), shift


def _side(
    chance: random.Random, metric: str, conditions: Iterable[str], reading: tuple[str, str, str]
) -> str:
    function, window, shift = reading
    if ":" in metric:
        told = [one for one in conditions if not one.startswith("code")]
        text = f"{metric}{{{','.join(told)}}}{shift}"
    else:
        text = f"{function}({metric}{{{','.join(conditions)}}}[{window}]{shift})"
    for _ in range(chance.choice([0, 1, 1, 1, 2])):
        text = _grouped(chance, _filtered(chance, text))
    return _filtered(chance, text)


def _matching(chance: random.Random) -> str:
    side = chance.choice(["", "", "group_left ()", "group_right ()", "group_right ()"])
    named = f"{chance.choice(['on', 'ignoring'])} ({_some(chance)}) {side}"
    return chance.choice(["", named])


def _quotient(chance: random.Random) -> str:
    """Return a quotient of two sides that read the same counter, more or less in the same way."""
    metrics, conditions = chance.choice(
        [
            *((("r_total", "r_total"), chance.choice([['code="5"'], ['code=~"4|5"'], []])),) * 3,
            (("h_bucket", "h_count"), [chance.choice(_BUCKETS)]),
            ((chance.choice(_PARTS), chance.choice(_WHOLES)), []),
        ]
    )
    more = chance.choice([[], [], [], ['ns="a"'], ['pod!="1"'], ['pod=""']])
    reading = _reading(chance)
    other = chance.choice([*(reading,) * 4, _reading(chance)])
    part = _side(chance, metrics[0], [*conditions, *more], reading)
    whole = _side(chance, metrics[1], chance.choice([[], [], more]), other)
    return f"{part} / {_matching(chance)} ({whole})"


def _counting(chance: random.Random) -> str:
    """Return a quotient of how many series there are of which some pass a filter."""
    every = chance.choice(["r_total", 'r_total{code="5"}', "rate(r_total[5m])", "h_count"])
    bound = f"{chance.choice(['>', '==', '<', '!='])} {chance.randint(0, 30)}"
    form = chance.choice(
        [
            *("{0} {1}", "{0} {1}", "5 < {0}", "{0} {1} unless {0} > 9", "({0}) {1} != 3"),
            *("{0} > on (ns) group_right () r_total", "{0} > bool 3", "{0} or h_count"),
            *("{0} and on (ns) h_count > 5", "{0} > ignoring (code) group_left () h_count"),
        ]
    )
    sides = [
        chance.choice(["count ({1})", "count by ({0}) ({1})", "count without ({0}) ({1})"]).format(
            _some(chance), text
        )
        for text in (form.format(every, bound), every)
    ]
    part = chance.choice(["{0}", "{0}", "({0} or vector(0))", "({0} > 1)"]).format(sides[0])
    return f"{part} / {_matching(chance)} {sides[1]}"


def _shares(chance: random.Random, catalogue: Catalogue, number: int) -> set[str]:
    """Return quotients that are said to be shares."""
    found: set[str] = set()
    while len(found) < number:
        text = chance.choice([_quotient, _quotient, _counting])(chance)
        try:
            if range_of(parse(text), catalogue).share:
                found.add(text)
        except PromqlError:
            continue
    return found


@pytest.mark.tool
@pytest.mark.parametrize("seed", range(3))
def test_no_share_is_below_0_or_above_1(seed: int) -> None:
    chance, promtool = random.Random(seed), require_tool("promtool")  # noqa: S311 (of no secret)
    texts = sorted(_shares(chance, _catalogue(), 400))
    with tempfile.TemporaryDirectory() as folder:
        got = values(promtool, Path(folder), _data(chance), texts, _RECORDS)
    beyond = {
        text: some
        for text, some in zip(texts, got, strict=True)
        if any(not math.isnan(one) and not -1e-9 <= one <= 1 + 1e-9 for one in some)
    }
    assert beyond == {}
    assert sum(map(bool, got)) > len(got) / 5
