"""Durations and windows of OpenSLO."""

import re
from fractions import Fraction

from generator.core.units import TIME_UNITS, duration_text
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.reader import Reader
from generator.migrate.source import Source

_DURATION = re.compile(r"([0-9]{1,6})([smhdwMQY])")
_DAY = TIME_UNITS["d"]
_SECONDS = {
    **{name: TIME_UNITS[name] for name in ("s", "m", "h", "d")},
    "w": 7 * _DAY,
    "M": 30 * _DAY,
    "Q": 90 * _DAY,
    "Y": 365 * _DAY,
}
_UNEVEN = {"M": "months", "Q": "quarters", "Y": "years"}


def duration(reader: Reader, item: Item, *, required: bool = False) -> Fraction | None:
    """Return the seconds of a duration such as `5m`, `4w` or `1Q`; months have 30 days."""
    text = reader.text(item, required=required)
    if not text:
        return None
    match = _DURATION.fullmatch(text)
    if match is None or not int(match[1]):
        fix = "write a number and one of m, h, d, w, M, Q and Y, such as `28d`"
        reader.report(codes.WRONG_VALUE, item, f"`{text}` is no duration", fix)
        return None
    return int(match[1]) * _SECONDS[match[2]]


def period_of(source: Source, windows: Item) -> Fraction | None:
    """Return the seconds of the period that an SLO is about, and report its window."""
    reader, ledger = source.reader, source.ledger
    items = reader.items(windows, required=True)
    if len(items) > 1:
        message = f"an SLO has one window, this one has {len(items)}"
        reader.report(codes.WRONG_VALUE, items[1], message, "write an SLO for each")
    if not items or not reader.mapping(items[0], required=True):
        return None
    window = items[0]
    length = window.get("duration")
    period = duration(reader, length, required=True)
    rolling, calendar = window.get("isRolling"), window.get("calendar")
    reader.flag(rolling)
    reader.mapping(calendar)
    if period is None:
        return None
    became = f"`window: {duration_text(period)}`, rolling"
    why = "a rolling period forgives nothing at once on the first day of a month"
    fix = "tell what the calendar says by hand"
    if calendar.there:
        ledger.otherwise(length, became, f"{why}, and every day has one that is as long")
    elif length.text[-1] in _UNEVEN:
        ledger.otherwise(length, became, f"{_UNEVEN[length.text[-1]]} differ in length")
    else:
        ledger.exactly(length, became)
    if calendar.there or (rolling.there and rolling.tree is False):
        ledger.otherwise(rolling, "rolling", why)
    ledger.exactly(rolling, "rolling")
    ledger.lost(calendar, why, fix)
    return period
