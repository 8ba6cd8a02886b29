"""Numbers and letters by which Grafana knows rows, panels and queries."""

from collections.abc import Iterator

from generator.core.names import panel_id
from generator.plan.dashboards import Dashboard

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def row_id(dashboard: str, key: str) -> int:
    """Return the stable id of a row; the colon, which no key holds, parts it from panels."""
    return panel_id(dashboard, f"row:{key}")


def check_ids(dashboard: Dashboard) -> None:
    """Make sure that no two panels or rows of a dashboard share an id.

    Raises:
        ValueError: two do; Grafana would show one of them twice.
    """
    seen: dict[int, str] = {}
    for number, name in _named_ids(dashboard):
        if number in seen:
            raise ValueError(
                f"dashboard `{dashboard.id}`: {seen[number]} and {name} get the same Grafana id"
                f" {number}; rename one of them"
            )
        seen[number] = name


def _named_ids(dashboard: Dashboard) -> Iterator[tuple[int, str]]:
    for row in dashboard.rows:
        yield row_id(dashboard.id, row.key), f"row `{row.key}`"
        for panel in row.panels:
            yield panel_id(dashboard.id, panel.key), f"panel `{panel.key}`"


def ref_id(index: int) -> str:
    """Return the letters of the query at an index: ``A`` to ``Z``, then ``AA``."""
    rest, letter = divmod(index, len(_LETTERS))
    return (ref_id(rest - 1) if rest else "") + _LETTERS[letter]
