"""A panel that draws a bound over other series than those that the alert compares with it."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import QUEUE
from generator.check.specs.second_bound import measured
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.core.spelling import listed
from generator.plan.panels import filters_of
from generator.resolve.estate import Estate, Indicator
from generator.spec.views import Dashboard, Panel, Shown


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    for file, board in estate.dashboards.values():
        for row_id, row in board.rows.items():
            for panel_id, panel in row.panels.items():
                place = Place(file, ("rows", row_id, "panels", panel_id))
                shown = [one if isinstance(one, Shown) else Shown(of=one) for one in panel.show]
                if shown and shown[0].of in estate.indicators:
                    yield from _named(estate, board, panel, shown, place)
                    yield from _beside(estate, panel, shown, place)


def _named(
    estate: Estate, board: Dashboard, panel: Panel, shown: list[Shown], place: Place
) -> Iterator[Fault]:
    """Yield the bounds that are asked for and are not those of what is drawn."""
    first = estate.indicators[shown[0].of]
    for index, name in enumerate(panel.lines):
        owner = _owner(estate, name)
        if owner is None:
            continue
        where = place.child("lines", index)
        if measured(owner) != measured(first):
            message = f"`{name}` is a bound of `{owner.id}`, and this panel draws `{first.id}`"
            fix = f"show `{owner.id}` first, or leave the bound out"
            yield Fault(where, message, fix)
        elif reason := _changed(first, board, panel, shown[0]):
            yield Fault(where, f"`{name}` is a bound of `{owner.id}` as it is, and {reason}")


def _changed(first: Indicator, board: Dashboard, panel: Panel, shown: Shown) -> str:
    """Return in what a panel draws other series of an indicator than its alert compares."""
    if shown.ago is not None:
        return "this panel draws the past of it"
    if panel.by is not None and panel.by != first.use.by:
        by = listed(panel.by, "and") or "nothing"
        return f"this panel draws it by {by}, not by {listed(first.use.by, 'and') or 'nothing'}"
    inside = [one for one in filters_of(first, board.filters) if one not in first.labels]
    if inside:
        return f"the filter {listed(inside, 'and')} changes what is measured"
    return ""


def _beside(estate: Estate, panel: Panel, shown: list[Shown], place: Place) -> Iterator[Fault]:
    """Yield what is drawn against the axis on which the bounds of something else stand."""
    first = estate.indicators[shown[0].of]
    kind = panel.as_ or first.recipe.panel
    if kind != "timeseries" or not (first.thresholds or panel.lines):
        return
    if shown[0].ago is not None or panel.by not in {None, first.use.by}:
        return  # no bound is drawn
    for index, one in enumerate(shown[1:], 1):
        other = estate.indicators.get(one.of)
        same = other is not None and measured(other) == measured(first)
        if not same and one.axis == "left":
            message = f"bounds of `{first.id}` are drawn across `{one.of}`"
            fix = "write `axis: right`, or give it a panel of its own"
            yield Fault(place.child("show", index), message, fix)


def _owner(estate: Estate, name: str) -> Indicator | None:
    """Return the indicator that a threshold or an SLO sets a bound to."""
    if name in estate.slos:
        return estate.indicators.get(estate.slos[name].indicator)
    return next(
        (
            one
            for one in estate.indicators.values()
            if any(threshold.id == name for threshold in one.thresholds)
        ),
        None,
    )


_BOARD = """\
---
dashboard: home
title: Home
purpose: Do orders wait?
rows:
  now:
    title: Now
    panels:
      size: {show: [queue.SHOWN], lines: [queue.size.critical]}
      wait: {show: [queue.wait]}
"""
_QUEUE = f"""\
{QUEUE}  wait:
    title: Wait
    value: {{of: queue_wait_seconds}}
    by: []
"""

CHECK = Check(
    Rule(
        "PS682",
        "bound drawn over other series than the alert's",
        "a line looks as if the alert fired where it is crossed, and it does not",
        "draw what the alert compares: the indicator itself, by its labels, without a shift",
    ),
    bad=_QUEUE + _BOARD.replace("SHOWN", "wait"),
    good=_QUEUE + _BOARD.replace("SHOWN", "size"),
    find=_find,
)
