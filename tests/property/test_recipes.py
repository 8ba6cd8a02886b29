"""Whatever metrics, labels, units and windows: what is taken is PromQL, the rest a finding."""

import json
import shutil
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from generator import app
from generator.check.dashboards.filled import fill
from generator.core.units import parse_quantity, parse_unit
from generator.plan.alerts import threshold_alerts
from generator.plan.build import PanelBuilder, Recordings, panel_values
from generator.plan.rules import RuleItem
from generator.promql.expr import Matcher
from generator.promql.parse import check
from generator.recipes.base import (
    Constant,
    MetricType,
    Operand,
    RecipeError,
    Reference,
    Series,
    Use,
)
from generator.recipes.registry import recipes
from generator.resolve.estate import Estate, Indicator

_PROJECT = Path(__file__).resolve().parents[1] / "recipes" / "project"
_OWN = ["layer", "reason", "queue", "backend"]
_TARGET = ["instance", "node"]
_UNITS = ["count", "B", "ms", "s", "USD", "ratio"]
_WINDOWS = ["90s", "5m", "1h", "1d", "7d"]
_NUMBERS = ["$cores", "$budget", "$memory", "2 GB", "7", "1 GB/h", "500ms", "0.1/s", "3 USD"]
_BOUNDS = ["5%", "10", "1 GB", "500ms", "3 USD", "1 GB/h", "0.1/s", "10 USD/h"]
_QUERIES = [
    "sum by (job) (rate({counter}[5m]))",
    "{reference} * 2 # half",
    "max_over_time({reference}[1h]) - {reference} offset 5m",
    "$cores * avg by (job, layer) ({gauge})",
    'label_replace({gauge} offset 1d, "queue", `$1`, "layer", "(.*)")',
    "max_over_time(({reference} offset 1h)[1d:5m]) > bool {gauge}",
    "rate({counter}[5m]) / on (job) group_left () (node_load1 + job:x:y)",
    "sum by (job {gauge}",
]
_SERIES = ["counter_0", "counter_1", "gauge_0", "gauge_1", "gauge_2", "histogram_0", "histogram_1"]


# Mostly what fits, or nothing but refusals would be seen.
_LABELS = [_OWN, _OWN, _OWN, ["layer", "backend"], ["layer"], []]
_BY = [[], [], [], ["layer"], ["layer", "instance"], ["queue", "node"], _OWN, ["job"]]


def _subset(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3)


