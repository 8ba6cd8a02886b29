"""From a folder of specs to an estate and its plans, as far as the specs allow."""

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.app.rules import rules
from generator.check.acceptance import Acceptance
from generator.core.finding import Finding, PromspecError, Severity
from generator.core.spelling import listed
from generator.load.discovery import read_specs
from generator.load.document import Sources
from generator.plan.plan import Plan, make_plan
from generator.resolve.attribution import distinct
from generator.resolve.environments import resolve_environments
from generator.resolve.estate import Estate
from generator.resolve.overlay import Layered
from generator.resolve.resolver import resolve
from generator.spec import codes as spec_codes
from generator.spec.validate import Specs, validate


@dataclasses.dataclass(frozen=True, slots=True)
class Project:
    """A project as far as it could be read: findings, and an estate where they are no errors.

    ``estate`` is that of the default environment, ``environments`` are the others by name.
    """

    root: Path
    sources: Sources
    specs: Specs
    estate: Estate | None
    findings: tuple[Finding, ...]
    environments: Mapping[str, Estate] = dataclasses.field(default_factory=dict)
    acceptance: Acceptance | None = None

    @property
    def failed(self) -> bool:
        """Tell whether something is wrong that forbids rendering."""
        return self.estate is None or any(one.severity is Severity.ERROR for one in self.findings)


def read(root: Path) -> Project:
    """Read, validate and resolve the specs below a folder."""
    loaded = read_specs(root)
    findings = list(loaded.findings)
    specs, found = validate(loaded.documents, loaded.texts, loaded.findings, loaded.hidden)
    findings += found
    layered = Layered.of(specs, loaded.documents)
    estate, found = resolve(layered)
    if findings:  # the project may stand in a file that could not be read
        found = [one for one in found if one.rule is not spec_codes.NO_PROJECT]
    # What is wrong with a template is found again with each overlay.
    findings = distinct([*findings, *found])
    environments, found = resolve_environments(layered, findings)
    findings += found
    acceptance = Acceptance(specs, loaded.documents, rules)
    findings = acceptance.settle(findings)
    return Project(root, loaded.sources, specs, estate, tuple(findings), environments, acceptance)


def estate_of(project: Project, environment: str = "") -> Estate:
    """Return the estate of an environment, by default that of the default one.

    Raises:
        PromspecError: there is no such environment.
        ValueError: the project has errors.
    """
    estate = project.environments.get(environment) if environment else project.estate
    if project.estate is None or (estate is None and project.failed):
        raise ValueError("the project has errors")
    if estate is None:
        known = listed(project.environments, "and") or "none but the default one"
        raise PromspecError(f"there is no environment `{environment}`; there are {known}")
    return estate


def plan_of(project: Project, environment: str = "") -> Plan:
    """Return the plan of a project that was read without errors, in one environment.

    Raises:
        PromspecError: there is no such environment.
        ValueError: the project has errors.
    """
    return make_plan(estate_of(project, environment))


def plans_of(project: Project) -> dict[str, Plan]:
    """Return the plans of all environments by name, that of the default one under ``""``."""
    return {name: plan_of(project, name) for name in ("", *project.environments)}


def errors(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings is an error."""
    return any(one.severity is Severity.ERROR for one in findings)
