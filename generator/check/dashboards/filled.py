"""Queries of dashboards as PromQL, with something in the place of Grafana's variables.

Everything stays where it stands: what fills a variable is as long as it. What it may be at a place
follows from what stands around it, or from what makes the query PromQL. Where nothing of that
length does, the values that the dashboard lists are tried, and parts of expressions of any length;
nothing but the variables is known then. What a variable decides is unknown afterwards: names,
values and numbers that it stands for are no reason for a finding.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from generator.check.dashboards.guesses import TOLD, anything, fitting, put, ways
from generator.check.dashboards.listed import Listed
from generator.check.dashboards.opened import Within
from generator.check.dashboards.variables import Variable, variables_in
from generator.promql import tree as t
from generator.promql.parse import PromqlError, TooLargeError
from generator.promql.read import parse, parse_anew

_MOST_FITTING: Final = 120
_MOST_OTHERS: Final = 300
"""How many ways to fill the variables of a query are tried at most."""


class Filled(NamedTuple):
    """A query that was read; ``doubtful`` where its labels depend on variables.

    ``constants`` are the numbers that variables stand for, by where they begin.
    """

    node: t.Node
    variables: tuple[Variable, ...]
    doubtful: bool
    constants: tuple[tuple[int, float], ...]


def fill(
    text: str,
    scrape: Fraction | None = None,
    loose: Collection[str] = (),
    values: Mapping[str, Listed] | None = None,
) -> Filled:
    """Return what a query says, with the place of every part; ``scrape`` is in seconds.

    ``loose`` are variables that can stand for a value that is not there, so that a condition on
    one of them selects series without the label, too. ``values`` are those that the dashboard
    lists, by variable.

    Raises:
        PromqlError: it is no PromQL with anything that was put in the place of its variables.
    """
    variables = variables_in(text)
    if not variables:
        return Filled(parse(text), (), doubtful=False, constants=())
    window = _window(scrape)
    fault: PromqlError | None = None
    options = [fitting(text, one, window) for one in variables]
    for pieces in ways(variables, options, _MOST_FITTING):
        try:
            node = parse_anew(put(text, variables, pieces))
        except TooLargeError:
            raise
        except PromqlError as error:
            fault = fault or error
        else:
            sure = all(map(_is_told, variables, options, pieces))
            return _without_fillings(text, node, variables, loose, doubtful=not sure)
    if any(one.open for one in variables) and _fits_somehow(text, variables, window, values or {}):
        unknown = t.Selector(0, len(text), "", (), len(text))
        return Filled(unknown, variables, doubtful=True, constants=())
    raise fault or PromqlError("nothing is understood")


def plain(text: str) -> str:
    """Return a query with a plain value in the place of each variable, everything where it is."""
    variables, window = variables_in(text), _window(None)
    pieces = [
        fitting(text, one, window)[0] if _has_place(one) else "1".ljust(one.end - one.start)
        for one in variables
    ]
    return put(text, variables, pieces)


def _has_place(one: Variable) -> bool:
    return one.use not in {"operand", "operator", "function"}


def _fits_somehow(
    text: str, variables: Sequence[Variable], window: str, values: Mapping[str, Listed]
) -> bool:
    """Tell whether values that the dashboard lists, or parts of any length, make it PromQL."""
    options = [_any_length(text, one, window, values.get(one.name)) for one in variables]
    for pieces in ways(variables, options, _MOST_OTHERS):
        found = put(text, variables, pieces)
        inner = variables_in(found)  # a value may hold variables itself
        window_pieces = [anything(found, one, window)[0] for one in inner]
        try:
            parse_anew(put(found, inner, window_pieces))
        except PromqlError:
            continue
        return True
    return False


def _any_length(text: str, one: Variable, window: str, known: Listed | None) -> tuple[str, ...]:
    if not one.open:
        return anything(text, one, window)
    if known is not None and known.complete:
        return known.values
    return (*(known.values if known is not None else ()), *anything(text, one, window))


def _is_told(one: Variable, options: Sequence[str], piece: str) -> bool:
    """Tell whether the tree shows all that what fills a variable changes."""
    return piece == options[0] if _has_place(one) else piece.strip() in TOLD


def _window(scrape: Fraction | None) -> str:
    """Return a duration of two characters that holds four scrapes."""
    seconds = 4 * (scrape or 0)
    wide = (("5m", 300), ("1h", 3600), ("1d", 86400))
    return next((text for text, size in wide if seconds <= size), "9w")


def _without_fillings(
    text: str,
    node: t.Node,
    variables: tuple[Variable, ...],
    loose: Collection[str],
    *,
    doubtful: bool,
) -> Filled:
    """Return a tree that says of what was filled in only what is sure."""
    within = Within(text, variables, loose)
    doubtful |= any(one.use in {"label", "matcher"} for one in variables)
    constants: list[tuple[int, float]] = []
    selects = False
    for part in node.walk():
        selects |= isinstance(part, t.Selector)
        if isinstance(part, t.Selector | t.Number):
            part.end = within.end_of(part)
        if isinstance(part, t.Selector):
            within.open(part)
        elif isinstance(part, t.Subquery):
            within.tell_apart(part)
        elif isinstance(part, t.Number) and within.of(part.start, part.end):
            constants.append((part.start, math.nan))
        elif isinstance(part, t.Call) and within.of(part.start, part.start + len(part.function)):
            part.function, doubtful = "", True
        elif isinstance(part, t.Text) and within.of(part.start, part.end):
            doubtful = True
    # Numbers alone may be series as well.
    return Filled(node, variables, doubtful or not selects, tuple(constants))
