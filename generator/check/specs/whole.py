"""What a check of whole specs gets to see."""

import dataclasses
import functools

from generator.check.certificate import Registrar
from generator.check.expressions import known_to_authors
from generator.check.promql.catalogue import Catalogue
from generator.plan.cardinality import Budget
from generator.plan.plan import Plan
from generator.resolve.estate import Estate


@dataclasses.dataclass(frozen=True)
class Whole:
    """Everything that specs say in one environment, and the plan that follows from it."""

    estate: Estate
    plan: Plan

    @functools.cached_property
    def registrar(self) -> Registrar:
        """Who makes the certificates of the alerts, each once for all checks."""
        return Registrar(self.estate, self.plan)

    @functools.cached_property
    def catalogue(self) -> Catalogue:
        """What may be named where authors write expressions."""
        return known_to_authors(self.estate, self.plan)

    @functools.cached_property
    def budget(self) -> Budget:
        """How many series there are."""
        return Budget(self.estate, self.plan)
