"""Texts of alerts as Prometheus fills them in, for the functions that our templates use."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

_ACTION = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_LABEL = re.compile(r"\$labels\.([a-zA-Z_][a-zA-Z0-9_]*)")
_VALUE = re.compile(r'\$value(?:\s*\|\s*(?:(humanize\w*)|printf\s+"%\.(\d+)([fg])"))?')
_LITERAL = re.compile(r'"([^"\\]*)"')
_TIE = Fraction(1, 10**6)


def expanded(template: str, labels: Mapping[str, str], value: Fraction | None) -> str | None:
    """Return a text filled in; None where that is not certain.

    It is not where the template uses something else than labels, the value and its formats, where
    the value is not known, or where its last digit hangs on a float error.
    """
    parts: list[str] = []
    at = 0
    for action in _ACTION.finditer(template):
        parts.append(template[at : action.start()])
        found = _action(action[1], labels, value)
        if found is None:
            return None
        parts.append(found)
        at = action.end()
    return "".join((*parts, template[at:]))


def _action(text: str, labels: Mapping[str, str], value: Fraction | None) -> str | None:
    literal, label, number = (
        _LITERAL.fullmatch(text),
        _LABEL.fullmatch(text),
        _VALUE.fullmatch(text),
    )
    if literal is not None:
        return literal[1]
    if label is not None:
        return labels.get(label[1], "")
    if number is None or value is None:
        return None
    near = {
        _number(value * factor, number[1], number[2], number[3])
        for factor in (1, 1 - _TIE / 1000, 1 + _TIE / 1000)
    }
    return near.pop() if len(near) == 1 else None


def _number(
    value: Fraction, humanize: str | None, digits: str | None, form: str | None
) -> str | None:
    if form == "f":
        return str(_decimal(value).quantize(Decimal(1).scaleb(-int(digits or 0)), ROUND_HALF_EVEN))
    if form == "g":
        return _general(value, int(digits or 0))
    if humanize == "humanizePercentage":
        return f"{_general(value * 100, 4)}%"
    if humanize == "humanize":
        return _humanize(value)
    return _duration(value) if humanize == "humanizeDuration" else None


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _general(value: Fraction, digits: int) -> str:
    """Return a number as Go's ``%.4g`` does; like C's but for the exponent, where both agree."""
    return f"{float(value):.{digits}g}"


def _humanize(value: Fraction) -> str:
    """Return a number with a metric prefix (``template.go``, ``humanize``)."""
    if value == 0:
        return "0"
    if abs(value) >= 1:
        prefix = ""
        for one in ("k", "M", "G", "T", "P", "E", "Z", "Y"):
            if abs(value) < 1000:  # noqa: PLR2004 (the size of a metric prefix)
                break
            prefix, value = one, value / 1000
        return f"{_general(value, 4)}{prefix}"
    prefix = ""
    for one in ("m", "u", "n", "p", "f", "a", "z", "y"):
        if abs(value) >= 1:
            break
        prefix, value = one, value * 1000
    return f"{_general(value, 4)}{prefix}"


def _duration(value: Fraction) -> str | None:
    """Return a duration (``template.go``, ``humanizeDuration``); of a second and more only."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    if value == 0 or value < 1:
        return None if value else "0s"
    whole = int(value)
    parts = (whole // 86400, whole // 3600 % 24, whole // 60 % 60, whole % 60)
    first = next(at for at, one in enumerate(parts) if one)
    if first == len(parts) - 1:
        return f"{sign}{_general(value, 4)}s"
    told = zip(parts[first:], "dhms"[first:], strict=True)
    return sign + " ".join(f"{count}{unit}" for count, unit in told)
