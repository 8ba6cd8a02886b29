"""The reference of the spec language, made from the models: one page in Markdown."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from generator.core.docs import class_docs
from generator.core.units import BYTE_UNITS, TIME_UNITS
from generator.recipes.base import Accepts, Recipe
from generator.recipes.registry import recipes
from generator.render._jinja import render
from generator.render.conditions import required_where
from generator.render.field_words import default_words, model_name, type_words
from generator.render.markdown import anchor
from generator.spec.kinds import KINDS, ONCE
from generator.spec.outputs import OUTPUTS
from generator.spec.raw_schema import raw_schema

# May stand on anything with an id; said once instead of in every table.
_COMMON = ("owner", "note", "decided", "allow")
_SECTION = re.compile(r"\n\s*\n(?=(?:Formula|Unit)\b)")


class Field(NamedTuple):
    """A key of a mapping: what may be written there, what holds without it, what it means."""

    name: str
    type: str
    default: str
    meaning: str


class Section(NamedTuple):
    """A mapping with keys of its own."""

    title: str
    meaning: str
    fields: tuple[Field, ...]
    common: bool


class Kind(NamedTuple):
    """A kind of spec, with the mappings that stand inside it."""

    name: str
    once: bool
    section: Section
    parts: tuple[Section, ...]


class RecipePage(NamedTuple):
    """A recipe: what it tells, how it is computed and in which unit, and its parameters."""

    name: str
    meaning: str
    parts: tuple[str, ...]
    fields: tuple[Field, ...]


def render_language() -> str:
    """Return the reference of the spec language, a page in Markdown."""
    text = render(
        "docs/language.md.j2",
        kinds=[_kind(name) for name in KINDS],
        recipes=[_recipe(recipe) for _, recipe in sorted(recipes().items())],
        common=_fields(raw_schema("component"), only=_COMMON),
        outputs=OUTPUTS,
        times=_listed(TIME_UNITS),
        bytes=_listed(BYTE_UNITS),
        anchor=anchor,
    )
    # Tables end where the next heading begins, whatever stands between them in the template.
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def _kind(name: str) -> Kind:
    schema = raw_schema(name)
    named = {
        title: _section(title, node)
        for definition, node in _definitions(schema)
        if (title := model_name({"$ref": definition})) and not definition.endswith("Params")
    }
    return Kind(name, name in ONCE, _section(name, schema), tuple(named.values()))


def _definitions(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the mappings inside a kind, in the order in which its fields lead to them."""
    seen: list[str] = []
    open_nodes: list[Any] = [schema]
    while open_nodes:
        node = open_nodes.pop(0)
        if isinstance(node, list):
            open_nodes = [*node, *open_nodes]
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.append(name)
                yield name, schema["$defs"][name]
                open_nodes.append(schema["$defs"][name])
            inner = [one for key, one in node.items() if key not in {"$defs", "default"}]
            open_nodes = [*inner, *open_nodes]


def _section(title: str, node: dict[str, Any]) -> Section:
    properties = node.get("properties", {})
    common = set(_COMMON) <= set(properties)
    own = tuple(name for name in properties if not common or name not in _COMMON)
    if title == "indicator":
        own = tuple(name for name in own if name not in recipes())
    return Section(
        title=title,
        meaning=" ".join(node.get("description", "").split()),
        fields=tuple(_fields(node, only=own)),
        common=common,
    )


def _fields(node: dict[str, Any], only: tuple[str, ...]) -> list[Field]:
    required, conditions = node.get("required", ()), required_where(node)
    return [
        Field(
            name=name,
            type=_cell(type_words(one)),
            default=_cell(
                default_words(one, required=name in required) or conditions.get(name, "")
            ),
            meaning=_cell(one.get("description", "")),
        )
        for name, one in node["properties"].items()
        if name in only
    ]


def _cell(text: str) -> str:
    """Return a text for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def _listed(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _recipe(recipe: Recipe) -> RecipePage:
    schema = raw_schema("component")["$defs"][recipe.params.__name__]
    meaning, *parts = _SECTION.split(class_docs(type(recipe)) or recipe.meaning)
    fields = [
        one._replace(type=_operand_words(recipe.accepts[one.name]))
        if one.name in recipe.accepts
        else one
        for one in _fields(schema, only=tuple(schema["properties"]))
    ]
    return RecipePage(
        name=recipe.name,
        meaning=_in_markdown(meaning),
        parts=tuple(map(_in_markdown, parts)),
        fields=tuple(fields),
    )


def _in_markdown(text: str) -> str:
    """Return a text of reStructuredText in Markdown; both know paragraphs and code."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join(paragraphs).replace("``", "`")


def _operand_words(accepts: Accepts) -> str:
    if accepts.text:
        return "an expression in PromQL"
    names = [f"a {kind}" for kind in accepts.types]
    names += ["an indicator"] if accepts.reference else []
    names += ["a constant", "a quantity"] if accepts.number else []
    found = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)
    return f"{found}, or a list of them" if accepts.many else found
