"""All families of checks that are not of expressions."""

from typing import Any, Final

from generator.check.dashboards.registry import DASHBOARDS
from generator.check.metrics.registry import METRICS
from generator.check.rule_files.registry import RULE_FILES
from generator.check.shape import Family
from generator.check.specs.registry import SPECS

FAMILIES: Final[tuple[Family[Any], ...]] = (SPECS, METRICS, RULE_FILES, DASHBOARDS)
