"""What a check of whole specs gets to see."""

import dataclasses

from generator.plan.plan import Plan
from generator.resolve.estate import Estate


@dataclasses.dataclass(frozen=True, slots=True)
class Whole:
    """Everything that specs say in one environment, and the plan that follows from it."""

    estate: Estate
    plan: Plan
