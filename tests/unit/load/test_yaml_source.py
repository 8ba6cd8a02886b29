from decimal import Decimal
from typing import Any

import pytest

from generator.core.finding import Finding, Span
from generator.load import tree
from generator.load.limits import MAX_DEPTH, MAX_FILE_BYTES, MAX_FINDINGS, MAX_NODES
from generator.load.yaml_source import load_text

pytestmark = pytest.mark.usefixtures("_parser")


def tree_of(text: str) -> Any:
    loaded = load_text("a.yaml", text.encode())
    assert loaded.findings == []
    assert loaded.document is not None
    return loaded.document.tree


def told(finding: Finding) -> tuple[str, str, str]:
    """Return code, place and message of a finding."""
    where = finding.where
    assert isinstance(where, Span)
    place = f"{where.line}:{where.column}-{where.end_line}:{where.end_column}"
    return finding.code, place, finding.message


def findings_of(data: str | bytes) -> list[tuple[str, str, str]]:
    data = data if isinstance(data, bytes) else data.encode()
    return [told(finding) for finding in load_text("a.yaml", data).findings]


def test_a_document_holds_plain_data() -> None:
    text = "a: 5\nb: [x, 'y', \"z\\n\", true, ~]\nc: {d: 1e3, e: |\n  x\n}\n".replace(
        "|\n  x\n", "on"
    )
    assert tree_of(text) == {
        "a": Decimal(5),
        "b": ["x", "y", "z\n", True, None],
        "c": {"d": Decimal("1E+3"), "e": "on"},
    }


def test_a_document_knows_its_file_and_text() -> None:
    document = load_text("specs/a.yaml", b"a: 1\r\n").document
    assert document is not None
    assert (document.file, document.text) == ("specs/a.yaml", "a: 1\r\n")


def test_keys_are_their_text() -> None:
    text = "404: a\ntrue: b\non: c\n~: d\n'5': e\n0x1F: f\n\"\": g\n? h\n"
    assert tree_of(text) == {
        "404": "a", "true": "b", "on": "c", "~": "d", "5": "e", "0x1F": "f", "": "g", "h": None,
    }  # fmt: skip


def test_yaml_1_1_words_stay_texts() -> None:
    assert tree_of("a: [on, no, yes, 12:30:00, 2024-01-01]") == {
        "a": ["on", "no", "yes", "12:30:00", "2024-01-01"]
    }


def test_quoted_scalars_are_texts() -> None:
    assert tree_of("a: ['5', \"true\", '', '010']") == {"a": ["5", "true", "", "010"]}


def test_aliases_repeat_what_their_anchor_marks() -> None:
    text = "a: &x {b: &y 1}\nc: *x\nd: [*y, *x]\ne: &x 2\nf: *x\n&k g: *k\n"
    one = {"b": Decimal(1)}
    assert tree_of(text) == {
        "a": one, "c": one, "d": [Decimal(1), one], "e": Decimal(2), "f": Decimal(2), "g": "g",
    }  # fmt: skip


def test_standard_tags_say_what_a_value_is() -> None:
    text = "a: !!str 12\nb: ! 13\nc: !!map {d: 1}\ne: !!seq [1]\nf: !<tag:yaml.org,2002:str> 5\n"
    one = Decimal(1)
    assert tree_of(text) == {"a": "12", "b": "13", "c": {"d": one}, "e": [one], "f": "5"}


def test_a_byte_order_mark_is_left_out() -> None:
    loaded = load_text("a.yaml", b"\xef\xbb\xbfa: 010\n")
    assert [told(each)[1] for each in loaded.findings] == ["1:4-1:7"]
    assert loaded.lines.text == "a: 010\n"


