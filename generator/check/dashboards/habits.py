"""What every panel should have: said of those that lack what others have, or once of all."""

from collections.abc import Callable, Iterator

from generator.check.dashboards.subject import Board, Panel
from generator.check.shape import Fault

_MANY = 3  # panels from which on it is nobody's habit


def lacking(
    board: Board, panels: list[Panel], has: Callable[[Panel], bool], what: str
) -> Iterator[Fault]:
    """Yield the panels that lack something; all of them at once where none has it."""
    without = [panel for panel in panels if not has(panel)]
    if len(without) == len(panels) >= _MANY:
        yield Fault(board.at("title"), f"none of {len(panels)} panels has a {what}")
        return
    for panel in without:
        name = f"`{panel.title}`" if panel.title else "this panel"
        yield Fault(panel.at("title"), f"{name} has no {what}")
