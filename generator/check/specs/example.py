"""The small project that the examples of checks of whole specs are written for.

An example is one spec or several, with ``---`` between them. One with the kind and id of a spec of
the small project stands in its place. With an environment, the project as it is there is seen.
"""

from typing import Final

from generator.check.specs.whole import Whole
from generator.load.yaml_source import load_text
from generator.plan.plan import make_plan
from generator.resolve.environments import resolve_environments
from generator.resolve.overlay import Layered
from generator.resolve.resolver import resolve
from generator.spec.validate import validate

PROJECT: Final = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
outputs: [rules]
"""
QUEUE: Final = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
  queue_wait_seconds: {type: gauge, help: Oldest order., aggregate: max, presence: on_traffic}
indicators:
  size:
    title: Size
    value: {of: queue_size}
    by: []
    thresholds:
      critical: {above: 100, runbook: slow}
"""
"""A component that examples may begin with."""
_OWNERS: Final = """\
owners: owners
define:
  team: {title: Team}
"""
_LABELS: Final = """\
labels: labels
define:
  status: {help: Status code., values: ["200", "500"]}
  queue: {help: Name of the queue., values: [orders, mails]}
"""
_RUNBOOK: Final = """\
runbook: slow
title: Slow
meaning: Customers wait.
symptoms: [{say: Pages load slowly.}]
diagnosis: [{say: Look at the queue.}]
steps: [{say: Add a worker.}]
"""
_BREAK: Final = "\n---\n"


def read(text: str) -> Whole:
    """Return what an example says, the small project around it.

    Raises:
        ValueError: something is wrong with it that forbids rendering.
    """
    files: dict[str, str] = {}
    for one in (PROJECT, _OWNERS, _LABELS, _RUNBOOK, *text.split(_BREAK)):
        kind, name = one.lstrip().split("\n", 1)[0].split(": ", 1)
        files[f"specs/{kind}s/{name}.yaml" if kind != "project" else "specs/project.yaml"] = one
    loaded = [load_text(file, one.encode()) for file, one in files.items()]
    documents = [one.document for one in loaded if one.document is not None]
    specs, found = validate(documents)
    layered = Layered.of(specs, documents)
    estate, more = resolve(layered)
    faults = [*(two for one in loaded for two in one.findings), *found, *more]
    environments, more = resolve_environments(layered, faults)
    faults += more
    estate = next(iter(environments.values()), estate)
    if estate is None or faults:
        raise ValueError("; ".join(f"{one.code} {one.message}" for one in faults))
    return Whole(estate, make_plan(estate))
