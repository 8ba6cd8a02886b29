"""How a text that is no quantity was meant: ``5 percent`` as ``5%``, ``1h30m`` as ``90m``."""

import re
from fractions import Fraction

from generator.core.currencies import CURRENCIES
from generator.core.units import (
    BYTE_UNITS,
    TIME_UNITS,
    QuantityError,
    duration_text,
    parse_quantity,
    parse_unit,
)

KNOWN_UNITS = (
    f"times are {', '.join(TIME_UNITS)}; bytes {', '.join(BYTE_UNITS)}; shares %; money a currency "
    "such as USD; a bare number is a count"
)
_WORDS = {
    "ms": ("msec", "msecs", "millis", "millisecond", "milliseconds"),
    "s": ("sec", "secs", "second", "seconds"),
    "m": ("min", "mins", "minute", "minutes"),
    "h": ("hr", "hrs", "hour", "hours"),
    "d": ("day", "days"),
    "%": ("percent", "pct", "percentage"),
    "B": ("byte", "bytes"),
    "USD": ("$", "dollar", "dollars"),
    "EUR": ("€", "euro", "euros"),
}
_UNIT_OF_WORD = {word: unit for unit, words in _WORDS.items() for word in words}
_UNITS = ("%", *TIME_UNITS, *BYTE_UNITS)
_COMPOUND = re.compile(r"(?:[0-9]+(?:ms|[smhdw]))+")
_PART = re.compile(r"([0-9]+)(ms|[smhdw])")
_SECONDS = {**TIME_UNITS, "w": 7 * TIME_UNITS["d"]}
_SIGN_FIRST = re.compile(r"([$€]) ?([0-9.]+)")
_PER = re.compile(r" ?(?:/| per ) ?")
_UNIT_WORD = re.compile(r"[A-Za-z$€%]+")


def meant_quantity(text: str) -> str | None:
    """Return the quantity that a text was probably meant to be, None if that is anybody's guess."""
    plain = " ".join(text.replace("_", "").split())
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _COMPOUND.fullmatch(plain):
        seconds = sum((int(n) * _SECONDS[unit] for n, unit in _PART.findall(plain)), Fraction(0))
        return duration_text(seconds)
    plain = _SIGN_FIRST.sub(r"\2 \1", plain)
    plain = _UNIT_WORD.sub(_as_unit, _PER.sub("/", plain)).strip().replace(" %", "%")
    return plain if plain != text and _is_quantity(plain) else None


def meant_unit(text: str) -> str | None:
    """Return the unit that a text was probably meant to be, None if that is anybody's guess."""
    base, *per = _PER.split(text.strip())
    found = "/".join([base if _is_unit(base) else _unit(base), *map(_unit, per)])
    return found if found and found != text and _is_unit(found) else None


def _as_unit(match: re.Match[str]) -> str:
    return "" if match[0].casefold() == "count" else _unit(match[0]) or match[0]


def _unit(word: str) -> str:
    """Return a unit as it is written, if the word names one in another spelling."""
    by_word = _UNIT_OF_WORD.get(word.casefold())
    if by_word is not None or word in _UNITS or word in CURRENCIES:
        return word if by_word is None else by_word
    by_case = next((unit for unit in _UNITS if unit.casefold() == word.casefold()), "")
    if by_case or word.upper() in CURRENCIES:
        return by_case or word.upper()
    return next((each for each in sorted(CURRENCIES) if sorted(each) == sorted(word)), "")


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except QuantityError:
        return False
    return True


def _is_quantity(text: str) -> bool:
    try:
        parse_quantity(text)
    except QuantityError:
        return False
    return True
