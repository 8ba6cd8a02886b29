"""All families of checks that are not of expressions."""

from typing import Any, Final

from generator.check.shape import Family
from generator.check.specs.registry import SPECS

FAMILIES: Final[tuple[Family[Any], ...]] = (SPECS,)
