"""Where a text that is no PromQL is wrong; promql-parser says what, and seldom where."""

from generator.promql.parse import PromqlError, Stretch
from generator.promql.tokens import Token, words

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_VAGUE = "invalid promql query"
_PATTERN = "illegal regex"
_UNCLOSED = "the bracket that opens here is never closed"


def located(text: str, theirs: PromqlError, ours: PromqlError | None) -> PromqlError:
    """Return what is wrong with a text, with its place where it is known.

    Args:
        text: The text.
        theirs: What promql-parser says.
        ours: What our own reader says, None where it reads the text.
    """
    found = words(text)
    quote = next((one for one in found if one.kind == "sign" and one.text in {'"', "'", "`"}), None)
    if quote is not None:
        return PromqlError("the quote that opens here is never closed", _of(quote))
    bracket = _bracket(found)
    if bracket is not None:
        return bracket
    if ours is None or ours.at is None:
        return theirs
    vague = str(theirs) == _VAGUE or is_about_pattern(theirs)
    return ours if vague else PromqlError(str(theirs), ours.at)


def is_about_pattern(theirs: PromqlError) -> bool:
    """Tell whether promql-parser refuses a regular expression, of which it does not say why."""
    return str(theirs).startswith(_PATTERN)


def _bracket(found: list[Token]) -> PromqlError | None:
    """Return the first bracket without its other half, None where all have theirs."""
    opened: list[Token] = []
    for one in found:
        if one.text in _CLOSING and one.kind == "sign":
            opened.append(one)
        elif one.text in {")", "]", "}"} and one.kind == "sign":
            if not opened:
                return PromqlError(f"`{one.text}` closes nothing", _of(one))
            if _CLOSING[opened.pop().text] != one.text:
                return PromqlError(f"`{one.text}` closes another bracket", _of(one))
    return PromqlError(_UNCLOSED, _of(opened[-1])) if opened else None


def _of(token: Token) -> Stretch:
    return token.start, token.end
