"""JSON text with exact numbers: fractions in, the decimals themselves out, no floats between."""

import json
from fractions import Fraction
from typing import Any, TypeAlias

from generator.core.units import decimal_text

Json: TypeAlias = dict[str, Any]
"""A JSON object whose numbers are ``int`` or ``Fraction``."""

_INDENT = "  "
# What `json.dumps` does with a text, without an encoder for each of many thousand texts.
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def number_text(value: Fraction) -> str:
    """Return a number as JSON writes it.

    A value that no decimal equals (1/60, from a bound per minute) becomes the nearest double:
    that is what every reader of JSON would hold anyway.
    """
    return decimal_text(value) or repr(float(value))


def dumps(tree: Json) -> str:
    """Return a tree as JSON text: sorted keys, two spaces, UTF-8, a newline at the end.

    Raises:
        TypeError: the tree holds a float, whose text would be an approximation, or a stranger.
    """
    return _text(tree, "\n") + "\n"


def _text(value: object, line: str) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        items = [f"{_quoted(key)}: {_text(value[key], line + _INDENT)}" for key in sorted(value)]
        return _block("{", items, "}", line)
    if isinstance(value, list | tuple):
        return _block("[", [_text(item, line + _INDENT) for item in value], "]", line)
    if isinstance(value, int) or value is None:  # truth values are numbers, too
        return json.dumps(value)
    if isinstance(value, Fraction):
        return number_text(value)
    raise TypeError(f"{value!r} has no exact JSON text")


def _block(opening: str, items: list[str], closing: str, line: str) -> str:
    inner = line + _INDENT
    return (
        f"{opening}{inner}{f',{inner}'.join(items)}{line}{closing}" if items else opening + closing
    )
