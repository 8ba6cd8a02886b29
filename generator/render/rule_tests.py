"""Unit tests of the rules, in promtool's format: the proof as anyone can run it."""

import posixpath
from collections.abc import Iterable
from typing import Any

from generator.core.artifact import Artifact
from generator.core.units import duration_text
from generator.oracle.proof import OwnCase, ProofFile
from generator.oracle.timeline import Check, Labels, Timeline, notation
from generator.promql.expr import Matcher, Selector
from generator.promql.read import parse
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError, read_yaml


def render_rule_tests(files: Iterable[ProofFile]) -> list[Artifact]:
    """Return one artifact for each file of proofs.

    Raises:
        TemplateFaultError: the template made something else than the proofs say.
    """
    return [_render(file) for file in files]


def _render(file: ProofFile) -> Artifact:
    tests = [_test(timeline) for timeline in file.timelines]
    tests += [_own_test(case) for case in file.cases]
    text = render(
        "prometheus/tests.yml.j2",
        file=file,
        rules=posixpath.relpath(file.rules, posixpath.dirname(file.path)),
        step=duration_text(file.step),
        tests=tests,
    )
    _compare(file, text, tests)
    return Artifact(file.path, text, file.source)


def _test(timeline: Timeline) -> dict[str, Any]:
    expr = _states_query(timeline)
    parse(expr)
    return {
        "name": timeline.name,
        "step": duration_text(timeline.step),
        "expr": expr,
        "series": [
            {"name": _series(one.metric, one.labels), "notation": notation(one.samples)}
            for one in timeline.series
        ],
        "checks": [_check(timeline, one) for one in timeline.checks],
    }


def _own_test(case: OwnCase) -> dict[str, Any]:
    fires = (Matcher("alert_id", "=", case.alert_id), Matcher("alertstate", "=", "firing"))
    return {
        "name": f"{case.alert_id}: {case.name}",
        "step": duration_text(case.step),
        "expr": f"group by () ({Selector('ALERTS', fires)})",
        "series": [{"name": name, "notation": values} for name, values in case.series],
        "checks": [
            {
                "case": "fires" if firing else "silent",
                "at": duration_text(at),
                "samples": ["{}"] if firing else [],
            }
            for at, firing in case.times
        ],
    }


def _states_query(timeline: Timeline) -> str:
    """Return the query for an alert's states by the labels of what is measured."""
    selector = Selector("ALERTS", (Matcher("alert_id", "=", timeline.alert_id),))
    return f"count by ({', '.join((*timeline.by, 'alertstate'))}) ({selector})"


def _check(timeline: Timeline, check: Check) -> dict[str, Any]:
    return {
        "case": check.case,
        "at": duration_text(check.step * timeline.step),
        "samples": [
            _series("", (*labels, ("alertstate", state))) for labels, state in check.states
        ],
    }


def _series(metric: str, labels: Labels) -> str:
    return str(Selector(metric, tuple(Matcher(name, "=", value) for name, value in labels)))


def _compare(file: ProofFile, text: str, tests: list[dict[str, Any]]) -> None:
    data = read_yaml(file.path, text)
    seen = [
        {
            "expr": [one["expr"] for one in test["promql_expr_test"]],
            "series": [(one["series"], one["values"]) for one in test["input_series"]],
            "samples": [
                [row["labels"] for row in one["exp_samples"]] for one in test["promql_expr_test"]
            ],
        }
        for test in data["tests"]
    ]
    wanted = [
        {
            "expr": [test["expr"]] * len(test["checks"]),
            "series": [(one["name"], one["notation"]) for one in test["series"]],
            "samples": [one["samples"] for one in test["checks"]],
        }
        for test in tests
    ]
    if seen != wanted:
        raise TemplateFaultError(file.path, "the tests read back are not those of the proof")
