"""The templates of alerts, read as far as it takes to see that Prometheus would refuse them.

The grammar is that of Go's text/template, the functions are those of Prometheus's template package.
"""

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+')
    | (?P<variable>\$[\w]*(?:\.\w+)*)
    | (?P<field>(?:\.[^\W\d]\w*)+)
    | (?P<dot>\.(?![\w.]))
    | (?P<number>[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))
    | (?P<word>[^\W\d]\w*)
    | (?P<assign>:=|=)
    | (?P<sign>[|(),])
    """,
    re.VERBOSE,
)
_ACTION: Final = re.compile(r"\{\{(- (?=.)|-(?=[ \t\r\n]))?", re.DOTALL)
FUNCTIONS: Final = frozenset(
    {
        # text/template
        *("and", "or", "not", "len", "index", "slice", "print", "printf", "println", "html", "js"),
        *("urlquery", "call", "eq", "ne", "lt", "le", "gt", "ge"),
        # Prometheus
        *("query", "first", "label", "value", "strvalue", "args", "reReplaceAll", "safeHtml"),
        *("match", "title", "toUpper", "toLower", "graphLink", "tableLink", "sortByLabel"),
        *("stripPort", "stripDomain", "humanize", "humanize1024", "humanizeDuration"),
        *("humanizePercentage", "humanizeTimestamp", "toTime", "toDuration", "pathPrefix"),
        *("externalURL", "parseDuration", "urlQueryEscape", "tmpl", "now"),
    }
)
_OPENING: Final = frozenset({"if", "range", "with", "block", "define"})
_CONSTANTS: Final = frozenset({"true", "false", "nil"})
_GIVEN: Final = ("$", "$labels", "$externalLabels", "$externalURL", "$value")


class Fault(NamedTuple):
    """Something that Go would refuse, at a stretch of the template."""

    start: int
    end: int
    message: str


class Word(NamedTuple):
    """A word of an action, with its place in the template."""

    kind: str
    text: str
    start: int
    end: int


class Action(NamedTuple):
    """What stands between ``{{`` and ``}}``."""

    start: int
    end: int
    words: tuple[Word, ...]


class _BrokenError(Exception):
    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(start, end, message)


@functools.lru_cache(maxsize=16)
def read(text: str) -> tuple[tuple[Action, ...], Fault | None]:
    """Return the actions of a template and the first thing that is wrong with it.

    Several checks ask about the texts of one alert, one after the other.
    """
    actions: list[Action] = []
    try:
        actions.extend(_actions(text))
        _Blocks().check(actions)
    except _BrokenError as error:
        return tuple(actions), error.fault
    return tuple(actions), None


def _actions(text: str) -> Iterator[Action]:
    at = 0
    while (opened := text.find("{{", at)) >= 0:
        match = _ACTION.match(text, opened)
        at = match.end() if match is not None else opened + 2
        if text.startswith("/*", at):
            at = _after_comment(text, opened, at)
            continue
        words, at = _words(text, opened, at)
        yield Action(opened, at, words)


def _after_comment(text: str, opened: int, at: int) -> int:
    closed = text.find("*/", at)
    end = re.compile(r"( -)?\}\}").match(text, closed + 2) if closed >= 0 else None
    if end is None:
        raise _BrokenError(opened, len(text), "this comment never ends")
    return end.end()


def _words(text: str, opened: int, at: int) -> tuple[tuple[Word, ...], int]:
    found: list[Word] = []
    while at < len(text):
        if text.startswith("}}", at):
            return tuple(found), at + 2
        if re.compile(r"-\}\}").match(text, at) and text[at - 1] in " \t\r\n":
            return tuple(found), at + 3
        match = _TOKEN.match(text, at)
        if match is None:
            what = (
                "this text never ends" if text[at] in "\"'`" else f"`{text[at]}` has no place here"
            )
            raise _BrokenError(at, at + 1, what)
        if match.lastgroup != "space":
            found.append(Word(match.lastgroup or "", match[0], *match.span()))
        at = match.end()
    raise _BrokenError(opened, min(opened + 2, len(text)), "this is never closed with `}}`")


class _Blocks:
    """Looks at every action with the blocks around it and the variables that it can see."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Action, int]] = []
        self._variables = list(_GIVEN)

    def check(self, actions: list[Action]) -> None:
        """Look at all actions of a template."""
        for action in actions:
            self._look(action, action.words[0].text if action.words else "", action.words[1:])
        if self._open:
            kind, action, _ = self._open[-1]
            raise _broken(action, f"this `{kind}` has no `end`")

    def _look(self, action: Action, first: str, rest: tuple[Word, ...]) -> None:
        if first == "end":
            self._close(action, rest)
        elif first == "else":
            self._otherwise(action, rest)
        elif first in _OPENING:
            self._open.append((first, action, len(self._variables)))
            words = rest[1:] if first in {"block", "define"} else rest
            if words or first != "define":
                _check_pipeline(action, words, self._variables)
        elif first in {"break", "continue"}:
            if not any(kind == "range" for kind, _, _ in self._open):
                raise _broken(action, f"`{first}` stands in no `range`")
        else:
            words = rest if first == "template" else action.words
            _check_pipeline(action, words, self._variables)

    def _close(self, action: Action, rest: tuple[Word, ...]) -> None:
        if not self._open or rest:
            raise _broken(action, "`end` stands alone" if rest else "`end` closes nothing")
        _, _, seen = self._open.pop()
        del self._variables[seen:]

    def _otherwise(self, action: Action, rest: tuple[Word, ...]) -> None:
        if not self._open or self._open[-1][0] not in {"if", "with", "range"}:
            raise _broken(action, "`else` belongs to nothing")
        if rest and rest[0].text in {"if", "with"}:
            _check_pipeline(action, rest[1:], self._variables)
        elif rest:
            raise _broken(action, "`else` stands alone, or before `if`")