def test_one_document_may_be_marked() -> None:
    assert tree_of("%YAML 1.2\n---\na: 1\n...\n") == {"a": Decimal(1)}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_positions_do_not_depend_on_line_ends(newline: str) -> None:
    text = "é: |\n  ü\nlist:\n  - 'ß': 010\n".replace("\n", newline)
    message = "`010` is octal in YAML 1.1 and decimal in YAML 1.2"
    assert findings_of(text) == [("PS031", "4:10-4:13", message)]
    assert load_text("a.yaml", text.encode()).document.tree["é"] == "ü\n"  # type: ignore[index, union-attr, call-overload]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a: caf\xe9\n", "1:7-1:8", "byte 0xE9 is not UTF-8"),
        ("ä: ö\nb: ".encode() + b"\xff\xff", "2:4-2:5", "byte 0xFF is not UTF-8"),
        (b"a: \xc3", "1:4-1:5", "byte 0xC3 is not UTF-8"),
        (b"a: \xed\xa0\x80", "1:4-1:5", "byte 0xED is not UTF-8"),
        ("a: 1\n".encode("utf-16"), "1:1-1:2", "the file is UTF-16"),
    ],
)
def test_only_utf_8_is_read(data: bytes, place: str, message: str) -> None:
    assert findings_of(data) == [("PS010", place, message)]


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "U+0000 (a control character)"),
        ("\x1b", "U+001B (a control character)"),
        ("\x7f", "U+007F (a control character)"),
        ("\x85", "U+0085 (a control character)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\uffff", "U+FFFF (a control character)"),
    ],
)
def test_characters_that_readers_see_differently_are_refused(character: str, name: str) -> None:
    expected = ("PS011", "2:5-2:6", f"the character {name} is not allowed")
    assert findings_of(f"ä: 1\nbö: {character}x\n") == [expected]


def test_printable_characters_pass() -> None:
    text = "a: é ü ß 漢 🎉 \u200d \xa0 \u200f \ufffd\n"
    assert tree_of(text) == {"a": text[3:-1]}


def test_escaped_characters_pass() -> None:
    assert tree_of('a: "\\0\\x1b\\u2028"') == {"a": "\0\x1b\u2028"}


SYNTAX = [
    ("é: 'x\nb: 1\n", "1:4-1:5", "the quote that opens here is never closed"),
    ('é: "x\n---\n', "1:4-1:5", "the quote that opens here is never closed"),
    ("é: @x\n", "1:4-1:5", "`@` cannot begin a value"),
    ("é: `x`\n", "1:4-1:5", "a backtick cannot begin a value"),
    ("é: }\nb: 1\n", "1:4-1:5", "`}` cannot begin a value"),
    ("é: b: c\n", "1:5-1:6", "a `:` stands where no key can end"),
    ("é: 1\nb c\nd: 2\n", "2:1-2:4", "this is neither `key: value` nor part of the text above"),
    ("é: {b: 1\nc: 2\n", "2:2-2:3", "a `,` or the closing bracket is missing before this"),
    ("é: [1, 2\n\n", "1:4-1:5", "the bracket that opens here is never closed"),
    ("é: [1,\n\n", "1:6-1:7", "the file ends where a value should follow"),
    ("é: - b\n", "1:4-1:5", "a list cannot begin here"),
    ("é:\n  b: 1\n c: 2 # x\n", "3:2-3:10", "this line does not fit into the block around it"),
    ("- 1\nb: 2\n", "2:1-2:5", "this line does not fit into the block around it"),
    ("é: 'x' y z\n", "1:8-1:11", "this follows a value that has ended"),
    ("  é: 1\nb: 2\n", "2:1-2:5", "this does not belong to what stands before it"),
    ("{é: 1}}\n", "1:7-1:8", "this does not belong to what stands before it"),
    (
        "é: *.x\n",
        "1:4-1:5",
        "an anchor or alias has no name, or a name with a character it cannot have",
    ),
]


@pytest.mark.parametrize(("text", "place", "message"), SYNTAX)
def test_syntax_errors_are_told_in_plain_words(text: str, place: str, message: str) -> None:
    assert findings_of(text) == [("PS020", place, message)]