@st.composite
def _metrics(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _SERIES:
        kind = name.partition("_")[0]
        one: dict[str, Any] = {
            "type": kind,
            "help": "Something.",
            "labels": draw(st.sampled_from(_LABELS)),
        }
        one["unit"] = draw(st.sampled_from(["count", "count", "B", *_UNITS]))
        if kind == "gauge":
            one["aggregate"] = draw(st.sampled_from(["sum", "max", "min", "avg"]))
            shared = [False, True] + (
                [{"backend": ["redis"]}] if "backend" in one["labels"] else []
            )
            one["shared"] = draw(st.sampled_from(shared))
        if kind == "histogram":
            one["buckets"] = [0.0005, 10, 500, 2500000]
        if name != "counter_0" and draw(st.integers(0, 9)) == 0:
            one["selector"] = {"job": "node"}
        found[name] = one
    return found


_CONDITIONS = st.sampled_from(
    ["", "", "", "", "", '{layer="l1"}', '{reason=~"a|b"}', '{instance!="x"}']
)
# The first indicator is always a plain rate, so that something can be referred to.
_REFERENCES = st.sampled_from(["a.i0"] * 5 + [f"a.i{number}" for number in range(6)])


def _one(kind: str) -> st.SearchStrategy[str]:
    """Name something of a kind, now and then something else."""
    right = [name for name in _SERIES if name.startswith(kind)]
    return st.builds(str.__add__, st.sampled_from([*right * 9, *_SERIES]), _CONDITIONS)


def _either() -> st.SearchStrategy[str]:
    return st.one_of(_one("counter"), _one("gauge"), _REFERENCES)


_QUERY = st.builds(
    lambda text, counter, gauge, reference: text.format(
        counter=counter, gauge=gauge, reference=reference
    ),
    st.sampled_from(_QUERIES),
    _one("counter"),
    _one("gauge"),
    _REFERENCES,
)
_PARAMS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    **{
        name: st.fixed_dictionaries({"of": _one(kind)})
        for name, kind in {
            "rate": "counter",
            "increase": "counter",
            "value": "gauge",
            "age": "gauge",
            "mean": "histogram",
        }.items()
    },
    "availability": st.fixed_dictionaries({"of": st.one_of(st.just("up"), _one("gauge"))}),
    "ratio": st.one_of(
        *(
            st.fixed_dictionaries({"of": of, "to": to}, optional={"join": st.just(["node"])})
            for of, to in (
                (_one("counter"), _one("counter")),
                (_one("counter"), st.lists(_one("counter"), min_size=1, max_size=2, unique=True)),
                (_one("gauge"), _one("gauge")),
                (_REFERENCES, _REFERENCES),
                (_either(), st.one_of(_either(), st.sampled_from(_NUMBERS))),
            )
        )
    ),
    "quantile": st.fixed_dictionaries(
        {
            "of": _one("histogram"),
            "q": st.sampled_from([["p50"], ["p50", "p95", "p99.9"], ["p99"], ["p100"], []]),
        }
    ),
    "share_below": st.fixed_dictionaries(
        {
            "of": _one("histogram"),
            "bound": st.sampled_from([*_BOUNDS, "10ms", "500", "10", "500", "10 B"]),
        }
    ),
    "difference": st.fixed_dictionaries(
        {
            "of": _one("counter"),
            "minus": st.lists(_one("counter"), min_size=1, max_size=2, unique=True),
        }
    ),
    "growth": st.fixed_dictionaries(
        {
            "of": _one("gauge"),
            "per": st.sampled_from(["1s", "1h", "5m"]),
            "over": st.sampled_from(_WINDOWS),
        }
    ),
    "change": st.fixed_dictionaries({"of": _REFERENCES, "ago": st.sampled_from(_WINDOWS)}),
    "drain_time": st.fixed_dictionaries(
        {
            "backlog": _one("gauge"),
            "drained": _one("counter"),
            "min_backlog": st.sampled_from(["0", "0", "100", "1 MB", "2s"]),
        }
    ),
    "expr": st.fixed_dictionaries({"query": _QUERY, "unit": st.sampled_from(_UNITS)}),
}


@st.composite
def _indicators(draw: st.DrawFn) -> dict[str, Any]:
    found = {}
    for number in range(6):
        recipe = draw(st.sampled_from(sorted(_PARAMS)))
        one: dict[str, Any] = {"title": "It", recipe: draw(_PARAMS[recipe])}
        one["by"] = draw(st.sampled_from(_BY))
        one["record"] = draw(st.booleans())
        if draw(st.booleans()):
            one["window"] = draw(st.sampled_from(_WINDOWS))
        if "layer" in one["by"] and draw(st.booleans()):
            one["vary"] = "layer"
        bound: Any = st.sampled_from(_BOUNDS)
        if recipe == "quantile" and one[recipe]["q"]:
            bound = st.fixed_dictionaries({one[recipe]["q"][0]: bound})
        if draw(st.booleans()):
            side = draw(st.sampled_from(["above", "below"]))
            one["thresholds"] = {"warning": {side: draw(bound)}}
        found[f"i{number}"] = one
    found["i0"] = {"title": "It", "by": [], "rate": {"of": "counter_0"}}
    return found


def _read(metrics: dict[str, Any], indicators: dict[str, Any]) -> app.Project:
    tree = {"component": "a", "title": "A", "owner": "x", "metrics": metrics}
    with tempfile.TemporaryDirectory() as folder:
        specs = Path(folder) / "specs"
        shutil.copytree(_PROJECT, specs)
        (specs / "components").mkdir()
        # JSON is YAML as well.
        text = json.dumps({**tree, "indicators": indicators})
        (specs / "components" / "a.yaml").write_text(text, encoding="utf-8")
        return app.read(Path(folder))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(_metrics(), _indicators(), _subset([*_OWN, *_TARGET]), st.sampled_from(["", "1h", "1d"]))
