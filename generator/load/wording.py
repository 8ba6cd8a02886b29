"""What the YAML parser says of a syntax error, in the words of somebody who writes specs."""

import re
from typing import NamedTuple

import yaml

from generator.core.finding import Finding, Related, Rule
from generator.load.codes import DIRECTIVE, SYNTAX, TAB, TAG
from generator.load.lines import LineTable

_CHARACTER = r"."
_WORD = r"\S+"
_LINE = r"[^\r\n]*[^\s]"


class _Wording(NamedTuple):
    """How one kind of error is told.

    Attributes:
        said: Finds the kind in the words of libyaml and of pure PyYAML.
        message: What is wrong; ``{character}`` stands for the character at the place.
        fix: What to do, None where the rule says it all.
        rule: What it is an instance of.
        extent: Matches the text to mark from the place on.
        at_context: The cause stands where the construct began, not where it went wrong.
        opened: What to say of the place where the construct began.
    """

    said: str
    message: str
    fix: str | None = None
    rule: Rule = SYNTAX
    extent: str = _WORD
    at_context: bool = False
    opened: str | None = None


_QUOTE = "put the text in quotes"
_BRACKET = "write a `,` between the entries and close the bracket; quote text that holds brackets"
_INDENT = "line it up with the entries it belongs to"

_WORDINGS = (
    _Wording(
        r"quoted scalar.*(unexpected end of stream|document (indicator|separator))",
        "the quote that opens here is never closed",
        "close the quote; inside single quotes a `'` is written twice",
        extent=_CHARACTER,
        at_context=True,
    ),
    _Wording(
        r"quoted scalar.*(escape|hexdecimal)",
        "this is no escape of a text in double quotes",
        "use single quotes, in which a backslash is a plain character, or write it twice",
        extent=r"\\?.",
    ),
    _Wording(
        r"node content.*stream end",
        "the file ends where a value should follow",
        _BRACKET,
    ),
    _Wording(
        r"cannot start any token|flow node.*node content|block node.*node content|the node content",
        "{character} cannot begin a value",
        _QUOTE,
        extent=_CHARACTER,
    ),
    _Wording(
        r"mapping values are not allowed",
        "a `:` stands where no key can end",
        "put text that holds `: ` in quotes, or correct the indentation of this line or the one "
        "above",
        extent=_CHARACTER,
    ),
    _Wording(
        r"could not find expected ':'",
        "this is neither `key: value` nor part of the text above",
        "write `:` and a space after the key, or indent the line below the key it belongs to",
        extent=_LINE,
        at_context=True,
    ),
    _Wording(
        r"flow (mapping|sequence).*expected ','.*stream end",
        "the bracket that opens here is never closed",
        _BRACKET,
        extent=_CHARACTER,
        at_context=True,
    ),
    _Wording(
        r"flow (mapping|sequence).*expected ','",
        "a `,` or the closing bracket is missing before this",
        _BRACKET,
        opened="the bracket opens here",
    ),
    _Wording(
        r"sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list on the line below its key, or put the text in quotes",
        extent=_CHARACTER,
    ),
    _Wording(
        r"(expected key|'-' indicator|expected <block end>).*line start",
        "this line does not fit into the block around it",
        _INDENT,
        extent=_LINE,
        opened="the block begins here",
    ),
    _Wording(
        r"expected key|'-' indicator|expected <block end>",
        "this follows a value that has ended",
        "put the whole value in quotes, or remove what follows it",
        extent=_LINE,
    ),
    _Wording(
        r"<document start>",
        "this does not belong to what stands before it",
        _INDENT,
        extent=_LINE,
    ),
    _Wording(
        r"scanning an (anchor|alias)",
        "an anchor or alias has no name, or a name with a character it cannot have",
        "put the text in quotes if no alias is meant; names are of letters, digits, `-` and `_`",
        extent=_CHARACTER,
        at_context=True,
    ),
    _Wording(r"undefined tag handle", "tags are not supported", rule=TAG),
    _Wording(
        r"directive|%YAML|YAML document",
        "directives are not supported",
        rule=DIRECTIVE,
        at_context=True,
    ),
)


def syntax_finding(file: str, lines: LineTable, error: yaml.MarkedYAMLError) -> Finding:
    """Return the finding for what stopped the parser."""
    text = lines.text
    place = _index(text, error.problem_mark)
    if text.startswith("\t", place) and _begins_line(text, place):
        return TAB.at(lines.span(file, place, place + 1), "a tab cannot indent a line")
    said = _said(text, place, error)
    wording = next((each for each in _WORDINGS if re.search(each.said, said)), None)
    wording = wording or _Wording("", f"this is not valid YAML: {error.problem}")
    context = _index(text, error.context_mark) if error.context_mark else place
    start = context if wording.at_context else place
    related = None
    if wording.opened and context < start:
        related = Related(lines.span(file, context, context + 1), wording.opened)
    marked = re.compile(wording.extent).match(text, start)
    where = lines.span(file, start, marked.end() if marked else start)
    character = text[start : start + 1]
    shown = "a backtick" if character == "`" else f"`{character}`"
    message = wording.message.replace("{character}", shown)
    return wording.rule.at(where, message, fix=wording.fix, related=related)


def _said(text: str, place: int, error: yaml.MarkedYAMLError) -> str:
    """Return the words of the parser, with what it could have said of the place."""
    words = [error.context or "", error.problem or ""]
    if error.problem_mark and error.problem_mark.index >= len(text.rstrip()):
        words.append("stream end")
    if _begins_line(text, place):
        words.append("line start")
    return " ".join(words)


def _index(text: str, mark: "yaml.Mark | None") -> int:
    """Return the offset of a mark, of the last visible character where it stands at the end."""
    index = mark.index if mark else 0
    return index if text[index:].strip(" \r\n") else max(len(text.rstrip()) - 1, 0)


def _begins_line(text: str, offset: int) -> bool:
    before = text[:offset]
    return not before.rstrip(" \t") or before.rstrip(" \t")[-1] in "\r\n"
