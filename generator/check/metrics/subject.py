"""What a check of names gets to see."""

from typing import NamedTuple

from generator.core.finding import Place
from generator.resolve.estate import Metric


class Named(NamedTuple):
    """A declared metric."""

    metric: Metric

    @property
    def name(self) -> str:
        """Its name."""
        return self.metric.name

    @property
    def words(self) -> list[str]:
        """The parts of its name, in small letters."""
        return self.name.lower().split("_")

    @property
    def place(self) -> Place:
        """Where its name stands."""
        return self.metric.place.key()

    def label(self, index: int) -> Place:
        """Return where one of its own labels stands."""
        return self.metric.place.child("labels", index)
