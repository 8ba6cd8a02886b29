"""The kind ``component``: metrics, indicators with thresholds, SLOs, hand-written alerts."""

from collections.abc import Iterator

import pydantic

from generator.core.fields import ComponentId, ItemId, MetricName, Problem, Sentence, clash
from generator.spec.case import Case
from generator.spec.common import Item
from generator.spec.hand_alert import HandAlert
from generator.spec.indicator import Indicator, IndicatorBase, Threshold
from generator.spec.metric import Metric
from generator.spec.slo import Slo

_SECTIONS = {"indicators": "an indicator", "slos": "an SLO", "alerts": "an alert"}


class Component(Item):
    """A part of the service: what it exposes, what is measured and promised."""

    component: ComponentId
    """Its id."""
    title: Sentence
    """Its name for people."""
    metrics: dict[MetricName, Metric] = pydantic.Field(default_factory=dict)
    """Metrics by name."""
    indicators: dict[ItemId, Indicator] = pydantic.Field(default_factory=dict)
    """Indicators by id."""
    slos: dict[ItemId, Slo] = pydantic.Field(default_factory=dict)
    """SLOs by id."""
    alerts: dict[ItemId, HandAlert] = pydantic.Field(default_factory=dict)
    """Hand-written alerts by id."""

    def clashes(self) -> Iterator[Problem]:
        """Yield ids that stand for two things; all sections share one space of names."""
        seen: dict[str, str] = {}
        for section, what in _SECTIONS.items():
            for name in getattr(self, section):
                if name in seen:
                    message = f"`{self.component}.{name}` is {seen[name]} already"
                    yield clash(message, "give one of the two another id", section, name)
                seen.setdefault(name, what)


__all__ = [
    "Case",
    "Component",
    "HandAlert",
    "Indicator",
    "IndicatorBase",
    "Metric",
    "Slo",
    "Threshold",
]
