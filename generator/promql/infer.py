"""Label inference: the labels of an expression worked out from its parts, with what goes wrong.

The rules are those of Prometheus's engine (promql/engine.go, promql/functions.go); each has a test
that asks promtool for the labels.
"""

import dataclasses
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from generator.promql import conditions as of_conditions
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS
from generator.promql.infer_calls import called, lacking
from generator.promql.infer_match import Match, always_meet, apart
from generator.promql.labels import (
    NAME,
    Anything,
    Branch,
    Known,
    Status,
    Why,
    World,
    merged,
    takes_in_nothing,
    unsure,
    why_of,
)

_CHOOSING: Final = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})

Fault: TypeAlias = Literal[
    "contradiction", "no label", "never matches", "lost grouping", "lost include", "lost match"
]


@dataclasses.dataclass(slots=True)
class Trouble:
    """Something that makes an expression other than it looks, with its cause elsewhere if any.

    ``contradiction``: conditions of one selector that exclude each other; ``no label``: a
    condition on a label that the series cannot have; ``never matches``: two sides that never find
    each other; ``lost grouping`` and ``lost match``: a grouping or a matching by a label that
    cannot be there; ``lost include``: a `group_left` of a label that the other side lacks.
    """

    fault: Fault
    label: str
    start: int
    end: int
    message: str
    why: Why | None = None


