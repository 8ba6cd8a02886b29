"""Where a text that is no PromQL is wrong, and what is said of it."""

import pytest

from generator.promql.parse import PromqlError
from generator.promql.read import parse

_BRACKET = "the bracket that opens here is never closed"
_FAULTS = {
    # What is marked with « and » is told.
    "sum«(»": _BRACKET,
    "sum«(»rate(a[5m])": _BRACKET,
    "sum(rate(a[5m])) / sum«(»rate(a[5m]) > 0.05": _BRACKET,
    "a«[»5m": _BRACKET,
    "a«)»": "`)` closes nothing",
    "sum(a«]»": "`]` closes another bracket",
    'a{b=«"»c}': "the quote that opens here is never closed",
    "a «|» b": "unexpected character: '|'",
    "a «==»": "the end is not understood here",
    "a + «*» b": "`*` is not understood here",
    "up «job»": "`job` is not understood here",
    "rate(«a») > 1": "expected type matrix in call to function 'rate', got vector",
    "«nope»(a)": "unknown function with name 'nope'",
    "1 + «histogram_quantile(a)»": "expected 2 argument(s) in call to 'histogram_quantile', got 1",
    "a «and» 5": "set operator 'and' not allowed in binary scalar expression",
    'a{b=~«"("»}': "`(` is no regular expression: the `(` of `(` is never closed",
    "a{b=«c»}": "unexpected identifier 'c' in label matching, expected string",
    "rate(a«[5x]»)": "bad number or duration syntax: 5x",
    "rate(a«[106752d]»)": "`106752d` is more than Prometheus can count, some 292 years",
    "sum(a)«[5m]»": "ranges only allowed for vector selectors",
    "sum(a # (\n) «|» b": "unexpected character: '|'",
}


@pytest.mark.parametrize(("marked", "message"), _FAULTS.items())
def test_a_fault_is_told_where_it_is(marked: str, message: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    with pytest.raises(PromqlError) as found:
        parse(text)
    at = (marked.index("«"), marked.index("»") - 1)
    assert (str(found.value), found.value.at) == (message, at)


@pytest.mark.parametrize("text", ["", "  ", "# nothing"])
def test_nothing_is_wrong_as_a_whole(text: str) -> None:
    with pytest.raises(PromqlError) as found:
        parse(text)
    assert found.value.at is None
