"""Which values a dashboard lists for a variable."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

# grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables
_ALL_LISTED: Final = frozenset({"custom", "constant", "interval", "switch"})
_ENTRY = re.compile(r"(?:\\,|[^,])+")
_NAMED = re.compile(r"(?P<name>.+)\s:\s(?P<value>.+)", re.DOTALL)
_MANY: Final = 12
"""So many values of one variable are tried."""


class Listed(NamedTuple):
    """Values of a variable; ``complete`` where no other can be chosen."""

    values: tuple[str, ...]
    complete: bool


def listed(tree: Mapping[str, Any]) -> Listed:
    """Return the values that a variable has by what stands in a dashboard."""
    kind = str(tree.get("type"))
    found = dict.fromkeys(one for one in _values(kind, tree) if not one.startswith("$__all"))
    complete = kind in _ALL_LISTED and 0 < len(found) <= _MANY
    return Listed(tuple(found)[:_MANY], complete)


def _values(kind: str, tree: Mapping[str, Any]) -> Iterator[str]:
    query = tree.get("query")
    if isinstance(query, str) and kind in {"constant", "textbox"}:
        yield query
    elif isinstance(query, str) and kind in {"custom", "interval"}:
        yield from (_value(one[0].strip()) for one in _ENTRY.finditer(query))
    options, current = tree.get("options"), tree.get("current")
    for one in options if isinstance(options, list) else ():
        yield from _chosen(one)
    yield from _chosen(current)
    if tree.get("includeAll") is True and isinstance(tree.get("allValue"), str):
        yield tree["allValue"]


def _value(entry: str) -> str:
    """Return the value of an entry, which may have another name for people."""
    entry = entry.replace("\\,", ",")
    named = _NAMED.fullmatch(entry)
    return (named["value"] if named else entry).strip()


def _chosen(option: object) -> Iterator[str]:
    value = option.get("value") if isinstance(option, dict) else None
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, str):
            yield one
