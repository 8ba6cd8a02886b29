"""The absence of what only comes with the first event."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t

_COMES = {
    "on_traffic": "its series come with the first event",
    "optional": "not every installation has it",
}


def _find(subject: Subject) -> Iterator[Hit]:
    if subject.role != "alert":
        return
    for call in subject.calls("absent", "absent_over_time"):
        read = t.bare(call.args[0])
        facts = subject.catalogue.fact(read.metric) if isinstance(read, t.Selector) else None
        why = _COMES.get(facts.presence) if facts is not None else None
        if facts is not None and why is not None and not _held_back(subject, call):
            message = f"`{facts.metric}` may well be absent: {why}"
            yield Hit(call.start, call.start + len(call.function), message)


def _held_back(subject: Subject, node: t.Node) -> bool:
    """Tell whether something else decides, too, whether the absence counts."""
    around = subject.around(node)
    while around is not None:
        if isinstance(around, t.Binary) and around.op in {"and", "unless"}:
            return True
        around = subject.around(around)
    return False


CHECK = Check(
    Rule(
        "PS559",
        "absence of what comes with traffic",
        "after each restart, and in every quiet hour of a new system, the alert fires though "
        "nothing is wrong",
        "look for `up`, or for a series that is there from the start; hold it back by `and` with "
        "what shows that there is traffic",
        Severity.WARNING,
    ),
    bad="absent(jobs_done_total)",
    good="absent(up)",
    find=_find,
    role="alert",
    known_from="specs",
    needs=frozenset({"absent", "absent_over_time"}),
    beside=("for: 5m", "for: 5m"),
)
