"""What the reference says of recipes is there, for each of them."""

import inspect

import pytest

from generator.core.docs import field_docs
from generator.plan.dashboards import PanelKind
from generator.recipes.base import Recipe
from generator.recipes.registry import recipes

_ALL = [
    *("age", "availability", "change", "difference", "drain_time", "expr", "growth"),
    *("increase", "mean", "quantile", "rate", "ratio", "share_below", "value"),
]


def test_there_are_fourteen_recipes_each_in_a_module_of_its_name() -> None:
    assert list(recipes()) == _ALL
    assert [type(one).__module__.rpartition(".")[2] for one in recipes().values()] == _ALL


@pytest.mark.parametrize("recipe", recipes().values(), ids=lambda one: str(one.name))
def test_a_recipe_says_what_it_is(recipe: Recipe) -> None:
    text = inspect.getdoc(type(recipe)) or ""
    paragraphs = [part.partition(":")[0].partition(",")[0] for part in text.split("\n\n")]
    assert paragraphs[1:] == ["Formula", "Unit"]
    assert recipe.meaning.endswith(".")
    assert PanelKind(recipe.panel)
    assert (type(recipe).params.__doc__ or "").endswith(".")
    fields = set(type(recipe).params.model_fields)
    assert set(recipe.accepts) <= fields <= set(field_docs(type(recipe).params))


def test_only_some_recipes_can_be_zoomed() -> None:
    zoomable = {name for name, recipe in recipes().items() if recipe.zoomable}
    assert zoomable == {"rate", "ratio", "quantile", "mean"}


def test_signed_recipes_are_those_that_can_fall_below_nothing() -> None:
    signed = {name for name, recipe in recipes().items() if recipe.signed}
    assert signed == {"age", "change", "difference", "expr", "growth", "value"}
