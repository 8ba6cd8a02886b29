"""The stages in their order, from a folder of specs to artifacts and findings."""

import dataclasses
from collections.abc import Iterable
from pathlib import Path

import generator
from generator.core.artifact import ArtifactSet
from generator.core.finding import Finding, Rule, Severity, rules_of
from generator.emit import codes as emit_codes
from generator.emit.drift import drift as find_drift
from generator.emit.tree import EmitResult, emit
from generator.load import codes as load_codes
from generator.load.discovery import read_specs
from generator.load.document import Sources
from generator.plan.plan import Plan, make_plan
from generator.resolve import codes as resolve_codes
from generator.resolve.estate import Estate
from generator.resolve.resolver import resolve
from generator.spec import codes as spec_codes
from generator.spec.validate import Specs, validate

OUT = "out"


@dataclasses.dataclass(frozen=True, slots=True)
class Project:
    """A project as far as it could be read: findings, and an estate where they are no errors."""

    root: Path
    sources: Sources
    specs: Specs
    estate: Estate | None
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Tell whether something is wrong that forbids rendering."""
        return self.estate is None or any(one.severity is Severity.ERROR for one in self.findings)


def read(root: Path) -> Project:
    """Read, validate and resolve the specs below a folder."""
    loaded = read_specs(root)
    sources = Sources({document.file: document for document in loaded.documents})
    findings = list(loaded.findings)
    specs, found = validate(loaded.documents)
    findings += found
    estate, found = resolve(specs)
    findings += found
    return Project(root, sources, specs, estate, tuple(findings))


def plan_of(project: Project) -> Plan:
    """Return the plan of a project that was read without errors.

    Raises:
        ValueError: the project has errors.
    """
    if project.estate is None:
        raise ValueError("the project has errors")
    return make_plan(project.estate)


def artifacts_of(project: Project) -> ArtifactSet:
    """Render everything that a project asks for, in memory."""
    # Imported here: dashboards bring grafanalib along, which most commands do not need.
    from generator.render.tree import render_tree  # noqa: PLC0415
    from generator.spec.schema import schema_artifacts  # noqa: PLC0415

    plan = plan_of(project)
    if project.estate is None:
        raise ValueError("the project has errors")
    artifacts = ArtifactSet(render_tree(project.estate, plan))
    artifacts.extend(schema_artifacts())
    return artifacts


def version() -> str:
    """Return the tool's version."""
    return generator.__version__


def errors(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings is an error."""
    return any(one.severity is Severity.ERROR for one in findings)


def write(project: Project, *, force: bool = False) -> EmitResult:
    """Render a project into its output folder; with ``force``, over files edited by hand."""
    return emit(artifacts_of(project), project.root / OUT, version=version(), force=force)


def drift(project: Project, artifacts: ArtifactSet) -> list[Finding]:
    """Return a finding for each file of the output folder that is not what the specs say."""
    return [one.finding for one in find_drift(artifacts, project.root / OUT, version())]


def rules() -> dict[str, Rule]:
    """Return what every finding can be an instance of, by code."""
    modules = (load_codes, spec_codes, resolve_codes, emit_codes)
    return {rule.code: rule for module in modules for rule in rules_of(vars(module))}
