import dataclasses

from generator.core.finding import Finding, Place, Rule, Severity, Span
from generator.load.document import Sources
from generator.report.located import LocatedNote, locate, summarize

RULE = Rule("PS900", "Title", "Why.", "Fix.")


def test_findings_get_places_and_excerpts(sources: Sources, findings: list[Finding]) -> None:
    found = locate(findings, sources)
    assert [(each.code, each.span, each.excerpt) for each in found] == [
        ("PS101", Span("specs/gone.yaml", 1, 1, 1, 1), None),
        ("PS303", Span("specs/http.yaml", 3, 3, 5, 26), "  error_ratio:"),
        ("PS101", Span("specs/http.yaml", 4, 5, 4, 13), "    treshold: {above: 5%}"),
        ("PS202", Span("specs/http.yaml", 5, 14, 5, 16), '    title: "größe \\u00e9"'),
    ]
    assert [each.related for each in found if each.related] == [
        LocatedNote("the indicator is here", Span("specs/http.yaml", 3, 3, 3, 14), "  error_ratio:")
    ]
    assert found[2].path == ("indicators", "error_ratio", "treshold")
    assert found[0].path is None
    rule = findings[1].rule
    assert (found[2].title, found[2].why) == (rule.title, rule.why)
    assert found[2].fix == "Did you mean `thresholds`?"


def test_the_order_of_findings_does_not_matter(sources: Sources, findings: list[Finding]) -> None:
    assert locate(reversed(findings), sources) == locate(findings, sources)


def test_findings_are_sorted_by_place_then_code_then_message() -> None:
    other = dataclasses.replace(RULE, code="PS800")
    places = [(other, "b", 1, 1), (RULE, "a", 2, 1), (RULE, "a", 1, 2), (RULE, "a", 1, 1)]
    unsorted = [rule.at(Span(file, line, column, 9, 9), "m") for rule, file, line, column in places]
    unsorted += [RULE.at(Span("a", 1, 1, 9, 9), "l"), other.at(Span("a", 1, 1, 9, 9), "z")]
    found = locate(unsorted, Sources({}))
    assert [(each.span.file, each.span.line, each.code, each.message) for each in found] == [
        ("a", 1, "PS800", "z"),
        ("a", 1, "PS900", "l"),
        ("a", 1, "PS900", "m"),
        ("a", 1, "PS900", "m"),
        ("a", 2, "PS900", "m"),
        ("b", 1, "PS800", "m"),
    ]


def test_a_summary_counts_findings_and_files(sources: Sources, findings: list[Finding]) -> None:
    summary = summarize(locate(findings, sources))
    assert summary.files == 2
    assert summary.counts == {Severity.ERROR: 2, Severity.WARNING: 1, Severity.ADVICE: 1}


def fingerprints(*findings: Finding) -> list[str]:
    return [each.fingerprint for each in locate(findings, Sources({}))]


def test_a_fingerprint_does_not_change_with_the_line() -> None:
    first = fingerprints(RULE.at(Span("a", 1, 1, 1, 2), "m"))
    assert first == fingerprints(RULE.at(Span("a", 7, 3, 8, 2), "m"))
    assert len(first[0]) == 16


def test_a_fingerprint_does_not_change_with_the_message_where_there_is_a_path() -> None:
    place = Place("a", ("b", 0))
    assert fingerprints(RULE.at(place, "m")) == fingerprints(RULE.at(place, "n"))


def test_fingerprints_differ() -> None:
    other = dataclasses.replace(RULE, code="PS800")
    span = Span("a", 1, 1, 1, 1)
    found = [
        RULE.at(span, "m"),
        RULE.at(span, "n"),
        other.at(span, "m"),
        RULE.at(Span("b", 1, 1, 1, 1), "m"),
        RULE.at(Span("a", 2, 1, 2, 1), "m"),
        RULE.at(Place("a", ("b",)), "m"),
        RULE.at(Place("a", ("c",)), "m"),
        RULE.at(Place("a", ("c", 0)), "m"),
        RULE.at(Place("a", ("c", "0")), "m"),
        RULE.at(Place("a", ("c",)).within(1, 2), "another"),
    ]
    assert len(set(fingerprints(*found))) == len(found)