def _broken(action: Action, message: str) -> _BrokenError:
    return _BrokenError(action.start, action.end, message)


def _check_pipeline(action: Action, words: tuple[Word, ...], variables: list[str]) -> None:
    words, declared = _without_declaration(words)
    if not words:
        raise _broken(action, "there is nothing to print here")
    depth, wanted = 0, True
    for index, word in enumerate(words):
        if word.text == "(":
            depth, wanted = depth + 1, True
            continue
        if word.text in {"|", ")"} and word.kind == "sign":
            if wanted:
                raise _BrokenError(
                    word.start, word.end, f"something is missing before `{word.text}`"
                )
            depth -= word.text == ")"
            wanted = word.text == "|"
        else:
            _check_word(word, variables, first=wanted, piped=index and words[index - 1].text == "|")
            wanted = False
        if depth < 0:
            raise _BrokenError(word.start, word.end, "`)` closes nothing")
    # Nothing after the last `|` is let pass by Go.
    if depth:
        raise _broken(action, "`(` is never closed")
    variables += declared


def _without_declaration(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], list[str]]:
    at = next((i for i, word in enumerate(words[:4]) if word.kind == "assign"), None)
    if at is None:
        return words, []
    names = [word.text for word in words[:at] if word.kind == "variable"]
    return words[at + 1 :], names if words[at].text == ":=" else []


def _check_word(word: Word, variables: list[str], *, first: bool, piped: object) -> None:
    if word.kind == "variable":
        name = word.text.partition(".")[0]
        if name not in variables:
            raise _BrokenError(word.start, word.end, f"there is no variable `{name}`")
    elif word.kind == "word":
        if word.text not in FUNCTIONS and word.text not in _CONSTANTS:
            raise _BrokenError(word.start, word.end, f"there is no function `{word.text}`")
    elif word.kind in {"assign", "sign"}:
        raise _BrokenError(word.start, word.end, f"`{word.text}` has no place here")
    if piped and first and word.kind in {"string", "number", "dot"}:
        raise _BrokenError(word.start, word.end, f"`{word.text}` takes nothing from before `|`")
