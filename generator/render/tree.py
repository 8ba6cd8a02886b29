"""Everything that one plan is rendered into."""

from collections.abc import Iterable, Iterator

from generator.core.artifact import Artifact
from generator.oracle.proof import prove
from generator.oracle.routing import expected_receivers
from generator.plan.cardinality import Budget
from generator.plan.plan import Plan
from generator.plan.stack import root_of
from generator.render.alertmanager import render_alertmanager, render_routes_test
from generator.render.grafana import render_dashboard
from generator.render.prometheus import render_prometheus
from generator.render.provisioning import render_provisioning
from generator.render.reference import render_reference
from generator.render.rule_tests import render_rule_tests
from generator.render.rules import render_rules
from generator.render.runbooks import render_runbooks
from generator.render.stack import render_collector, render_compose
from generator.resolve.estate import Estate


def render_tree(
    estate: Estate,
    plan: Plan,
    others: Iterable[Artifact] = (),
    environments: Iterable[str] = (),
    budget: Budget | None = None,
) -> Iterator[Artifact]:
    """Yield the artifacts that the project's `outputs` ask for.

    ``others`` are pages of the reference that are the same for every project, ``environments``
    those beside the default one, each with a reference of its own. ``budget`` saves counting
    series again.
    """
    outputs = estate.project.outputs
    if "rules" in outputs:
        yield from render_rules(plan.rule_files)
    if "tests" in outputs and "rules" in outputs:
        yield from render_rule_tests(prove(estate).files, plan.rule_files, estate.prefix)
    if "dashboards" in outputs and plan.dashboards:
        for dashboard in plan.dashboards:
            yield render_dashboard(dashboard, grafana_version=estate.project.target.grafana)
        yield from render_provisioning(plan.provisioning)
    if "runbooks" in outputs:
        yield from render_runbooks(plan.runbooks)
    yield from _stack(estate, plan)
    if "docs" in outputs:
        docs = [] if estate.environment else list(others)
        yield from docs
        budget = budget or Budget(estate, plan)
        yield from render_reference(estate, plan, budget, docs, environments)


def _stack(estate: Estate, plan: Plan) -> Iterator[Artifact]:
    """Yield the configuration of the programs that run what is rendered."""
    if plan.alertmanager is not None:
        yield from render_alertmanager(plan.alertmanager)
        source, root = plan.alertmanager.source, root_of(estate)
        yield render_routes_test(expected_receivers(estate), source, root)
    if plan.scraping is not None:
        yield from render_prometheus(plan.scraping)
    if plan.collector is not None:
        yield render_collector(plan.collector)
    if plan.stack is not None and plan.stack.images:
        yield render_compose(plan.stack)
