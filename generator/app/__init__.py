"""The stages in their order, from a folder of specs to artifacts and findings.

What only some calls need is imported where it is used, so that no command waits for the others.
"""

from generator.app.foreign import check_dashboards, check_rules, import_specs
from generator.app.project import Project, errors, estate_of, plan_of, plans_of, read
from generator.app.proving import certificate, prove, prove_rules
from generator.app.rendering import OUT, artifacts_of, check, version, write
from generator.app.rules import examples, reach, rules

__all__ = [
    "OUT",
    "Project",
    "artifacts_of",
    "certificate",
    "check",
    "check_dashboards",
    "check_rules",
    "errors",
    "estate_of",
    "examples",
    "import_specs",
    "plan_of",
    "plans_of",
    "prove",
    "prove_rules",
    "reach",
    "read",
    "rules",
    "version",
    "write",
]
