"""The order of resolving: definitions, metrics, components, services, then what refers to them."""

from collections.abc import Mapping, Sequence

from generator.core.finding import Finding, Place
from generator.resolve.attribution import distinct
from generator.resolve.context import Context
from generator.resolve.estate import Estate
from generator.resolve.fleet import FleetResolver
from generator.resolve.identity import external_labels
from generator.resolve.meta.build import with_meta
from generator.resolve.metrics import resolve_metrics
from generator.resolve.names import Names
from generator.resolve.overlay import Layered
from generator.resolve.overview import overview
from generator.resolve.parts import joined, resolve_parts
from generator.resolve.provenance import Assignment
from generator.resolve.references import check_references
from generator.resolve.sanity import check_project, record_clashes
from generator.resolve.scenarios import with_scenarios
from generator.resolve.views import check_views
from generator.spec import codes as spec_codes
from generator.spec.component import Component
from generator.spec.definitions import Decisions, Labels, Owners
from generator.spec.project import Project
from generator.spec.scenario import Scenario
from generator.spec.validate import Specs
from generator.spec.variation import Environment
from generator.spec.views import Dashboard, Runbook


def resolve(
    layered: Layered,
    for_services: Sequence[Assignment] = (),
    environment: Environment | None = None,
) -> tuple[Estate | None, list[Finding]]:
    """Return the estate, None where there is no project, and everything that does not fit.

    ``for_services`` are the values that an environment sets for single services of a fleet.
    """
    project = layered.specs.one(Project)
    if project is None:
        if any(kind == "project" for kind, _ in layered.kinds):
            return None, []
        return None, [spec_codes.NO_PROJECT.at(Place("specs/project.yaml"), "there is no project")]
    context = _context(layered.specs, *project)
    check_project(context)
    fleets = FleetResolver(context, layered, for_services)
    estate, complete = _estate(context, layered, fleets, environment)
    names = Names(context, estate, complete=complete)
    check_views(context, estate, names)
    check_references(context, layered.specs.of(Component), estate, names)
    estate = with_scenarios(context, estate, names, layered.specs.of(Scenario))
    return estate, distinct([*context.findings, *fleets.findings])


def _estate(
    context: Context,
    layered: Layered,
    fleets: FleetResolver,
    environment: Environment | None,
) -> tuple[Estate, bool]:
    """Return the estate, and whether everything that can be referred to could be resolved."""
    specs, project = layered.specs, context.project
    owners = specs.one(Owners)
    components = specs.of(Component)
    metrics = resolve_metrics(context, components)
    own = {name: one for name, one in components.items() if name not in fleets.templates}
    services = fleets.services()
    parts = joined([resolve_parts(context, own, metrics), *(one.parts for one in services)])
    context.findings += record_clashes(parts)
    _declare(context, components, fleets)
    views = overview(context, components, services)
    estate = Estate(
        project=project,
        prefix=project.prefix or project.project.replace("-", "_"),
        identity=project.series_identity,
        labels=context.labels,
        decisions=context.decisions,
        owners=context.owners,
        components=parts.components,
        metrics={**metrics, **views.metrics},
        indicators={**parts.indicators, **views.indicators},
        slos=parts.slos,
        alerts=parts.alerts,
        dashboards=specs.of(Dashboard),
        runbooks=specs.of(Runbook),
        project_file=context.project_file,
        environment=environment.environment if environment else "",
        external_labels=external_labels(project, environment),
        provenance={"": layered.provenance} | {one.member.name: one.provenance for one in services},
        services={one.member.name: one.project for one in services},
        receivers=owners[1].receivers if owners else {},
        owners_file=owners[0] if owners else "specs/owners.yaml",
    )
    estate = with_meta(estate)
    complete = parts.complete and not specs.lost and not fleets.findings
    return estate, complete


def _declare(
    context: Context, components: Mapping[str, tuple[str, Component]], fleets: FleetResolver
) -> None:
    """Say which ids services have, and that templates have none of their own.

    Where something is wrong with a fleet nobody is told that an id of a template is missing.
    """
    templates = {
        name: {f"{name}.{key}" for key in (*spec.indicators, *spec.slos, *spec.alerts)}
        for name, (_, spec) in components.items()
        if name in fleets.templates
    }
    for names in templates.values():
        context.declared = context.declared - names | (names if fleets.findings else set())
    for member in fleets.members.values():
        for used in member.uses:
            context.declared |= {f"{member.name}/{name}" for name in templates.get(used, ())}


def _context(specs: Specs, file: str, project: Project) -> Context:
    labels, decisions, owners = specs.one(Labels), specs.one(Decisions), specs.one(Owners)
    context = Context(
        project=project,
        project_file=file,
        labels=dict(labels[1].define) if labels else {},
        decisions=dict(decisions[1].define) if decisions else {},
        owners=dict(owners[1].define) if owners else {},
        lost=specs.lost,
    )
    context.owner_of(project, None, Place(file))
    context.check_decisions(project, Place(file))
    for name, constant in project.constants.items():
        context.check_decisions(constant, Place(file, ("constants", name)))
    if labels is not None:
        for name, label in labels[1].define.items():
            context.check_decisions(label, Place(labels[0], ("define", name)))
    for path, component in specs.of(Component).values():
        context.check_decisions(component, Place(path))
    return context
