"""Variables of other programs in expressions of rule files, where nobody fills them in."""

import re
from typing import Final, NamedTuple

_PIECE: Final = re.compile(
    r"""
      \#[^\n]*
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `[^`]*`
    | (?P<template>\{\{[^{}=]*\}\})
    | (?P<variable>\${1,2}\{[^{}]*\} | \$[^\W\d]\w* | \[\[[^\W\d]\w*(?::\w+)?\]\])
    """,
    re.VERBOSE,
)
# Grafana works these out for each panel (grafana.com/docs/grafana/latest/dashboards/variables).
_GRAFANA: Final = re.compile(r"\$\{?__(?:rate_interval|interval(?:_ms)?|range(?:_m?s)?|auto)\b")


class Leftover(NamedTuple):
    """A variable that is left over, at a stretch of the text."""

    start: int
    end: int
    message: str
    fix: str


def leftover(text: str) -> Leftover | None:
    """Return the first variable of another program outside of texts: PromQL has none."""
    for match in _PIECE.finditer(text):
        if match["template"]:
            message = f"`{match[0]}` belongs to a template, and nobody fills it in here"
            fix = "render it first: `helm template … | promspec check --rules -`"
            return Leftover(*match.span(), message, fix)
        if match["variable"]:
            return Leftover(*match.span(), *_told(match[0]))
    return None


def _told(name: str) -> tuple[str, str]:
    if _GRAFANA.match(name):
        message = f"`{name}` is a variable of Grafana, which nobody fills in here"
        return message, "write a duration, such as `5m`"
    message = f"`{name}` is a variable, which nobody fills in here"
    return message, "write its value, or check the file in which it is filled in"
