"""What pydantic says of a spec, in the words of somebody who writes specs."""

import dataclasses
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from generator.core.finding import Finding, Path, Place, Rule
from generator.core.problem import ERROR_TYPE, OR_REMOVE, Problem, ProblemKind, shown, written
from generator.core.shapes import LIST, MAPPING, TEXT, TRUTH
from generator.core.spelling import closest, listed, meant, surely
from generator.load.document import Tree
from generator.spec import codes
from generator.spec.places import owner_place, path_of
from generator.spec.raw_schema import is_required, keys_at, nodes_at
from generator.spec.relocation import home_of

_RULES: dict[ProblemKind, Rule] = {
    "type": codes.WRONG_TYPE,
    "value": codes.WRONG_VALUE,
    "name": codes.BAD_NAME,
    "quantity": codes.NO_QUANTITY,
    "duration": codes.ENDLESS_DURATION,
    "clash": codes.CONTRADICTION,
    "version": codes.REQUIRES,
}
_TRUTHS = {
    **dict.fromkeys(("on", "yes", "true"), "true"),
    **dict.fromkeys(("off", "no", "false"), "false"),
}
_SAMPLES = {MAPPING: "`{key: value}`", LIST: "`[a, b]`", TEXT: "a text", TRUTH: "true"}


@dataclasses.dataclass(frozen=True, slots=True)
class _Fault:
    """One error of pydantic, with the spec it is about.

    Attributes:
        file: The spec.
        kind: Its kind.
        path: The place, as far as the spec has it.
        about_key: Whether the key there is meant.
        name: The last step of pydantic's path: the key that is missing or wrong.
        value: What was found.
        context: What pydantic adds.
    """

    file: str
    kind: str
    path: Path
    about_key: bool
    name: str
    value: Any
    context: dict[str, Any]

    @property
    def place(self) -> Place:
        """The key or the value that is wrong."""
        return Place(self.file, self.path, "key" if self.about_key else "value")


def findings_of(file: str, kind: str, detail: Any, tree: Tree) -> Iterator[Finding]:
    """Yield what one of pydantic's error details says."""
    loc = detail["loc"]
    path, about_key = path_of(loc, tree)
    context = detail.get("ctx", {})
    name = str(loc[-1]) if loc else ""
    fault = _Fault(file, kind, path, about_key, name, detail["input"], context)
    if detail["type"] == ERROR_TYPE:
        yield from (_of_problem(fault, one) for one in context["problems"])
    else:
        yield _WORDINGS.get(detail["type"], unexpected)(fault)


def unexpected(fault: _Fault) -> Finding:
    """Return the finding for an error that nobody gave words to; a test looks for such errors."""
    return codes.WRONG_VALUE.at(fault.place, f"{shown(fault.value)} does not fit here")


def _of_problem(fault: _Fault, problem: Problem) -> Finding:
    rule, fix = _RULES[problem.kind], problem.fix or None
    if fix and not problem.at and is_required(fault.kind, fault.path):
        fix = fix.removesuffix(OR_REMOVE)
    if fault.about_key:
        return rule.at(fault.place, problem.message, fix=fix)
    path = (*fault.path, *problem.at)
    if problem.part == "key" and not problem.at:
        place = owner_place(fault.file, path, fault.kind)
    else:
        place = Place(fault.file, path, problem.part)
    return rule.at(place, problem.message, fix=fix)


def misspelt(kind: str, detail: Any, tree: Tree) -> Path:
    """Return the path of the key that an unknown one was meant to be, nothing if none is close."""
    path, _ = path_of(detail["loc"], tree)
    if detail["type"] != "extra_forbidden" or home_of(kind, path):
        return ()
    close = closest(str(path[-1]), keys_at(kind, path[:-1]))
    return (*path[:-1], close) if close else ()


def _unknown_key(fault: _Fault) -> Finding:
    known = keys_at(fault.kind, fault.path[:-1])
    fix = home_of(fault.kind, fault.path) or meant(fault.name, known)
    place = fault.place.key()
    message = f"unknown key `{fault.name}`"
    sure = None if home_of(fault.kind, fault.path) else surely(fault.name, known)
    fix = fix or f"known here are {', '.join(known)}"
    return codes.UNKNOWN_KEY.at(place, message, fix=fix, replace=sure)


