"""The normative examples: one for each kind, which together use every field of the language."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from generator import app
from generator.check.codes import IDLE_ALLOW
from generator.check.specs.unproven_alert import CHECK as UNPROVEN
from generator.resolve.vocabulary import vocabulary_of
from generator.spec.kinds import KINDS
from generator.spec.schema import completion_schemas, schemas
from tests.specs.corpus import BASE, cases
from tests.specs.trees import known_fields, plain, trees, used_fields

_GOOD = Path(__file__).resolve().parent / "good"
_OURS = Path(__file__).resolve().parents[2]
_PROJECTS = {"the normative examples": _GOOD, "the specs of this project": _OURS, "the base": BASE}


def test_the_normative_examples_are_clean() -> None:
    project = app.read(_GOOD)
    # `allow` stands at every kind of thing there, to show where it can.
    found = {one.code for one in app.check(project)}
    assert found <= {IDLE_ALLOW.code, UNPROVEN.rule.code}
    assert {entry.kind for entry in project.specs.entries} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_used_in_an_example(kind: str) -> None:
    used = {
        field
        for tree in trees(_GOOD).values()
        if next(iter(tree)) == kind
        for field in used_fields(kind, tree)
    }
    assert sorted(known_fields(kind) - used) == []


@pytest.fixture(scope="module", params=_PROJECTS.values(), ids=list(_PROJECTS))
def root(request: pytest.FixtureRequest) -> Path:
    found = request.param
    assert isinstance(found, Path)
    return found


def test_every_spec_fits_its_json_schema(root: Path) -> None:
    assert _errors(root, schemas()) == []


def test_every_spec_fits_the_schema_that_offers_names(root: Path) -> None:
    estate = app.read(root).estate
    assert estate is not None
    assert _errors(root, completion_schemas(vocabulary_of(estate))) == []


def test_the_first_specs_of_a_project_fit_their_json_schema(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    assert cli("init", tmp_path / "new").exit_code == 0
    assert _errors(tmp_path / "new", schemas()) == []


@pytest.mark.parametrize("folder", [_OURS, _GOOD], ids=["this project", "the examples"])
def test_every_spec_names_the_schema_that_offers_names(folder: Path) -> None:
    for path in sorted((folder / "specs").rglob("*.yaml")):
        comment, _, target = path.read_text(encoding="utf-8").split("\n")[0].partition("$schema=")
        assert comment == "# yaml-language-server: ", path
        kind = next(iter(trees(folder)[path.relative_to(folder).as_posix()]))
        found = (path.parent / target).resolve().relative_to(folder)
        assert found == Path(f"out/schema/completion/{kind}.json")


@pytest.mark.parametrize(
    "slug", [case.slug for case in cases() if case.structural and not case.make]
)
def test_the_schema_that_offers_names_refuses_what_the_plain_one_refuses(
    slug: str, tmp_path: Path
) -> None:
    case = next(one for one in cases() if one.slug == slug)
    estate = app.read(BASE).estate
    assert estate is not None
    assert _errors(case.build(tmp_path), completion_schemas(vocabulary_of(estate))) != []


def _errors(root: Path, by_kind: dict[str, dict[str, Any]]) -> list[str]:
    return [
        f"{file}: {error.json_path}: {error.message}"
        for file, tree in trees(root).items()
        for error in Draft202012Validator(by_kind[next(iter(tree))]).iter_errors(plain(tree))
    ]
