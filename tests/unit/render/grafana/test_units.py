"""Units as Grafana names them."""

from fractions import Fraction

import pytest

from generator.core.units import Family, Unit, parse_unit
from generator.render.grafana.units import grafana_unit


@pytest.mark.parametrize(
    ("unit", "noun", "expected"),
    [
        ("count", "", "short"),
        ("count", "events", "short"),
        ("%", "", "percentunit"),
        ("ms", "", "ms"),
        ("s", "", "s"),
        ("h", "", "h"),
        ("B", "", "decbytes"),
        ("GB", "", "decgbytes"),
        ("MiB", "", "mbytes"),
        ("USD", "", "currencyUSD"),
        ("XAU", "", "count:XAU"),
        ("count/s", "", "count:/s"),
        ("count/s", "events", "count:events/s"),
        ("count/m", "bad  lines\n", "count:bad lines/m"),
        ("B/s", "", "Bps"),
        ("MB/s", "", "MBs"),
        ("GiB/s", "", "GiBs"),
        ("B/h", "", "si:B/h"),
        ("GB/h", "", "si:GB/h"),
        ("KiB/h", "", "count:KiB/h"),
        ("USD/d", "", "count:USD/d"),
        ("ms/s", "", "count:ms/s"),
        ("%/h", "", "count:/h"),
    ],
)
def test_a_unit_is_shown_by_the_grafana_unit_of_its_size(
    unit: str, noun: str, expected: str
) -> None:
    assert grafana_unit(parse_unit(unit), noun) == expected


def test_a_size_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no unit is 7 of its base unit; known are ms, s, m, h, d"):
        grafana_unit(Unit(Family.TIME, Fraction(7)))
