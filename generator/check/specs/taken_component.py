"""A component that has the name of the generated one."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT, QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.core.names import META, WATCHDOG


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    if META in estate.project.outputs and WATCHDOG not in estate.alerts:
        where = Place(estate.components[META].file, ("component",))
        yield Fault(where, f"component `{META}` is generated, as `outputs` asks for it")


_EXAMPLE = PROJECT.replace("[rules]", "[rules, meta]") + "---\n"

CHECK = Check(
    Rule(
        "PS347",
        "component with a name that is taken",
        "alerts about the monitoring itself stand in it, and would be missing",
        "rename the component, or remove `meta` from `outputs`",
    ),
    bad=_EXAMPLE + QUEUE.replace("queue", "meta", 1),
    good=_EXAMPLE + QUEUE,
    find=_find,
)
