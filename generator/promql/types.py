"""Whether the parts of an expression fit together: kinds of operands, counts of arguments.

promql-parser says most of it, of what it knows; this holds for what came after it, too.
"""

from typing import Final

from generator.promql import tree as t
from generator.promql.expr import COMPARISONS, SET_OPERATORS
from generator.promql.functions import SIGNATURES
from generator.promql.labels import takes_in_nothing
from generator.promql.parse import PromqlError, Stretch

_KINDS: Final = {"v": "an instant vector", "m": "a range vector", "s": "a scalar", "t": "a string"}
_OPERANDS: Final = {"v", "s"}


def check_types(node: t.Node) -> str:
    """Return the kind of an expression, as signatures of functions write it.

    It is held against the rules that Prometheus applies after reading it.

    Raises:
        PromqlError: a part does not fit.
    """
    parts = list(node.walk())
    kinds: dict[int, str] = {}
    for part in reversed(parts):
        kinds[id(part)] = _kind(part, kinds)
    return kinds[id(node)]


def _kind(node: t.Node, kinds: dict[int, str]) -> str:  # noqa: C901, PLR0911 (one case for each kind)
    match node:
        case t.Number():
            return "s"
        case t.Text():
            return "t"
        case t.Selector():
            return _selector(node)
        case t.Paren():
            return kinds[id(node.operand)]
        case t.Unary():
            return _operand(node.operand, kinds, "a sign")
        case t.Subquery():
            _want(node.operand, "v", kinds, "a subquery")
            return "m"
        case t.Aggregate():
            return _aggregate(node, kinds)
        case t.Call():
            return _call(node, kinds)
        case t.Binary():
            return _binary(node, kinds)
        case _:
            raise AssertionError(node)


def _want(node: t.Node, kind: str, kinds: dict[int, str], who: str) -> None:
    if kinds[id(node)] != kind:
        message = f"{who} takes {_KINDS[kind]}, not {_KINDS[kinds[id(node)]]}"
        raise PromqlError(message, (node.start, node.end))


def _operand(node: t.Node, kinds: dict[int, str], who: str) -> str:
    if kinds[id(node)] not in _OPERANDS:
        message = f"{who} takes no {_KINDS[kinds[id(node)]].split(' ', 1)[1]}"
        raise PromqlError(message, (node.start, node.end))
    return kinds[id(node)]


def _selector(node: t.Selector) -> str:
    names = [one for one in node.conditions if one.matcher.label == "__name__"]
    if node.name and names:
        message = f"the metric's name is given twice, as `{node.name}` and in braces"
        raise PromqlError(message, (node.start, node.end))
    empty = (takes_in_nothing(one.matcher.op, one.matcher.value) for one in node.conditions)
    if not node.name and all(one is not False for one in empty):
        message = "a selection needs a condition that does not match the empty text"
        raise PromqlError(message, (node.start, node.end))
    return "m" if node.window is not None else "v"


def _aggregate(node: t.Aggregate, kinds: dict[int, str]) -> str:
    _want(node.operand, "v", kinds, f"`{node.op}`")
    if node.param is not None:
        _want(node.param, "t" if node.op == "count_values" else "s", kinds, f"`{node.op}`")
    return "v"


def _call(node: t.Call, kinds: dict[int, str]) -> str:
    known = SIGNATURES.get(node.function)
    if known is None:
        at = (node.start, node.start + len(node.function))
        raise PromqlError(f"there is no function `{node.function}`", at)
    if not known.least <= len(node.args) <= known.most:
        message = f"`{node.function}` does not take {len(node.args)} arguments"
        raise PromqlError(message, (node.start, node.end))
    for index, arg in enumerate(node.args):
        _want(arg, known.arg(index), kinds, f"`{node.function}`")
    if node.function == "info" and not all(map(_only_labels, node.args[1:])):
        raise PromqlError("the second argument of `info` selects labels, not a metric")
    return known.result


def _only_labels(node: t.Node) -> bool:
    return isinstance(node, t.Selector) and not node.name


def _binary(node: t.Binary, kinds: dict[int, str]) -> str:
    left = _operand(node.left, kinds, f"`{node.op}`")
    right = _operand(node.right, kinds, f"`{node.op}`")
    vectors = (left, right) == ("v", "v")
    if node.returns_bool and node.op not in COMPARISONS:
        raise PromqlError("`bool` goes with comparisons alone", _word(node))
    if node.op in SET_OPERATORS and not vectors:
        raise PromqlError(f"`{node.op}` takes instant vectors alone", _word(node))
    if (left, right) == ("s", "s") and node.op in COMPARISONS and not node.returns_bool:
        raise PromqlError("comparisons between scalars need `bool`", _word(node))
    if node.matching is not None or node.fill:
        _matching(node, vectors=vectors)
    return "v" if "v" in {left, right} else "s"


def _matching(node: t.Binary, *, vectors: bool) -> None:
    matching = node.matching
    if not vectors:
        raise PromqlError("only instant vectors are matched", _word(node))
    if node.op in SET_OPERATORS and (node.fill or (matching is not None and matching.many)):
        raise PromqlError(f"`{node.op}` knows neither `group_left` nor `fill`", _word(node))
    if matching is not None and matching.on and matching.many:
        both = {one.text for one in matching.labels} & {one.text for one in matching.include}
        if both:
            message = f"`{min(both)}` stands in `on` and in `group_{matching.many}`"
            raise PromqlError(message, (matching.start, matching.end))


def _word(node: t.Binary) -> Stretch:
    return node.operator.start, node.operator.end
