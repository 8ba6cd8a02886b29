"""Two groups of one name in a file."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Related, Rule


def _find(files: RuleFiles) -> Iterator[Fault]:
    seen: dict[object, Place] = {}
    for group in files.groups:
        place = group.place.child("name")
        first = seen.setdefault((place.file, group.place.path[:-1], group.name), place)
        if group.name and first is not place:
            message = f"there are two groups `{group.name}` in this file"
            yield Fault(place, message, related=Related(first, "the first one"))


_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
  - name: queue
    rules:
      - record: instance:queue_size:max
        expr: max by (instance) (queue_size)
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
  - name: other
    rules:
      - record: instance:queue_size:max
        expr: max by (instance) (queue_size)
"""

CHECK = Check(
    Rule(
        "PS632",
        "two groups of one name",
        "Prometheus refuses the whole file, with every alert in it",
        "rename one of them, or put their rules together",
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
