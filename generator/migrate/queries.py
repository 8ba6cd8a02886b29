"""PromQL of other programs as measures: what is a part of what; the rest is refused with a reason.

The window that a program fills in stands in a query as ``{{.window}}``. Queries of counters that
grow (``counter: true`` of OpenSLO) may also name them without a rate.
"""

import dataclasses
import re
from fractions import Fraction

from generator.migrate.measures import (
    AGGREGATES,
    Expression,
    Level,
    Measure,
    Selection,
    Share,
    UntoldError,
    Within,
)
from generator.promql import tree as t
from generator.promql.expr import Matcher
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.recipes.forms import bucket_pattern

WINDOW = re.compile(r"\{\{-?\s*\.window\s*-?\}\}")
_STAND_IN = "987654s"
_BUCKET, _COUNT = "_bucket", "_count"


@dataclasses.dataclass(frozen=True, slots=True)
class _Counts:
    """The sums of growing counters that an expression adds up, and the labels they keep."""

    selections: tuple[Selection, ...]
    by: frozenset[str]

    def same(self, other: "_Counts") -> bool:
        """Tell whether both add up the same, in whatever order."""
        return (set(self.selections), self.by) == (set(other.selections), other.by)


def read_query(text: str) -> t.Node:
    """Return what an expression says, a stand-in for the window that a program fills in.

    Raises:
        UntoldError: it is no PromQL.
    """
    try:
        return t.bare(parse(WINDOW.sub(_STAND_IN, text)))
    except PromqlError as error:
        raise UntoldError(f"it is no PromQL: {error}", "correct the query") from error


def fixed_ranges(*texts: str) -> list[str]:
    """Return the ranges that expressions fix instead of leaving them to the program."""
    nodes = [node for text in texts for node in read_query(text).walk()]
    found = {one.window.text for one in nodes if isinstance(one, t.Selector) and one.window}
    return sorted(found - {_STAND_IN})


def share(part: str, whole: str, *, good: bool, raw: bool = False) -> Measure:
    """Return events and what they are a part of, from two expressions.

    Raises:
        UntoldError: no recipe says the same.
    """
    return _share(read_query(part), _counts(read_query(whole), raw=raw), good=good, raw=raw)


def share_of_both(good: str, bad: str, *, raw: bool = False) -> Measure:
    """Return bad events as a part of good and bad ones.

    Raises:
        UntoldError: no recipe says the same.
    """
    first, second = (_counts(read_query(one), raw=raw) for one in (good, bad))
    whole = _Counts((*second.selections, *first.selections), first.by)
    return _settled(second, whole, good=False)


def ratio(text: str, *, good: bool) -> Measure:
    """Return events and what they are a part of, from one expression that divides them.

    Raises:
        UntoldError: no recipe says the same.
    """
    node = read_query(text)
    if isinstance(node, t.Binary) and node.op == "-" and _is_number(node.left, 1):
        node, good = t.bare(node.right), not good
    if not isinstance(node, t.Binary) or node.op != "/":
        raise UntoldError(
            "it is no quotient of two sums of counters", "write it as events: a part and a total"
        )
    return _share(node.left, _counts(node.right, raw=False), good=good, raw=False)


def level(text: str) -> Measure:
    """Return a gauge whose series are combined, or an expression as it stands.

    Raises:
        UntoldError: it is no PromQL, or nobody can tell which labels it keeps.
    """
    node = read_query(text)
    if isinstance(node, t.Aggregate) and node.param is None:
        inner = t.bare(node.operand)
        how = next((one for one in AGGREGATES if one == node.op), None)
        if isinstance(inner, t.Selector) and inner.window is None and how is not None:
            return Level(_selected(inner), how, tuple(sorted(_kept(node))))
    return _as_it_stands(text, node)


def _as_it_stands(text: str, node: t.Node) -> Expression:
    if WINDOW.search(text):
        raise UntoldError("it is no level but reads a window", "write the window into the query")
    names = {one.metric for one in node.walk() if isinstance(one, t.Selector)}
    if not names or "" in names:
        raise UntoldError("it selects metrics by a pattern, or none", "name one metric")
    return Expression(" ".join(text.split()), tuple(sorted(names)), tuple(sorted(_labels(node))))


def _labels(node: t.Node) -> frozenset[str]:
    """Return the labels that an expression keeps."""
    node = t.bare(node)
    match node:
        case t.Aggregate():
            return _kept(node)
        case t.Call(function="histogram_quantile", args=(_, inner)):
            return _labels(inner) - {"le"}
        case t.Binary(left=left, right=right, matching=None) if t.is_scalar(right):
            return _labels(left)
        case t.Binary(left=left, right=right, matching=None) if t.is_scalar(left):
            return _labels(right)
        case t.Binary(left=left, right=right, matching=None):
            kept = _labels(left)
            if kept == _labels(right):
                return kept
        case _:
            pass
    raise UntoldError(
        "nobody can tell which labels it keeps", "put an aggregation such as `max by (…)` around it"
    )


def _share(part: t.Node, whole: _Counts, *, good: bool, raw: bool) -> Measure:
    node = _without_zero(part)
    if isinstance(node, t.Binary) and node.op == "-":
        if not _counts(node.left, raw=raw).same(whole):
            raise UntoldError("what it subtracts from is not the total")
        node, good = node.right, not good
    return _settled(_counts(node, raw=raw), whole, good=good)


