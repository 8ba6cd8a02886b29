"""Trees of data that are almost right: some values in them replaced by anything."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st


@st.composite
def almost(draw: st.DrawFn, tree: Any, values: st.SearchStrategy[Any]) -> Any:
    """Return a tree in which up to four values, however deep, are others or missing."""
    found = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 4))):
        holders = list(_holders(found))
        if not holders:
            return found
        holder, key = draw(st.sampled_from(holders))
        if draw(st.booleans()) and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = draw(values)
    return found


def _holders(tree: Any) -> Iterator[tuple[Any, Any]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in inner:
        yield tree, key
        if isinstance(value, dict | list):
            yield from _holders(value)
