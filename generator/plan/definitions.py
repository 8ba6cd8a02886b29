"""Explanations of what specs define beside what is measured: constants, teams and the like."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.core.finding import Place
from generator.core.names import rule_path
from generator.core.units import duration_text
from generator.plan.alert_rows import alert_rows
from generator.plan.explain import Explanation
from generator.plan.uses import Uses
from generator.plan.values import Value, written_values
from generator.resolve.estate import Component, Estate, HandAlert, Indicator, Slo
from generator.resolve.provenance import Given
from generator.spec.component import Component as ComponentSpec
from generator.spec.definitions import Decisions, Labels
from generator.spec.project import Constant, Tier
from generator.spec.receivers import ByUrgency
from generator.spec.scenario import Scenario
from generator.spec.validate import Specs
from generator.spec.variation import Environment, Fleet, Service

Facts: TypeAlias = tuple[tuple[str, str], ...]
_Explained: TypeAlias = Callable[[str], Explanation]
_Owned: TypeAlias = Component | Indicator | Slo | HandAlert


class Definitions:
    """What the specs of a project define, as it holds in one environment."""

    def __init__(self, estate: Estate, specs: Specs) -> None:
        """Take the estate, and the specs for what no estate holds."""
        self._estate, self._specs = estate, specs
        self._labels, self._decisions = specs.one(Labels), specs.one(Decisions)
        self._environments, self._fleets = specs.of(Environment), specs.of(Fleet)
        self._scenarios = specs.of(Scenario)
        self._services = {
            name: (file, fleet.fleet, service)
            for file, fleet in self._fleets.values()
            for name, service in fleet.services.items()
        }
        self._templates = {
            name: found
            for name, found in specs.of(ComponentSpec).items()
            if name not in estate.components
        }
        self._alerts: dict[str, list[str]] = {}
        for _, row in alert_rows(estate):
            self._alerts.setdefault(row.name, []).append(row.alert_id)

    @property
    def _kinds(self) -> tuple[tuple[Iterable[str], _Explained], ...]:
        estate = self._estate
        return (
            ((estate.project.project,), self._project),
            (estate.components, self._component),
            (self._templates, self._template),
            (estate.project.constants, self._constant),
            (estate.labels, self._label),
            (estate.owners, self._owner),
            (estate.receivers, self._receiver),
            (estate.decisions, self._decision),
            (estate.project.tiers, self._tier),
            (self._environments, self._environment),
            (self._fleets, self._fleet),
            (self._services, self._service),
            (self._scenarios, self._scenario),
            (estate.slo_pages, self._slo_page),
            (self._alerts, self._alert),
        )

    @property
    def ids(self) -> set[str]:
        """Every id that is explained here; that of a constant also with its `$`."""
        constants = {f"${name}" for name in self._estate.project.constants}
        return constants.union(*(names for names, _ in self._kinds))

    def of(self, name: str) -> tuple[Explanation, ...]:
        """Return the explanation of everything of this id."""
        if name.startswith("$"):
            known = name[1:] in self._estate.project.constants
            return (self._constant(name[1:]),) if known else ()
        return tuple(explain(name) for names, explain in self._kinds if name in names)

    def _project(self, name: str) -> Explanation:
        project, place = self._estate.project, Place(self._estate.project_file)
        facts = (
            ("title", project.title),
            ("its series have", _pairs(project.selector)),
            ("outputs", _listed(project.outputs)),
            ("environments", _listed(self._environments) or "the default one alone"),
        )
        return Explanation(name, "project", place, facts, values=self._written(place))

    def _component(self, name: str) -> Explanation:
        component = self._estate.components[name]
        metrics = [one.name for one in self._estate.metrics.values() if one.component == name]
        facts = (
            ("title", component.title),
            ("metrics", _listed(metrics)),
            ("indicators", _listed(component.indicators)),
            ("SLOs", _listed(component.slos)),
            ("alerts by hand", _listed(component.alerts)),
            ("owner", component.owner),
            ("decided by", _listed(component.decided)),
            ("rules", rule_path(component.id.rpartition("/")[2], component.service)),
        )
        place = Place(component.file)
        return Explanation(name, "component", place, _said(facts), values=self._written(place))

    def _template(self, name: str) -> Explanation:
        file, component = self._templates[name]
        fleets = [fleet for fleet, (_, one) in self._fleets.items() if name in one.use]
        services = [
            one.id for one in self._estate.components.values() if one.id.endswith(f"/{name}")
        ]
        facts = (
            ("title", component.title),
            ("template of", _listed(fleets)),
            ("services", _listed(services)),
        )
        return Explanation(name, "component", Place(file), _said(facts))

    def _constant(self, name: str) -> Explanation:
        constant: Constant = self._estate.project.constants[name]
        users = Uses(self._estate).of("constant", name)
        place = Place(self._estate.project_file, ("constants", name))
        facts = (
            ("help", constant.help),
            ("unit", str(constant.unit) or "count"),
            ("decided by", _listed(constant.decided) or "nothing"),
            ("used by", _listed(user for _, user in users) or "nothing"),
        )
        given = self._estate.trace(place.child("value"))
        missing = (Given("given by each service", None),)
        values = (Value("value", given or missing), *self._of_services(name))
        return Explanation(f"${name}", "constant", place, facts, values=values)

    def _of_services(self, name: str) -> Iterator[Value]:
        """Yield the values that services give a constant."""
        for service, (file, fleet, spec) in self._services.items():
            if name in spec.constants:
                place = Place(file, ("services", service, "constants", name))
                given = Given(str(spec.constants[name]), place)
                yield Value(f"value for {service} of {fleet}", (given,))

    def _label(self, name: str) -> Explanation:
        label = self._estate.labels[name]
        file = self._labels[0] if self._labels else self._estate.project_file
        carriers = [one.name for one in self._estate.metrics.values() if name in one.series.labels]
        on_all = label.target or name in self._estate.identity
        facts = (
            ("help", label.help),
            ("values", _listed(label.named_values.values()) or "any"),
            ("carried by", "every series" if on_all else _listed(carriers) or "no metric"),
            ("decided by", _listed(label.decided)),
        )
        return Explanation(name, "label", Place(file, ("define", name)), _said(facts))

    def _owner(self, name: str) -> Explanation:
        owner, receiver = self._estate.owners[name], self._estate.owners[name].receiver
        told = receiver
        if isinstance(receiver, ByUrgency):
            told = f"{receiver.page} (pages), {receiver.ticket} (tickets)"
        owned = [one.id for one in self._owned() if one.owner == name]
        facts = (
            ("title", owner.title or name),
            ("receiver", str(told or "none: its alerts tell nobody")),
            ("reviewers", _listed(owner.reviewers)),
            ("owns", _listed(owned) or "nothing"),
        )
        place = Place(self._estate.owners_file, ("define", name))
        return Explanation(name, "team", place, _said(facts), values=self._written(place))

    def _owned(self) -> Iterator[_Owned]:
        estate = self._estate
        yield from estate.components.values()
        yield from estate.indicators.values()
        yield from estate.slos.values()
        yield from estate.alerts.values()

    def _receiver(self, name: str) -> Explanation:
        receiver = self._estate.receivers[name]
        ways = [way for way in type(receiver).model_fields if getattr(receiver, way) is not None]
        teams = [
            team
            for team, owner in self._estate.owners.items()
            if name in _receivers_of(owner.receiver)
        ]
        facts = (("by", _listed(ways)), ("used by", _listed(teams) or "no team"))
        place = Place(self._estate.owners_file, ("receivers", name))
        return Explanation(name, "receiver", place, facts)

    def _decision(self, name: str) -> Explanation:
        decision = self._estate.decisions[name]
        settled = sorted({one for one, decided in self._decided() if name in decided})
        facts = (
            ("question", decision.question.strip()),
            ("answer", decision.answer.strip()),
            ("reason", decision.reason.strip()),
            ("settles", _listed(settled)),
        )
        file = self._decisions[0] if self._decisions else self._estate.project_file
        return Explanation(name, "decision", Place(file, ("define", name)), _said(facts))

    def _decided(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the id of everything that may name decisions, with those that it names."""
        estate = self._estate
        yield from ((one.id, one.decided) for one in self._owned())
        yield from ((one.id, one.decided) for _, one in estate.thresholds())
        yield from ((one.name, one.decided) for one in estate.metrics.values())
        yield from ((f"${key}", one.decided) for key, one in estate.project.constants.items())
        yield from ((key, one.decided) for key, one in estate.labels.items())
        yield from ((key, one.decided) for key, (_, one) in estate.dashboards.items())
        yield from ((key, one.decided) for key, (_, one) in estate.runbooks.items())
        yield estate.project.project, estate.project.decided

    def _tier(self, name: str) -> Explanation:
        tier: Tier = self._estate.project.tiers[name]
        users = [
            slo.id
            for slo in self._estate.slos.values()
            if any(one.name == name for one in slo.tiers)
        ]
        facts = (
            ("windows", f"{duration_text(tier.long)} and {duration_text(tier.short)}"),
            ("spends", f"{tier.budget} of the budget of the default period"),
            ("severity", tier.severity),
            ("used by", _listed(users) or "no SLO"),
        )
        place = Place(self._estate.project_file, ("tiers", name))
        return Explanation(name, "tier of every SLO", place, facts)

    def _environment(self, name: str) -> Explanation:
        file, spec = self._environments[name]
        facts = (
            ("title", spec.title or ""),
            ("identity", _pairs(spec.identity)),
            ("selector", _pairs(spec.selector or {})),
            ("constants", _pairs({f"${key}": one for key, one in spec.constants.items()})),
            ("sets", _pairs(spec.set)),
            ("rendered to", f"out/env/{name}/"),
        )
        return Explanation(name, "environment", Place(file), _said(facts))

    def _fleet(self, name: str) -> Explanation:
        file, spec = self._fleets[name]
        facts = (("uses", _listed(spec.use)), ("services", _listed(spec.services)))
        return Explanation(name, "fleet", Place(file), facts)

    def _service(self, name: str) -> Explanation:
        file, fleet, spec = self._services[name]
        service: Service = spec
        facts = (
            ("title", service.title or ""),
            ("fleet", fleet),
            ("its series have", _pairs(service.selector)),
            ("owner", service.owner or ""),
            ("constants", _pairs({f"${key}": one for key, one in service.constants.items()})),
            ("sets", _pairs(service.set)),
        )
        return Explanation(name, "service", Place(file, ("services", name)), _said(facts))

    def _scenario(self, name: str) -> Explanation:
        file, spec = self._scenarios[name]
        away = "every instance" if spec.down == "all" else _listed(map(str, spec.down))
        facts = (
            ("title", spec.title),
            ("crosses the bounds of", _listed(spec.breach)),
            ("down", away),
            ("restarts", "the instances, one by one" if spec.restart else ""),
            ("sets", _listed(spec.set)),
        )
        return Explanation(name, "scenario", Place(file), _said(facts))

    def _slo_page(self, name: str) -> Explanation:
        facts = (
            ("title", self._estate.slo_pages[name]),
            ("made of", "all SLOs; `slo_dashboards: false` in project.yaml leaves it out"),
        )
        return Explanation(name, "dashboard", Place(self._estate.project_file), facts)

    def _alert(self, name: str) -> Explanation:
        ids = self._alerts[name]
        facts = (("stands for", _listed(ids)),)
        return Explanation(name, "name of alerts", self._place_of_alert(ids[0]), facts)

    def _place_of_alert(self, alert_id: str) -> Place:
        for _, threshold in self._estate.thresholds():
            if any(one.id == alert_id for one in threshold.bounds):
                return threshold.place
        slo = next(
            (one for one in self._estate.slos.values() if alert_id.startswith(f"{one.id}.")), None
        )
        return self._estate.alerts[alert_id].place if slo is None else slo.place

    def _written(self, place: Place) -> tuple[Value, ...]:
        return written_values(self._estate, place)


def _receivers_of(receiver: "str | ByUrgency | None") -> tuple[str, ...]:
    if isinstance(receiver, ByUrgency):
        return receiver.page, receiver.ticket
    return () if receiver is None else (receiver,)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _pairs(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def _said(facts: Facts) -> Facts:
    """Return the facts that say something."""
    return tuple((name, text) for name, text in facts if text)
