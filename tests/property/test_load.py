"""Loading against PyYAML: its emitter writes the texts, its composer knows what stands where."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from unittest import mock

import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.core.finding import Path, Place, Span
from generator.load import events
from generator.load.document import Document, Sources
from generator.load.yaml_source import load_text
from generator.report import FORMATS, render

FILE = "specs/é.yaml"

# Much of what matters in YAML, then anything that a spec may hold.
TEXTS = st.text("abz é漢🎉'\"\\:#-,[]{}&*!|>%@`?\n\t.0", max_size=30) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), max_size=8
)
NUMBERS = st.decimals(-1000, 1000, places=3) | st.sampled_from([Decimal("1E+3"), Decimal("1E-7")])
SCALARS = TEXTS | NUMBERS | st.booleans() | st.none()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
TREES = st.dictionaries(TEXTS, VALUES, max_size=5)
SOUP = st.text("ab:-?,[]{}&*!|>'\"%@`# \t\n\r<=~.01éü\\", max_size=40)
PARSERS = st.booleans().map(lambda flag: mock.patch.object(events, "HAS_LIBYAML", flag))


def events_of(draw: st.DrawFn, value: Any) -> Iterator[yaml.Event]:
    """Yield the events of a value, each in a random style."""
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=draw(st.booleans()))
        for key, inner in value.items():
            yield from events_of(draw, key)
            yield from events_of(draw, inner)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=draw(st.booleans()))
        for inner in value:
            yield from events_of(draw, inner)
        yield yaml.SequenceEndEvent()
    elif isinstance(value, str):
        may_be_plain = bool(re.match("[abzé漢🎉]", value))
        style = draw(st.sampled_from([None, "'", '"', "|", ">"]))
        yield yaml.ScalarEvent(None, None, (may_be_plain, True), value, style=style)
    else:
        text = str(value) if isinstance(value, Decimal) else {None: "null"}.get(value, str(value))
        yield yaml.ScalarEvent(None, None, (True, False), text)


@st.composite
def written_trees(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Return a tree and a text that PyYAML reads as that tree."""
    tree = draw(TREES)
    begin = yaml.DocumentStartEvent(explicit=draw(st.booleans()))
    document = [begin, *events_of(draw, tree), yaml.DocumentEndEvent(explicit=False)]
    text: str = yaml.emit(
        [yaml.StreamStartEvent(), *document, yaml.StreamEndEvent()],
        width=draw(st.sampled_from([5, 20, 80])),
        indent=draw(st.integers(2, 6)),
        allow_unicode=draw(st.booleans()),
        line_break=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    assume(is_same(composed(text), tree))  # the emitter is not always right
    return tree, text


def composed(text: str) -> Any:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None


def is_same(node: Any, value: Any) -> bool:
    """Tell whether a node of PyYAML's composer means a value."""
    if isinstance(node, yaml.MappingNode):
        same_keys = isinstance(value, dict) and [key.value for key, _ in node.value] == list(value)
        return same_keys and all(is_same(inner, value[key.value]) for key, inner in node.value)
    if isinstance(node, yaml.SequenceNode):
        same_length = isinstance(value, list) and len(value) == len(node.value)
        return same_length and all(map(is_same, node.value, value))
    if isinstance(value, str):
        return bool(node.value == value)
    if isinstance(value, Decimal):
        return node.style is None and str(Decimal(node.value)) == str(value)
    return node.style is None and node.value.lower() in {
        None: {"", "~", "null"}, True: {"true"}, False: {"false"},
    }[value]  # fmt: skip


def places(node: Any, path: Path = ()) -> Iterator[tuple[Place, Any]]:
    """Yield the place of each key and value with its node."""
    yield Place(FILE, path), node
    if isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            yield Place(FILE, (*path, key.value), "key"), key
            yield from places(inner, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, inner in enumerate(node.value):
            yield from places(inner, (*path, index))


def offsets(text: str, span: Span) -> tuple[int, int]:
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    begin = starts[span.line - 1] + span.column - 1
    return begin, starts[span.end_line - 1] + span.end_column - 1


def marked(document: Document, place: Place) -> str:
    begin, end = offsets(document.text, document.marks.span(place))
    return document.text[begin:end]


def check_span(document: Document, place: Place, node: Any) -> None:
    """Compare a span with the marks of the composer, which end blocks at the next token."""
    begin, end = offsets(document.text, document.marks.span(place))
    assert begin == node.start_mark.index
    is_block = node.style in {"|", ">"} if node.id == "scalar" else not node.flow_style
    if is_block:
        rest = document.text[end : node.end_mark.index]
        assert end <= node.end_mark.index
        assert not re.sub(r"#[^\r\n]*", "", rest).strip(" \t\r\n:?")
    else:
        assert end == node.end_mark.index


def means(piece: str, character: str, style: str | None) -> bool:
    """Tell whether a piece of a scalar stands for a character of its value."""
    if re.search(r"[\r\n]", piece):
        return character in " \n"
    if style == '"':
        return is_same(composed(f'"{piece}"'), character)
    if style == "'":
        return piece.replace("''", "'") == character
    return piece == character or (piece, character) == ("", "\n")


@settings(deadline=None)
@given(written_trees(), PARSERS)
def test_what_is_written_comes_back(written: tuple[dict[str, Any], str], parser: Any) -> None:
    tree, text = written
    with parser:
        loaded = load_text(FILE, text.encode())
    assert loaded.findings == []
    assert loaded.document is not None
    assert repr(loaded.document.tree) == repr(tree)


@settings(deadline=None)
@given(written_trees(), PARSERS)
def test_keys_and_values_stand_where_the_composer_saw_them(
    written: tuple[dict[str, Any], str], parser: Any
) -> None:
    _, text = written
    with parser:
        document = load_text(FILE, text.encode()).document
        assert document is not None
        for place, node in places(composed(text)):
            check_span(document, place, node)


@settings(deadline=None)
@given(written_trees(), PARSERS)
def test_each_character_of_a_text_is_found(
    written: tuple[dict[str, Any], str], parser: Any
) -> None:
    _, text = written
    with parser:
        document = load_text(FILE, text.encode()).document
        assert document is not None
        for place, node in places(composed(text)):
            if place.part == "key" or node.id != "scalar":
                continue
            reached = node.start_mark.index
            for number, character in enumerate(node.value):
                one = place.within(number, number + 1)
                begin, end = offsets(text, document.marks.span(one))
                assert means(text[begin:end], character, node.style)
                assert reached <= begin
                reached = begin


@settings(deadline=None, max_examples=300)
@given(SOUP | SOUP.map("k: {}".format), PARSERS)
@example(
    "a: >\n\n  x\n   y\n\n\n  z\nb: |2-\n   x", mock.patch.object(events, "HAS_LIBYAML", new=True)
)
def test_what_is_accepted_means_what_pyyaml_says(text: str, parser: Any) -> None:
    with parser:
        loaded = load_text(FILE, text.encode())
        if loaded.findings or loaded.document is None:
            return
        node = composed(text)
        assume(node)  # pure PyYAML refuses some tabs
        assert is_same(node, loaded.document.tree)
        if not re.search("[&*!]", text):  # marks of the composer include anchors and tags
            for place, inner in places(node):
                check_span(loaded.document, place, inner)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=60)
    | SOUP.map(str.encode)
    | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    PARSERS,
)
def test_no_bytes_raise_anything(data: bytes, parser: Any) -> None:
    with parser:
        loaded = load_text(FILE, data)
        assert loaded.findings or loaded.document
        for finding in loaded.findings:
            assert isinstance(finding.where, Span)
            begin, end = offsets(loaded.lines.text, finding.where)
            assert 0 <= begin <= end <= len(loaded.lines.text)
    sources = Sources({}, {FILE: loaded.lines})
    for output_format in FORMATS:
        render(output_format, loaded.findings, sources).encode("utf-8")
