"""From an estate to artifacts: what is wrong with them, and the files of the output folder."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import generator
from generator.app.project import Project, errors, estate_of, plans_of
from generator.app.rules import examples, reach, rules
from generator.core.artifact import Artifact, ArtifactSet
from generator.core.finding import Finding
from generator.emit.drift import drift as find_drift
from generator.emit.tree import EmitResult, emit
from generator.load.kept import kept
from generator.plan.plan import Plan
from generator.resolve.attribution import distinct
from generator.spec.project import Project as ProjectSpec

if TYPE_CHECKING:
    from generator.check.specs.whole import Whole
    from generator.plan.cardinality import Budget

OUT = "out"


def artifacts_of(
    project: Project,
    plans: Mapping[str, Plan] | None = None,
    budgets: "Mapping[str, Budget] | None" = None,
) -> ArtifactSet:
    """Render everything that a project asks for, in memory.

    ``plans`` and ``budgets`` of the environments save making them again.
    """
    # Imported here: dashboards bring grafanalib along, which most commands do not need.
    from generator.render.codeowners import render_codeowners  # noqa: PLC0415
    from generator.render.tree import render_tree  # noqa: PLC0415
    from generator.resolve.vocabulary import vocabulary_of  # noqa: PLC0415
    from generator.spec.schema import schema_artifacts  # noqa: PLC0415

    if project.estate is None:
        raise ValueError("the project has errors")
    artifacts = ArtifactSet()
    pages = list(_pages()) if "docs" in project.estate.project.outputs else []
    for name, plan in (plans or plans_of(project)).items():
        folder = f"env/{name}/" if name else ""
        budget = budgets[name] if budgets is not None else None
        estate = estate_of(project, name)
        for one in render_tree(estate, plan, pages, project.environments, budget):
            artifacts.add(dataclasses.replace(one, path=f"{folder}{one.path}"))
    if "codeowners" in project.estate.project.outputs:
        artifacts.extend(render_codeowners(project.estate, list(artifacts)))
    if len(artifacts):  # schemas alone are no output
        artifacts.extend(schema_artifacts(vocabulary_of(project.estate)))
    return artifacts


def _pages() -> Iterator[Artifact]:
    """Yield the pages of the reference that are the same for every project."""
    for name, source, make in (
        ("language.md", "the spec language", _language_page),
        ("checks.md", "its checks", _checks_page),
    ):
        yield Artifact(f"docs/{name}", kept(name, make), source)


def _language_page() -> str:
    # Imported here, because the page is seldom made.
    from generator.render.reference.language import render_language  # noqa: PLC0415

    return render_language()


def _checks_page() -> str:
    # Imported here, because the page is seldom made.
    from generator.check.reference import checks_page  # noqa: PLC0415

    return checks_page(rules().values(), examples(), reach)


def check(project: Project, *, drift: bool = False) -> list[Finding]:
    """Return the findings of a project, those about what it renders included.

    With ``drift`` the output folder is compared with what would be rendered, too.
    """
    if project.failed:
        return list(project.findings)
    artifacts, found = _checked(project)
    findings = [*project.findings, *found]
    if drift and not errors(findings):
        differences = find_drift(artifacts, project.root / OUT, version())
        findings += [one.finding for one in differences]
    return findings


def _checked(project: Project) -> tuple[ArtifactSet, list[Finding]]:
    """Return what a project renders, and what is wrong with it."""
    # Imported here, because few commands need it.
    from generator.check.specs.whole import Whole  # noqa: PLC0415

    plans = plans_of(project)
    wholes = {name: Whole(estate_of(project, name), plan) for name, plan in plans.items()}
    budgets = {name: one.budget for name, one in wholes.items()}
    artifacts = artifacts_of(project, plans, budgets)
    found = distinct(_check(project, wholes.values(), artifacts))
    if project.acceptance is not None:
        found = project.acceptance.settle(found)
        found += project.acceptance.findings()
    return artifacts, found


def _check(
    project: Project, wholes: "Iterable[Whole]", artifacts: ArtifactSet
) -> Iterator[Finding]:
    """Yield what is wrong with that which a project renders."""
    # Imported here, because the checks of dashboards bring grafanalib along.
    from generator.check.alert_texts import text_findings  # noqa: PLC0415
    from generator.check.backend_limits import beyond_limits  # noqa: PLC0415
    from generator.check.beyond_retention import beyond_retention  # noqa: PLC0415
    from generator.check.expressions import expression_findings  # noqa: PLC0415
    from generator.check.idle_window import idle_windows  # noqa: PLC0415
    from generator.check.metrics.registry import name_findings  # noqa: PLC0415
    from generator.check.outputs import idle_outputs, unreadable_reviewers  # noqa: PLC0415
    from generator.check.provisioning import provisioning_clashes  # noqa: PLC0415
    from generator.check.short_windows import short_windows  # noqa: PLC0415
    from generator.check.slos import slo_findings  # noqa: PLC0415
    from generator.check.specs.registry import SPECS  # noqa: PLC0415

    found = project.specs.one(ProjectSpec)
    if found is not None:
        yield from idle_outputs(*found, artifacts)
    yield from unreadable_reviewers(project.specs)
    for whole in wholes:
        estate, plan = whole.estate, whole.plan
        yield from (estate.provenance[""].translated(one) for one in provisioning_clashes(plan))
        yield from slo_findings(estate)
        yield from beyond_limits(estate, plan)
        yield from SPECS.findings(whole)
        yield from idle_windows(estate)
        yield from short_windows(estate)
        yield from beyond_retention(estate)
        yield from name_findings(estate)
        yield from text_findings(whole)
        yield from expression_findings(estate, plan)


def write(project: Project, *, force: bool = False) -> EmitResult:
    """Render a project into its output folder, unless something is wrong with it.

    The findings of the result are those that reading the project did not have. With ``force``,
    files edited by hand are overwritten.
    """
    if project.failed:
        return EmitResult()
    artifacts, findings = _checked(project)
    if errors(findings):
        return EmitResult(findings=tuple(findings))
    result = emit(artifacts, project.root / OUT, version=version(), force=force)
    return dataclasses.replace(result, findings=(*findings, *result.findings))


def version() -> str:
    """Return the tool's version."""
    return generator.__version__
