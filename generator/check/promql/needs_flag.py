"""A function or a piece of syntax that has to be switched on."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    target = subject.catalogue.target
    if target is None:
        return
    for one in subject.uses():
        if one.feature.lack(target) == "flag":
            message = f"{one.name} needs `--enable-feature={one.feature.flag}`"
            yield Hit(one.start, one.end, message)


CHECK = Check(
    Rule(
        "PS691",
        "expression behind a feature flag",
        "a Prometheus that is started without the flag refuses the whole rule file, and what is "
        "experimental may change with any release",
        "write it without, or name the flag under `target: {features: […]}` in project.yaml",
    ),
    bad="mad_over_time(queue_size[1h]) > 1",
    good="stddev_over_time(queue_size[1h]) > 1",
    find=_find,
    known_from="target",
)
