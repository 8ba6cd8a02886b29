"""The report says of every entry of a file what became of it, and the specs say the same."""

import json
from collections.abc import Callable

import jsonschema
import pytest

from generator.core.finding import Place
from generator.migrate.items import Item, documents_of
from generator.migrate.ledger import Carried
from generator.migrate.printing import import_schema, report_json
from generator.migrate.run import Format, Imported
from tests.migrate.importing import INPUTS, read, report

CASES: dict[str, tuple[Format, tuple[str, ...]]] = {
    "sloth-checkout": ("sloth", ("sloth-checkout.yml",)),
    "sloth-fleet": ("sloth", ("sloth-fleet.yml",)),
    "openslo-inline": ("openslo", ("openslo-inline.yaml",)),
    "openslo-objects": ("openslo", ("openslo-objects.yaml", "openslo-slos.yaml")),
}
ALL = sorted(path.name for path in INPUTS.iterdir())


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, Imported]:
    kind, names = CASES[request.param]
    return request.param, read(kind, *names)


def test_every_input_is_a_case() -> None:
    assert sorted(name for _, names in CASES.values() for name in names) == ALL


def test_the_report_is_as_expected(
    case: tuple[str, Imported], golden: Callable[[str, str], None]
) -> None:
    name, imported = case
    golden(f"{name}.txt", report(imported))


def test_the_specs_are_as_expected(
    case: tuple[str, Imported], golden: Callable[[str, str], None]
) -> None:
    name, imported = case
    texts = [f"=== {path}\n{text}" for path, text in imported.files.items()]
    golden(f"{name}.specs.txt", "".join(texts))


def _leaves(item: Item) -> list[Place]:
    inner = [*item.items(), *item.fields()]
    return [place for one in inner for place in _leaves(one)] if inner else [item.place]


def test_every_field_of_every_document_is_told(case: tuple[str, Imported]) -> None:
    _, imported = case
    places = {one.place: one for one in imported.entries}
    assert len(places) == len(imported.entries)
    lost = [place for place, one in places.items() if one.carried is Carried.NOT]
    for document in imported.sources.documents.values():
        for leaf in (one for item in documents_of(document) for one in _leaves(item)):
            above = any(
                one.file == leaf.file and leaf.path[: len(one.path)] == one.path for one in lost
            )
            assert leaf in places or above, leaf


def test_nothing_is_carried_otherwise_or_lost_without_a_reason(case: tuple[str, Imported]) -> None:
    _, imported = case
    for one in imported.entries:
        assert bool(one.became) is (one.carried is not Carried.NOT), one
        assert bool(one.why) is (one.carried is not Carried.EXACTLY), one
        assert bool(one.fix) or one.carried is not Carried.NOT, one
        assert "does not know the field" not in one.why, one


def test_what_is_printed_for_programs_fits_its_schema(case: tuple[str, Imported]) -> None:
    _, imported = case
    data = json.loads(report_json(imported, "shop"))
    jsonschema.validate(data, import_schema())
    assert sum(data["counts"].values()) == len(data["entries"]) > 0
    del data["entries"][0]["carried"]
    with pytest.raises(jsonschema.ValidationError, match="carried"):
        jsonschema.validate(data, import_schema())


def test_a_field_that_is_not_known_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    imported = read("sloth", "sloth-checkout.yml")
    assert len(imported.promises) == 3
    path = tmp_path_factory.mktemp("more") / "slo.yml"
    text = (INPUTS / "sloth-checkout.yml").read_text("utf-8")
    path.write_text(text.replace("labels:\n", "colour: red\nlabels:\n", 1), "utf-8")
    more = read("sloth", str(path))
    (told,) = [one for one in more.entries if one.field == "colour"]
    assert (told.carried, told.why) == (Carried.NOT, "this import does not know the field")
    assert more.sources.span(told.place).line == 4
