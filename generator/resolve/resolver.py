"""The order of resolving: definitions, metrics, indicators, then what refers to them."""

from generator.core.finding import Finding, Place
from generator.resolve.context import Context
from generator.resolve.estate import Component, Estate
from generator.resolve.indicators import IndicatorResolver
from generator.resolve.metrics import resolve_metrics
from generator.resolve.views import check_views
from generator.spec import codes as spec_codes
from generator.spec.component import Component as ComponentSpec
from generator.spec.project import Decision, Decisions, Label, Labels, Owner, Owners, Project
from generator.spec.validate import Specs
from generator.spec.views import Dashboard, Runbook


def resolve(specs: Specs) -> tuple[Estate | None, list[Finding]]:
    """Return the estate, None where there is no project, and everything that does not fit."""
    project = specs.one(Project)
    if project is None:
        if any(entry.kind == "project" for entry in specs.entries):
            return None, []
        return None, [spec_codes.NO_PROJECT.at(Place("specs/project.yaml"), "there is no project")]
    file, model = project
    context = Context(
        project=model,
        project_file=file,
        labels=_labels(specs),
        decisions=_decisions(specs),
        owners=_owners(specs),
    )
    context.owner_of(model, None, Place(file))
    components = specs.of(ComponentSpec)
    metrics = resolve_metrics(context, components)
    indicators = IndicatorResolver(context, components, metrics).all()
    estate = Estate(
        project=model,
        prefix=model.prefix or model.project.replace("-", "_"),
        identity=model.series_identity,
        labels=context.labels,
        decisions=context.decisions,
        owners=context.owners,
        components={
            name: Component(
                name,
                spec.title,
                context.owner_of(spec, model.owner, Place(where)),
                where,
                tuple(one for one in indicators if one.startswith(f"{name}.")),
            )
            for name, (where, spec) in components.items()
        },
        metrics=metrics,
        indicators=indicators,
        dashboards=specs.of(Dashboard),
        runbooks=specs.of(Runbook),
    )
    check_views(context, estate, complete=_complete(components, indicators))
    return estate, context.findings


def _labels(specs: Specs) -> dict[str, Label]:
    found = specs.one(Labels)
    return dict(found[1].define) if found else {}


def _decisions(specs: Specs) -> dict[str, Decision]:
    found = specs.one(Decisions)
    return dict(found[1].define) if found else {}


def _owners(specs: Specs) -> dict[str, Owner]:
    found = specs.one(Owners)
    return dict(found[1].define) if found else {}


def _complete(components: dict[str, tuple[str, ComponentSpec]], indicators: object) -> bool:
    """Tell whether every indicator could be resolved, so that a missing one is a wrong id."""
    wanted = sum(len(component.indicators) for _, component in components.values())
    return wanted == len(indicators)  # type: ignore[arg-type]
