"""All checks of whole specs, in the order of their codes."""

from typing import Final

from generator.check.shape import Family
from generator.check.specs import (
    cannot_fire,
    covered_cause,
    deprecated_metric,
    endless_label,
    estimated_share,
    hasty_group,
    idle_inhibition,
    inflated_severity,
    mutual_inhibition,
    native_histograms,
    no_receiver,
    same_failure,
    scraped_twice,
    second_bound,
    severity_order,
    strange_bound,
    symptom_without_bound,
    taken_component,
    target_version,
    too_many_series,
    unkept_label,
    unknown_receiver,
    unnoticed_absence,
    unproven_alert,
)
from generator.check.specs.example import read
from generator.check.specs.whole import Whole

SPECS: Final[Family[Whole]] = Family(
    checks=(
        target_version.CHECK,
        severity_order.CHECK,
        unknown_receiver.CHECK,
        no_receiver.CHECK,
        mutual_inhibition.CHECK,
        idle_inhibition.CHECK,
        hasty_group.CHECK,
        scraped_twice.CHECK,
        taken_component.CHECK,
        cannot_fire.CHECK,
        unnoticed_absence.CHECK,
        same_failure.CHECK,
        covered_cause.CHECK,
        inflated_severity.CHECK,
        second_bound.CHECK,
        symptom_without_bound.CHECK,
        deprecated_metric.CHECK,
        too_many_series.CHECK,
        endless_label.CHECK,
        unproven_alert.CHECK,
        native_histograms.CHECK,
        unkept_label.CHECK,
        estimated_share.CHECK,
        strange_bound.CHECK,
    ),
    read=read,
)