def _missing_key(fault: _Fault) -> Finding:
    place = owner_place(fault.file, fault.path, fault.kind)
    about = next(
        (
            node["properties"][fault.name].get("description", "")
            for node in nodes_at(fault.kind, fault.path)
            if fault.name in node.get("properties", {})
        ),
        "",
    )
    fix = f"add `{fault.name}:`"
    if about:
        fix += f" ({about[0].lower()}{about[1:].rstrip('.')})"
    return codes.MISSING_KEY.at(place, f"`{fault.name}` is missing", fix=fix)


def _no_mapping(fault: _Fault) -> Finding:
    nodes = [node for node in nodes_at(fault.kind, fault.path) if node.get("type") == "object"]
    required = [key for node in nodes for key in node.get("required", ())]
    known = keys_at(fault.kind, fault.path)
    fix = "write `key: value` lines below it"
    if len(required) == 1 and isinstance(fault.value, str):
        fix = f"write `{{{required[0]}: {fault.value}}}`"
    elif known:
        fix = f"its keys are {', '.join(required or known)}"
    elif isinstance(fault.value, list):
        fix = "give each item a key of its own instead of the dash: `name: …`"
    return _wrong_type(fault, "a mapping", fix)


def _no_list(fault: _Fault) -> Finding:
    is_scalar = isinstance(fault.value, str | Decimal)
    fix = f"write `[{written(fault.value)}]`" if is_scalar else "write a list: `[a, b]`"
    return _wrong_type(fault, "a list", fix)


def _no_truth(fault: _Fault) -> Finding:
    word = fault.value if isinstance(fault.value, str) else ""
    truth = _TRUTHS.get(word.lower())
    fix = f"write {truth}, without quotes" if truth else "write true or false"
    return _wrong_type(fault, "true or false", fix)


def _wrong_shape(fault: _Fault) -> Finding:
    shapes = [part.strip("' ") for part in fault.context["expected_tags"].split(",")]
    fix = f"write {' or '.join(_SAMPLES[shape] for shape in shapes)}"
    if TEXT in shapes and isinstance(fault.value, bool | Decimal):
        fix = f'quote it: "{written(fault.value)}"'
    return _wrong_type(fault, " or ".join(shapes), fix)


def _wrong_type(fault: _Fault, wanted: str, fix: str) -> Finding:
    message = f"{wanted} is wanted here, found {shown(fault.value)}"
    return codes.WRONG_TYPE.at(fault.place, message, fix=fix)


def _unknown_value(fault: _Fault) -> Finding:
    if fault.about_key:
        nodes = nodes_at(fault.kind, fault.path[:-1])
        options = [one for node in nodes for one in node.get("propertyNames", {}).get("enum", ())]
        rule, message = codes.UNKNOWN_KEY, f"unknown key {shown(fault.value)}"
    else:
        options = [one for node in nodes_at(fault.kind, fault.path) for one in _values(node)]
        rule, message = codes.WRONG_VALUE, f"unknown value {shown(fault.value)}"
        if isinstance(fault.value, dict | list):
            rule, message = (
                codes.WRONG_TYPE,
                f"a single value is wanted here, found {shown(fault.value)}",
            )
    fix = meant(written(fault.value), options) if isinstance(fault.value, str) else None
    return rule.at(fault.place, message, fix=fix or f"write {listed(options)}")


def _half_a_character(fault: _Fault) -> Finding:
    return codes.WRONG_VALUE.at(fault.place, "half a character is no text", fix="write it anew")


def _values(node: dict[str, Any]) -> list[str]:
    return [node["const"]] if "const" in node else list(node.get("enum", ()))


_WORDINGS: dict[str, Callable[[_Fault], Finding]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "model_type": _no_mapping,
    "dict_type": _no_mapping,
    "tuple_type": _no_list,
    "bool_type": _no_truth,
    "union_tag_invalid": _wrong_shape,
    "literal_error": _unknown_value,
    "string_unicode": _half_a_character,
}
WORDED = frozenset({*_WORDINGS, ERROR_TYPE})
"""The types of pydantic's errors that have words."""
