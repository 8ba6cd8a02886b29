"""All checks of dashboards, in the order of their codes."""

from typing import Final

from generator.check.dashboards import (
    counter_rate,
    editable,
    legend_label,
    logql_query,
    logql_range,
    panel_datasource,
    panel_query,
    panel_title,
    panel_unit,
    promql_query,
    rate_interval,
    several_values,
    target_instance,
    target_job,
    template_datasource,
    template_instance,
    template_job,
    template_query,
    template_refresh,
    unit_of_share,
    unknown_variable,
)
from generator.check.dashboards.example import read
from generator.check.dashboards.subject import Boards
from generator.check.shape import Family

DASHBOARDS: Final[Family[Boards]] = Family(
    checks=(
        template_datasource.CHECK,
        template_job.CHECK,
        template_instance.CHECK,
        template_query.CHECK,
        template_refresh.CHECK,
        panel_datasource.CHECK,
        panel_title.CHECK,
        panel_unit.CHECK,
        panel_query.CHECK,
        logql_query.CHECK,
        logql_range.CHECK,
        promql_query.CHECK,
        rate_interval.CHECK,
        target_job.CHECK,
        target_instance.CHECK,
        counter_rate.CHECK,
        editable.CHECK,
        unknown_variable.CHECK,
        legend_label.CHECK,
        several_values.CHECK,
        unit_of_share.CHECK,
    ),
    read=read,
    scope="dashboards",
)
