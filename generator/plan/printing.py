"""The plan as text for people and as JSON for programs."""

import dataclasses
import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from generator.core.units import Unit, decimal_text, duration_text
from generator.plan.plan import Plan
from generator.plan.rules import Record
from generator.promql.expr import Expr


def plan_text(plan: Plan) -> str:
    """Return the plan for people: a line for each record, alert and panel."""
    lines = [plan.title]
    for file in plan.rule_files:
        lines.append(f"{file.path}")
        for group in file.groups:
            lines.append(f"  group {group.name}")
            for rule in group.rules:
                if isinstance(rule, Record):
                    lines.append(f"    record {rule.name}")
                else:
                    after = f" for {duration_text(rule.for_)}" if rule.for_ else ""
                    lines.append(f"    alert  {rule.name} [{rule.alert_id}]{after}")
    for dashboard in plan.dashboards:
        lines.append(f"dashboard {dashboard.id}")
        for row in dashboard.rows:
            lines += [f"  panel {panel.key}: {panel.title} ({panel.kind})" for panel in row.panels]
    lines += [f"runbook {page.id}" for page in plan.runbooks]
    return "\n".join(lines)


def plan_json(plan: Plan) -> str:
    """Return the plan as JSON; numbers are exact, as texts."""
    return json.dumps({"version": 1, **_plain(plan)}, indent=2, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Expr | Unit | Enum | Fraction):
        return _text(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _text(value: Expr | Unit | Enum | Fraction) -> str:
    if isinstance(value, Fraction):
        return decimal_text(value) or str(value)
    return str(value.value if isinstance(value, Enum) else value)
