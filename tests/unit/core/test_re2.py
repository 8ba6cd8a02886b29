"""Patterns as RE2 reads them: what it refuses in words, what it takes as Python matches it.

That promtool says the same is tested with all other expressions.
"""

import pytest

from generator.core import re2
from generator.core.patterns import takes
from tests.support.patterns import REFUSED, TAKEN, UNSAID


@pytest.mark.parametrize(("pattern", "fault"), REFUSED.items())
def test_what_is_refused_is_said_in_words(pattern: str, fault: str) -> None:
    found = re2.read(pattern)
    assert (found.fault, found.python) == (fault, None)
    assert found.looks_around is fault.startswith("it looks")
    assert takes(pattern, "a") is None


@pytest.mark.parametrize(("pattern", "texts"), TAKEN.items())
def test_what_is_taken_matches_what_it_matches_there(pattern: str, texts: tuple[str, str]) -> None:
    assert re2.read(pattern).fault == ""
    assert [takes(pattern, one) for one in texts] == [True, False]


@pytest.mark.parametrize("pattern", UNSAID)
def test_what_python_cannot_say_is_unclear(pattern: str) -> None:
    assert re2.read(pattern).fault == ""
    assert takes(pattern, "a") is None