def test_a_wrong_escape_is_marked() -> None:
    (finding,) = load_text("a.yaml", b'a: "x\\dz"\n').findings
    code, _, message = told(finding)
    assert (code, message) == ("PS020", "this is no escape of a text in double quotes")


@pytest.mark.parametrize("escape", ["\\ud800", "\\UFFFFFFFF", "\\U00110000", "\\x0"])
def test_an_escape_of_no_character_is_refused(escape: str) -> None:
    (finding,) = load_text("a.yaml", f'a: "{escape}"\n'.encode()).findings
    assert (finding.code, finding.message) == (
        "PS020",
        "this is no escape of a text in double quotes",
    )


def test_a_bracket_that_is_not_closed_shows_where_it_opens() -> None:
    (finding,) = load_text("a.yaml", "é: {b: 1 c: 2}\n".encode()).findings
    assert finding.related is not None
    assert finding.related.label == "the bracket opens here"
    assert finding.related.where == Span("a.yaml", 1, 4, 1, 5)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("é:\n\tb: 1\n", "2:1-2:2"),
        ("é:\n  b: 1\n\tc: 2\n", "3:1-3:2"),
        ("\té: 1\n", "1:1-1:2"),
        ("é: |\n\tx\n", "2:1-2:2"),
        ("é:\n  \t- 1\n", "2:3-2:4"),
        ("é:\n\t\t\t", "2:1-2:2"),
    ],
)
def test_a_tab_cannot_indent(text: str, place: str) -> None:
    assert findings_of(text) == [("PS021", place, "a tab cannot indent a line")]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "--- ~\n", "---\n..."])
def test_an_empty_file_is_a_finding(text: str) -> None:
    assert findings_of(text) == [("PS022", "1:1-1:1", "the file is empty")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("é: 1\n---\nb: 2\n", "2:1-2:4"),
        ("é: 1\n...\n---\nb: 2\n", "3:1-3:4"),
        ("---\n---\n", "2:1-2:4"),
    ],
)
def test_a_second_document_is_a_finding(text: str, place: str) -> None:
    assert findings_of(text) == [("PS023", place, "a second document begins here")]


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("# c\n- é\n- b\n", "2:1-3:4", "a list"),
        ("[1]", "1:1-1:4", "a list"),
        ("é\n", "1:1-1:2", "a single value"),
        ("5", "1:1-1:2", "a single value"),
    ],
)
def test_the_top_is_a_mapping(text: str, place: str, found: str) -> None:
    assert findings_of(text) == [("PS024", place, f"the file holds {found}, not a mapping")]


def test_directives_are_refused() -> None:
    for text in ("%YAML 1.1\n---\na: 1\n", "%TAG ! tag:x.org,2000:\n---\na: 1\n"):
        assert [each[::2] for each in findings_of(text)] == [
            ("PS027", "directives are not supported")
        ]


def test_a_key_given_twice_shows_the_first() -> None:
    text = "é: 1\nb: [{ß: 1, c: 2, ß: 3}]\né: 4\n"
    loaded = load_text("a.yaml", text.encode())
    assert [told(finding) for finding in loaded.findings] == [
        ("PS030", "2:18-2:19", "the key `ß` is given twice"),
        ("PS030", "3:1-3:2", "the key `é` is given twice"),
    ]
    first = [each.related.where for each in loaded.findings if each.related]
    assert first == [Span("a.yaml", 2, 6, 2, 7), Span("a.yaml", 1, 1, 1, 2)]
    assert loaded.document is not None
    inner = {"ß": Decimal(1), "c": Decimal(2)}
    assert loaded.document.tree == {"é": Decimal(1), "b": [inner]}


@pytest.mark.parametrize("keys", [("a", "'a'"), ("5", '"5"'), ("'x'", "x"), ("~", "'~'")])
def test_keys_are_equal_by_their_text(keys: tuple[str, str]) -> None:
    assert [each[0] for each in findings_of(f"{keys[0]}: 1\n{keys[1]}: 2\n")] == ["PS030"]


