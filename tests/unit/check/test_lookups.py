"""Joins that look something up, as rules of Kubernetes do: one series of each group is enough."""

from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from tests.support.engine import answers
from tests.support.tools import require_tool

# The left side has two series of a pod, the right side two nodes of it.
_SERIES = {
    'use{pod="p",container="a"}': "1x20",
    'use{pod="p",container="b"}': "2x20",
    'info{pod="p",node="n"}': "1x20",
    'info{pod="p",node="m"}': "1x20",
    'uname{instance="i",nodename="n"}': "1x20",
    'load{instance="i",cpu="0"}': "1x20",
}
_FIRST = (
    "use * on (pod) group_left (node) topk by (pod) (1, max by (pod, node) (info))",
    "use * on (pod) group_left (node) (topk(1, max by (pod, node) (info)))",
    "bottomk by (pod) (1, max by (pod, node) (info)) * on (pod) group_right (node) use",
    "use * ignoring (container, node) group_left (node) topk by (pod) (1, info)",
    "use * ignoring (container, node) group_left (node) topk without (node, container) (1, info)",
    'load * on (instance) group_left (nodename) uname{nodename=~".+"}',
)
_MANY = (
    'use * on (pod) group_left topk by (pod, node) (1, max by (pod, node) (info{node!=""}))',
    "use * on (pod) group_left () topk by (pod) (2, max by (pod, node) (info))",
    'use * on (pod) group_left info{node!=""}',
)


def _codes(expr: str) -> set[str]:
    found = look(Text(f"{expr} > 0", "alert"), Catalogue())
    return {check.rule.code for check, _ in found} & {"PS520", "PS527"}


@pytest.mark.parametrize("expr", _FIRST)
def test_the_first_of_each_group_is_a_lookup(expr: str) -> None:
    assert _codes(expr) == set()


def test_prometheus_answers_lookups_and_refuses_the_others(tmp_path: Path) -> None:
    got = answers(require_tool("promtool"), tmp_path, _SERIES, [*_FIRST, *_MANY])
    assert all(got[: len(_FIRST)])
    assert got[len(_FIRST) :] == [None] * len(_MANY)


@pytest.mark.parametrize(
    ("expr", "codes"),
    [
        (_MANY[0], {"PS527"}),
        (_MANY[1], {"PS520"}),
        (_MANY[2], {"PS527"}),
        ("topk(1, use)", {"PS520"}),
        ("topk by (pod) (1, use) * on (pod) group_left () max by (pod) (info)", {"PS520"}),
    ],
)
def test_others_are_found(expr: str, codes: set[str]) -> None:
    assert _codes(expr) == codes
