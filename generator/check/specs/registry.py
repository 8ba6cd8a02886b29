"""All checks of whole specs, in the order of their codes."""

from typing import Final

from generator.check.shape import Family
from generator.check.specs import (
    hasty_group,
    idle_inhibition,
    mutual_inhibition,
    no_receiver,
    scraped_twice,
    severity_order,
    taken_component,
    target_version,
    unknown_receiver,
)
from generator.check.specs.example import read
from generator.check.specs.whole import Whole

SPECS: Final[Family[Whole]] = Family(
    checks=(
        target_version.CHECK,
        severity_order.CHECK,
        unknown_receiver.CHECK,
        no_receiver.CHECK,
        mutual_inhibition.CHECK,
        idle_inhibition.CHECK,
        hasty_group.CHECK,
        scraped_twice.CHECK,
        taken_component.CHECK,
    ),
    read=read,
)
