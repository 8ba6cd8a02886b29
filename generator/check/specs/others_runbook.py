"""Alerts of an environment that lead to the runbooks of the default one."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT, QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.plan.alert_rows import alert_rows
from generator.plan.links import runbook_source


def _find(whole: Whole) -> Iterator[Fault]:
    """Yield the addresses of runbooks that are the same in an environment, each once."""
    estate = whole.estate
    if not estate.environment or "runbooks" not in estate.project.outputs:
        return
    led_to = dict.fromkeys(name for name, _ in alert_rows(estate) if name in estate.runbooks)
    found: dict[Place, list[str]] = {}
    for name in led_to:
        source = runbook_source(estate, name or "")
        if source is not None and not source.is_own:
            found.setdefault(source.place, []).append(name or "")
    for place, names in found.items():
        which = f"`{names[0]}`" if len(names) == 1 else f"{len(names)} runbooks"
        message = f"alerts of environment `{estate.environment}` lead to {which} of the default one"
        key = "project.runbook_url"
        if place.file == estate.owners_file:
            key = f"owners.{place.path[1]}.runbook_url"
        fix = (
            f"write `set: {{{key}: …}}` in the environment, or let the address end in "
            "`/runbooks/{runbook}` as the files do, where `out/` is published as it is"
        )
        yield Fault(place, message, fix)


_EXAMPLE = PROJECT.replace("[rules]", "[rules, runbooks]") + (
    "runbook_url: https://pages.example.com/ADDRESS\n"
    f"---\n{QUEUE}---\nenvironment: staging\nselector: {{job: shop-staging}}\n"
)

CHECK = Check(
    Rule(
        "PS366",
        "runbook of another environment",
        "its bounds and its queries are those of the other environment",
        "write `set: {project.runbook_url: …}` in the environment",
        Severity.ADVICE,
    ),
    bad=_EXAMPLE.replace("ADDRESS", "{runbook}"),
    good=_EXAMPLE.replace("ADDRESS", "out/runbooks/{runbook}.md"),
    find=_find,
)
