"""Where panels stand: shelves from left to right, wrapping at 24 columns; pure arithmetic.

Grafana moves every panel up as far as it goes. A hole beside a low panel, or at the right end of a
shelf, would be filled by a panel from below, and the dashboard would not look as its JSON says. So
the panels of a shelf share the height of the highest, and where a shelf follows, the last panel
reaches to the right edge.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

COLUMNS = 24
ROW_HEIGHT = 1


class Box(NamedTuple):
    """A place on the grid: left column, top row, width and height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def bottom(self) -> int:
        """The first grid row below the box."""
        return self.y + self.h


class RowBoxes(NamedTuple):
    """The place of a row's title and those of its panels, in their order."""

    title: Box
    panels: tuple[Box, ...]


class RowSizes(NamedTuple):
    """The widths and heights of the panels of a row."""

    panels: tuple[tuple[int, int], ...]
    collapsed: bool = False


def pack(sizes: Sequence[tuple[int, int]], top: int = 0) -> tuple[Box, ...]:
    """Place panels of some widths and heights on shelves, in their order.

    Raises:
        ValueError: a panel is empty, or wider than the grid.
    """
    for width, height in sizes:
        if not 1 <= width <= COLUMNS or height < 1:
            raise ValueError(f"a panel of {width}x{height} does not fit {COLUMNS} columns")
    shelves = _shelves(sizes)
    tops = itertools.accumulate((max(h for _, h in shelf) for shelf in shelves), initial=top)
    return tuple(
        box
        for number, (shelf, y) in enumerate(zip(shelves, tops, strict=False), 1)
        for box in _shelf(shelf, y, fill=number < len(shelves))
    )


def _shelves(sizes: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    shelves: list[list[tuple[int, int]]] = []
    used = COLUMNS
    for width, height in sizes:
        if used + width > COLUMNS:
            shelves.append([])
            used = 0
        shelves[-1].append((width, height))
        used += width
    return shelves


def _shelf(sizes: list[tuple[int, int]], y: int, *, fill: bool) -> list[Box]:
    height = max(h for _, h in sizes)
    lefts = list(itertools.accumulate((w for w, _ in sizes), initial=0))
    boxes = [Box(x, y, w, height) for x, (w, _) in zip(lefts, sizes, strict=False)]
    if fill:
        boxes[-1] = boxes[-1]._replace(w=COLUMNS - boxes[-1].x)
    return boxes


def stack(rows: Iterable[RowSizes]) -> tuple[RowBoxes, ...]:
    """Place rows under one another; a collapsed row takes no more room than its title.

    The panels of a collapsed row stand where they will be once it is opened.
    """
    placed: list[RowBoxes] = []
    y = 0
    for row in rows:
        boxes = pack(row.panels, y + ROW_HEIGHT)
        placed.append(RowBoxes(Box(0, y, COLUMNS, ROW_HEIGHT), boxes))
        opened = max((box.bottom for box in boxes), default=y + ROW_HEIGHT)
        y = y + ROW_HEIGHT if row.collapsed else opened
    return tuple(placed)
