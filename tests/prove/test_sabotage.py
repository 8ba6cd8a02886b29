"""Faults put into the generator between spec and rules; the generated tests must not pass them.

The tests come from the oracle, which knows neither recipes nor PromQL, so a fault in those cannot
reach it. What oracle and rules share (units, bounds) is held by the recipes' files of literal
numbers.
"""

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator import app
from generator.core.units import Quantity
from generator.oracle.proof import prove
from generator.plan import alerts as plan_alerts
from generator.plan import build as plan_build
from generator.plan.plan import make_plan
from generator.promql import build as promql
from generator.promql.expr import Selector
from generator.recipes import (
    base,
    change,
    difference,
    forms,
    growth,
    mean,
    quantile,
    share_below,
    value,
)
from generator.render.rule_tests import render_rule_tests
from generator.render.rules import render_rules
from generator.resolve.estate import Estate, Slo
from tests.support.tools import require_tool

_HERE = Path(__file__).resolve().parent
_RECIPES = Path(__file__).resolve().parents[1] / "recipes"
Patch = pytest.MonkeyPatch
Fault = Callable[[Patch], None]


def _rules(estate: Estate, folder: Path) -> None:
    for one in render_rules(make_plan(estate).rule_files):
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.content)


def _passes(folder: Path, *files: Path) -> bool:
    done = subprocess.run(
        [require_tool("promtool"), "test", "rules", *files],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0 or "FAILED" in done.stdout + done.stderr, done.stderr
    return done.returncode == 0


def _project(name: str, folder: Path) -> tuple[Estate, Path]:
    """Return a project as it is meant, and a folder with its generated tests."""
    estate = app.estate_of(app.read(_HERE / name))
    plan = make_plan(estate)
    for one in render_rule_tests(prove(estate).files, plan.rule_files, estate.prefix):
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.content)
    return estate, folder


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Estate, Path]:
    """Gives a project of most kinds of alerts."""
    return _project("shop", tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Estate, Path]:
    """Gives a project of the other kinds."""
    return _project("rest", tmp_path_factory.mktemp("rest"))


def _set(target: Any, name: str, new: Any) -> Fault:
    return lambda patch: patch.setattr(target, name, new)


def _changed(target: Any, name: str, change: Callable[..., Any]) -> Fault:
    """Return the fault that a function's result is something else."""

    def fault(patch: Patch) -> None:
        honest = getattr(target, name)
        patch.setattr(target, name, lambda *args, **more: change(honest(*args, **more), *args))

    return fault


def _limit(**wrong: Callable[[base.Limit], Any]) -> Fault:
    def make(*args: Any) -> base.Limit:
        limit = base.Limit(*args)
        return dataclasses.replace(limit, **{name: new(limit) for name, new in wrong.items()})

    return _set(plan_alerts, "Limit", make)


def _alert(module: Any, **wrong: Any) -> Fault:
    def make(**fields: Any) -> Any:
        from generator.plan.rules import Alert  # noqa: PLC0415 (the module's own is replaced)

        alert = Alert(**fields)
        new = {name: one(alert) if callable(one) else one for name, one in wrong.items()}
        return dataclasses.replace(alert, **new)

    return _set(module, "Alert", make)


def _first_series(reader: Any, series: Any, suffix: str = "") -> Any:
    del reader
    return Selector(f"{series.metric}{suffix or series.part}", series.matchers[:1])


FAULTS: dict[str, Fault] = {
    "polarity": _set(base.Limit, "sign", property(lambda one: "<" if one.side == "above" else ">")),
    "percent": _limit(value=lambda one: one.value * 100),
    "bound of half a percent more": _limit(value=lambda one: one.value * Fraction(201, 200)),
    "no number of bad events": _limit(min_bad_events=lambda _: 0),
    "variant map": _limit(
        variant=lambda one: dataclasses.replace(one.variant, label=None),
    ),
    "default window": _changed(plan_build, "duration_text", lambda _, seconds: f"{seconds * 2}s"),
    "conditions of selections": _set(plan_build.RuleReader, "select", _first_series),
    "no zero-fill": _set(promql, "either", lambda left, _: left),
    "no guard": _set(promql, "positive", lambda value: value),
    "by": _changed(
        promql, "aggregate", lambda made, *_: dataclasses.replace(made, labels=made.labels[:1])
    ),
    "sum of gauges": _set(
        value, "gauge", lambda series, level, to: promql.aggregate("max", level, to.select(series))
    ),
    "bucket": _set(quantile, "bucket", lambda selector, _: forms.bucket(selector, Fraction(1000))),
    "time of growth": _set(growth, "_seconds", lambda use, _: Fraction(use.param("over"))),
    "what is taken away": _set(difference, "_others", lambda _: []),
    "for": _alert(plan_alerts, for_=lambda one: one.for_ - 60),
    "keep_firing_for": _alert(plan_alerts, keep_firing_for=Fraction(0)),
    "contract label": _alert(plan_alerts, labels=lambda one: one.labels[1:]),
    "annotation": _alert(plan_alerts, annotations=lambda one: one.annotations[:0]),
    "tier scaling": _set(
        promql, "above", lambda one, bound: promql.op(one, ">", bound * Fraction(201, 200))
    ),
    "objective": _set(Slo, "budget", property(lambda one: 2 * (1 - one.objective))),
}


