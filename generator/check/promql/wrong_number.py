"""A text that tells another number than the alert has: a share as per cent, or one times 100."""

import itertools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.go_template import Action, Word, read
from generator.check.promql.scale import scale_of
from generator.core.finding import Rule

_SIGN: Final = re.compile(r"\s*(?:%|per ?cent\b)")
_VERB: Final = re.compile(r"[^%]*(?P<verb>%[-+ #0]*\d*(?:\.\d+)?[eEfFgGvs])(?P<rest>.*)", re.DOTALL)
_SCOPES: Final = frozenset({"range", "with", "define", "block"})
_BLOCKS: Final = _SCOPES | {"if"}
_PRINTING: Final = frozenset({"print", "println"})
_PERCENTAGE: Final = "humanizePercentage"
_KNOWN: Final = {(1, "humanize"), (1, "humanize1024"), (1, _PERCENTAGE), (2, "printf")}
_FIVE: Final = 0.05


class Printed(NamedTuple):
    """A place where a text prints the value: with which function, and by which verb of printf.

    ``sign`` tells that a percent sign follows, up to ``end``.
    """

    start: int
    end: int
    function: str
    verb: str
    sign: bool


def told(subject: Subject, field: str, text: str) -> Iterator[Hit]:
    """Yield where a text tells a number that is 100 times the value, or a hundredth of it."""
    if "alue" not in text or not ("%" in text or "cent" in text):
        return
    found = list(_printed(text))
    scale = scale_of(subject.node, subject.catalogue) if found else None
    if scale is None:
        return
    reason = f"from 0 to {100 if scale.percent else 1}, as {scale.reason}"
    cause = (scale.node.start, scale.node.end, reason)
    for one in found:
        said = _of_percentage(one) if scale.percent else _of_share(one)
        if said is not None:
            yield Hit(one.start, one.end, *said, cause=cause, field=field)


def _of_share(one: Printed) -> tuple[str, str] | None:
    if not one.sign or one.function == _PERCENTAGE:
        return None
    message = f"the value is a share from 0 to 1: 5 % reads `{_shown(one)}%` here"
    return message, "write `{{ $value | humanizePercentage }}`, which multiplies by 100"


def _of_percentage(one: Printed) -> tuple[str, str] | None:
    if one.function != _PERCENTAGE:
        return None
    message = "the value is a percentage already: 5 % reads `500%` here"
    return message, 'write `{{ $value | printf "%.1f" }}%`'


def _shown(one: Printed) -> str:
    """Return how 5 % is printed, the value being 0.05."""
    if one.function == "humanize":
        return "50m"
    plain = one.verb[-1:] in {"", "v", "s"}
    return f"{_FIVE:g}" if plain else one.verb % _FIVE


def _printed(text: str) -> Iterator[Printed]:
    """Yield the places where a text prints the value of its alert and little else."""
    actions, fault = read(text)
    scopes: list[str] = []
    if fault is not None or any(_declares(one) for one in actions):
        return
    for action in actions:
        first = action.words[0].text if action.words else ""
        if first in _BLOCKS:
            scopes.append(first)
        elif first == "end":
            scopes.pop()
        else:
            values = {"$value"} if _SCOPES & {*scopes} else {"$value", ".Value"}
            found = _pipeline(action.words, values)
            if found is not None:
                yield _with_sign(action, text, *found)


def _declares(action: Action) -> bool:
    """Tell whether a text gives `$value` another value."""
    words = action.words
    return any(
        one.text == "$value" and other.kind == "assign" for one, other in itertools.pairwise(words)
    )


def _with_sign(action: Action, text: str, function: str, form: str) -> Printed:
    match = _VERB.fullmatch(form)
    verb, rest = (match["verb"], match["rest"]) if match is not None else ("", "")
    inside = rest.lstrip().startswith("%%")
    after = None if rest else _SIGN.match(text, action.end)
    end = after.end() if after is not None else action.end
    return Printed(action.start, end, function, verb, inside or after is not None)


def _pipeline(words: tuple[Word, ...], values: set[str]) -> tuple[str, str] | None:
    """Return the function that decides how the value is printed, and the format of a `printf`.

    None where it is not the value alone that is printed, or something else is done with it.
    """
    steps: list[list[Word]] = [[]]
    for word in words:
        if word.kind == "sign" and word.text == "|":
            steps.append([])
        else:
            steps[-1].append(word)
    first, *others = steps
    if not first or first[-1].text not in values:
        return None
    called = [one for one in (first[:-1], *others) if one and one[0].text not in _PRINTING]
    if not called:
        return "", ""
    names = [one.text for one in called[0]]
    if len(called) > 1 or (len(names), names[0]) not in _KNOWN:
        return None
    return names[0], names[1][1:-1] if len(names) > 1 else ""


CHECK = Check(
    Rule(
        "PS556",
        "text that tells another number than the value",
        "who is woken by 5 % of errors reads 0.05 % and goes back to sleep, or reads 500 %",
        "print shares from 0 to 1 with `{{ $value | humanizePercentage }}`, percentages with "
        '`{{ $value | printf "%.1f" }}%`',
    ),
    bad='sum(rate(http_requests_total{status="500"}[5m]))'
    " / sum(rate(http_requests_total[5m])) > 0.05",
    good='sum(rate(http_requests_total{status="500"}[5m]))'
    " / sum(rate(http_requests_total[5m])) > 0.05",
    find=lambda subject: (
        hit for field, text in subject.templates for hit in told(subject, field, text)
    ),
    needs=frozenset({TEMPLATE}),
    role="alert",
    beside=(
        'summary: {{ $value | printf "%.2f" }}% of requests fail',
        "summary: {{ $value | humanizePercentage }} of requests fail",
    ),
)
