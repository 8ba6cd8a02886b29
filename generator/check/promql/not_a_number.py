"""A division by what may be 0, added up."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.made import divisor_at
from generator.check.promql.unguarded import may_be_nan
from generator.core.finding import Rule, Severity

_SPOILT = frozenset({"sum", "avg", "stddev", "stdvar"})


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.aggregates():
        if node.op in _SPOILT:
            cause = may_be_nan(node.operand, subject.catalogue)
            if cause is not None:
                end = node.start + len(node.op)
                message = f"one series that is no number makes the whole `{node.op}` none"
                why = (cause.start, cause.end, "0 divided by 0 is no number")
                there = divisor_at(cause, subject, None)
                yield Hit(node.start, end, message, cause=why, elsewhere=there)


CHECK = Check(
    Rule(
        "PS538",
        "sum of what may be no number",
        "where both sides are 0 the quotient is NaN, and NaN in a sum or an average makes all of "
        "it NaN: one idle instance hides all others",
        "leave idle ones out: `x / (y > 0)`; for a share of all, divide the sums",
        Severity.WARNING,
    ),
    bad="avg by (job) (rate(sent_total[5m]) / rate(received_total[5m]))",
    good="avg by (job) (rate(sent_total[5m]) / (rate(received_total[5m]) > 0))",
    find=_find,
    needs=frozenset({*_SPOILT}),
)