def test_a_third_key_points_at_the_first_and_nothing_is_kept_of_it() -> None:
    loaded = load_text("a.yaml", b"a: 1\na: {b: 1, b: 2}\na: 3\n")
    places = [told(finding)[1] for finding in loaded.findings]
    assert places == ["2:1-2:2", "2:11-2:12", "3:1-3:2"]
    assert loaded.findings[1].related is None
    related = loaded.findings[2].related
    assert related is not None
    assert related.where == Span("a.yaml", 1, 1, 1, 2)


def test_ambiguous_numbers_are_findings_and_stay_text() -> None:
    loaded = load_text("a.yaml", "é: [ö, 0x1F]\n".encode())
    assert [told(finding) for finding in loaded.findings] == [
        ("PS031", "1:8-1:12", "`0x1F` is a number in some YAML readers and a text in others")
    ]
    assert loaded.findings[0].fix == (
        "write `31` if the number is meant, or `'0x1F'` if the text is"
    )
    assert loaded.document is not None
    assert loaded.document.tree == {"é": ["ö", "0x1F"]}


def test_a_number_out_of_range_is_a_finding() -> None:
    assert findings_of("a: 1e999") == [("PS032", "1:4-1:9", "`1e999` is out of range")]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("é: {{x}}\n", "1:5-1:6", "a mapping or a list cannot be a key"),
        ("? [é]\n: b\n", "1:3-1:4", "a mapping or a list cannot be a key"),
        ("é: &x y\n*x : 1\n", "2:1-2:3", "an alias cannot be a key"),
    ],
)
def test_keys_that_are_no_text_are_refused(text: str, place: str, message: str) -> None:
    assert findings_of(text) == [("PS033", place, message)]


def test_a_refused_key_does_not_hide_what_follows() -> None:
    text = "? {a: 1, a: 2}\n: {b: 1, b: 2}\nc: 010\n"
    loaded = load_text("a.yaml", text.encode())
    assert [finding.code for finding in loaded.findings] == ["PS033", "PS030", "PS030", "PS031"]
    assert loaded.document is not None
    assert loaded.document.tree == {"c": "010"}


def test_merge_keys_are_refused() -> None:
    loaded = load_text("a.yaml", b"a: &x {b: 1}\nc: {<<: *x, d: 2}\n'<<': 1\n")
    message = "the merge key `<<` is not supported"
    assert [told(finding) for finding in loaded.findings] == [("PS034", "2:5-2:7", message)]
    assert loaded.document is not None
    one, two = Decimal(1), Decimal(2)
    assert loaded.document.tree == {"a": {"b": one}, "c": {"d": two}, "<<": one}


@pytest.mark.parametrize(
    ("text", "place", "tag"),
    [
        ("é: !x y\n", "1:4-1:6", "!x"),
        ("é: !!python/object:os.system {}\n", "1:4-1:29", "!!python/object:os.system"),
        ("é: &a !<x,y> []\n", "1:7-1:13", "!<x,y>"),
        ("é: !!int 5\n", "1:4-1:9", "!!int"),
        ("é: !!map [1]\n", "1:4-1:9", "!!map"),
        ("!x é: 5\n", "1:1-1:3", "!x"),
    ],
)
def test_other_tags_are_refused(text: str, place: str, tag: str) -> None:
    assert findings_of(text) == [("PS035", place, f"the tag `{tag}` is unknown")]


def test_a_tag_with_an_unknown_handle_is_refused() -> None:
    assert findings_of("é: !x!y z\n") == [("PS035", "1:4-1:8", "tags are not supported")]


def test_an_alias_needs_an_anchor_before_it() -> None:
    text = "é: *y\nb: &y 1\n"
    assert findings_of(text) == [("PS036", "1:4-1:6", "no `&y` comes before `*y`")]


