"""Links from panels to what a reader may need next."""

from collections.abc import Iterable

from generator.plan.dashboards import Link
from generator.resolve.estate import Estate


def runbook_links(estate: Estate, runbooks: Iterable[str | None]) -> tuple[Link, ...]:
    """Return a link to each runbook that is written, in their order."""
    base = estate.project.runbook_url
    if base is None:
        return ()
    return tuple(
        Link(f"Runbook: {estate.runbooks[name][1].title}", url=base.replace("{runbook}", name))
        for name in dict.fromkeys(runbooks)
        if name is not None and name in estate.runbooks
    )
