"""Values that may be written in one of several shapes: a text or a mapping, a list or a mapping.

pydantic tries every member of a union and reports the faults of all of them. Here the shape of the
value decides which member is meant, so only its faults are told.
"""

from decimal import Decimal

from pydantic import Discriminator

MAPPING, LIST, TEXT, TRUTH = "a mapping", "a list", "a text", "true or false"
SHAPES = frozenset({MAPPING, LIST, TEXT, TRUTH})
"""Names of shapes; pydantic puts them into the path of an error."""


def _shape(value: object) -> str:
    if isinstance(value, str):
        return TEXT
    if isinstance(value, bool):
        return TRUTH
    if isinstance(value, list | tuple):
        return LIST
    # Models are what a mapping became.
    return "something else" if value is None or isinstance(value, Decimal) else MAPPING


SHAPED = Discriminator(_shape)
"""Stands after a union whose members carry the tags of their shapes."""
