"""Where Grafana's variables stand in a query, and as what."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

Use: TypeAlias = Literal[
    "string",
    "range",
    "shift",
    "number",
    "name",
    "label",
    "matcher",
    "operand",
    "operator",
    "function",
]
"""As what a variable stands. ``operand`` is where a part of an expression is missing without it,
``operator`` where one has just ended, ``function`` what stands before parentheses or ``by``."""

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
_NAMED = re.compile(r"[A-Za-z_:][\w:.]*\Z")
_NAME_CHAR = re.compile(r"[A-Za-z0-9_:]")
_CALLED = re.compile(r"\s*(?:\(|(?:by|without)\s*\()", re.IGNORECASE)
_ENDED = re.compile(r"(?:[)\]}\"'`]|(?P<word>[\w:.]+))\s*\Z")
_GOES_ON: Final = frozenset(
    {
        *("by", "without", "on", "ignoring", "group_left", "group_right"),
        *("and", "or", "unless", "bool", "atan2", "offset"),
    }
)
_MATCHER_LENGTH = len("x=''")


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

    @property
    def open(self) -> bool:
        """Whether it can be any part of an expression, not only a text or a duration."""
        return self.use not in {"string", "range"}


def variables_in(text: str) -> tuple[Variable, ...]:
    """Return the variables of a query, in the order of the text."""
    return tuple(_variables(text))


def _variables(text: str) -> Iterator[Variable]:
    brackets = ""
    last: Variable | None = None
    for match in _PIECE.finditer(text):
        if match["string"]:
            for inner in _VARIABLE.finditer(text, match.start() + 1, match.end() - 1):
                if not _name(inner)[0].isdigit():  # `$1` is what an expression found
                    yield Variable(_name(inner), *inner.span(), "string")
        elif match["variable"]:
            ends = last is not None and not text[last.end : match.start()].strip()
            use = _use(text, match, brackets, last if ends else None)
            last = Variable(_name(match), *match.span(), use)
            yield last
        elif match["bracket"]:
            opens = match["bracket"] in "[{"
            brackets = brackets + match["bracket"] if opens else brackets[:-1]


def _name(match: re.Match[str]) -> str:
    return match["old"] or match["braced"] or match["plain"] or ""


def _use(text: str, match: re.Match[str], brackets: str, last: Variable | None) -> Use:
    """Return as what a variable stands outside of texts.

    ``brackets`` are those around it, ``last`` the variable that stands right before it.
    """
    before, after = text[: match.start()], text[match.end() :]
    found: Use
    if brackets.endswith("["):
        found = "range"
    elif before[-1:].isdigit() or before.endswith("."):
        found = "name" if _NAMED.search(before) else "number"
    elif brackets.endswith("{"):
        found = _in_conditions(match[0], before, after)
    elif _LABELS_OPEN.search(before):
        found = "label"
    elif _OFFSET.search(before):
        found = "shift"
    elif _is_part_of_name(before, after):
        found = "name"
    elif _ended(before) if last is None else last.use != "operator":
        found = "operator"
    else:
        found = "function" if _CALLED.match(after) else "operand"
    return found


def _is_part_of_name(before: str, after: str) -> bool:
    joined = _NAME_CHAR.match(before[-1:]) or _NAME_CHAR.match(after[:1])
    return bool(joined) or after.lstrip().startswith(("{", "["))


def _in_conditions(text: str, before: str, after: str) -> Use:
    alone = before.rstrip().endswith(("{", ",")) and after.lstrip().startswith((",", "}"))
    return "matcher" if alone and len(text) >= _MATCHER_LENGTH else "label"


def _ended(before: str) -> bool:
    """Tell whether a part of an expression that can stand by itself ends with a text."""
    match = _ENDED.search(before)
    return match is not None and (match["word"] or "").lower() not in _GOES_ON
