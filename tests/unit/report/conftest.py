import pytest

from generator.core.finding import Finding, Place, Related, Rule, Severity, Span
from generator.load.document import Sources
from generator.load.yaml_source import load_text

SPEC = """\
component: http
indicators:
  error_ratio:
    treshold: {above: 5%}
    title: "größe \\u00e9"
"""

ERROR = Rule("PS101", "Unknown key", "It has no effect.", "Remove it.")
WARNING = Rule("PS202", "Odd title", "It reads badly.", "Change it.", Severity.WARNING)
ADVICE = Rule("PS303", "Could be shorter", "Time is short.", "Shorten it.", Severity.ADVICE)

FILE = "specs/http.yaml"
BLOCK = Place(FILE, ("indicators", "error_ratio"))


@pytest.fixture
def sources() -> Sources:
    document = load_text(FILE, SPEC.encode()).document
    assert document is not None
    return Sources({FILE: document})


@pytest.fixture
def findings() -> list[Finding]:
    """Two errors of one rule in two files, a warning and a piece of advice, out of order."""
    key = BLOCK.child("treshold").key()
    return [
        WARNING.at(BLOCK.child("title").within(1, 3), "odd, 100%: title"),
        ERROR.at(
            key,
            "unknown key `treshold`",
            fix="Did you mean `thresholds`?",
            related=Related(BLOCK.key(), "the indicator is here"),
        ),
        ADVICE.at(Place(FILE, ("indicators",)), "long"),
        ERROR.at(Span("specs/gone.yaml", 1, 1, 1, 1), "no such file"),
        ERROR.at(
            key,
            "unknown key `treshold`",
            fix="Did you mean `thresholds`?",
            related=Related(BLOCK.key(), "the indicator is here"),
        ),
    ]
