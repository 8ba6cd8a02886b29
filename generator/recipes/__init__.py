"""Recipes: how an indicator is measured. One file holds everything about one recipe.

A module of this package that defines ``RECIPE`` is a recipe; the name of the recipe is the name of
the module. Nothing else has to be told about it.
"""
