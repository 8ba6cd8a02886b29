"""No tree makes validation fail, and no fault is told in pydantic's words."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core.finding import Finding, Place
from generator.load.document import Document
from generator.load.lines import LineTable
from generator.load.source_map import SourceMap
from generator.resolve.overlay import Layered
from generator.resolve.resolver import resolve
from generator.spec import wording
from generator.spec.kinds import KINDS
from generator.spec.raw_schema import keys_at
from generator.spec.validate import validate, validate_document
from tests.specs.corpus import FOLDER
from tests.specs.trees import trees

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["5%", "5m", "200 USD", "counter", "info", "http.errors", "$cores", "p99"]),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=8,
)
GOOD = trees(FOLDER / "good")


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """A spec of some kind whose known keys hold anything."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    known = st.sampled_from(keys_at(kind, ()))
    keys = draw(st.lists(st.one_of(known, st.text(max_size=5)), max_size=6))
    return {kind: draw(TREES), **{key: draw(TREES) for key in keys}}


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A normative example in which some values are replaced by anything."""
    file = draw(st.sampled_from(sorted(GOOD)))
    tree = copy.deepcopy(GOOD[file])
    for _ in range(draw(st.integers(1, 3))):
        node: Any = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            inner = node[key]
            if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 3)) == 0:
                node[key] = draw(TREES)
                break
            node = inner
    return file, tree


@pytest.fixture(autouse=True)
def _no_fault_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def unexpected(fault: Any) -> Finding:
        raise AssertionError(f"no words for {fault}")

    monkeypatch.setattr(wording, "unexpected", unexpected)


def _told(found: list[Finding]) -> None:
    for one in found:
        assert isinstance(one.where, Place)
        assert one.message
        assert one.fix
        assert "Input should" not in one.message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(specs())
def test_no_spec_is_too_wrong_to_be_told(tree: dict[str, Any]) -> None:
    before = copy.deepcopy(tree)
    _, found = validate_document("specs/any.yaml", tree)
    assert tree == before
    _told(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_no_tree_is_too_wrong_to_be_told(tree: Any) -> None:
    entry, found = validate_document("specs/any.yaml", tree)
    assert entry is None
    _told(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(spoilt())
def test_a_spoilt_example_is_told_and_the_rest_still_resolved(
    spoilt_spec: tuple[str, dict[str, Any]],
) -> None:
    file, tree = spoilt_spec
    documents = [
        Document(name, "", one, SourceMap(name, LineTable("")))
        for name, one in {**GOOD, file: tree}.items()
    ]
    found, findings = validate(documents)
    _told(findings)
    estate, more = resolve(Layered.of(found, documents))
    _told(more)
    assert estate is not None or findings
