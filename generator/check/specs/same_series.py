"""Environments that select the series of another one."""

from collections.abc import Iterator, Mapping
from typing import Final

from generator.check.shape import Check, Fault
from generator.check.specs.example import QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.resolve.estate import Estate
from generator.resolve.identity import identity_of, is_external


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    project = estate.project
    if not estate.environment or any(is_external(project, one) for one in identity_of(project)):
        return  # where Prometheus is told from others by what it sends, each has its own series
    for other, selector in estate.selectors.items():
        if not _apart(project.selector, selector):
            whose = f"`{other}`" if other else "the default environment"
            message = f"`{estate.environment}` selects series that {whose} selects, too"
            yield Fault(_selected_at(estate), message)


def _apart(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Tell whether no series can have the labels of both selectors."""
    return any(second.get(label, value) != value for label, value in first.items())


def _selected_at(estate: Estate) -> Place:
    """Return where the environment says what it selects; where it does not, its id."""
    for label in estate.project.selector:
        place = estate.origin(Place(estate.project_file, ("selector", label)))
        if place.file == estate.environment_file:
            return place
    return Place(estate.environment_file, ("environment",))


_EXAMPLE: Final = f"""\
{QUEUE}---
environment: staging
selector: {{job: JOB}}
"""

CHECK = Check(
    Rule(
        "PS377",
        "environment with the series of another",
        "loaded into one Prometheus, the rules of both record the same series under the same "
        "names, and alert by the bounds of either",
        "give it a `selector` of its own; where each environment has a Prometheus of its own, say "
        "so with an `identity` label `on: external`, or in `allow`",
        Severity.ADVICE,
    ),
    bad=_EXAMPLE.replace("JOB", "shop"),
    good=_EXAMPLE.replace("JOB", "shop-staging"),
    find=_find,
)
