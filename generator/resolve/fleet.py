"""Fleets: components as templates, instantiated for each of many services.

A component that a fleet uses is a template: the project itself has no rules of it (one that wants
them lists itself as a service). Every service has all of the template under ids that begin with
``service/``. Labels of its selector replace those of the same name in the project's selector, other
labels of the project's stay. Its owner, else the fleet's, replaces that of the component and of the
project; one that stands on an indicator or a threshold stays. Values of ``set`` name ids without
the service. What an environment sets for the template holds for every service that says nothing of
its own; what it sets for ``service/…`` holds over everything.

Templates may refer to metrics of any component, and to indicators of templates of the same fleet.
On dashboards and in runbooks the id of a template stands for all services at once, and
``service/component.indicator`` for one.
"""

import collections
import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.core.finding import Finding, Place, Related
from generator.core.spelling import meant
from generator.resolve import codes
from generator.resolve.attribution import attributed, key_of
from generator.resolve.context import Context
from generator.resolve.instances import instance
from generator.resolve.metrics import resolve_metrics
from generator.resolve.overlay import Cache, Layered, overlay
from generator.resolve.parts import Parts, resolve_parts
from generator.resolve.provenance import Assignment, Provenance
from generator.resolve.sanity import check_project
from generator.resolve.settings import Settings
from generator.resolve.targets import Targets
from generator.spec.component import Component as ComponentSpec
from generator.spec.lost import Lost
from generator.spec.project import Project
from generator.spec.variation import Fleet, Service


class Member(NamedTuple):
    """A service as a fleet names it, and the templates it has."""

    name: str
    place: Place
    spec: Service
    fleet: Fleet
    uses: tuple[str, ...]


class Resolved(NamedTuple):
    """A service that is resolved: its parts, where its values come from, the project for it."""

    member: Member
    parts: Parts
    provenance: Provenance
    project: Project

    @property
    def selector(self) -> Mapping[str, str]:
        """The labels that its series have."""
        return self.project.selector


def members(layered: Layered, findings: list[Finding]) -> dict[str, Member]:
    """Return the services of all fleets by name; what clashes is a finding."""
    components = {name for kind, name in layered.kinds if kind == "component"}
    found: dict[str, Member] = {}
    for file, fleet in layered.specs.of(Fleet).values():
        findings += _unknown_components(file, fleet, components, layered.specs.lost)
        if not fleet.services:
            message = f"fleet `{fleet.fleet}` has no service"
            findings.append(codes.NO_SERVICE.at(Place(file, ("services",)), message))
        uses = tuple(name for name in dict.fromkeys(fleet.use) if name in components)
        for name, spec in fleet.services.items():
            place = Place(file, ("services", name))
            if name in found:
                related = Related(found[name].place.key(), "the other one")
                message = f"service `{name}` is in two fleets"
                findings.append(codes.SERVICE_CLASH.at(place.key(), message, related=related))
            else:
                found[name] = Member(name, place, spec, fleet, uses)
    return found


def _unknown_components(file: str, fleet: Fleet, known: set[str], lost: Lost) -> Iterator[Finding]:
    for index, name in enumerate(fleet.use):
        if name not in known and not lost.may_be("component", name):
            place = Place(file, ("use", index))
            fix = meant(name, known)
            yield codes.UNKNOWN_ID.at(place, f"component `{name}` is not defined", fix=fix)


class FleetResolver:
    """Resolves the services of all fleets."""

    def __init__(
        self, context: Context, layered: Layered, overrides: Iterable[Assignment] = ()
    ) -> None:
        """Find the services; ``overrides`` are what an environment sets for single ones."""
        self._context, self._layered = context, layered
        self.findings: list[Finding] = []
        self.members = members(layered, self.findings)
        self._overrides: dict[str, list[Assignment]] = {}
        for one in overrides:
            self._overrides.setdefault(one.service, []).append(one)
        uses = {name: one.uses for name, one in self.members.items()}
        self._targets = Targets(layered.provenance.trees, uses)
        self._cache: Cache = {}
        self._kinds = layered.kinds

    @functools.cached_property
    def templates(self) -> frozenset[str]:
        """The components that are rendered for services only."""
        fleets = self._layered.specs.of(Fleet).values()
        return frozenset(name for _, fleet in fleets for name in fleet.use)

    def services(self) -> list[Resolved]:
        """Return every service that could be resolved."""
        found: list[Resolved] = []
        by_service: dict[str, list[tuple[Finding, Provenance]]] = {}
        for member in self.members.values():
            one, findings = self._service(member)
            by_service[member.name] = findings
            found += [one] if one is not None else []
        self.findings += self._attributed(by_service)
        self.findings += _same_series(found)
        return found

    def _service(self, member: Member) -> tuple[Resolved | None, list[tuple[Finding, Provenance]]]:
        settings = self._settings(member)
        changes = [*settings.assignments, *self._overrides.get(member.name, ())]
        changed, findings = overlay(self._layered, changes, self._cache)
        findings += settings.findings
        provenance = changed.provenance
        project = changed.specs.one(Project)
        if project is None:
            return None, [(one, provenance) for one in findings]
        context = dataclasses.replace(self._context, project=project[1], findings=[])
        specs = changed.specs.of(ComponentSpec)
        check_project(context)
        metrics = resolve_metrics(context, specs)
        own = {name: specs[name] for name in member.uses if name in specs}
        parts = resolve_parts(context, own, metrics)
        if len(own) < len(member.uses):
            parts = parts._replace(complete=False)
        found = [(one, provenance) for one in (*findings, *context.findings)]
        resolved = Resolved(member, instance(parts, member.name), provenance, project[1])
        return resolved, found

    def _settings(self, member: Member) -> Settings:
        context = self._context
        settings = Settings(
            member.place, context.project_file, self._layered.provenance, context.lost
        )
        settings.selector(context.project, context.target_labels)
        settings.constants(context.project)
        owner, place = member.spec.owner, member.place.child("owner")
        if owner is None:
            owner, place = member.fleet.owner, Place(member.place.file, ("owner",))
        for name in member.uses if owner is not None else ():
            settings.put(self._kinds["component", name], ("owner",), owner, place)
        if set(member.uses) == set(member.fleet.use):
            settings.fields(self._targets, member.name)
        return settings

    def _attributed(
        self, by_service: Mapping[str, Sequence[tuple[Finding, Provenance]]]
    ) -> Iterator[Finding]:
        """Yield each finding once; what is wrong for every service is the template's own fault."""
        counts = collections.Counter(
            key for findings in by_service.values() for key in {key_of(one) for one, _ in findings}
        )
        alike = collections.Counter(member.uses for member in self.members.values())
        for name, findings in by_service.items():
            member = self.members[name]
            because = Related(member.place.key(), "for this service")
            for one, provenance in findings:
                shared = counts[key_of(one)] >= alike[member.uses]
                yield attributed(one, provenance, None if shared else because)


def _same_series(services: Iterable[Resolved]) -> Iterator[Finding]:
    """Yield services of which a template takes the same series."""
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], Resolved] = {}
    for one in services:
        selector = tuple(sorted(one.selector.items()))
        others = [seen.setdefault((name, selector), one) for name in one.member.uses]
        other = next((other for other in others if other is not one), None)
        if other is not None:
            place = one.member.place.child("selector")
            message = f"`{one.member.name}` selects the series of `{other.member.name}`"
            related = Related(other.member.place.child("selector"), "selected here")
            yield codes.SAME_SERIES.at(one.provenance.origin(place), message, related=related)
