"""The result of a proof, for people and for programs."""

import json
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from generator.prove.difference import difference
from generator.prove.files import Rule
from generator.prove.result import Report, Survivor

VERSION = 1
"""Raised when a program that reads reports could break; new keys do not break any."""


def report_text(report: Report) -> str:
    """Return what was found, first what must be done, last the sum."""
    return "\n".join((*_faults(report), *_survivors(report), *_equivalent(report), summary(report)))


def summary(report: Report) -> str:
    """Return the sum in one line: ``41 alerts, 41 proven; 1207 of 1207 mutants killed``."""
    proven = sum(one.proven for one in report.alerts)
    word = "tested" if report.places else "proven"  # what others' tests prove is not known
    found = f"{_count(len(report.alerts), 'alert')}, {proven} {word}"
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
    for name, text in report.failing.items():
        yield f"{name}: its tests fail"
        yield from (f"  {line}" for line in text.splitlines() if line.strip())
    for one in report.alerts:
        if not one.proven and one.rule not in report.places:  # of others there is a finding
            yield f"unproven: {one.id} ({one.name}): {one.reason}"


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


def report_json(report: Report) -> str:
    """Return the same for programs; `prove_schema` describes it."""
    return json.dumps(report_data(report), indent=2, ensure_ascii=False)


def report_data(report: Report) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "version": VERSION,
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
        "mutants": report.mutants,
        "killed": report.killed,
        "score": float(report.score),
        "survivors": [_survivor(report, one) for one in report.alive],
        "equivalent": [_survivor(report, one) for one in report.equivalent],
    }


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
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Proof of promspec",
        "description": "Which alerts are proven and which mutants survive. New keys may be added. "
        "With --rules also `findings` and `summary`, as `promspec schema findings` describes.",
        **_object(
            version={"const": VERSION},
            alerts={"type": "array", "items": alert},
            failing={"type": "array", "items": _object(file=text, output=text)},
            mutants=number,
            killed=number,
            score={"type": "number", "minimum": 0, "maximum": 1},
            survivors={"type": "array", "items": survivor},
            equivalent={"type": "array", "items": survivor},
        ),
    }


def _object(*, optional: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
    }
