from generator.core.finding import Finding, Rule, Span
from generator.load.document import Sources
from generator.report.github import render_github

EXPECTED = """\
::error file=specs/gone.yaml,line=1,col=1,endLine=1,endColumn=1,title=PS101%3A Unknown key\
::no such file%0ARemove it.
::notice file=specs/http.yaml,line=3,endLine=5,title=PS303%3A Could be shorter\
::long%0AShorten it.
::error file=specs/http.yaml,line=4,col=5,endLine=4,endColumn=13,title=PS101%3A Unknown key\
::unknown key `treshold`%0ADid you mean `thresholds`?%0Athe indicator is here: specs/http.yaml:3:3
::warning file=specs/http.yaml,line=5,col=14,endLine=5,endColumn=16,title=PS202%3A Odd title\
::odd, 100%25: title%0AChange it.
"""

RULE = Rule("PS900", "One, two: three", "Why.", "Fix.")


def test_findings_become_annotations(sources: Sources, findings: list[Finding]) -> None:
    assert render_github(findings, sources) == EXPECTED


def test_no_findings_are_no_text() -> None:
    assert render_github([], Sources({})) == ""


def test_nothing_in_a_finding_can_begin_a_command() -> None:
    finding = RULE.at(Span("a,b:c%\n::d", 1, 1, 1, 2), "50%\r\n::set-output name=x::y\x1b")
    (line,) = render_github([finding], Sources({})).splitlines()
    assert line == (
        "::error file=a%2Cb%3Ac%25%0A%3A%3Ad,line=1,col=1,endLine=1,endColumn=2,"
        "title=PS900%3A One%2C two%3A three::50%25%0A::set-output name=x::y\\x1b%0AFix."
    )
