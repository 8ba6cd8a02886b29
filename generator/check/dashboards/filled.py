"""Queries of dashboards as PromQL, with something in the place of Grafana's variables.

Everything stays where it stands: what fills a variable is as long as it. What it may be at a place
follows from what stands around it, or from what makes the query PromQL. What a variable decides is
unknown afterwards: names, values and numbers that it stands for are no reason for a finding.
"""

import itertools
import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from generator.promql import tree as t
from generator.promql.expr import Matcher
from generator.promql.parse import PromqlError
from generator.promql.read import parse

Use: TypeAlias = Literal["string", "range", "number", "name", "label", "matcher", "shift", "free"]

# grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax
VARIABLE: Final = (
    r"\[\[(?P<old>\w+)(?::\w+)?\]\]"
    r"|\$\{(?P<braced>\w+)(?:\.[^:}]*)?(?::[^}]*)?\}"
    r"|\$(?P<plain>\w+)"
)
_VARIABLE = re.compile(VARIABLE)
_PIECE = re.compile(
    r"(?P<comment>#[^\n]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)"
    rf"|(?P<variable>{VARIABLE})"
    r"|(?P<bracket>[\[\]{}])"
)
_LABELS_OPEN = re.compile(
    r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\Z", re.IGNORECASE
)
_OFFSET = re.compile(r"\boffset\s*-?\s*\Z", re.IGNORECASE)
_UNIT = re.compile(r"(?:ms|[smhdwy])\b")
_NAMED = re.compile(r"[A-Za-z_:][\w:.]*\Z")
_NAME_CHAR = re.compile(r"[A-Za-z0-9_:]")
_MATCHER_LENGTH = len("x=''")
_MOST_FREE = 3
"""Variables of which all that they may be is tried; of more only that all of them are the same."""

ANY: Final = "\ue000"
"""Stands for a character of a value that only Grafana knows."""


class Variable(NamedTuple):
    """A variable in a query: its name, where it stands, and as what."""

    name: str
    start: int
    end: int
    use: Use

    @property
    def own(self) -> bool:
        """Whether the dashboard has to say what it is: names with two underscores are Grafana's."""
        return not self.name.startswith("__") and not self.name[0].isdigit()


class Filled(NamedTuple):
    """A query that was read; ``doubtful`` where its labels depend on variables.

    ``constants`` are the numbers that variables stand for, by where they begin.
    """

    node: t.Node
    variables: tuple[Variable, ...]
    doubtful: bool
    constants: tuple[tuple[int, float], ...]


def variables_in(text: str) -> tuple[Variable, ...]:
    """Return the variables of a query, in the order of the text."""
    return tuple(_variables(text))


def fill(text: str, scrape: Fraction | None = None, loose: Collection[str] = ()) -> Filled:
    """Return what a query says, with the place of every part; ``scrape`` is in seconds.

    ``loose`` are variables that can stand for a value that is not there, so that a condition on
    one of them selects series without the label, too.

    Raises:
        PromqlError: it is no PromQL, whatever its variables stand for.
    """
    variables = variables_in(text)
    if not variables:
        return Filled(parse(text), (), doubtful=False, constants=())
    node = _parsed(text, variables, _window(scrape))
    return _without_fillings(node, variables, loose)


def plain(text: str) -> str:
    """Return a query with a plain value in the place of each variable, everything where it is."""
    variables = variables_in(text)
    return _text(text, variables, _window(None), itertools.repeat("1"))


def _variables(text: str) -> Iterator[Variable]:
    brackets = ""
    for match in _PIECE.finditer(text):
        if match["string"]:
            for inner in _VARIABLE.finditer(text, match.start() + 1, match.end() - 1):
                if not _name(inner)[0].isdigit():  # `$1` is what an expression found
                    yield Variable(_name(inner), *inner.span(), "string")
        elif match["variable"]:
            use = _use(text, match, brackets)
            yield Variable(_name(match), *match.span(), use)
        elif match["bracket"]:
            opens = match["bracket"] in "[{"
            brackets = brackets + match["bracket"] if opens else brackets[:-1]


def _name(match: re.Match[str]) -> str:
    return match["old"] or match["braced"] or match["plain"] or ""


