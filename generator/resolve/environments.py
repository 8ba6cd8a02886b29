"""Environments: the project as it runs in another place.

``project.yaml`` alone is the default environment. Each environment file is one more, with the same
ids and the same names of records and alerts, because its rules run on another Prometheus. It gives

* ``identity``: values of the project's identity labels. One that stands on series joins the
  selector; an external one is what that Prometheus adds when it sends, so it enters no rule.
* ``selector``: other values of labels.
* ``constants``: values of constants; those of a service hold over them.
* ``set``: any other value. Of ``project``, what must be alike everywhere cannot be set: its id,
  ``prefix`` and ``identity``, and the versions.
"""

import dataclasses
from collections.abc import Iterable, Iterator

from generator.core.finding import Finding, Place, Related
from generator.core.spelling import meant
from generator.resolve import codes
from generator.resolve.attribution import attributed, distinct, key_of
from generator.resolve.estate import Estate
from generator.resolve.fleet import members
from generator.resolve.identity import identity_of
from generator.resolve.overlay import Layered, overlay
from generator.resolve.resolver import resolve
from generator.resolve.settings import Settings
from generator.resolve.targets import Targets
from generator.spec.definitions import Labels
from generator.spec.lost import IDENTITY
from generator.spec.project import Project
from generator.spec.variation import Environment


def resolve_environments(
    layered: Layered, known: Iterable[Finding]
) -> tuple[dict[str, Estate], list[Finding]]:
    """Return the estate of every environment file by id, and what is wrong only there.

    Findings that are ``known`` of the default environment are not repeated.
    """
    estates: dict[str, Estate] = {}
    findings: list[Finding] = []
    seen = {key_of(one) for one in known}
    for name, (file, environment) in layered.specs.of(Environment).items():
        estate, found = _resolve_environment(layered, file, environment)
        findings += [one for one in found if key_of(one) not in seen]
        if estate is not None:
            before = {"": estate.written_selector or {}}
            before |= {other: one.project.selector for other, one in estates.items()}
            estates[name] = dataclasses.replace(estate, environment_file=file, selectors=before)
    return estates, distinct(findings)


def _resolve_environment(
    layered: Layered, file: str, environment: Environment
) -> tuple[Estate | None, list[Finding]]:
    base = layered.specs.one(Project)
    if base is None:
        return None, []
    project_file, project = base
    settings = Settings(Place(file), project_file, layered.provenance, layered.specs.lost)
    _put_identity(settings, project, environment)
    settings.selector(project, _target_labels(layered))
    settings.constants(project)
    uses = {name: one.uses for name, one in members(layered, []).items()}
    settings.fields(Targets(layered.provenance.trees, uses))
    changed, found = overlay(layered, [one for one in settings.assignments if not one.service])
    of_services = [one for one in settings.assignments if one.service]
    estate, more = resolve(changed, of_services, environment)
    if estate is not None:
        estate = dataclasses.replace(estate, written_selector=project.selector)
    because = Related(Place(file, ("environment",)), "in this environment")
    findings = [attributed(one, changed.provenance, because) for one in (*found, *more)]
    findings += settings.findings
    findings += _without_value(changed, file, environment)
    return estate, findings


def _put_identity(settings: Settings, project: Project, environment: Environment) -> None:
    declared = identity_of(project)
    for label, value in environment.identity.items():
        place = settings.holder.child("identity", label)
        if label not in declared and settings.lost.may_be(IDENTITY, label):
            continue
        if label not in declared:
            message = f"`{label}` is no identity label of the project"
            fix = meant(label, declared) or f"its identity labels are {', '.join(declared)}"
            settings.findings.append(codes.UNKNOWN_LABEL.at(place.key(), message, fix=fix))
            continue
        values = declared[label].values
        if values and value not in values:
            fix = meant(value, values) or f"its values are {', '.join(values)}"
            settings.findings.append(
                codes.UNKNOWN_VALUE.at(place, f"`{label}` is never `{value}`", fix=fix)
            )
        elif declared[label].on == "series":
            settings.put(settings.project_file, ("selector", label), value, place)


def _target_labels(layered: Layered) -> list[str]:
    labels = layered.specs.one(Labels)
    return [name for name, one in labels[1].define.items() if one.target] if labels else []


def _without_value(layered: Layered, file: str, environment: Environment) -> Iterator[Finding]:
    """Yield the constants that have no value in an environment; services may give their own."""
    project = layered.specs.one(Project)
    services = members(layered, []).values()
    given = {name for one in services for name in one.spec.constants}
    for name, constant in project[1].constants.items() if project else ():
        if constant.value is None and name not in given:
            yield codes.NO_VALUE.at(
                Place(file, ("environment",)),
                f"environment `{environment.environment}` gives constant `{name}` no value",
                fix=f"write `constants: {{{name}: …}}`",
            )