MORE_FAULTS: dict[str, Fault] = {
    "what a mean is taken of": _set(
        mean,
        "events",
        lambda series, part, level, to: forms.events(
            series, {"_sum": "_count", "_count": "_sum"}[part], level, to
        ),
    ),
    "mean of means": _set(
        mean,
        "events",
        lambda series, part, level, to: promql.aggregate(
            "max", level, promql.over("rate", to.select(series, part), to.window)
        ),
    ),
    "bucket of a share": _set(share_below, "_bound", lambda _: Fraction(1000)),
    "side of a percentile": _limit(side=lambda _: "above"),
    "how long ago": _set(change, "duration_text", lambda seconds: f"{seconds * 2}s"),
    "what was nothing": _set(promql, "positive", lambda value: value),
    "what is not changed": _set(promql, "subtract", lambda left, _: left),
}


@pytest.mark.tool
@pytest.mark.parametrize("name", MORE_FAULTS)
def test_a_fault_in_the_other_kinds_fails_a_generated_test(
    name: str, rest: tuple[Estate, Path], tmp_path: Path, monkeypatch: Patch
) -> None:
    estate, tests = rest
    shutil.copytree(tests, tmp_path, dirs_exist_ok=True)
    MORE_FAULTS[name](monkeypatch)
    _rules(estate, tmp_path)
    assert not _passes(tmp_path, *sorted(tmp_path.glob("prometheus/tests/*.yml")))


@pytest.mark.tool
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_between_spec_and_rules_fails_a_generated_test(
    name: str, shop: tuple[Estate, Path], tmp_path: Path, monkeypatch: Patch
) -> None:
    estate, tests = shop
    shutil.copytree(tests, tmp_path, dirs_exist_ok=True)
    files = sorted(tmp_path.glob("prometheus/tests/*.yml"))
    FAULTS[name](monkeypatch)
    _rules(estate, tmp_path)
    assert not all(_passes(tmp_path, one) for one in files)


@pytest.mark.tool
@pytest.mark.parametrize("name", ["shop", "rest"])
def test_without_a_fault_they_pass(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    estate, tests = request.getfixturevalue(name)
    shutil.copytree(tests, tmp_path, dirs_exist_ok=True)
    _rules(estate, tmp_path)
    assert _passes(tmp_path, *sorted(tmp_path.glob("prometheus/tests/*.yml")))


UNITS: dict[str, Fault] = {
    "unit of a bound": _changed(Quantity, "to", lambda _, quantity, *_unit: quantity.base),
    "percent of a bound": _changed(Quantity, "to", lambda made, *_: made * 100),
}


@pytest.mark.tool
@pytest.mark.parametrize("name", UNITS)
def test_a_fault_in_what_the_oracle_reads_too_fails_a_file_of_literal_numbers(
    name: str, tmp_path: Path, monkeypatch: Patch
) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(_RECIPES / "project", specs)
    (specs / "components").mkdir()
    shutil.copy(_RECIPES / "quantile" / "spec.yaml", specs / "components" / "http.yaml")
    shutil.copy(_RECIPES / "quantile" / "test.yml", tmp_path)
    for fault, passes in ((None, True), (UNITS[name], False)):
        if fault is not None:
            fault(monkeypatch)
        plan = app.plan_of(app.read(tmp_path))
        (tmp_path / "rules.yml").write_text(render_rules(plan.rule_files)[0].content)
        assert _passes(tmp_path, tmp_path / "test.yml") is passes
