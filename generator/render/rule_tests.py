"""Unit tests of the rules, in promtool's format: the proof as anyone can run it."""

import functools
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from generator.core.artifact import Artifact
from generator.core.finding import Place
from generator.core.names import record_name
from generator.core.units import duration_text
from generator.oracle.packing import Entry, OwnCase, ProofFile
from generator.oracle.timeline import Check, Labels, Row, Subject, Timeline
from generator.plan.rules import RuleFile
from generator.promql.build import aggregate, op
from generator.promql.expr import Matcher, Selector
from generator.promql.read import parse
from generator.render._jinja import render
from generator.render.expand import expanded
from generator.render.readback import TemplateFaultError, read_yaml
from generator.render.rule_groups import Groups


def render_rule_tests(
    files: Iterable[ProofFile], rule_files: tuple[RuleFile, ...], prefix: str
) -> list[Artifact]:
    """Return one artifact for each file of proofs.

    Raises:
        TemplateFaultError: the template made something else than the proofs say.
    """
    groups = Groups(rule_files)
    return [_render(file, groups, prefix) for file in files]


class Named(NamedTuple):
    """A check of a test file: an expression or an alert's name at a time, and what it shows.

    ``place`` is where an author wrote the case.
    """

    path: str
    about: str
    at: str
    alert_id: str
    case: str
    place: Place | None = None


def named_checks(
    files: Iterable[ProofFile], rule_files: tuple[RuleFile, ...], prefix: str
) -> Iterator[Named]:
    """Yield every check of the tests with the alert and the case that it is about."""
    groups = Groups(rule_files)
    for file in files:
        for one in file.timelines:
            for check in _timeline_checks(one, groups, prefix):
                case = check["case"].partition(": ")[2]
                yield Named(file.path, _about(check), check["at"], one.alert_id, case)
        for own in (one for world in file.cases for one in world):
            for check in (*_own_checks(own), *_own_alerts(own, groups)):
                yield Named(
                    file.path, _about(check), check["at"], own.alert_id, own.name, own.place
                )


def _timeline_checks(one: Timeline, groups: Groups, prefix: str) -> Iterator[dict[str, Any]]:
    yield from (_check(one, _states_query(one), check) for check in one.checks)
    yield from _readings(one, groups, prefix)
    yield from _worths(one, groups)
    yield from _alerts(one, groups)


def _about(check: dict[str, Any]) -> str:
    return str(check.get("expr") or check["name"])


def _render(file: ProofFile, groups: Groups, prefix: str) -> Artifact:
    tests = [_test(entry, groups, prefix) for entry in file.entries]
    tests += [_own_test(world, groups) for world in file.cases]
    paths = groups.files_for(file.rules)
    text = render(
        "prometheus/tests.yml.j2",
        file=file,
        rules=[posixpath.relpath(one, posixpath.dirname(file.path)) for one in paths],
        order=groups.order(paths),
        step=duration_text(file.evaluation),
        tests=tests,
    )
    _compare(file, text, tests)
    return Artifact(file.path, text, file.source)


def _test(entry: Entry, groups: Groups, prefix: str) -> dict[str, Any]:
    emitted = dict.fromkeys(one for timeline in entry.timelines for one in timeline.series)
    checks: list[dict[str, Any]] = []
    alerts: list[dict[str, Any]] = []
    for timeline in entry.timelines:
        expr = _states_query(timeline)
        parse(expr)
        checks += [_check(timeline, expr, one) for one in timeline.checks]
        checks += _readings(timeline, groups, prefix)
        checks += _worths(timeline, groups)
        alerts += _alerts(timeline, groups)
    return {
        "names": [timeline.name for timeline in entry.timelines],
        "step": duration_text(entry.timelines[0].step),
        "series": [
            {"name": _series(one.metric, one.labels), "notation": one.values} for one in emitted
        ],
        "checks": _distinct(checks),
        "alerts": _distinct(alerts),
    }


