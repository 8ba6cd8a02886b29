"""What can be wrong with the text of a rule file that others wrote, beside what can be in specs."""

from generator.core.finding import Rule

TEMPLATED = Rule(
    "PS029",
    "template instead of YAML",
    "what a template becomes depends on values that are not in it, so its rules are not known yet",
    "render it first and check the result: `helm template … | promspec check --rules -`",
)
