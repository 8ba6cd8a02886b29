"""The text at the place of a part says that part, through every style of a YAML scalar."""

import dataclasses
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.core.finding import Place, Span
from generator.load.document import Document
from generator.load.yaml_source import load_foreign
from generator.promql import tree as t
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.promql.selection import unquote
from generator.promql.tokens import all_tokens
from tests.support.scalars import STYLES, written

_LABELS = st.sampled_from(["", "job", "job, l", '"größe"', "`l`, job,"])
_CONDITIONS = st.lists(
    st.sampled_from(
        [
            *('l="1"', "l!='a b'", 'l=~"a|[(]"', "l!~`\\d+`", '"größe"="漢"', r'l="\"\\é{"'),
            *('job="it\'s"', '"l.m"=~".+"'),
        ]
    ),
    max_size=2,
).map(", ".join)
_OFFSETS = st.sampled_from(
    ["", " offset 5m", " offset -1h30m", " @ 1609746000", " @ start()", " offset 1d @ end()"]
)
_NAMES = st.sampled_from(["x", "job:x:rate5m", "on", "sum_total"])
_SELECTORS = st.one_of(
    st.builds("{}{}".format, _NAMES, _OFFSETS),
    st.builds("{}{{{}}}{}".format, _NAMES, _CONDITIONS, _OFFSETS),
    st.builds('{{__name__="x", {}}}{}'.format, _CONDITIONS, _OFFSETS),
    st.builds('{{"größe.x", {}}}'.format, _CONDITIONS),
)
_RANGES = st.builds(
    "{}{{{}}}[{}]{}{}".format,
    _NAMES,
    _CONDITIONS,
    st.sampled_from(["5m", "1h30m", " 5m ", "300"]),
    st.sampled_from(["", " anchored", " smoothed"]),
    _OFFSETS,
)
_NUMBERS = st.sampled_from(["1", "0.5", "1e-3", "0x1F", "Inf", "NaN", "5m", "1_000", ".5"])
_OPERATORS = st.sampled_from(
    [*"+-*/%^", "atan2", "==", "!=", "<", ">=", "> bool", "and", "or", "unless", "AND", "</"]
)
_MATCHINGS = st.one_of(
    st.just(""),
    st.builds(
        "{} ({}){}".format,
        st.sampled_from(["on", "ignoring", "ON"]),
        _LABELS,
        st.one_of(
            st.just(""),
            st.builds(" {}".format, st.sampled_from(["group_left", "group_right"])),
            st.builds(" group_left ({})".format, _LABELS),
        ),
    ),
)
_FILLS = st.sampled_from(["", "", "", " fill (0)", " fill_left (-1) fill_right (2)"])


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groupings = st.one_of(
        st.just(""), st.builds("{} ({})".format, st.sampled_from(["by", "without"]), _LABELS)
    )
    return st.one_of(
        st.builds("( {} )".format, inner),
        st.builds("{}{}".format, st.sampled_from("-+"), inner),
        st.builds("rate({})".format, _RANGES),
        st.builds("{}({})".format, st.sampled_from(["abs", "sort", "absent"]), inner),
        st.builds("clamp({}, {}, {})".format, inner, _NUMBERS, _NUMBERS),
        st.builds('label_replace({}, "a", \'$1\', `b`, "(.*)")'.format, inner),
        st.builds("sum {} ({})".format, groupings, inner),
        st.builds("max({}) {}".format, inner, groupings),
        st.builds("topk {} ({}, {})".format, groupings, _NUMBERS, inner),
        st.builds('count_values("größe", {})'.format, inner),
        st.builds(
            "max_over_time(({})[{}]{})".format, inner, st.sampled_from(["1h:5m", "1h:"]), _OFFSETS
        ),
        st.builds("{} {} {}{} {}".format, inner, _OPERATORS, _MATCHINGS, _FILLS, inner),
        st.builds("{} * {}".format, inner, _NUMBERS),
    )


_EXPRESSIONS = st.recursive(
    st.one_of(_SELECTORS, _NUMBERS, st.just("time()")), _extend, max_leaves=6
)
_BLANKS = st.lists(
    st.sampled_from([" ", " ", " ", "\n", "  ", "\t", "\n\n", " # größe 漢\n"]),
    min_size=1,
    max_size=5,
)


def _spread(text: str, blanks: list[str]) -> str:
    """Return an expression with other blanks, and comments, between its words."""
    found = iter(blanks * len(text))
    return "".join(next(found) if one.kind == "space" else one.text for one in all_tokens(text))


