"""Finds the recipes: every module of this package that defines ``RECIPE``."""

import functools
import importlib
import pkgutil

import generator.recipes as package
from generator.recipes.base import Recipe


@functools.cache
def recipes() -> dict[str, Recipe]:
    """Return all recipes by name, in alphabetical order."""
    found: dict[str, Recipe] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        recipe = getattr(importlib.import_module(f"{package.__name__}.{name}"), "RECIPE", None)
        if isinstance(recipe, Recipe):
            found[recipe.name] = recipe
    return found
