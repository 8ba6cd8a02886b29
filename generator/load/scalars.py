"""Unquoted scalars to values by the core schema of YAML 1.2, numbers exactly as written.

``true``, ``false`` and ``null`` are what they say; ``on``, ``yes`` and ``12:30:00``, which YAML 1.1
turned into something else, stay texts. Numbers on which readers disagree are refused.
"""

import re
from decimal import Decimal, InvalidOperation

from generator.core.finding import Rule
from generator.load.codes import AMBIGUOUS_NUMBER, NUMBER_RANGE

SPECIAL_STARTS = frozenset("-+.0123456789tTfFnN~")
"""A plain scalar that begins with none of these, and is not empty, is a text."""

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_BASED = re.compile(r"[-+]?0(?:[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|[oO]_*[0-7][0-7_]*|[bB]_*[01][01_]*)")
_GROUPED = re.compile(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

_MAX_LENGTH = 64
_MAX_EXPONENT = 300


class ScalarError(ValueError):
    """A scalar that looks like a number but must not be taken for one.

    Attributes:
        rule: What it is an instance of.
        message: What is wrong with it.
        fix: What to write instead, None where the rule says it all.
    """

    def __init__(self, rule: Rule, message: str, fix: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.fix = fix


def resolve_plain(text: str) -> str | bool | Decimal | None:
    """Return the value of an unquoted scalar.

    Raises:
        ScalarError: The scalar is a number in some readers only, or one beyond all use.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _NUMBER.fullmatch(text):
        return _number(text)
    is_based, is_grouped = _BASED.fullmatch(text), _GROUPED.fullmatch(text)
    if (is_based or is_grouped) and len(text) > _MAX_LENGTH:
        raise _too_long(text)
    if is_based:
        value = int(text.replace("_", ""), 0)
        raise _ambiguous(text, "is a number in some YAML readers and a text in others", value)
    if is_grouped:
        raise _ambiguous(
            text, "is a number in YAML 1.1 and a text in YAML 1.2", text.replace("_", "")
        )
    if _NOT_FINITE.fullmatch(text):
        fix = "put it in quotes if a text is meant; numbers here are finite"
        raise ScalarError(AMBIGUOUS_NUMBER, f"`{text}` is not a finite number", fix)
    return text


def _number(text: str) -> Decimal:
    if _LEADING_ZERO.fullmatch(text):
        decimal = text[: text.startswith("-")] + (text.lstrip("+-0") or "0")
        raise _ambiguous(text, "is octal in YAML 1.1 and decimal in YAML 1.2", decimal)
    if len(text) > _MAX_LENGTH:
        raise _too_long(text)
    try:
        value = Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        value = None
    if value is None or (value and abs(value.adjusted()) > _MAX_EXPONENT):
        raise ScalarError(NUMBER_RANGE, f"`{text}` is out of range")
    return value


def _too_long(text: str) -> ScalarError:
    return ScalarError(NUMBER_RANGE, f"a number of {len(text)} characters is too long")


def _ambiguous(text: str, problem: str, plain: object) -> ScalarError:
    fix = f"write `{plain}` if the number is meant, or `'{text}'` if the text is"
    return ScalarError(AMBIGUOUS_NUMBER, f"`{text}` {problem}", fix)
