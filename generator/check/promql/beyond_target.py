"""A function or a piece of syntax that the target does not know."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql.uses import Use
from generator.promql.versions import Target, text_of


def _find(subject: Subject) -> Iterator[Hit]:
    target = subject.catalogue.target
    if target is None:
        return
    for one in subject.uses():
        lack = one.feature.lack(target)
        if lack in {"too old", "removed"}:
            yield Hit(one.start, one.end, _message(one, target))


def _message(use: Use, target: Target) -> str:
    feature = use.feature
    if target.version < feature.since:
        what = f"needs Prometheus {text_of(feature.since)}"
    else:
        what = f"is gone since Prometheus {text_of(feature.until or feature.since)}"
    return f"{use.name} {what}, the target is {target}"


CHECK = Check(
    Rule(
        "PS690",
        "expression that the target does not know",
        "Prometheus refuses a whole rule file, with every alert in it, for one expression that it "
        "does not understand",
        "write it without, or raise `target:` in project.yaml once every Prometheus is new enough",
    ),
    bad="double_exponential_smoothing(queue_size[1h], 0.5, 0.5) > 100",
    good="holt_winters(queue_size[1h], 0.5, 0.5) > 100",
    find=_find,
    known_from="target",
)
