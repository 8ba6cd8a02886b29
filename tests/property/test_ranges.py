"""Values narrowed by filters never leave the range that is said of them, down to the last digit."""

import math
import random
import tempfile
from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.ranges import range_of
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from tests.support.engine import answers
from tests.support.tools import all_promtools, require_tool

_NUMBERS = ("0", "1", "-1", "5", "0.1", "-0.3", "3", "7", "100")
_COMPARISONS = (">", "<", ">=", "<=", "==", "!=")
_SERIES = ("x", "y", "up", "ALERTS", 'x{job="a"}', "c_total", "rate(c_total[5m])")
_FORMS = (
    *("abs({})", "-({})", "ceil({})", "floor({})", "round({})", "sqrt({})", "exp({})", "sgn({})"),
    *("sort({})", "vector(scalar({}))", "clamp({}, -1, 2)", "clamp_min({}, 1)", "({}) ^ 2"),
    *("quantile(0.9, {})", "quantile(0, {})", "count_values('v', {})", "floor(({}) / 3)"),
    *("clamp_max({}, 3)", "quantile_over_time(0.3, ({})[5m:1m])", "topk by (job) (2, {})"),
    *(
        f"{one}_over_time(({{}})[5m:1m])"
        for one in ("sum", "avg", "min", "max", "count", "stddev", "last", "present")
    ),
    *(
        f"{one}{by} ({{}})"
        for one in ("sum", "avg", "min", "max", "count", "stddev", "group")
        for by in ("", " by (job)")
    ),
)


def _expression(chance: random.Random, depth: int) -> str:
    if not depth or chance.random() < 0.1:
        series, op, bound = map(chance.choice, (_SERIES, _COMPARISONS, _NUMBERS))
        return chance.choice([f"({series} {op} {bound})", f"({series} {op} {bound})", series])
    inner, bound = _expression(chance, depth - 1), chance.choice(_NUMBERS)
    other = chance.choice([bound, bound, _expression(chance, depth - 1)])
    left, right = chance.choice([(inner, other), (other, inner)])
    operator = chance.choice([*_COMPARISONS, *"+-*/%"])
    two = f"({left} {operator} {right})"
    if bound != other and chance.random() < 0.3:
        two = f"({left} {chance.choice(['and', 'or', 'unless'])} {right})"
    return chance.choice([two, chance.choice(_FORMS).format(inner)])


def _samples(chance: random.Random, name: str) -> str:
    """Return 21 samples, some missing, of what a series of this name can be at all."""
    if name == "ALERTS":
        return "1x20"
    if name == "c_total":
        return f"0+{chance.randint(0, 9)}x20"
    kinds = ["0", "1"] if name == "up" else [*_NUMBERS, "0.3", "-7", "5.000000000000001", "NaN"]
    return " ".join(chance.choice([*kinds, "_"]) for _ in range(21))


def _data(chance: random.Random) -> dict[str, str]:
    return {
        f'{name}{{job="{job}",instance="{instance}"}}': _samples(chance, name)
        for name in ("x", "y", "up", "ALERTS", "c_total")
        for job in "ab"
        for instance in "123"
    }


def _beyond(text: str) -> list[str]:
    """Return what asks for the values of an expression that lie beyond what is said of it."""
    try:
        said = range_of(parse(text), Catalogue())
    except PromqlError:
        return []
    low = [f"({text}) {'<=' if said.above else '<'} {said.low!r}"]
    high = [f"({text}) {'>=' if said.below else '>'} {said.high!r}"]
    return low * math.isfinite(said.low) + high * math.isfinite(said.high)


@pytest.mark.tool
@pytest.mark.parametrize("seed", range(4))
def test_no_value_lies_beyond_its_range(seed: int) -> None:
    require_tool("promtool")
    chance = random.Random(seed)  # noqa: S311 (of no secret)
    texts = [_expression(chance, chance.randint(0, 3)) for _ in range(600)]
    asked = [one for text in texts for one in _beyond(text)]
    data = _data(chance)
    for _, promtool in (all_promtools()[0], all_promtools()[-1]):
        with tempfile.TemporaryDirectory() as folder:
            got = answers(promtool, Path(folder), data, asked)
            # Two series with the same labels are an error, so not all of them have an answer.
            assert sum(one is not None for one in got) > len(texts) / 2
        assert [one for one, some in zip(asked, got, strict=True) if some] == []