@pytest.mark.parametrize("text", ["é: &x [[*x]]\n", "é: &x {b: *x}\n", "a: &x 1\né: &x [[*x]]\n"])
def test_an_alias_cannot_contain_itself(text: str) -> None:
    ((code, _, message),) = findings_of(text)
    assert (code, message) == ("PS037", "`*x` stands inside `&x` itself")


def test_an_alias_after_its_anchor_is_no_loop() -> None:
    assert findings_of("a: &x []\nb: &x [*x, &x [], *x]\nc: *x\n")[0][0] == "PS037"
    assert findings_of("a: &x []\nb: [*x, &x [], *x]\nc: *x\n") == []


def test_a_billion_laughs_end_early() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    ((code, place, message),) = findings_of("\n".join(lines))
    assert (code, message) == ("PS038", f"with `*e` the file has more than {MAX_NODES} values")
    assert place.startswith("6:")


def nested(depth: int) -> str:
    return "a: " + "[" * (depth - 1) + "]" * (depth - 1)


def test_depth_is_limited() -> None:
    assert findings_of(nested(MAX_DEPTH)) == []
    message = f"more than {MAX_DEPTH} mappings and lists are nested"
    column = 4 + MAX_DEPTH - 1
    expected = ("PS025", f"1:{column}-1:{column + 1}", message)
    assert findings_of(nested(MAX_DEPTH + 1)) == [expected]


def test_endless_nesting_does_not_crash() -> None:
    for text in ("[" * 1_000_000, "- " * 1_000_000, "{a: " * 500_000):
        assert [each[0] for each in findings_of(text)] == ["PS025"]


def test_depth_counts_through_aliases() -> None:
    half = MAX_DEPTH // 2
    text = f"a: &x {'[' * half}{']' * half}\nb: {'[' * half}*x{']' * half}\n"
    expected = f"with `*x` more than {MAX_DEPTH} mappings and lists are nested"
    assert [each[::2] for each in findings_of(text)] == [("PS025", expected)]
    assert findings_of(text.replace(f"b: {'[' * half}*x{']' * half}", "b: [*x]")) == []


def test_the_number_of_values_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_NODES", 100)
    list_of_49 = "[" + "x," * 49 + "]"
    for text in (
        f"a: {list_of_49}\nb: {list_of_49}\n",
        f"a: &x {list_of_49}\nb: *x\n",
        f"a: &x {list_of_49}\nb: {{c: [[[[" + "x," * 45 + "]]]]}\n",
    ):
        assert findings_of(text) == []
        expected = ("PS026", "the file has more than 100 values")
        assert [each[::2] for each in findings_of(text + "d:\n")] == [expected]


def test_aliases_count_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_NODES", 100)
    text = "a: &x [" + "x," * 29 + "]\nb: *x\nc: *x\n"
    assert findings_of(text) == []
    message = "with `*x` the file has more than 100 values"
    assert findings_of(text + "d: *x\n") == [("PS038", "4:4-4:6", message)]


def test_the_size_is_limited() -> None:
    body = b"a: 1\n#"
    assert findings_of(body + b"x" * (MAX_FILE_BYTES - len(body))) == []
    message = f"the file is larger than {MAX_FILE_BYTES} bytes"
    expected = ("PS007", "1:1-1:1", message)
    assert findings_of(body + b"x" * (MAX_FILE_BYTES - len(body) + 1)) == [expected]


def test_the_number_of_findings_is_limited() -> None:
    found = findings_of("a: 010\n" + "".join(f"b{number}: 010\n" for number in range(200)))
    assert [each[0] for each in found] == ["PS031"] * MAX_FINDINGS + ["PS028"]


def test_findings_before_a_syntax_error_are_kept() -> None:
    assert [each[0] for each in findings_of("a: 010\nb: @\n")] == ["PS031", "PS020"]
