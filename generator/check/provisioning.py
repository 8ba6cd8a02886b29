"""Dashboards that would freeze the provider that loads them."""

from collections.abc import Iterator

from generator.check import codes
from generator.core.finding import Finding, Place, Related
from generator.plan.plan import Plan
from generator.render.provisioning import check_provisioning


def provisioning_clashes(plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each pair of dashboards with one uid, or one title in one folder."""
    sources = {dashboard.id: dashboard.source for dashboard in plan.dashboards}
    for clash in check_provisioning(plan.dashboards):
        message = f"its {clash.what} `{clash.value}` is also that of dashboard `{clash.first}`"
        related = Related(Place(sources[clash.first], ("title",)), "the other one")
        yield codes.PROVISIONING_CLASH.at(
            Place(sources[clash.second], ("title",)), message, related=related
        )
