"""The reference of the language says everything that the models know."""

import re
import typing
from fractions import Fraction
from pathlib import Path

import pytest

from generator import app
from generator.recipes.registry import recipes
from generator.render.reference.language import render_language
from generator.spec.kinds import KINDS
from generator.spec.outputs import OUTPUTS, Output
from generator.spec.raw_schema import raw_schema
from tests.support.projects import ProjectCopy

_GOOD = Path(__file__).resolve().parents[4] / "tests" / "specs" / "good"

_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\(#([^)]*)\)")


def _page() -> str:
    return render_language()


def test_every_field_of_every_kind_is_explained() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", _page(), re.MULTILINE))
    fields = {
        key
        for kind in KINDS
        for node in (raw_schema(kind), *raw_schema(kind).get("$defs", {}).values())
        for key in node.get("properties", ())
    }
    assert fields - set(recipes()) - rows == set()


def test_every_recipe_has_its_formula_and_unit() -> None:
    parts = re.split(r"^### ", _page().partition("\n## Recipes\n")[2], flags=re.MULTILINE)[1:]
    assert [part.split("\n")[0] for part in parts] == sorted(recipes())
    for part in parts:
        assert re.search(r"^Formula\b", part, re.MULTILINE), part
        assert re.search(r"^Unit: ", part, re.MULTILINE), part


def test_every_link_leads_to_a_heading_of_its_own() -> None:
    page = _page()
    headings = [text.lower().replace(" ", "-") for text in _HEADING.findall(page)]
    assert set(_LINK.findall(page)) - set(headings) == set()
    linked = [one for one in headings if one in _LINK.findall(page)]
    assert len(linked) == len(set(linked)), "a link could lead to two places"


def test_tables_are_whole() -> None:
    for line in _page().split("\n"):
        if line.startswith("|"):
            assert line.endswith("|")
            assert len(re.findall(r"(?<!\\)\|", line)) in {4, 5, 3}, line


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("aggregate", "required where `type: gauge`"),
        ("buckets", "required where `type: histogram`, unless `native: true`"),
        ("above", "required unless `below`"),
        ("prefix", "required unless `metrics`"),
        ("only_if", "required with `danger`"),
        ("restart", "`false`"),
    ],
)
def test_what_is_required_under_a_condition_says_so(key: str, said: str) -> None:
    cells = re.findall(rf"^\| `{key}` \| [^|]* \| ([^|]*) \|", _page(), re.MULTILINE)
    assert said in cells


def test_every_output_is_told_with_its_place() -> None:
    assert tuple(OUTPUTS) == typing.get_args(Output)
    project = app.read(_GOOD)
    assert project.estate is not None
    assert set(project.estate.project.outputs) == set(OUTPUTS)
    paths = [one.path for one in app.artifacts_of(project)]
    for name, (place, what) in OUTPUTS.items():
        assert any(path.startswith(place) for path in paths), name
        assert f"| `{name}` | `{place}` | {what} |\n" in _page()


def test_the_example_of_set_holds_in_the_project_of_this_repository(project: ProjectCopy) -> None:
    (text,) = re.findall(r"^```yaml\n(environment: .*?)^```", _page(), re.MULTILINE | re.DOTALL)
    folder = project.root / "specs" / "environments"
    folder.mkdir()
    (folder / "staging.yaml").write_text(text, encoding="utf-8")
    read = app.read(project.root)
    assert [one.message for one in read.findings] == []
    staging = read.environments["staging"]
    bounds = {one.id: str(one.quantity) for _, each in staging.thresholds() for one in each.bounds}
    assert bounds["http.error_ratio.critical"] == "10%"
    assert bounds["cache.hit_ratio.warning.l1"] == "40%"
    assert staging.slos["http.availability"].objective == Fraction(99, 100)
    assert staging.metrics["http_requests_total"].presence == "on_traffic"
    assert staging.project.runbook_url == "https://staging.example.com/{runbook}"
    assert staging.owners["platform"].title == "Platform (staging)"


def test_the_page_is_the_same_every_time_and_ends_once() -> None:
    page = _page()
    assert _page() == page
    assert page.endswith("|\n")
    assert "\n\n\n" not in page


def test_defaults_are_told_as_specs_write_them() -> None:
    assert "| `window` | a duration above 0 | `5m` | Range of rates. |" in _page()
    assert "| `of` | a gauge | `up` |" in _page()
    assert "| `slos` | a mapping from an id to a mapping, see [SLO](#slo) |  |" in _page()
