"""Makes JSON Schemas of the models; :mod:`generator.spec.raw_schema` keeps them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pydantic
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, NoDefault
from pydantic_core import core_schema

from generator.core.model import NAMES
from generator.core.units import Quantity, Unit, duration_text
from generator.recipes.base import Accepts
from generator.recipes.registry import recipes
from generator.spec.kinds import KINDS

# What stands below these is data, not schema.
_DATA = {"default", "enum", "const", "required", "dependentRequired", NAMES}
# What stands below these is schemas by names of the author's.
_BY_NAME = {"properties", "patternProperties", "$defs", "dependentSchemas"}


def model_schema(kind: str) -> dict[str, Any]:
    """Return the schema of a kind with our own keywords."""
    model = KINDS[kind]
    schema = model.model_json_schema(schema_generator=_Generator)
    for recipe in recipes().values():
        params = schema.get("$defs", {}).get(recipe.params.__name__)
        for name, accepts in recipe.accepts.items() if params else ():
            params["properties"][name][NAMES] = _names_of(accepts)
    tidy: dict[str, Any] = _tidy(schema)
    return tidy


class _Generator(GenerateJsonSchema):
    """Leaves out what editors and readers would stumble over, and writes defaults as specs do."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return the schema without `null`: a field is left out by leaving its key out."""
        return self.generate_inner(schema["schema"])

    def get_default_value(self, schema: core_schema.WithDefaultSchema) -> Any:
        """Return the default that a factory makes, too; None says that there is none."""
        default = super().get_default_value(schema)
        if default is NoDefault and "default_factory" in schema:
            # A factory of ours takes no arguments.
            default = schema["default_factory"]()  # type: ignore[call-arg]
        return NoDefault if default is None else default

    def encode_default(self, dft: Any) -> Any:
        """Return a default as a spec would write it."""
        return _as_written(dft)

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Leave keys in the order of the models, which is that of the reference."""
        del parent_key
        return value

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles, which would repeat the names of the keys."""
        del schema
        return False


def _as_written(value: Any) -> Any:
    if isinstance(value, Fraction):
        return duration_text(value)
    if isinstance(value, pydantic.BaseModel):
        fields = type(value).model_fields
        return {
            field.alias or name: _as_written(getattr(value, name))
            for name, field in fields.items()
            if getattr(value, name) is not None
        }
    if isinstance(value, dict):
        return {key: _as_written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_written(one) for one in value]
    return str(value) if isinstance(value, Quantity | Unit | Decimal) else value


def _names_of(accepts: Accepts) -> list[str]:
    names: list[str] = list(accepts.types)
    names += ["indicator"] if accepts.reference else []
    return [*names, "constant"] if accepts.number else names


def _tidy(node: Any) -> Any:
    if isinstance(node, list):
        return [_tidy(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _tidy_value(key, value) for key, value in node.items() if key != "title"}
    if "patternProperties" in found:
        # A key that does not match must not slip through.
        (pattern, one), *_ = found.pop("patternProperties").items()
        found["additionalProperties"] = one
        found["propertyNames"] = {"pattern": pattern, **found.get("propertyNames", {})}
    return found


def _tidy_value(key: str, value: Any) -> Any:
    if key in _DATA:
        return value
    if key in _BY_NAME:
        return {name: _tidy(one) for name, one in value.items()}
    return _tidy(value)
