"""A panel whose unit shows shares a hundred times too large or too small."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from generator.check.dashboards.example import QUERY, changed
from generator.check.dashboards.subject import Boards, Panel, Query
from generator.check.promql.scale import Scale, scale_of
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Related, Rule

_UNITS: Final = {"percent": True, "percentunit": False}
"""Whether values with these units of Grafana are read as percentages."""


class _Unit(NamedTuple):
    """The unit of everything that a panel shows, and where it stands."""

    text: str
    place: Place


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for panel in board.panels:
            unit = _unit(panel)
            queries = [one for one in panel.queries if one.fields.get("hide") is not True]
            if unit is None or _calculates(panel, queries):
                continue
            for query in queries:
                scale = _scale(query)
                if scale is not None and scale.percent != _UNITS[unit.text]:
                    yield _fault(unit, query, scale, alone=len(queries) == 1)
                    break


def _fault(unit: _Unit, query: Query, scale: Scale, *, alone: bool) -> Fault:
    shown, top = ("0.05 %", 1) if _UNITS[unit.text] else ("500 %", 100)
    message = f"the panel shows values from 0 to {top}: 5 % reads `{shown}` with `{unit.text}`"
    other = "percent" if scale.percent else "percentunit"
    fix = f"write `{other}`"
    if not alone:
        factor = "leave the 100 out of" if scale.percent else "multiply by 100 in"
        fix += f", or {factor} this query if the others are right"
    where = query.at(scale.node.start, scale.node.end)
    return Fault(unit.place, message, fix, Related(where, f"a share, as {scale.reason}"))


def _scale(query: Query) -> Scale | None:
    """Return how a query writes shares, None where variables may make it something else."""
    if query.subject is None or _differs(query):
        return None
    return scale_of(query.subject.node, query.subject.catalogue)


def _differs(query: Query) -> bool:
    """Tell whether two variables may choose other series, or another time, for either side.

    What fills them is the same, so that the sides look alike.
    """
    chosen: dict[str, set[str]] = {}
    for selector in query.selectors:
        if selector.window is not None:
            window = selector.window
            at = query.shift + window.start, query.shift + window.end
            chosen.setdefault("[]", set()).add(query.text[slice(*at)])
        for one in selector.conditions:
            at = query.shift + one.value.start, query.shift + one.value.end
            value = query.text[slice(*at)]
            if "$" in value or "[[" in value:
                chosen.setdefault(one.label.text, set()).add(value)
    return any(len(texts) > 1 for texts in chosen.values())


def _calculates(panel: Panel, queries: list[Query]) -> bool:
    """Tell whether Grafana calculates with what queries return before it is shown."""
    expressions = any(
        one.source is not None and "__expr__" in {one.source.kind, one.source.uid}
        for one in queries
    )
    return expressions or bool(panel.fields.get("transformations"))


def _unit(panel: Panel) -> _Unit | None:
    """Return the unit of a panel, unless it has others for some of what it shows."""
    fields = panel.fields
    steps: tuple[str | int, ...] = ("fieldConfig", "defaults", "unit")
    if _at(fields, "fieldConfig", "overrides") or fields.get("seriesOverrides"):
        return None
    if fields.get("type") == "graph":
        steps = ("yaxes", 0, "format")
    elif fields.get("type") == "singlestat":
        steps = ("format",)
    unit = _at(fields, *steps)
    if not isinstance(unit, str) or unit not in _UNITS:
        return None
    return _Unit(unit, panel.place.child(*steps))


def _at(tree: Any, *steps: str | int) -> object:
    """Return what stands at some keys, None where nothing does."""
    for step in steps:
        if isinstance(step, str) and isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(step, int) and isinstance(tree, list) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


_FAILED: Final = QUERY.replace("{", r"{status=\"500\", ")
_SHARE: Final = changed(f'"{QUERY}"', f'"{_FAILED} / {QUERY}"')
CHECK = Check(
    Rule(
        "PS683",
        "share with the unit of a percentage, or the other way round",
        "Grafana's `percent` shows a number with a sign behind it, and `percentunit` multiplies it "
        "by 100 first, so the panel is wrong by a factor of 100",
        "choose `percentunit` for shares from 0 to 1, `percent` for what is multiplied by 100",
    ),
    bad=_SHARE.replace('"reqps"', '"percent"'),
    good=_SHARE.replace('"reqps"', '"percentunit"'),
    find=_find,
)
