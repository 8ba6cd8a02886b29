import re

from generator.core.finding import Finding, Place, Related, Rule, Span
from generator.load.document import Sources
from generator.load.lines import LineTable
from generator.report.text import render_text

EXPECTED = """\
specs/gone.yaml: error[PS101]: no such file
  help: Remove it.
  why: It has no effect.

specs/http.yaml:3:3: advice[PS303]: long
  3 |   error_ratio:
    |   ^^^^^^^^^^^^
  help: Shorten it.
  why: Time is short.

specs/http.yaml:4:5: error[PS101]: unknown key `treshold`
  4 |     treshold: {above: 5%}
    |     ^^^^^^^^
specs/http.yaml:3:3: note: the indicator is here
  3 |   error_ratio:
    |   ^^^^^^^^^^^
  help: Did you mean `thresholds`?

specs/http.yaml:5:14: warning[PS202]: odd, 100%: title
  5 |     title: "größe \\u00e9"
    |              ^^
  help: Change it.
  why: It reads badly.

2 errors, 1 warning, 1 piece of advice in 2 files
"""

RULE = Rule("PS900", "Title", "Why.", "Fix.")


def test_findings_are_written_for_people(sources: Sources, findings: list[Finding]) -> None:
    assert render_text(findings, sources) == EXPECTED


def test_colours_change_nothing_else(sources: Sources, findings: list[Finding]) -> None:
    colored = render_text(findings, sources, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == EXPECTED
    assert "\x1b[1;31merror[PS101]\x1b[0m" in colored
    assert "\x1b[1;33mwarning[PS202]\x1b[0m" in colored
    assert "\x1b[1;36madvice[PS303]\x1b[0m" in colored
    assert "\x1b[1;31m^^^^^^^^\x1b[0m" in colored


def test_no_findings_are_said_so() -> None:
    assert render_text([], Sources({})) == "no findings\n"


def test_one_is_not_plural() -> None:
    text = render_text([RULE.at(Place("a", ()), "m")], Sources({}))
    assert text.endswith("\n\n1 error in 1 file\n")


def test_a_position_without_a_text_is_shown() -> None:
    text = render_text([RULE.at(Span("out/rules.yml", 7, 3, 7, 9), "m")], Sources({}))
    assert text.startswith("out/rules.yml:7:3: error[PS900]: m\n  help: Fix.\n")


def test_line_numbers_of_any_width_line_up() -> None:
    texts = {"a": LineTable("x\n" * 99 + "y\n")}
    text = render_text([RULE.at(Span("a", 100, 1, 100, 2), "m")], Sources({}, texts))
    assert "\n  100 | y\n      | ^\n" in text


def test_an_empty_line_ends_with_the_bar() -> None:
    text = render_text([RULE.at(Span("a", 1, 1, 1, 1), "m")], Sources({}, {"a": LineTable("")}))
    assert "\n  1 |\n    | ^\n" in text


def test_a_spec_cannot_drive_the_terminal() -> None:
    evil = "\x1b]0;x\x07\r\x9b2J\u202e"
    finding = RULE.at(
        Span(f"a{evil}", 1, 1, 1, 2),
        f"m{evil}\nspecs/a.yaml:1:1: error[PS000]: forged",
        fix=f"f{evil}\nsecond",
        related=Related(Span(f"a{evil}", 1, 1, 1, 2), f"l{evil}\nx"),
    )
    text = render_text([finding], Sources({}, {f"a{evil}": LineTable(f"{evil}x")}))
    assert set(re.findall(r"[^\x20-\x7e]", text)) == {"\n"}
    assert not any(line.startswith("specs/a.yaml") for line in text.splitlines())


def test_a_fix_of_several_lines_is_indented() -> None:
    text = render_text([RULE.at(Place("a"), "m", fix="Write:\n\n  a: 1")], Sources({}))
    assert "\n  help: Write:\n    \n      a: 1\n  why: Why.\n" in text
