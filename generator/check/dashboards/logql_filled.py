"""Queries to Loki whose variables may be any part of them."""

from collections.abc import Mapping
from typing import Final

from generator.check.dashboards.guesses import put, ways
from generator.check.dashboards.listed import Listed
from generator.check.dashboards.logql import check_logql
from generator.check.dashboards.variables import Variable, variables_in

_PARTS: Final = (
    *("1", "x", "", "rate", "sum", '|= "x"', "| json", "json", 'x="y"', ',x="y"', '"x"'),
    *("=", "|=", "+", "5m", "x,y", '{x="y"}'),
)
_MOST: Final = 200
"""How many ways to fill the variables of a query are tried at most."""


def check_filled(text: str, values: Mapping[str, Listed]) -> str:
    """Return why a query is no LogQL whatever was put in the place of its variables.

    It is empty where it looks like some. ``values`` are those that the dashboard lists.
    """
    fault = check_logql(text)
    variables = variables_in(text) if fault else ()
    if not any(one.open for one in variables):
        return fault
    options = [_options(text, one, values.get(one.name)) for one in variables]
    found = (put(text, variables, pieces) for pieces in ways(variables, options, _MOST))
    return fault if all(map(check_logql, found)) else ""


def _options(text: str, one: Variable, known: Listed | None) -> tuple[str, ...]:
    """Return what a variable may be; one that is a text or a range stays as it is."""
    if not one.open:
        return (text[one.start : one.end],)
    if known is not None and known.complete:
        return known.values
    return (*(known.values if known is not None else ()), *_PARTS)