def _use(text: str, match: re.Match[str], brackets: str) -> Use:
    """Return as what a variable stands outside of texts; ``brackets`` are those around it."""
    before, after = text[: match.start()], text[match.end() :]
    if brackets.endswith("["):
        return "range"
    if before[-1:].isdigit() or before.endswith("."):
        return "name" if _NAMED.search(before) else "number"
    if brackets.endswith("{"):
        return _in_conditions(match[0], before, after)
    if _LABELS_OPEN.search(before):
        return "label"
    named = bool(_NAME_CHAR.match(before[-1:]) or _NAME_CHAR.match(after[:1]))
    named |= after.lstrip().startswith(("{", "["))
    other: Use = "shift" if _OFFSET.search(before) else "free"
    return "name" if named else other


def _in_conditions(text: str, before: str, after: str) -> Use:
    alone = before.rstrip().endswith(("{", ",")) and after.lstrip().startswith((",", "}"))
    return "matcher" if alone and len(text) >= _MATCHER_LENGTH else "label"


def _parsed(text: str, variables: Sequence[Variable], window: str) -> t.Node:
    free = sum(one.use == "free" for one in variables)
    fault: PromqlError | None = None
    for guess in _guesses(free):
        try:
            return parse(_text(text, variables, window, iter(guess)))
        except PromqlError as error:
            fault = fault or error
    raise fault or PromqlError("nothing is understood")


def _guesses(free: int) -> Iterable[tuple[str, ...]]:
    """Return what free variables may stand for: a number, a name, an operator, a duration."""
    kinds = ("1", "x", "+", "5m")
    if free > _MOST_FREE:
        return [(one,) * free for one in kinds]
    return itertools.product(kinds, repeat=free)


def _text(text: str, variables: Sequence[Variable], window: str, guesses: "Iterator[str]") -> str:
    pieces: list[str] = []
    at = 0
    for one in variables:
        kind = next(guesses) if one.use == "free" else ""
        pieces += (text[at : one.start], _filling(text, one, window, kind))
        at = one.end
    return "".join((*pieces, text[at:]))


def _filling(text: str, one: Variable, window: str, kind: str) -> str:
    """Return what is written in the place of a variable; ``kind`` is what a free one stands for."""
    size = one.end - one.start
    before_unit = bool(_UNIT.match(text, one.end))
    match one.use:
        case "string":
            found = ANY * size
        case "range" | "shift" if before_unit:
            found = "1".zfill(size)
        case "range" | "shift":
            found = "m" if text[one.start - 1].isdigit() else window
        case "matcher":
            found = "x=''"
        case "number":
            found = "1" * size
        case "free" if kind != "x":
            found = kind
        case _:
            found = "x" * size
    return found.ljust(size)


def _window(scrape: Fraction | None) -> str:
    """Return a duration of two characters that holds four scrapes."""
    seconds = 4 * (scrape or 0)
    wide = (("5m", 300), ("1h", 3600), ("1d", 86400))
    return next((text for text, size in wide if seconds <= size), "9w")


def _without_fillings(
    node: t.Node, variables: tuple[Variable, ...], loose: Collection[str]
) -> Filled:
    """Return a tree that says of what was filled in only what is sure."""

    def inside(start: int, end: int) -> list[Variable]:
        return [one for one in variables if start < one.end and one.start < end]

    doubtful = any(one.use in {"label", "matcher"} for one in variables)
    constants: list[tuple[int, float]] = []
    for part in node.walk():
        if isinstance(part, t.Selector):
            if part.name and inside(part.start, part.start + len(part.name)):
                part.name = ""
            part.conditions = tuple(
                _open(one, loose={each.name for each in found} <= {*loose}) if found else one
                for one in part.conditions
                if not inside(one.label.start, one.label.end)
                for found in (inside(one.value.start, one.value.end),)
            )
        elif isinstance(part, t.Number) and inside(part.start, part.end):
            constants.append((part.start, math.nan))
        elif isinstance(part, t.Text | t.Call) and inside(part.start, _word_end(part)):
            doubtful = True
    return Filled(node, variables, doubtful, tuple(constants))


def _word_end(part: t.Text | t.Call) -> int:
    return part.end if isinstance(part, t.Text) else part.start + len(part.function)


def _open(one: t.Condition, *, loose: bool) -> t.Condition:
    """Return a condition that any value fulfils; its place still shows what stands there."""
    if one.matcher.op in {"=", "=~"}:
        matcher = Matcher(one.matcher.label, "=~", ".*" if loose else ".+")
    else:
        matcher = Matcher(one.matcher.label, "!~", ANY)
    return t.Condition(matcher, one.label, one.value)
