"""Findings about the plan and the rendered files."""

from generator.core.finding import Rule, rules_of

PROVISIONING_CLASH = Rule(
    "PS301",
    "two dashboards that Grafana cannot tell apart",
    "one uid twice, or one title twice in a folder, stops Grafana from loading any dashboard of the project",
    "give one of them another id or title",
)

RULES = rules_of(globals())
