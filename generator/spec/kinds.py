"""The kinds of spec, by the key that begins their files."""

from generator.core.fields import SpecModel
from generator.spec.component import Component
from generator.spec.definitions import Decisions, Labels, Owners
from generator.spec.project import Project
from generator.spec.scenario import Scenario
from generator.spec.variation import Environment, Fleet
from generator.spec.views import Dashboard, Runbook

KINDS: dict[str, type[SpecModel]] = {
    "project": Project,
    "labels": Labels,
    "decisions": Decisions,
    "owners": Owners,
    "component": Component,
    "dashboard": Dashboard,
    "runbook": Runbook,
    "environment": Environment,
    "fleet": Fleet,
    "scenario": Scenario,
}
ONCE = ("project", "labels", "decisions", "owners")
"""Kinds of which a project has one spec at most."""
