"""Layout: whatever the sizes, panels stand where Grafana leaves them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.grafana.layout import COLUMNS, Box, RowSizes, pack, stack

SIZES = st.lists(st.tuples(st.integers(1, COLUMNS), st.integers(1, 20)), max_size=30)
ROWS = st.lists(st.builds(RowSizes, SIZES.map(tuple), st.booleans()), max_size=6)


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.bottom and b.y < a.bottom


def lifted(boxes: list[Box]) -> list[Box]:
    """Move every box up as far as it goes, as Grafana's grid does."""
    done: list[Box] = []
    for box in sorted(boxes, key=lambda one: (one.y, one.x)):
        y = max(
            (other.bottom for other in done if overlap(other, Box(box.x, 0, box.w, 10**6))),
            default=0,
        )
        done.append(Box(box.x, y, box.w, box.h))
    return done


def visible(rows: list[RowSizes]) -> list[Box]:
    return [
        box
        for row, placed in zip(rows, stack(rows), strict=True)
        for box in (placed.title, *(() if row.collapsed else placed.panels))
    ]


@given(SIZES, st.integers(0, 50))
def test_every_panel_is_placed_in_order_inside_the_grid(
    sizes: list[tuple[int, int]], top: int
) -> None:
    boxes = pack(sizes, top)
    assert len(boxes) == len(sizes)
    assert all(box.x >= 0 and box.x + box.w <= COLUMNS and box.y >= top for box in boxes)
    assert list(boxes) == sorted(boxes, key=lambda box: (box.y, box.x))


@given(SIZES)
def test_no_panel_is_smaller_than_asked_for(sizes: list[tuple[int, int]]) -> None:
    boxes = pack(sizes)
    assert all(box.w >= w and box.h >= h for box, (w, h) in zip(boxes, sizes, strict=True))


@given(ROWS)
def test_no_two_panels_overlap(rows: list[RowSizes]) -> None:
    assert not any(overlap(a, b) for a, b in itertools.combinations(visible(rows), 2))


@given(ROWS)
def test_grafana_moves_nothing(rows: list[RowSizes]) -> None:
    boxes = visible(rows)
    assert lifted(boxes) == boxes


@given(ROWS)
def test_opening_a_row_finds_its_panels_below_its_title(rows: list[RowSizes]) -> None:
    for placed in stack(rows):
        assert all(box.y >= placed.title.bottom for box in placed.panels)


def test_a_shelf_wraps_and_shares_the_height_of_its_highest() -> None:
    assert pack([(12, 8), (6, 4), (12, 3), (12, 5)], top=1) == (
        Box(0, 1, 12, 8),
        Box(12, 1, 12, 8),
        Box(0, 9, 12, 5),
        Box(12, 9, 12, 5),
    )


def test_the_last_shelf_keeps_its_widths() -> None:
    assert pack([(4, 4), (4, 4)]) == (Box(0, 0, 4, 4), Box(4, 0, 4, 4))


@pytest.mark.parametrize("size", [(25, 1), (0, 1), (1, 0)])
def test_a_panel_that_fits_no_grid_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not fit 24 columns"):
        pack([size])