def _distinct(checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return checks without those that say what another one said."""
    found: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for one in checks:
        about = found.setdefault((one.get("expr"), one.get("name"), one["at"]), [])
        if not any({**other, "case": one["case"]} == one for other in about):
            about.append(one)
    kept = {id(one) for about in found.values() for one in about}
    return [one for one in checks if id(one) in kept]


def _own_test(cases: Sequence[OwnCase], groups: Groups) -> dict[str, Any]:
    return {
        "names": [f"{case.alert_id}: {case.name}" for case in cases],
        "step": duration_text(cases[0].step),
        "series": [
            {"name": name, "notation": values} for case in cases for name, values in case.series
        ],
        "checks": [check for case in cases for check in _own_checks(case)],
        "alerts": [check for case in cases for check in _own_alerts(case, groups)],
    }


def _own_checks(case: OwnCase) -> Iterator[dict[str, Any]]:
    wanted = Matcher("alert_id", "=", case.alert_id)
    if case.variants:
        wanted = Matcher("alert_id", "=~", rf"{re.escape(case.alert_id)}(\..+)?")
    fires = Selector("ALERTS", (wanted, Matcher("alertstate", "=", "firing")))
    names = ", ".join(name for name, _ in case.contract)
    for at, firing in case.times:
        yield {
            "case": "fires" if firing else "silent",
            "expr": f"group by ({names}) ({fires})",
            "at": duration_text(at),
            "samples": [{"labels": _series("", case.contract), "value": 1}] if firing else [],
        }


def _own_alerts(case: OwnCase, groups: Groups) -> Iterator[dict[str, Any]]:
    """Yield what people see of an alert, unless a text of it is not known."""
    seen = case.shown
    rows = [_row(one, groups) for one in seen.rows] if seen is not None else []
    if seen is not None and all(row is not None for row in rows):
        yield {
            "name": seen.name,
            "case": "what people see",
            "at": duration_text(seen.time),
            "rows": rows,
        }


def _states_query(timeline: Timeline) -> str:
    """Return the query for an alert's states by the labels of what is measured."""
    selector = Selector("ALERTS", (Matcher("alert_id", "=", timeline.alert_id),))
    return f"count by ({', '.join((*timeline.by, 'alertstate'))}) ({selector})"


def _check(timeline: Timeline, expr: str, check: Check) -> dict[str, Any]:
    return {
        "case": f"{timeline.alert_id}: {check.case}",
        "expr": expr,
        "at": duration_text(check.step * timeline.step),
        "samples": [
            {"labels": _series("", (*labels, ("alertstate", state))), "value": 1}
            for labels, state in check.states
        ],
    }


def _readings(timeline: Timeline, groups: Groups, prefix: str) -> Iterator[dict[str, Any]]:
    subject = timeline.subject
    for reading in timeline.readings:
        known = sorted({_only(labels, subject.identity) for labels in reading.exist})
        steps, results = _recorded(subject, groups, prefix)
        looks: list[tuple[str, tuple[str, ...], str, Sequence[Labels]]]
        looks = [("group", subject.identity, name, known) for name in steps]
        looks += [("count", subject.labels, name, reading.present) for name in results]
        for function, labels, name, found in looks:
            yield {
                "case": f"{subject.id}: {reading.case}",
                "expr": f"{function} by ({', '.join(labels)}) ({name})",
                "at": duration_text(reading.step * timeline.step),
                "samples": [{"labels": _series("", some) or "{}", "value": 1} for some in found],
            }


def _worths(timeline: Timeline, groups: Groups) -> Iterator[dict[str, Any]]:
    """Yield checks of what is recorded, each to a thousandth."""
    for one in timeline.worths:
        value = Selector(groups.records(one.subject.id)[-1].name)
        gap = abs(one.value) / 1000
        near = op(op(value, ">", one.value - gap), "<", one.value + gap)
        yield {
            "case": f"{one.subject.id}: {one.case}",
            "expr": str(aggregate("count", one.subject.labels, near)),
            "at": duration_text(one.step * timeline.step),
            "samples": [{"labels": _series("", labels) or "{}", "value": 1} for labels in one.sets],
        }


def _only(labels: Labels, names: tuple[str, ...]) -> Labels:
    return tuple(one for one in labels if one[0] in names)


def _recorded(
    subject: Subject, groups: Groups, prefix: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the steps that always have a sample, and of the results."""
    names = tuple(one.name for one in groups.records(subject.id))
    if not subject.burn:
        return names[: -subject.results], names[-1:]
    results = tuple(
        record_name(subject.labels, prefix, subject.id, f"burn{duration_text(window)}")
        for window in subject.burn
    )
    begin = record_name(subject.labels, prefix, subject.id, "")
    kept = (f"{begin}bad", f"{begin}total")
    every = (*names, *(one.name for one in groups.records(f"{subject.id}.slow")))
    return tuple(name for name in every if name.startswith(kept)), results


def _alerts(timeline: Timeline, groups: Groups) -> Iterator[dict[str, Any]]:
    shown = timeline.shown
    rows = [_row(one, groups) for one in shown.rows] if shown is not None else []
    if shown is not None and all(row is not None for row in rows):
        yield {
            "name": shown.name,
            "case": f"{timeline.alert_id}: what people see",
            "at": duration_text(shown.step * timeline.step),
            "rows": rows,
        }


def _row(row: Row, groups: Groups) -> dict[str, Any] | None:
    """Return a firing alert with its labels and texts; None if a text is not certain."""
    alert = groups.alerts[dict(row.contract)["alert_id"]]
    own = {name: value for name, value in row.labels if value}
    texts = [(name, expanded(text, own, row.value)) for name, text in alert.annotations]
    if any(text is None for _, text in texts):
        return None
    return {"labels": {**own, **dict(row.contract)}, "annotations": dict(texts)}


@functools.lru_cache(maxsize=4096)  # each check names the same few again
def _series(metric: str, labels: Labels) -> str:
    return str(Selector(metric, tuple(Matcher(name, "=", value) for name, value in labels)))


def _compare(file: ProofFile, text: str, tests: list[dict[str, Any]]) -> None:
    data = read_yaml(file.path, text)
    seen = [
        {
            "series": [(one["series"], one["values"]) for one in test["input_series"]],
            "checks": [
                (one["expr"], one["eval_time"], [row["labels"] for row in one["exp_samples"]])
                for one in test["promql_expr_test"]
            ],
            "alerts": [
                (
                    one["alertname"],
                    one["eval_time"],
                    [(row["exp_labels"], row["exp_annotations"]) for row in one["exp_alerts"]],
                )
                for one in test.get("alert_rule_test", [])
            ],
        }
        for test in data["tests"]
    ]
    wanted = [
        {
            "series": [(one["name"], one["notation"]) for one in test["series"]],
            "checks": [
                (one["expr"], one["at"], [row["labels"] for row in one["samples"]])
                for one in test["checks"]
            ],
            "alerts": [
                (
                    one["name"],
                    one["at"],
                    [(row["labels"], row["annotations"]) for row in one["rows"]],
                )
                for one in test["alerts"]
            ],
        }
        for test in tests
    ]
    if seen != wanted:
        raise TemplateFaultError(file.path, "the tests read back are not those of the proof")
