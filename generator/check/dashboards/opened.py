"""What a query says where variables stand: what is sure of it, and which of it is the same."""

from collections.abc import Collection, Sequence

from generator.check.dashboards.guesses import ANY
from generator.check.dashboards.variables import Variable
from generator.promql import tree as t
from generator.promql.expr import Matcher

_MOST = 50
"""So many are told apart; patterns of more parentheses would be none."""


class Within:
    """Tells which parts of the tree of a query are variables, and makes of them what is sure.

    ``text`` is the query as it stands. ``loose`` are variables that can stand for a value that is
    not there.
    """

    def __init__(
        self, text: str, variables: Sequence[Variable], loose: Collection[str] = ()
    ) -> None:
        """Keep what the query says; the tree is changed by the methods."""
        self._text, self._variables, self._loose = text, variables, {*loose}
        self._written: dict[str, int] = {}

    def of(self, start: int, end: int) -> list[Variable]:
        """Return the variables in a stretch of the query."""
        return [one for one in self._variables if start < one.end and one.start < end]

    def end_of(self, part: t.Node) -> int:
        """Return where a part ends: what fills a variable may be shorter than it."""
        return max([part.end, *(one.end for one in self.of(part.start, part.end))])

    def open(self, part: t.Selector) -> None:
        """Leave out of a selection what variables decide, and take any value for theirs."""
        if part.name and self.of(part.start, part.start + len(part.name)):
            part.name = ""
        part.conditions = tuple(
            self._opened(one) if self.of(one.value.start, one.value.end) else one
            for one in part.conditions
            if not self.of(one.label.start, one.label.end)
        )
        self.tell_apart(part)

    def tell_apart(self, part: t.Selector | t.Subquery) -> None:
        """Write what fills ranges and shifts in such a way that different ones are not equal."""
        for word in (part.window, part.offset, part.at):
            if word is not None and self.of(word.start, word.end):
                sign = "-" if word.text.startswith("-") else ""
                zeros = "0" * self._number(self._text[word.start : word.end])
                word.text = f"{sign}{zeros}{word.text.removeprefix('-')}"

    def _opened(self, one: t.Condition) -> t.Condition:
        """Return a condition that any value fulfils; its place still shows what stands there.

        Those of different variables are not equal.
        """
        label, op = one.matcher.label, one.matcher.op
        if op in {"!=", "!~"}:
            return t.Condition(Matcher(label, "!~", ANY), one.label, one.value, unknown=True)
        found = self.of(one.value.start, one.value.end)
        pattern = ".*" if {each.name for each in found} <= self._loose else ".+"
        number = self._number(self._text[one.value.start : one.value.end])
        pattern = "(" * number + pattern + ")" * number
        return t.Condition(Matcher(label, "=~", pattern), one.label, one.value, unknown=True)

    def _number(self, written: str) -> int:
        """Return a number of what stands there, from 1 on: the same for the same alone."""
        return self._written.setdefault(written, min(len(self._written) + 1, _MOST))
