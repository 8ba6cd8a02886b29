"""The reference of the language says everything that the models know."""

import re

from generator.recipes.registry import recipes
from generator.render.reference.language import render_language
from generator.spec.kinds import KINDS
from generator.spec.raw_schema import raw_schema

_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\(#([^)]*)\)")


def _page() -> str:
    artifact = render_language()
    assert artifact.path == "docs/language.md"
    return artifact.content


def test_every_field_of_every_kind_is_explained() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", _page(), re.MULTILINE))
    fields = {
        key
        for kind in KINDS
        for node in (raw_schema(kind), *raw_schema(kind).get("$defs", {}).values())
        for key in node.get("properties", ())
    }
    assert fields - set(recipes()) - rows == set()


def test_every_recipe_has_its_formula_and_unit() -> None:
    parts = re.split(r"^### ", _page().partition("\n## Recipes\n")[2], flags=re.MULTILINE)[1:]
    assert [part.split("\n")[0] for part in parts] == sorted(recipes())
    for part in parts:
        assert re.search(r"^Formula\b", part, re.MULTILINE), part
        assert re.search(r"^Unit: ", part, re.MULTILINE), part


def test_every_link_leads_to_a_heading_of_its_own() -> None:
    page = _page()
    headings = [text.lower().replace(" ", "-") for text in _HEADING.findall(page)]
    assert set(_LINK.findall(page)) - set(headings) == set()
    linked = [one for one in headings if one in _LINK.findall(page)]
    assert len(linked) == len(set(linked)), "a link could lead to two places"


def test_tables_are_whole() -> None:
    for line in _page().split("\n"):
        if line.startswith("|"):
            assert line.endswith("|")
            assert len(re.findall(r"(?<!\\)\|", line)) in {4, 5, 3}, line


def test_the_page_is_the_same_every_time_and_ends_once() -> None:
    page = _page()
    raw_schema.cache_clear()
    assert _page() == page
    assert page.endswith("|\n")
    assert "\n\n\n" not in page


def test_defaults_are_told_as_specs_write_them() -> None:
    assert "| `window` | a duration above 0 | `5m` | Range of rates. |" in _page()
    assert "| `of` | a gauge | `up` |" in _page()
    assert "| `buckets` | a list, each item a number |  |" in _page()
