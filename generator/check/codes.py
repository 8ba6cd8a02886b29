"""Findings about the plan and the rendered files."""

from generator.core.finding import Rule, Severity, rules_of

PROVISIONING_CLASH = Rule(
    "PS301",
    "two dashboards that Grafana cannot tell apart",
    "one uid twice, or one title twice in a folder, stops Grafana from loading any of them",
    "give one of them another id or title",
)
NOTHING_TO_RENDER = Rule(
    "PS302",
    "nothing to render",
    "an empty output would switch off every alert that is mounted from it, without a word",
    "describe a component with an alert or a dashboard, and name what to render under `outputs:`",
)
IDLE_OUTPUT = Rule(
    "PS303",
    "output without a file",
    "who asks for an output relies on it, and a missing file is easily overlooked",
    "describe what it is made from, or remove it from `outputs:`",
    Severity.WARNING,
)
BAD_REVIEWER = Rule(
    "PS304",
    "reviewer that code hosts cannot read",
    "a line of CODEOWNERS with a name that nobody has asks nobody for a review",
    "write `@user`, `@organization/team` or an address",
)

RULES = rules_of(globals())
