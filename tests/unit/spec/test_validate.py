"""Files to models: what is found, what is kept, what is known to be lost."""

import textwrap
from pathlib import Path

from generator import app
from generator.load.document import Document
from generator.load.yaml_source import load_text
from generator.spec.component import Component
from generator.spec.lost import Gap
from generator.spec.project import Project
from generator.spec.validate import Specs, validate, validate_document


def document(file: str, text: str) -> Document:
    found = load_text(file, textwrap.dedent(text).encode()).document
    assert found is not None
    return found


def read(**files: str) -> tuple[Specs, list[tuple[str, str]]]:
    documents = [document(f"specs/{name}.yaml", text) for name, text in files.items()]
    specs, findings = validate(documents)
    return specs, [(one.code, one.message) for one in findings]


def test_a_spec_keeps_its_order_of_ids_and_its_file() -> None:
    specs, findings = read(b="component: b\ntitle: B\n", a="component: a\ntitle: A\n")
    assert findings == []
    assert list(specs.of(Component)) == ["a", "b"]
    assert specs.of(Component)["b"][0] == "specs/b.yaml"
    assert specs.one(Project) is None


def test_what_has_no_fault_is_kept_beside_what_has() -> None:
    specs, findings = read(
        web="""
        component: web
        titel: Web
        metrics:
          good_total: {type: counter, help: Good.}
          bad_total: {type: countr, help: Bad.}
        """
    )
    assert findings == [
        ("PS104", "unknown value `countr`"),
        ("PS101", "unknown key `titel`"),
    ]
    _, component = specs.of(Component)["web"]
    assert list(component.metrics) == ["good_total"]
    assert specs.lost.gaps == {Gap("metric", "bad_total"), Gap("titel of component", "")}
    assert specs.lost.may_be("metric", "bad_total")
    assert not specs.lost.may_be("metric", "other_total")


def test_a_section_that_is_wrong_as_a_whole_may_have_held_anything() -> None:
    specs, _ = read(web="component: web\ntitle: Web\nindicators: [x]\n")
    assert specs.lost.may_be("indicator", "web.anything")
    assert not specs.lost.may_be("indicator", "cache.anything")


def test_a_part_with_a_wrong_name_may_be_any() -> None:
    specs, _ = read(web="component: web\ntitle: W\nmetrics: {a.b: {type: counter, help: H.}}\n")
    assert specs.lost.may_be("metric", "a_b")


def test_a_spec_without_a_usable_id_is_lost_as_a_whole() -> None:
    specs, findings = read(web="component: Web\ntitle: Web\nmetrics: {a_total: {}}\n")
    assert findings[0] == ("PS106", "`Web` is no component id")
    assert specs.entries == ()
    assert specs.lost.may_be("metric", "a_total")
    assert not specs.lost.may_be("metric", "b_total"), "the name does not occur in the file"


def test_a_file_that_is_no_yaml_may_define_what_it_names() -> None:
    loaded = load_text("specs/web.yaml", b"component: web\nmetrics: {a_total: {type: counter\n")
    assert loaded.document is None
    specs, _ = validate([], {"specs/web.yaml": loaded.lines})
    assert specs.lost.may_be("metric", "a_total")
    assert specs.lost.may_be("label", "a_total") is False
    assert not specs.lost.may_be("metric", "b_total")
    assert specs.lost.may_begin("web.errors.warning.above")


def test_a_spec_is_not_changed_by_looking_at_it() -> None:
    text = "component: web\ntitle:\nmetrics: {a_total: {type: countr, help: A.}}\n"
    tree = document("specs/web.yaml", text).tree
    assert tree == document("specs/web.yaml", text).tree
    validate_document("specs/web.yaml", tree)
    assert tree == document("specs/web.yaml", text).tree


def test_a_project_with_faults_still_lets_the_rest_be_checked(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "project.yaml").write_text("project: shop\nevaluation: often\n")
    (tmp_path / "specs" / "web.yaml").write_text(
        "component: web\ntitle: Web\nindicators:\n"
        "  x: {title: X, rate: {of: nothing_total}, by: [], record: true}\n"
    )
    assert [(one.code, one.message) for one in app.read(tmp_path).findings] == [
        ("PS102", "`title` is missing"),
        ("PS102", "`selector` is missing"),
        ("PS102", "`scrape` is missing"),
        ("PS105", "`often` is no duration"),
        ("PS102", "`retention` is missing"),
        ("PS201", "metric `nothing_total` is not declared"),
    ]


def test_no_spec_is_empty_twice() -> None:
    _, findings = read(web="component: web\ntitle: Web\nindicators:\n  x:\n    above:\n")
    assert findings == [
        ("PS103", "`above` has no value"),
        ("PS102", "`title` is missing"),
        ("PS102", "`by` is missing"),
    ]
