"""The whole plan: the only input of every output and every diff."""

import dataclasses

from generator.core.names import rule_path
from generator.plan.alerts import threshold_alerts
from generator.plan.build import Recordings, needed
from generator.plan.dashboards import Dashboard, Provisioning
from generator.plan.hand_alerts import hand_alert_group
from generator.plan.notify.model import Alertmanager
from generator.plan.notify.routes import plan_alertmanager
from generator.plan.pages import RunbookPage, plan_runbooks
from generator.plan.panels import plan_dashboards
from generator.plan.provisioning import plan_provisioning
from generator.plan.rules import Group, RuleFile
from generator.plan.scrape import Scraping, plan_scraping
from generator.plan.slo.groups import slo_groups
from generator.plan.stack import Collector, Stack, plan_collector, plan_stack
from generator.resolve.estate import Component, Estate


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What will be rendered for one environment."""

    project: str
    title: str
    evaluation: str
    rule_files: tuple[RuleFile, ...]
    dashboards: tuple[Dashboard, ...]
    provisioning: Provisioning
    runbooks: tuple[RunbookPage, ...]
    alertmanager: Alertmanager | None = None
    scraping: Scraping | None = None
    collector: Collector | None = None
    stack: Stack | None = None


def make_plan(estate: Estate) -> Plan:
    """Return the plan of an estate."""
    recordings = Recordings(estate)
    wanted = needed(estate)
    services = {name: Recordings(estate.for_service(name)) for name in estate.services}
    rule_files = tuple(
        file
        for component in estate.components.values()
        if (file := _rule_file(services.get(component.service, recordings), component, wanted))
    )
    outputs, dashboards = estate.project.outputs, plan_dashboards(recordings)
    return Plan(
        project=estate.project.project,
        title=estate.project.title,
        evaluation="",
        rule_files=rule_files,
        dashboards=dashboards,
        provisioning=plan_provisioning(estate, dashboards),
        runbooks=plan_runbooks(recordings),
        alertmanager=plan_alertmanager(estate, rule_files) if "alertmanager" in outputs else None,
        scraping=plan_scraping(estate) if "scrape" in outputs else None,
        collector=plan_collector(estate) if "collector" in outputs else None,
        stack=plan_stack(estate) if "compose" in outputs else None,
    )


def _rule_file(
    recordings: Recordings, component: Component, wanted: frozenset[str]
) -> RuleFile | None:
    groups = []
    for name in component.indicators:
        if name in wanted:
            alerts = threshold_alerts(recordings, recordings.estate.indicators[name])
            groups.append(Group(name, (*recordings.of(name).records, *alerts)))
    for name in component.slos:
        groups += slo_groups(recordings, recordings.estate.slos[name])
    for name in component.alerts:
        group = hand_alert_group(recordings, recordings.estate.alerts[name])
        groups += [group] if group is not None else []
    if not groups:
        return None
    return RuleFile(rule_path(component.id, component.service), tuple(groups), component.file)