def test_what_is_accepted_is_promql(
    metrics: dict[str, Any], indicators: dict[str, Any], labels: list[str], ago: str
) -> None:
    estate = _read(metrics, indicators).estate
    assert estate is not None
    recordings = Recordings(estate)
    for one in estate.indicators.values():
        event(one.recipe.name)
        rules: list[RuleItem] = [*recordings.of(one.id).records]
        for rule in (*rules, *threshold_alerts(recordings, one)):
            check(str(rule.expr))
            check(rule.expr.pretty())
        _check_panels(estate, one, tuple(labels), ago)


def _check_panels(estate: Estate, one: Indicator, filters: tuple[str, ...], ago: str) -> None:
    builder = PanelBuilder(estate, one, filters, ago)
    expected = one.recipe.quantiles(one.use) or ("",)
    for values in (panel_values(one, one.use, builder), one.recipe.build(one.use, builder)):
        assert tuple(values) == expected
        for value in values.values():
            fill(str(value))
            fill(value.pretty())


_MATCHERS = st.lists(
    st.builds(Matcher, st.sampled_from(["job", "layer"]), st.just("="), st.sampled_from("ab"))
)


@st.composite
def _series(draw: st.DrawFn, kinds: tuple[MetricType, ...]) -> Series:
    return Series(
        metric=draw(st.sampled_from(_SERIES)),
        type=draw(st.sampled_from(kinds)),
        unit=draw(st.sampled_from([parse_unit(name) for name in (*_UNITS, "B/s", "1/s", "s/m")])),
        labels=tuple(draw(_subset(_OWN))),
        target_labels=tuple(_TARGET),
        identity=("job",),
        matchers=tuple(draw(_MATCHERS)),
        aggregate=draw(st.sampled_from(["sum", "max", "min", "avg"])),
        shared=draw(st.sampled_from([None, ("*", ()), ("backend", ("redis",))])),
        buckets=(Fraction(10), Fraction(500)),
    )


@st.composite
def _uses(draw: st.DrawFn, name: str) -> Use:
    recipe = recipes()[name]
    operands: dict[str, tuple[Operand, ...]] = {}
    for field, accepts in recipe.accepts.items():
        options: list[st.SearchStrategy[Operand]] = []
        if accepts.types:
            options.append(_series(accepts.types))
        if accepts.reference:
            units = st.sampled_from([parse_unit(one) for one in (*_UNITS, "1/s")])
            labels = _subset(_OWN).map(lambda some: ("job", *some))
            options.append(st.builds(Reference, st.just("a.y"), units, labels))
        if accepts.number:
            quantity = st.sampled_from(["7", "0", "-1 GB", "5%", "3 USD", "1s"]).map(parse_quantity)
            options += [quantity, st.builds(Constant, st.just("c"), quantity)]
        most = 3 if accepts.many else 1
        operands[field] = tuple(draw(st.lists(st.one_of(options), min_size=1, max_size=most)))
    params = recipe.params.model_validate(
        {
            key: str(value) if key == "min_backlog" else value
            for key, value in draw(_PARAMS[name]).items()
        }
    )
    by = tuple(draw(_subset([*_OWN, *_TARGET])))
    return Use(params, operands, ("job", *by), by, Fraction(300))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(_PARAMS)).flatmap(lambda name: st.tuples(st.just(name), _uses(name))))
def test_a_recipe_refuses_in_one_way(drawn: tuple[str, Use]) -> None:
    name, use = drawn
    recipe = recipes()[name]
    for ask in (recipe.check, recipe.unit):
        refusal = _refusal(ask, use)
        if refusal is not None:
            assert refusal.field in {"", *type(recipe).params.model_fields}
            assert str(refusal)
            assert refusal.fix


def _refusal(ask: Callable[[Use], object], use: Use) -> RecipeError | None:
    try:
        ask(use)
    except RecipeError as error:
        return error
    return None