def _settled(part: _Counts, whole: _Counts, *, good: bool) -> Measure:
    if part.by != whole.by:
        raise UntoldError("its two sides keep different labels", "let both sums keep the same ones")
    if len(part.selections) > 1:
        raise UntoldError(
            "several counters are added up in the part; a share counts one",
            "let the application count it in one metric",
        )
    by = tuple(sorted(part.by))
    (one,) = part.selections
    histogram = _within(one, whole.selections) if good else None
    if histogram is not None:
        return Within(*histogram, by)
    if one in whole.selections and len(whole.selections) == 1:
        raise UntoldError("the part is the whole")
    if len(set(whole.selections)) < len(whole.selections):
        raise UntoldError("a counter stands twice in the total, it would count double")
    return Share(_spelt(one), tuple(_spelt(each) for each in whole.selections), good, by)


def _within(part: Selection, whole: tuple[Selection, ...]) -> tuple[Selection, Fraction] | None:
    """Return the histogram and the bound, if one bucket is a part of all events beside it."""
    bounds = [one.value for one in part.matchers if one.label == "le"]
    base = part.metric.removesuffix(_BUCKET)
    if base == part.metric or len(bounds) != 1 or len(whole) != 1:
        return None
    rest = _rest(part)
    infinite = Matcher("le", "=", "+Inf")
    every = {
        Selection(f"{base}{_COUNT}", rest),
        Selection(part.metric, tuple(sorted((*rest, infinite)))),
    }
    bound = _bound(part)
    return (Selection(base, rest), bound) if whole[0] in every and bound is not None else None


def _bound(one: Selection) -> Fraction | None:
    """Return the bound of the one bucket that a selection takes in."""
    found = [each for each in one.matchers if each.label == "le"]
    if len(found) != 1 or found[0].op not in {"=", "=~"}:
        return None
    text = found[0].value.replace("\\.", ".").replace("(.0)?", "").replace("(?:.0)?", "")
    return Fraction(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?(e[-+]?[0-9]{1,2})?", text) else None


def _rest(one: Selection) -> tuple[Matcher, ...]:
    return tuple(each for each in one.matchers if each.label != "le")


def _spelt(one: Selection) -> Selection:
    """Take the bucket of a counter however a client spells its bound."""
    bound = _bound(one)
    if bound is None or not one.metric.endswith(_BUCKET):
        return one
    spelt = Matcher("le", "=~", bucket_pattern(bound))
    return Selection(one.metric, tuple(sorted((*_rest(one), spelt))))


def _counts(node: t.Node, *, raw: bool) -> _Counts:
    node = _without_zero(node)
    if isinstance(node, t.Binary) and node.op == "+" and node.matching is None:
        left, right = (_counts(one, raw=raw) for one in (node.left, node.right))
        if left.by != right.by:
            raise UntoldError("it adds up sums that keep different labels")
        return _Counts((*left.selections, *right.selections), left.by)
    if raw and isinstance(node, t.Selector) and node.window is None:
        return _Counts((_selected(node),), frozenset())
    if not isinstance(node, t.Aggregate) or node.op != "sum":
        raise UntoldError("it is no `sum` of the growth of a counter")
    inner = t.bare(node.operand)
    if raw and isinstance(inner, t.Selector) and inner.window is None:
        return _Counts((_selected(inner),), _kept(node))
    if not isinstance(inner, t.Call) or inner.function not in {"rate", "increase"}:
        raise UntoldError("it does not read the growth of one counter by `rate` or `increase`")
    selector = t.bare(inner.args[0])
    if not isinstance(selector, t.Selector):
        raise UntoldError("it reads the growth of something else than a metric")
    return _Counts((_selected(selector),), _kept(node))


def _kept(node: t.Aggregate) -> frozenset[str]:
    if node.grouping is None:
        return frozenset()
    if node.grouping.without:
        raise UntoldError("`without` keeps labels that it does not name", "write `by (…)`")
    return frozenset(one.text for one in node.grouping.labels)


def _selected(selector: t.Selector) -> Selection:
    if selector.offset is not None or selector.at is not None or selector.extended is not None:
        raise UntoldError("it reads another time than now", "leave `offset` and `@` out")
    if not selector.metric:
        raise UntoldError("it selects metrics by a pattern", "name one metric")
    found = {one.matcher for one in selector.conditions if one.matcher.label != "__name__"}
    return Selection(selector.metric, tuple(sorted(found)))


def _without_zero(node: t.Node) -> t.Node:
    """Leave out what fills in 0 where there are no errors: recipes do so by themselves."""
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op == "or":
        right = t.bare(node.right)
        times = isinstance(right, t.Binary) and right.op == "*"
        if isinstance(right, t.Binary) and times:
            zero = _is_number(right.left, 0) or _is_number(right.right, 0)
        else:
            zero = isinstance(right, t.Call) and right.function == "vector"
            zero = zero and _is_number(right.children()[0], 0)
        return t.bare(node.left) if zero else node
    return node


def _is_number(node: t.Node, value: float) -> bool:
    node = t.bare(node)
    return isinstance(node, t.Number) and node.value == value
