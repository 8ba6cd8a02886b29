"""All checks of rule files, in the order of their codes."""

from typing import Final

from generator.check.rule_files import (
    bad_duration,
    bad_name,
    duplicate_group,
    duplicate_rule,
    idle_duration,
    malformed,
    name_style,
    new_field,
    new_name,
    no_for,
    no_owner,
    no_runbook,
    no_severity,
    no_summary,
    other_group,
    overlapping_alerts,
    record_name,
    record_parts,
    severity_order,
    slow_group,
    unknown_field,
)
from generator.check.rule_files.subject import RuleFiles, read
from generator.check.shape import Family

RULE_FILES: Final[Family[RuleFiles]] = Family(
    checks=(
        duplicate_rule.CHECK,
        overlapping_alerts.CHECK,
        duplicate_group.CHECK,
        slow_group.CHECK,
        other_group.CHECK,
        no_for.CHECK,
        bad_duration.CHECK,
        idle_duration.CHECK,
        no_severity.CHECK,
        no_runbook.CHECK,
        no_owner.CHECK,
        no_summary.CHECK,
        name_style.CHECK,
        record_name.CHECK,
        severity_order.CHECK,
        new_field.CHECK,
        unknown_field.CHECK,
        malformed.CHECK,
        bad_name.CHECK,
        new_name.CHECK,
        record_parts.CHECK,
    ),
    read=read,
    scope="rules",
)
