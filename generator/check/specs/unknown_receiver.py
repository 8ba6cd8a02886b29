"""Receivers that are named and not described."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Path, Place, Rule
from generator.core.spelling import listed, meant
from generator.resolve.estate import Estate
from generator.spec.receivers import ByUrgency


def _find(whole: Whole) -> Iterator[Fault]:
    """Yield them, unless the project leaves Alertmanager to others."""
    estate = whole.estate
    if whole.plan.alertmanager is None and not estate.receivers:
        return
    for file, path, name in _named(estate):
        if name not in estate.receivers:
            known = listed(estate.receivers, "and")
            fix = meant(name, estate.receivers) or (f"receivers are {known}" if known else None)
            where = estate.origin(Place(file, path))
            yield Fault(where, f"receiver `{name}` is not described", fix)


def _named(estate: Estate) -> Iterator[tuple[str, Path, str]]:
    for team, owner in estate.owners.items():
        path: Path = ("define", team, "receiver")
        if isinstance(owner.receiver, ByUrgency):
            yield estate.owners_file, (*path, "page"), owner.receiver.page
            yield estate.owners_file, (*path, "ticket"), owner.receiver.ticket
        elif owner.receiver is not None:
            yield estate.owners_file, path, owner.receiver
    watchdog = estate.project.notifications.watchdog
    if watchdog is not None:
        yield estate.project_file, ("notifications", "watchdog"), watchdog


_EXAMPLE = """\
owners: owners
define:
  team: {title: Team, receiver: pager}
receivers:
"""

CHECK = Check(
    Rule(
        "PS340",
        "receiver that is not described",
        "Alertmanager refuses a configuration in which a route leads nowhere",
        "describe it under `receivers:` in specs/owners.yaml",
    ),
    bad=f"{_EXAMPLE}  phone: {{webhook: {{url: 'http://phone:8000/'}}}}\n",
    good=f"{_EXAMPLE}  pager: {{webhook: {{url: 'http://pager:8000/'}}}}\n",
    find=_find,
)
