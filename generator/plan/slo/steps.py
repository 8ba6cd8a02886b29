"""Steps of a recipe over any window: written out in one expression, or recorded one by one."""

from collections.abc import Callable, Mapping

from generator.promql.expr import Expr, Selector
from generator.recipes.base import Reference, Series


class WindowBuilder:
    """Carries out a recipe of counters over a window and keeps its steps.

    Only recipes that read metrics directly are carried out so: other indicators are measured in
    slices of time, from their records.
    """

    def __init__(
        self, window: str, record: Callable[[str, Expr], Expr] = lambda _, value: value
    ) -> None:
        """Choose the window; ``record`` may put a name in place of a step's expression."""
        self._record = record
        self.window = self.fixed_window = window
        self._steps: dict[str, Expr] = {}

    @property
    def steps(self) -> Mapping[str, Expr]:
        """The steps that the recipe named, by key."""
        return self._steps

    def select(self, series: Series, suffix: str = "") -> Selector:
        """Return the selector of a selection."""
        return Selector(f"{series.metric}{suffix or series.part}", series.matchers)

    def refer(
        self, reference: Reference, offset: str = "", level: tuple[str, ...] | None = None
    ) -> Expr:
        """Refuse: no recipe of counters refers to another indicator."""
        del offset, level
        raise TypeError(f"{reference.id} cannot be read over another window")

    def step(
        self,
        key: str,
        operation: str,
        value: Expr,
        *,
        part: str = "",
        level: tuple[str, ...] | None = None,
    ) -> Expr:
        """Keep a step; return how to read it."""
        del operation, part, level
        self._steps[key] = self._record(key, value)
        return self._steps[key]

    def recent(self, level: Expr, window: str) -> Expr:
        """Refuse: no recipe of counters reads the past of a step."""
        raise TypeError(f"{level} has no past over {window}")
