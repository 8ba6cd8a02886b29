"""Small mistakes that somebody could make in an expression, each a change of its text.

A mistake that can change nothing is not made: `>` and `>=` differ at one point, which float errors
decide for computed values; a comparison under `bool` is left alone.
"""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

from generator.core.units import decimal_text, duration_text
from generator.promql import tree as t
from generator.promql.expr import quote
from generator.promql.read import seconds
from generator.prove.parts import drops_no_number, is_exact, is_nothing

_FILTERS = ("==", "!=", ">", "<", ">=", "<=")
_COUNTED = 20
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "!=", "!=": "=="}
_LOOSER = {">": ">=", "<": "<=", ">=": ">", "<=": "<"}
_OTHER_AGGREGATE: dict[str, tuple[str, ...]] = {
    "sum": ("max", "avg"),
    "max": ("min", "sum"),
    "min": ("max", "sum"),
}
_OTHER_AGGREGATE |= {"avg": ("max", "sum"), "count": ("sum",)}
_OTHER_MATCH = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}
_SETS = {"and": ("or", "unless"), "or": ("and",), "unless": ("and",)}


@dataclasses.dataclass(frozen=True, slots=True)
class Mutation:
    """A changed expression: which kind of mistake, what was changed, and what would show it."""

    kind: str
    text: str
    before: str
    after: str
    wanted: str


def mutations(text: str, node: t.Node, *, exact_names: frozenset[str]) -> Iterator[Mutation]:
    """Yield every small mistake in an expression.

    ``exact_names`` are series whose values no float error touches.
    """
    parents = {id(child): one for one in node.walk() for child in one.children()}
    maker = _Maker(text, parents, exact_names)
    # What is multiplied by nothing only tells which series there are.
    idle = {
        id(part)
        for one in node.walk()
        if isinstance(one, t.Binary) and one.op == "*" and is_nothing(one)
        for part in one.walk()
    }
    for one in node.walk():
        if id(one) not in idle:
            yield from maker.of(one)
        elif isinstance(one, t.Selector) and not _stands_beside(text, one, node, idle):
            yield from maker.presence(one)
        elif isinstance(one, t.Aggregate):
            yield from maker.grouping(one)


def _stands_beside(text: str, one: t.Selector, root: t.Node, idle: set[int]) -> bool:
    """Tell whether the same is selected where it counts, so that its series must be there."""
    mine = text[one.start : one.body_end]
    return any(
        isinstance(other, t.Selector)
        and id(other) not in idle
        and text[other.start : other.body_end] == mine
        for other in root.walk()
    )


def _case_between(op: str, value: Fraction, other: Fraction) -> str:
    """Return the case that tells a bound from another one."""
    low, high = _text(min(value, other)), _text(max(value, other))
    if op in {"==", "!="}:
        return f"a case at {low} or at {high}"
    if op in {">", "<="}:
        return f"a case above {low} and at most {high}"
    return f"a case of at least {low} and below {high}"


