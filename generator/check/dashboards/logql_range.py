"""A query to Loki over a fixed range."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, QUERY
from generator.check.dashboards.logql import ranges
from generator.check.dashboards.subject import LOKI, Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in board.queries:
            if query.kind != LOKI or query.fault or query.instant or _is_instant(query.fields):
                continue
            for one in ranges(query.text):
                text = query.text[one.start : one.end]
                if "$" not in text and "[[" not in text:
                    message = f"`{text}` stays the same however far apart the points are"
                    yield Fault(query.at(one.start, one.end), message)


def _is_instant(fields: object) -> bool:
    return isinstance(fields, dict) and fields.get("queryType") == "instant"


CHECK = Check(
    Rule(
        "PS670",
        "log query over a fixed range",
        "over a long time range most log lines lie between the points that are drawn",
        "write `[$__auto]`",
        Severity.ADVICE,
    ),
    bad=GOOD.replace('"prometheus", "uid"', '"loki", "uid"').replace(
        QUERY, r"sum(count_over_time({app=\"shop\"} |= \"error\" [5m]))"
    ),
    good=GOOD.replace('"prometheus", "uid"', '"loki", "uid"').replace(
        QUERY, r"sum(count_over_time({app=\"shop\"} |= \"error\" [$__auto]))"
    ),
    find=_find,
)