class Inference:
    """The labels of the parts of one expression."""

    def __init__(self, world: World | None = None) -> None:
        self._world = world or Anything()
        self.troubles: list[Trouble] = []
        self.found: dict[int, tuple[Branch, ...]] = {}
        """The branches of each part, by the identity of its node."""

    def of(self, node: t.Node) -> tuple[Branch, ...]:
        """Return the branches of an expression."""
        branches = self._of(node)
        self.found[id(node)] = branches
        return branches

    def _of(self, node: t.Node) -> tuple[Branch, ...]:  # noqa: PLR0911 (one return for each kind)
        match node:
            case t.Paren():
                return self.of(node.operand)
            case t.Selector():
                return (self._selector(node),)
            case t.Subquery():
                return self.of(node.operand)
            case t.Call():
                return self._call(node)
            case t.Aggregate():
                return self._aggregate(node)
            case t.Unary():
                return _nameless(self.of(node.operand), why_of(node, "a sign drops the name"))
            case t.Binary():
                return self._binary(node)
            case _:
                return (Branch(closed=why_of(node, "a number has no labels"), scalar=True),)

    def _selector(self, node: t.Selector) -> Branch:
        metric = node.metric
        known = self._world.series(metric) if metric else None
        branch = Branch()
        if known is not None:
            branch = _known(known, why_of(node, f"{known.what} has it"), node)
        if metric:
            branch.put(NAME, Status.CERTAIN, why_of(node, "the metric's name"), metric)
        before = len(self.troubles)
        for one in node.conditions:
            if one.matcher.label != NAME:
                self._narrow(branch, one, known)
        if len(node.conditions) > 1 and len(self.troubles) == before:
            for earlier, later in of_conditions.apart(node.conditions):
                why = f"`{earlier.matcher}` selects it"
                self._contradiction(later, Why(why, earlier.label.start, earlier.value.end))
        return branch

    def _narrow(self, branch: Branch, condition: t.Condition, known: Known | None) -> None:
        label, matcher = condition.matcher.label, condition.matcher
        why = Why(f"`{matcher}` selects it", condition.label.start, condition.value.end)
        wants = _wants(matcher.op, matcher.value)
        before = branch.status(label)
        if wants is Status.CERTAIN and before is Status.IMPOSSIBLE:
            origin = branch.why(label)
            what = known.what if known is not None else "the selection"
            if label in branch.impossible and known is None:
                self._contradiction(condition, origin)
            else:
                message = f"{what} has no label `{label}`, so nothing is ever selected"
                self._add("no label", label, condition.label, message, origin)
        pinned = matcher.value if matcher.op == "=" and matcher.value else None
        if pinned is not None and branch.values.get(label, pinned) != pinned:
            self._contradiction(condition, branch.why(label))
        if wants is not Status.POSSIBLE and not (before is Status.CERTAIN and pinned is None):
            if wants is Status.IMPOSSIBLE and before is Status.CERTAIN and label in branch.values:
                self._contradiction(condition, branch.why(label))
            branch.put(label, wants, why, pinned)

    def _contradiction(self, condition: t.Condition, why: Why | None) -> None:
        label = condition.matcher.label
        message = f"no series satisfies both conditions on `{label}`"
        word = t.Word(label, condition.label.start, condition.value.end)
        self._add("contradiction", label, word, message, why)

    def _add(
        self, fault: Fault, label: str, word: t.Word, message: str, why: Why | None = None
    ) -> None:
        self.troubles.append(Trouble(fault, label, word.start, word.end, message, why))

    def _call(self, node: t.Call) -> tuple[Branch, ...]:
        return called(node, [self.of(arg) for arg in node.args])

    def _aggregate(self, node: t.Aggregate) -> tuple[Branch, ...]:
        if node.param is not None:
            self.of(node.param)
        inner = self.of(node.operand)
        labels = node.grouping.labels if node.grouping is not None else ()
        without = node.grouping is not None and node.grouping.without
        whole = merged(inner)
        for word in labels:
            if whole.status(word.text) is Status.IMPOSSIBLE:
                verb = "removes" if without else "groups by"
                message = f"`{node.op}` {verb} `{word.text}`, which no series here has"
                self._add("lost grouping", word.text, word, message, whole.why(word.text))
        if node.op in _CHOOSING:
            return unsure(inner) if node.op == "limit_ratio" else inner
        if without:
            why = why_of(node, f"`{node.op} without` removes it")
            names = [NAME, *(word.text for word in labels)]
            found = tuple(lacking(one, names, why) for one in inner)
        else:
            kept = ", ".join(word.text for word in labels)
            reason = (
                f"`{node.op} by ({kept})` keeps no others"
                if kept
                else f"`{node.op}` keeps no label"
            )
            why = why_of(node, reason)
            found = tuple(one.kept([word.text for word in labels], why) for one in inner)
        if node.op == "count_values" and isinstance(node.param, t.Text):
            for one in found:
                one.put(
                    node.param.value, Status.CERTAIN, why_of(node.param, "`count_values` sets it")
                )
        return found

    def _binary(self, node: t.Binary) -> tuple[Branch, ...]:
        left, right = self.of(node.left), self.of(node.right)
        if left[0].scalar or right[0].scalar:
            vector = right if left[0].scalar else left
            if vector[0].scalar:
                return (Branch(closed=why_of(node, "numbers have no labels"), scalar=True),)
            if node.op in COMPARISONS and not node.returns_bool:
                return unsure(vector)
            return _nameless(vector, why_of(node, f"`{node.op}` drops the metric's name"))
        if node.op == "or":
            return (*left, *right)
        self._look_at_matching(node, left, right)
        found = (
            tuple(Match(node, one, merged(right)).result() for one in left)
            if (node.matching is None or node.matching.many != "right")
            else tuple(Match(node, one, merged(left)).result() for one in right)
        )
        return found if always_meet(node, left, right) else unsure(found)

    def _look_at_matching(
        self, node: t.Binary, left: tuple[Branch, ...], right: tuple[Branch, ...]
    ) -> None:
        matching = node.matching
        sides = merged(left), merged(right)
        for word in matching.labels if matching is not None and matching.on else ():
            statuses = [one.status(word.text) for one in sides]
            if statuses.count(Status.IMPOSSIBLE) == len(sides):
                message = f"`on` names `{word.text}`, which neither side has"
                self._add("lost match", word.text, word, message, sides[0].why(word.text))
        if matching is not None and matching.many:
            one_side = sides[1] if matching.many == "left" else sides[0]
            for word in matching.include:
                if one_side.status(word.text) is Status.IMPOSSIBLE:
                    message = f"`group_{matching.many}` brings `{word.text}`, which that side lacks"
                    self._add("lost include", word.text, word, message, one_side.why(word.text))
        gaps = [apart(node, one, other) for one in left for other in right]
        never = [label for label in gaps if label is not None]
        if gaps and len(never) == len(gaps):
            self._never(node, left, right, never[0])

    def _never(
        self,
        node: t.Binary,
        left: tuple[Branch, ...],
        right: tuple[Branch, ...],
        label: str,
    ) -> None:
        a, b = merged(left), merged(right)
        if label in a.values and label in b.values:
            message = (
                f"`{label}` is `{a.values[label]}` on the left and `{b.values[label]}` on the right"
            )
        else:
            has, lacks = (
                ("left", "right") if b.status(label) is Status.IMPOSSIBLE else ("right", "left")
            )
            message = f"the {has} side always has `{label}`, the {lacks} side never"
        lacking = b if b.status(label) is Status.IMPOSSIBLE else a
        self._add("never matches", label, node.operator, message, lacking.why(label))


def infer(node: t.Node, world: World | None = None) -> tuple[Branch, ...]:
    """Return the branches of an expression in a world."""
    return Inference(world).of(node)


def _known(known: Known, why: Why, node: t.Node) -> Branch:
    return Branch(
        dict.fromkeys(known.certain, why),
        dict.fromkeys(known.possible, why),
        closed=None if known.open else why_of(node, f"{known.what} has no other labels"),
    )


def _wants(op: str, value: str) -> Status:
    if op == "=" and not value:
        return Status.IMPOSSIBLE
    return Status.CERTAIN if takes_in_nothing(op, value) is False else Status.POSSIBLE


def _nameless(branches: Iterable[Branch], why: Why) -> tuple[Branch, ...]:
    return tuple(lacking(one, (NAME,), why) for one in branches)
