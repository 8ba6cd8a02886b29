"""What the Metrics Guide names, and what carries each of it."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator import app
from generator.resolve.estate import Bound, Estate, Threshold
from tests.support.markdown import read_markdown

_HERE = Path(__file__).parent
_OUT = _HERE.parents[1] / "out"
INVENTORY: dict[str, Any] = yaml.safe_load((_HERE / "inventory.yaml").read_text("utf-8"))
OURS: list[dict[str, Any]] = INVENTORY.pop("ours")
ENTRIES: list[tuple[str, dict[str, Any]]] = [
    (kind, entry) for kind, entries in INVENTORY.items() for entry in entries
]
# An expression is carried by an indicator, an alert by the bound that fires it.
_CARRIED_BY = {"expression": "indicator", "alert": "threshold"}
_SPECS = ("metric", "label", "indicator", "threshold", "slo", "dashboard", "panel", "runbook")
_OTHERS = ("filter", "check", "output", "page")
_CODES = set(app.rules())
_NAMED = ("panel", "page", "dashboard", "filter", "check", "output", "metric", "label")


def bounds(estate: Estate) -> dict[str, tuple[Threshold, Bound]]:
    """Return all bounds by their ids."""
    return {
        bound.id: (threshold, bound)
        for _, threshold in estate.thresholds()
        for bound in threshold.bounds
    }


def ids(estate: Estate) -> dict[str, set[str]]:
    """Return everything the specs say, by kind; what Prometheus makes itself is not theirs."""
    boards = estate.dashboards
    return {
        "metric": {name for name, metric in estate.metrics.items() if metric.component},
        "label": set(estate.labels),
        "indicator": set(estate.indicators),
        "threshold": set(bounds(estate)),
        "slo": set(estate.slos),
        "dashboard": set(boards),
        "panel": {
            f"{name}.{panel}"
            for name, (_, dashboard) in boards.items()
            for row in dashboard.rows.values()
            for panel in row.panels
        },
        "runbook": set(estate.runbooks),
        "filter": {f"{name}.{one}" for name, (_, board) in boards.items() for one in board.filters},
    }


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def carriers(kind: str, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the kinds and ids that carry an entry; none where a reason stands instead."""
    if "reason" in entry:
        return
    named = [(key, one) for key in _NAMED for one in _several(entry.get(key, []))]
    own = _several(entry.get("is", [] if named else entry["name"]))
    yield from ((_CARRIED_BY.get(kind, kind), one) for one in own)
    yield from named


def problems(estate: Estate) -> list[str]:
    """Return what the guide names and nothing carries, and what is listed nowhere."""
    there = ids(estate)
    found: dict[str, set[str]] = {kind: set() for kind in (*_SPECS, *_OTHERS)}
    for kind, entry in ENTRIES:
        for carried_by, name in carriers(kind, entry):
            found[carried_by].add(name)
    ours: dict[str, set[str]] = {kind: set() for kind in _SPECS}
    for group in OURS:
        for kind, names in group.items():
            if kind != "reason":
                ours[kind].update(names)
    return [
        *(f"{kind} {name} is missing" for kind in _SPECS for name in found[kind] - there[kind]),
        *(f"{kind} {name} is missing" for kind in _SPECS for name in ours[kind] - there[kind]),
        *(
            f"{kind} {name} is listed nowhere"
            for kind in _SPECS
            for name in there[kind] - found[kind] - ours[kind]
        ),
        *(
            f"{kind} {name} is listed as the guide's and as ours"
            for kind in _SPECS
            for name in ours[kind] & found[kind]
        ),
        *(f"filter {name} is missing" for name in found["filter"] - there["filter"]),
        *(f"check {code} is missing" for code in found["check"] - _CODES),
        *(f"output {path} is missing" for path in found["output"] if not (_OUT / path).is_file()),
        *(f"page {page} is missing" for page in found["page"] if not _is_page(page)),
    ]


@functools.cache
def _is_page(address: str) -> bool:
    path, _, anchor = address.partition("#")
    file = _OUT / path
    if not file.is_file():
        return False
    return not anchor or anchor in read_markdown(file.read_text("utf-8")).anchors


def table() -> str:
    """Return everything the guide names in Markdown, with what carries it or why nothing does."""
    lines = ["# What carries the Metrics Guide", "", "Lines are those of the guide.", ""]
    for kind, entries in INVENTORY.items():
        lines += [f"## {kind}", "", "| line | name | carried by |", "|---:|---|---|"]
        for entry in sorted(entries, key=lambda one: (one["line"], one["name"])):
            carried = ", ".join(f"{by} `{name}`" for by, name in carriers(kind, entry))
            why = carried or f"nothing: {entry['reason']}"
            lines.append(f"| {entry['line']} | {entry['name']} | {why} |")
        lines.append("")
    lines += ["## ours", "", "What the specs have and the guide does not name.", ""]
    for group in OURS:
        names = [
            f"{kind} `{name}`" for kind, some in group.items() if kind != "reason" for name in some
        ]
        lines.append(f"- {group['reason']} {', '.join(names)}")
    return "\n".join(lines) + "\n"
