"""A record that reads what another group records."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Related, Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    made = {rule.name: rule for rule in files.rules if rule.kind == "record"}
    homes: dict[str, set[object]] = {}
    for rule in files.rules:
        homes.setdefault(rule.name, set()).add(rule.group)
    for rule in (one for one in files.rules if one.kind == "record"):
        for part in rule.selectors:
            name = part.metric
            slow = part.window is not None or (name in made and made[name].looks_back)
            if name in made and rule.group not in homes[name] and not slow:
                where = rule.expr_place.within(part.start, part.end)
                message = f"`{name}` is recorded by another group"
                yield Fault(where, message, related=Related(made[name].title, "recorded here"))


_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
  - name: shop
    rules:
      - record: queue_size:max
        expr: max(job:queue_size:sum)
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
      - record: queue_size:max
        expr: max(job:queue_size:sum)
"""

CHECK = Check(
    Rule(
        "PS634",
        "record that reads another group",
        "groups run side by side: what is read is up to one evaluation old, and how old "
        "differs from start to start",
        "put both into one group, the one that is read first",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
