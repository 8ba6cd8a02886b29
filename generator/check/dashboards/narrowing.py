"""Variables that narrow a dashboard to some jobs or instances, and queries that they narrow."""

from collections.abc import Iterator

from generator.check.dashboards.subject import Board, Query, Variable
from generator.check.promql.catalogue import ALERT_SERIES, Catalogue
from generator.check.shape import Fault
from generator.promql import tree as t
from generator.promql.labels import Status

_ALL = (".+", ".*")


def misfits(board: Board, variable: Variable) -> Iterator[Fault]:
    """Yield what keeps a variable from offering all values there are, several at once."""
    name = variable.name
    if variable.kind == "constant":
        return  # it is meant to have one value
    if variable.kind != "query":
        yield Fault(variable.at("type"), f"`{name}` lists values instead of asking for them")
        return
    source = variable.source
    if any(one.kind == "datasource" for one in board.variables) and not (
        source is not None and source.variable
    ):
        message = f"`{name}` asks another data source than the one that is chosen"
        yield Fault(variable.at("datasource"), message)
    if variable.fields.get("multi") is not True:
        yield Fault(variable.at("multi"), f"of `{name}` only one value can be chosen at a time")
    if variable.fields.get("includeAll") is True and variable.fields.get("allValue") not in _ALL:
        message = f"`All` of `{name}` puts every value into each query"
        yield Fault(variable.at("allValue"), message, "write `allValue`: `.+`")


def unnarrowed(
    board: Board, label: str, catalogue: Catalogue
) -> Iterator[tuple[Query, t.Selector]]:
    """Yield the selections of a dashboard that have a label and say nothing of it.

    What is recorded has been narrowed by whoever records it.
    """
    for query in board.queries:
        for node in query.selectors:
            if not node.metric and not node.conditions:
                continue  # a variable may say all of it
            named = any(one.matcher.label == label for one in node.conditions)
            if not named and not is_made(node, catalogue) and _may_have(query, node, label):
                yield query, node


def is_made(node: t.Selector, catalogue: Catalogue) -> bool:
    """Tell whether a series is made by rules, not scraped."""
    metric = node.metric
    return ":" in metric or metric in catalogue.records or metric in ALERT_SERIES


def _may_have(query: Query, node: t.Selector, label: str) -> bool:
    if query.subject is None:
        return False
    return any(one.status(label) is not Status.IMPOSSIBLE for one in query.subject.labels(node))


def not_narrowed(board: Board, label: str, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield the selections that a variable named like a label leaves as they are.

    Those of another job than the one whose values the variable has are none of them.
    """
    variable = board.variable(label)
    if variable is None:
        return
    jobs = {job for node in variable.query.selectors if (job := _job(node))}
    for query, node in unnarrowed(board, label, catalogue):
        job = _job(node)
        if job and jobs and job not in jobs:
            continue
        what = f"`{node.metric}`" if node.metric else "this"
        message = f"{what} stays the same whichever `{label}` is chosen"
        yield Fault(query.at(node.start, node.start + max(len(node.name), 1)), message)


def _job(node: t.Selector) -> str:
    """Return the one job that a selection is of; empty where that is open."""
    named = (one.matcher for one in node.conditions if one.matcher.label == "job")
    return next((one.value for one in named if one.op == "="), "")
