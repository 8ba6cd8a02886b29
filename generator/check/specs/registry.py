"""All checks of whole specs, in the order of their codes."""

from typing import Final

from generator.check.shape import Family
from generator.check.specs import severity_order, target_version
from generator.check.specs.example import read
from generator.check.specs.whole import Whole

SPECS: Final[Family[Whole]] = Family(
    checks=(target_version.CHECK, severity_order.CHECK),
    read=read,
)
