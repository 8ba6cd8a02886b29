"""What can be wrong with the text of a rule file that others wrote, beside what can be in specs."""

from generator.core.finding import Rule

TEMPLATED = Rule(
    "PS029",
    "Template instead of YAML",
    "What a template becomes depends on values that are not in it, so its rules are not known yet.",
    "Render it first and check the result: `helm template … | promspec check --rules -`.",
)