class _Maker:
    def __init__(self, text: str, parents: dict[int, t.Node], exact_names: frozenset[str]) -> None:
        self._text, self._parents, self._exact_names = text, parents, exact_names

    def of(self, node: t.Node) -> Iterator[Mutation]:
        if isinstance(node, t.Binary):
            yield from self._binary(node)
        elif isinstance(node, t.Aggregate):
            yield from self._aggregate(node)
        elif isinstance(node, t.Selector):
            yield from self._selector(node)
        elif isinstance(node, t.Call):
            yield from self._call(node)

    def _change(self, kind: str, start: int, end: int, new: str, wanted: str) -> Mutation:
        text = self._text[:start] + new + self._text[end:]
        return Mutation(kind, text, self._text[start:end], new, wanted)

    def _source(self, node: t.Node) -> str:
        return self._text[node.start : node.end]

    def _binary(self, node: t.Binary) -> Iterator[Mutation]:
        if node.op in _FILTERS:
            if not node.returns_bool:
                yield from self._comparison(node)
        elif node.op in _SETS:
            yield from self._set(node)
        elif node.op in {"/", "-"}:
            yield from self._operands(node)
        if node.op in {"/", "*"}:
            yield from self._factor(node)

    def _comparison(self, node: t.Binary) -> Iterator[Mutation]:
        word = node.operator
        if self._is_guard(node) or drops_no_number(node):
            left = self._source(node.left)
            wanted = "a case in which there is nothing to divide by"
            yield self._change("guard", node.start, node.end, left, wanted)
        if self._is_guard(node):
            return
        wanted = "a case on each side of the bound"
        yield self._change("comparison", word.start, word.end, _TURNED[node.op], wanted)
        if node.op in _LOOSER and is_exact(node.left, self._exact_names):
            wanted = "a case exactly at the bound"
            yield self._change("comparison", word.start, word.end, _LOOSER[node.op], wanted)
        if not drops_no_number(node):
            yield from self._bound(node)

    def _bound(self, node: t.Binary) -> Iterator[Mutation]:
        number = t.bare(node.right)
        if not isinstance(number, t.Number) or number.text.lower() in {"inf", "nan"}:
            return
        value = Fraction(number.text) if _is_plain(number.text) else Fraction(number.value)
        for other in self._others(node, value):
            wanted = _case_between(node.op, value, other)
            yield self._change("bound", number.start, number.end, _text(other), wanted)

    def _others(self, node: t.Binary, value: Fraction) -> tuple[Fraction, ...]:
        """Return bounds near one: counts differ by one, everything else by half a percent.

        How many events must be bad is only an addition to the bound, and a rate counts one more or
        less where scrapes do not lie on a window's edges; there only twice as many are others.
        """
        whole = value.denominator == 1 and value <= _COUNTED
        if whole and is_exact(node.left, self._exact_names):
            return (value + 1, value - 1)
        if value == 0:
            return (Fraction(1),)
        if whole and self._is_addition(node):
            return (value * 2 + 1, value / 2)
        return (value * Fraction(201, 200), value * Fraction(199, 200))

    def _is_addition(self, node: t.Binary) -> bool:
        """Tell whether a comparison stands behind `and` or `unless`, with a bound of its own."""
        above, below = self._outside(node)
        if not isinstance(above, t.Binary) or above.op not in {"and", "unless"}:
            return False
        if above.right is not below:
            return False
        bounds = [
            t.bare(one.right)
            for one in above.left.walk()
            if isinstance(one, t.Binary) and one.op in _FILTERS
        ]
        mine = t.bare(node.right)
        return all(
            not (isinstance(one, t.Number) and isinstance(mine, t.Number))
            or one.value != mine.value
            for one in bounds
        )

    def _outside(self, node: t.Node) -> tuple[t.Node | None, t.Node]:
        """Return what stands around a part and its parentheses, and those with the part."""
        above = self._parents.get(id(node))
        while isinstance(above, t.Paren):
            node, above = above, self._parents.get(id(above))
        return above, node

    def _is_guard(self, node: t.Binary) -> bool:
        """Tell whether a comparison keeps a divisor from being 0."""
        above, below = self._outside(node)
        return isinstance(above, t.Binary) and above.op == "/" and above.right is below

    def _set(self, node: t.Binary) -> Iterator[Mutation]:
        word = node.operator
        wanted = {
            "and": "a case in which only one of the two conditions holds",
            "unless": "a case in which both sides have a sample",
            "or": "a case in which only one of the two sides has a sample",
        }[node.op]
        kind = "zero-fill" if node.op == "or" and is_nothing(node.right) else "set operator"
        for other in _SETS[node.op]:
            yield self._change("set operator", word.start, word.end, other, wanted)
        yield self._change(kind, node.start, node.end, self._source(node.left), wanted)
        if node.op != "unless":
            right = self._source(node.right)
            yield self._change("set operator", node.start, node.end, right, wanted)

    def _operands(self, node: t.Binary) -> Iterator[Mutation]:
        if any(isinstance(t.bare(one), t.Number) for one in node.children()):
            return
        if node.matching is not None and node.matching.many:
            return  # the sides cannot be swapped without the side that is many
        between = self._text[node.left.end : node.right.start]
        new = f"{self._source(node.right)}{between}{self._source(node.left)}"
        yield self._change("operands", node.start, node.end, new, "a case close to the bound")

    def _factor(self, node: t.Binary) -> Iterator[Mutation]:
        """Yield changed numbers that a value is multiplied with or divided by.

        Not of counts: half a percent of five events is no event.
        """
        if self._counts(node):
            return
        for number in map(t.bare, node.children()):
            if isinstance(number, t.Number) and number.value:
                plain = _is_plain(number.text)
                value = Fraction(number.text) if plain else Fraction(number.value)
                new = _text(value * Fraction(201, 200))
                wanted = "a case close to the bound"
                yield self._change("factor", number.start, number.end, new, wanted)

    def _counts(self, node: t.Node) -> bool:
        above = self._parents.get(id(node))
        while above is not None:
            if isinstance(above, t.Call) and above.function == "round":
                return True
            if isinstance(above, t.Binary) and above.op in _FILTERS and self._is_addition(above):
                return True
            above = self._parents.get(id(above))
        return False

    def _aggregate(self, node: t.Aggregate) -> Iterator[Mutation]:
        for other in _OTHER_AGGREGATE.get(node.op, ()):
            end = node.start + len(node.op)
            wanted = "a case with several different series for one result"
            yield self._change("aggregation", node.start, end, other, wanted)
        yield from self.grouping(node)

    def grouping(self, node: t.Aggregate) -> Iterator[Mutation]:
        """Yield other labels to aggregate by."""
        if node.grouping is None or node.grouping.without:
            return
        words = node.grouping.labels
        for number, word in enumerate(words):
            rest = ", ".join(one.text for one in words if one is not word)
            first, last = words[0].start, words[-1].end
            wanted = f"a case with two values of `{word.text}`, or its exact labels"
            yield self._change(f"by {number}", first, last, rest, wanted)

    def presence(self, node: t.Selector) -> Iterator[Mutation]:
        """Yield selections of other series."""
        for one in node.conditions:
            yield from self._matcher(node, one)

    def _selector(self, node: t.Selector) -> Iterator[Mutation]:
        yield from self.presence(node)
        if node.window is not None:
            length = round(seconds(node.window.text) * 1000)
            for other in (length * 2, length // 2):
                new = f"[{duration_text(Fraction(other, 1000))}]"
                wanted = "a case that looks how long something is remembered"
                yield self._change("window", node.window.start, node.window.end, new, wanted)

    def _matcher(self, node: t.Selector, one: t.Condition) -> Iterator[Mutation]:
        label, op, value = one.matcher.label, one.matcher.op, one.matcher.value
        if label == "__name__":
            return
        wanted = f"a series that `{one.matcher}` leaves out, and one that it takes in"
        start, end = one.label.start, one.value.end
        other = f"{label}{_OTHER_MATCH[op]}{quote(value)}"
        yield self._change("matcher operator", start, end, other, wanted)
        changed = f"{label}{op}{quote(f'{value}x')}"
        yield self._change("matcher value", start, end, changed, wanted)
        kept = [str(two.matcher) for two in node.conditions if two is not one]
        first = node.start + len(node.name)
        new = f"{{{','.join(kept)}}}" if kept else ""
        if node.name or kept:
            yield self._change("matcher", first, node.body_end, new, wanted)

    def _call(self, node: t.Call) -> Iterator[Mutation]:
        other = {"rate": "increase", "increase": "rate", "absent": "sum"}.get(node.function)
        if other is not None:
            end = node.start + len(node.function)
            yield self._change("function", node.start, end, other, "a case close to the bound")


def _is_plain(text: str) -> bool:
    try:
        Fraction(text)
    except ValueError:
        return False
    return True


def _text(value: Fraction) -> str:
    return decimal_text(value) or repr(float(value))
