"""Which Grafana unit shows a unit of ours: ``ms``, ``decbytes``, ``count:events/s``.

``si:`` and ``count:`` are Grafana's custom units that scale: 1,500 of ``si:MB/h`` read ``1.50
GB/h``, 1,500 of ``count:events/s`` read ``1.50K events/s``; ``suffix:`` would not scale.
"""

from fractions import Fraction

from generator.core.units import BYTE_UNITS, TIME_UNITS, Family, Unit

# Quantities are written in powers of 1000, so bytes are shown in them: `decbytes`, not `bytes`.
_BYTES = {
    "B": "decbytes",
    "kB": "deckbytes",
    "MB": "decmbytes",
    "GB": "decgbytes",
    "TB": "dectbytes",
    "KiB": "kbytes",
    "MiB": "mbytes",
    "GiB": "gbytes",
    "TiB": "tbytes",
}
_BYTES_PER_SECOND = {
    "B": "Bps",
    "kB": "KBs",
    "MB": "MBs",
    "GB": "GBs",
    "TB": "TBs",
    "KiB": "KiBs",
    "MiB": "MiBs",
    "GiB": "GiBs",
    "TiB": "TiBs",
}
# Those that Grafana 10 knows already; an unknown one would be printed as its id.
_CURRENCIES = frozenset(
    {
        *("BRL", "CHF", "CZK", "DKK", "EUR", "GBP", "INR", "ISK", "JPY"),
        *("KRW", "NOK", "PLN", "RUB", "SEK", "UAH", "USD", "ZAR"),
    }
)


def grafana_unit(unit: Unit, noun: str = "") -> str:
    """Return the id of the Grafana unit; ``noun`` names what a rate counts (``events``)."""
    if unit.per is None:
        return _plain(unit)
    per = _named(unit.per, TIME_UNITS)
    if unit.family is Family.BYTES:
        return _byte_rate(_named(unit.scale, BYTE_UNITS), per)
    name = {
        # A share per time has no unit of its own; 0.05 per hour is shown as that.
        Family.RATIO: "",
        Family.COUNT: " ".join(noun.split()),
        Family.MONEY: unit.currency,
        Family.TIME: "" if unit.family is not Family.TIME else _named(unit.scale, TIME_UNITS),
    }[unit.family]
    return f"count:{name}/{per}"


def _plain(unit: Unit) -> str:
    if unit.family is Family.TIME:
        return _named(unit.scale, TIME_UNITS)
    if unit.family is Family.BYTES:
        return _BYTES[_named(unit.scale, BYTE_UNITS)]
    if unit.family is Family.MONEY:
        known = unit.currency in _CURRENCIES
        return f"currency{unit.currency}" if known else f"count:{unit.currency}"
    return "percentunit" if unit.family is Family.RATIO else "short"


def _byte_rate(name: str, per: str) -> str:
    if per == "s":
        return _BYTES_PER_SECOND[name]
    # Grafana's `si:` takes no powers of 1024.
    return f"count:{name}/{per}" if "i" in name else f"si:{name}/{per}"


def _named(scale: Fraction, names: dict[str, Fraction]) -> str:
    for name, value in names.items():
        if value == scale:
            return name
    raise ValueError(f"no unit is {scale} of its base unit; known are {', '.join(names)}")
