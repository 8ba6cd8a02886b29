"""Stages share the tree of a text; what one of them fills in is seen by no other."""

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, subject_of
from generator.promql import tree as t
from generator.promql.read import parse


def _numbers(node: t.Node) -> list[float]:
    return [one.value for one in node.walk() if isinstance(one, t.Number)]


def test_the_same_text_is_read_once() -> None:
    assert subject_of(Text("queue_size > 1"), Catalogue()).node is parse("queue_size > 1")


def test_values_of_constants_stay_with_the_expression_that_names_them() -> None:
    text = "queue_size > 1"
    filled = subject_of(Text(text, constants=((13, 500.0),)), Catalogue())
    assert _numbers(filled.node) == [500]
    assert _numbers(parse(text)) == [1]