def _in_yaml(expr: str, style: str) -> tuple[Document, str] | None:
    """Return a file with an expression in a style; None where it cannot be written so."""
    text = f"before: é\nexpr: {written(expr, style, 4)}\nafter: 1\n"
    try:
        read = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError:
        return None
    if not isinstance(read.get("expr"), str) or read["expr"].rstrip("\n") != expr.rstrip("\n"):
        return None
    loaded = load_foreign("a.yml", text.encode())
    assert loaded.document is not None
    return loaded.document, text


def _piece(document: Document, text: str, style: str, start: int, end: int) -> str:
    """Return what stands in a file at the place of some characters, as it is meant there."""
    span = document.marks.span(Place("a.yml", ("expr",), chars=(start, end)))
    raw = _between(text, span)
    if style == "single":
        return raw.replace("''", "'")
    if style in {"double", "escaped"}:
        return str(yaml.load(f'"{raw}"', yaml.CSafeLoader))
    return raw


def _between(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def _meaning(value: object) -> object:
    """Return a tree without places."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (one.name for one in dataclasses.fields(value))
        parts = [(name, getattr(value, name)) for name in fields]
        inner = [(name, _meaning(one)) for name, one in parts if name not in _PLACES]
        return (type(value).__name__, *inner)
    if isinstance(value, tuple):
        return tuple(map(_meaning, value))
    return "".join(value.split()) if isinstance(value, str) else repr(value)


_PLACES = {"start", "end", "body_end"}


def _words(node: t.Node) -> Iterator[tuple[t.Word, bool]]:
    """Yield the words of a part, and whether they may stand in quotes."""
    match node:
        case t.Selector() | t.Subquery():
            for each in node.conditions if isinstance(node, t.Selector) else ():
                yield from ((each.label, True), (each.value, True))
            some = (node.offset, node.at, getattr(node, "extended", None))
            yield from ((one, False) for one in some if one is not None)
        case t.Aggregate():
            yield from ((one, True) for one in (node.grouping.labels if node.grouping else ()))
        case t.Binary():
            matching = node.matching
            for one in (*matching.labels, *matching.include) if matching else ():
                yield (one, True)
            yield (node.operator, False)
        case _:
            pass


def _check_words(node: t.Node, piece: dict[tuple[int, int], str]) -> None:
    for word, quoted in _words(node):
        found = piece[word.start, word.end]
        said = unquote(found) if quoted and found[0] in "\"'`" else "".join(found.split())
        assert said.lower() == word.text.lower(), (found, word)


def _check(node: t.Node, expr: str, style: str) -> bool:
    """Hold every part against the text at its place; tell whether the style can say it all."""
    found = _in_yaml(expr, style)
    if found is None:
        return False
    document, file = found

    def at(start: int, end: int) -> str:
        return _piece(document, file, style, start, end)

    for part in node.walk():
        piece = at(part.start, part.end)
        assert _meaning(parse(piece)) == _meaning(part), (piece, file)
        assert piece == piece.strip(), piece
        words = [word for word, _ in _words(part)]
        _check_words(part, {(one.start, one.end): at(one.start, one.end) for one in words})
        window = part.window if isinstance(part, t.Selector | t.Subquery) else None
        if window is not None:
            assert at(window.start, window.end)[1:-1].strip() == window.text
        matching = part.matching if isinstance(part, t.Binary) else None
        if matching is not None:
            stretch = at(matching.start, matching.end)
            again = parse(f"x + {stretch} y")
            assert isinstance(again, t.Binary)
            assert _meaning(again.matching) == _meaning(matching), stretch
    return True


@given(_EXPRESSIONS, _BLANKS, st.sampled_from(STYLES))
@settings(max_examples=400, deadline=None)
def test_the_text_at_a_span_parses_to_that_node(text: str, blanks: list[str], style: str) -> None:
    expr = _spread(text, blanks)
    try:
        node = parse(expr)
    except PromqlError:
        node = None
    assume(node is not None and _check(node, expr, style))


_ONE_OF_EACH = (
    '-(rate(x{l="it\'s \\"é\\"", "größe"=~`a|b`}[5m] anchored offset -1h @ 5))',
    "sum by (job, `l`) (rate(x[5m])) / on (job) group_left (l) max(y) without (l)",
    'count_values("v", label_replace(x + fill (0) y, "a", \'$1\', `b`, ""))',
    "max_over_time((topk(2, -x))[1h:5m] @ end()) > bool 0x1F",
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", _ONE_OF_EACH)
def test_one_of_each_kind_is_found_in_every_style(text: str, style: str) -> None:
    assert _check(parse(text), text, style)


def test_no_kind_of_node_is_left_out() -> None:
    known = {one for one in vars(t).values() if isinstance(one, type) and issubclass(one, t.Node)}
    assert known - {t.Node} == {type(part) for text in _ONE_OF_EACH for part in parse(text).walk()}
