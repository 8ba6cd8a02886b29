"""The result of a proof, for people and for programs."""

import json
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from generator.prove.difference import difference
from generator.prove.failures import Failure
from generator.prove.files import Rule
from generator.prove.result import Report, Survivor

VERSION = 1
"""Raised when a program that reads reports could break; new keys do not break any."""


def report_text(report: Report, others: Iterable[Report] = ()) -> str:
    """Return what was found, first what must be done, last the sum.

    ``others`` are the reports of other environments, whose rules were not mutated.
    """
    more = tuple(others)
    faults = [line for one in (report, *more) for line in _faults(one)]
    sums = [summary(one) for one in (report, *more)]
    return "\n".join((*faults, *_survivors(report), *_equivalent(report), *sums))


def summary(report: Report) -> str:
    """Return the sum in one line: ``41 alerts, 41 proven; 1207 of 1207 mutants killed``."""
    proven = sum(one.proven for one in report.alerts)
    word = "tested" if report.places else "proven"  # what others' tests prove is not known
    found = f"{_count(len(report.alerts), 'alert')}, {proven} {word}"
    if report.environment:
        found = f"environment {report.environment}: {found}"
    if not report.mutants:
        return found
    counted = report.mutants - len(report.equivalent)
    found += f"; {report.killed} of {counted} mutants killed ({percent(report.score)})"
    same = len(report.equivalent)
    return f"{found}, {same} more are equivalent" if same else found


def percent(share: Fraction) -> str:
    """Return a share in percent, cut and not rounded: what is not all is never 100%."""
    tenths = math.floor(share * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _faults(report: Report) -> Iterator[str]:
    told = {one.check.file for one in report.failures if one.place is not None}
    for one in report.failures:
        yield from _failure(report, one)
    for name, text in report.failing.items():
        if name not in told:
            yield f"{name}: its tests fail"
            yield from (f"  {line}" for line in text.splitlines() if line.strip())
    where = f" in {report.environment}" if report.environment else ""
    for alert in report.alerts:
        if not alert.proven and alert.rule not in report.places:  # of others there is a finding
            yield f"unproven{where}: {alert.id} ({alert.name}): {alert.reason}"


def _failure(report: Report, one: Failure) -> Iterator[str]:
    """Yield a check of a case that fails, at the place where the case or its alert is written."""
    if one.place is None:
        return
    span = report.spans[one.place]
    where = f" in {report.environment}" if report.environment else ""
    alerts = ", ".join(one.alerts)
    yield f"{span.file}:{span.line}: {alerts}: case `{one.case}` fails{where} at {one.check.time}"
    yield f"  expected: {one.check.expected}"
    yield f"  got: {one.check.got}"
    yield f"  of: {one.check.about}"


def _survivors(report: Report) -> Iterator[str]:
    for one in report.alive:
        mutant = one.mutant
        place = report.places.get(mutant.rule)
        where = f"{place.file}:{place.line}: " if place is not None else ""
        yield f"{where}survived: {mutant.rule.id}: {mutant.kind}"
        yield from difference(mutant)
        yield f"  it would be noticed by {mutant.wanted}"


def _equivalent(report: Report) -> Iterator[str]:
    reasons: dict[str, list[Survivor]] = {}
    for one in report.equivalent:
        reasons.setdefault(one.equivalent, []).append(one)
    for reason, some in reasons.items():
        yield f"equivalent: {_count(len(some), 'mutant')}: {reason}"
        names = dict.fromkeys(f"{one.mutant.rule.id} ({one.mutant.kind})" for one in some)
        yield from (f"  {name}" for name in names)


def report_json(report: Report, others: Iterable[Report] = ()) -> str:
    """Return the same for programs; `prove_schema` describes it."""
    data = report_data(report) | {"environments": [_environment(one) for one in others]}
    return json.dumps(data, indent=2, ensure_ascii=False)


def report_data(report: Report) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "version": VERSION,
        **_proof(report),
        "mutants": report.mutants,
        "killed": report.killed,
        "score": float(report.score),
        "survivors": [_survivor(report, one) for one in report.alive],
        "equivalent": [_survivor(report, one) for one in report.equivalent],
    }


def _environment(report: Report) -> dict[str, Any]:
    return {"name": report.environment, **_proof(report)}


def _proof(report: Report) -> dict[str, Any]:
    return {
        "alerts": [
            {
                "id": one.id,
                "name": one.name,
                "proven": one.proven,
                "reason": one.reason,
                **_where(report, one.rule),
            }
            for one in report.alerts
        ],
        "failing": [{"file": name, "output": text} for name, text in report.failing.items()],
        "failures": [_failed(report, one) for one in report.failures],
    }


def _failed(report: Report, one: Failure) -> dict[str, Any]:
    found = {
        "test": one.check.file,
        "alerts": list(one.alerts),
        "case": one.case,
        "about": one.check.about,
        "time": one.check.time,
        "expected": one.check.expected,
        "got": one.check.got,
    }
    if one.place is None:
        return found
    span = report.spans[one.place]
    return {**found, "file": span.file, "line": span.line}


def _survivor(report: Report, one: Survivor) -> dict[str, Any]:
    mutant = one.mutant
    found = {
        "rule": mutant.rule.id,
        "kind": mutant.kind,
        "before": mutant.before,
        "after": mutant.after,
        "wanted": mutant.wanted,
        **_where(report, mutant.rule),
    }
    return {**found, "reason": one.equivalent} if one.equivalent else found


def _where(report: Report, rule: Rule) -> dict[str, Any]:
    place = report.places.get(rule)
    return {} if place is None else {"file": place.file, "line": place.line}


def prove_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `prove --format json` prints."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    where = {"file": text, "line": {"type": "integer", "minimum": 1}}
    survivor = _object(
        rule=text,
        kind=text,
        before=text,
        after=text,
        wanted=text,
        optional={"reason": text, **where},
    )
    alert = _object(id=text, name=text, proven={"type": "boolean"}, reason=text, optional=where)
    failure = _object(
        test=text,
        alerts={"type": "array", "items": text},
        case=text,
        about=text,
        time=text,
        expected=text,
        got=text,
        optional=where,
    )
    proof = {
        "alerts": {"type": "array", "items": alert},
        "failing": {"type": "array", "items": _object(file=text, output=text)},
        "failures": {"type": "array", "items": failure},
    }
    environment = _object(name=text, **proof)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Proof of promspec",
        "description": "Which alerts are proven and which mutants survive. New keys may be added. "
        "With --rules also `findings` and `summary`, as `promspec schema findings` describes.",
        **_object(
            version={"const": VERSION},
            **proof,
            mutants=number,
            killed=number,
            score={"type": "number", "minimum": 0, "maximum": 1},
            survivors={"type": "array", "items": survivor},
            equivalent={"type": "array", "items": survivor},
            optional={"environments": {"type": "array", "items": environment}},
        ),
    }


def _object(*, optional: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
    }
