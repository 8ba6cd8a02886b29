"""Values with where they come from, as `promspec explain` prints them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.load.document import Sources
    from generator.plan.values import Value
    from generator.resolve.provenance import Given

_DEFAULT = "by default"


def value_lines(values: "Iterable[Value]", sources: "Sources") -> Iterator[str]:
    """Yield a line for each value: what holds, where that is said, and what it was before."""
    rows = [(one.name, one.given) for one in values]
    names = max((len(name) for name, _ in rows), default=0)
    texts = max((len(given[0].text) for _, given in rows), default=0)
    for name, given in rows:
        before = ", ".join(f"{one.text} at {_place(one, sources)}" for one in given[1:])
        was = f" (was {before})" if before else ""
        yield f"{name:<{names}}  {given[0].text:<{texts}}  {_place(given[0], sources)}{was}"


def values_json(values: "Iterable[Value]", sources: "Sources") -> dict[str, Any]:
    """Return the values by name for programs."""
    return {
        one.name: {
            **_given_json(one.given[0], sources),
            "was": [_given_json(each, sources) for each in one.given[1:]],
        }
        for one in values
    }


def _place(given: "Given", sources: "Sources") -> str:
    if given.place is None:
        return _DEFAULT
    span = sources.span(given.place)
    return f"{span.file}:{span.line}:{span.column}"


def _given_json(given: "Given", sources: "Sources") -> dict[str, Any]:
    if given.place is None:
        return {"value": given.text, "file": None, "line": None, "column": None}
    span = sources.span(given.place)
    return {"value": given.text, "file": span.file, "line": span.line, "column": span.column}
