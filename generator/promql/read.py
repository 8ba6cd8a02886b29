"""Expressions as trees with places.

promql-parser decides what is PromQL, but it knows no positions, and no syntax that came after it.
What it refuses is taken all the same where it fits together and uses something newer.
"""

import functools
from typing import Final

from generator.core import re2
from generator.promql import tree as t
from generator.promql.duration import seconds
from generator.promql.fault import is_about_pattern, located
from generator.promql.parse import PromqlError, TooLargeError, check
from generator.promql.reader import Reader
from generator.promql.tokens import words
from generator.promql.types import check_types
from generator.promql.uses import uses
from generator.promql.versions import newer_than_the_parser

MAX_LEVELS: Final = 120
"""How many operations may stand inside of each other; `a + b + c` has two."""

_REMEMBERED: Final = 32768
"""So many expressions of authors are remembered; a tree takes about 6 kB."""
_AT_HAND: Final = 4096
"""So many of our own are: rules are gone through in one order, so others are not asked for soon."""


@functools.lru_cache(maxsize=_REMEMBERED)
def parse(text: str) -> t.Node:
    """Return what an expression says, with the place of every part.

    Stages ask for the same texts, and get the same tree: nobody changes it.

    Raises:
        PromqlError: it is no PromQL, or it uses something that this reader does not know.
    """
    return parse_anew(text)


@functools.lru_cache(maxsize=_AT_HAND)
def printed(text: str) -> t.Node:
    """Return what an expression says that this program built and printed.

    Rendering lets the parser judge each of them, so it is not asked here.

    Raises:
        PromqlError: an author wrote a part of it that this reader does not know.
    """
    return read(text)


def parse_anew(text: str) -> t.Node:
    """Return the same as a tree of one's own.

    Raises:
        PromqlError: it is no PromQL, or it uses something that this reader does not know.
    """
    try:
        check(text)
    except TooLargeError:
        raise
    except PromqlError as error:
        return _newer(text, error)
    node = read(text)
    check_types(node)
    if "~" in text:
        _check_patterns(node)
    return node


def accept(text: str) -> None:
    """Let the parser judge another way to write an expression that was parsed.

    Raises:
        PromqlError: it is no PromQL.
    """
    try:
        check(text)
    except TooLargeError:
        raise
    except PromqlError as error:
        _newer(text, error)


def _newer(text: str, error: PromqlError) -> t.Node:
    """Return what a text says that the parser refused, if that is because it is too old."""
    try:
        node = read(text)
        check_types(node)
        _check_texts(text, node)
    except PromqlError as ours:
        raise located(text, error, ours) from None
    if is_about_pattern(error):
        return node  # one that RE2 takes all the same
    if not any(newer_than_the_parser(one.feature) for one in uses(node)):
        raise located(text, error, None)
    return node


def _check_texts(text: str, node: t.Node) -> None:
    """Let the parser judge what it knows well: escapes in strings."""
    for token in (one for one in words(text) if one.kind == "string"):
        check(f"x{{l={token.text}}}")
    _check_patterns(node)


def _check_patterns(node: t.Node) -> None:
    """Judge regular expressions by what RE2 takes; the parser has another engine."""
    for part in node.walk():
        for one in part.conditions if isinstance(part, t.Selector) else ():
            fault = re2.read(one.matcher.value).fault if one.matcher.op in {"=~", "!~"} else ""
            if fault:
                message = f"`{one.matcher.value}` is no regular expression: {fault}"
                raise PromqlError(message, (one.value.start, one.value.end))


def read(text: str) -> t.Node:
    """Return the same for a text that was parsed before.

    Raises:
        PromqlError: it uses something that this reader does not know, or is nested so deeply that
            nobody who goes through its parts would come to an end.
    """
    reader = Reader(text)
    try:
        node = reader.whole()
    except RecursionError:  # of signs and powers alone, which are no brackets
        raise _too_deep() from None
    if reader.size > MAX_LEVELS and _levels(node) > MAX_LEVELS:
        raise _too_deep()
    return node


def _too_deep() -> PromqlError:
    return PromqlError(f"more than {MAX_LEVELS} operations stand inside of each other")


def _levels(root: t.Node) -> int:
    """Return how many parts stand inside of each other at most."""
    deepest = 0
    todo = [(root, 1)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        todo += [(child, level + 1) for child in node.children()]
    return deepest


__all__ = ["MAX_LEVELS", "accept", "parse", "parse_anew", "printed", "read", "seconds"]
