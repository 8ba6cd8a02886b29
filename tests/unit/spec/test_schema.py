"""JSON Schemas: sound, complete, and the same every time."""

import json
import warnings
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.spec.completion import Vocabulary
from generator.spec.kinds import KINDS
from generator.spec.model_schema import model_schema
from generator.spec.raw_schema import keys_at
from generator.spec.schema import completion_schemas, schema_artifacts, schemas

_NAMES: Vocabulary = {
    "counter": ("hits_total",),
    "gauge": ("size_bytes",),
    "histogram": ("took_ms",),
    "label": ("layer",),
    "indicator": ("a.b",),
    "constant": ("$cores",),
    "own constant": ("cores",),
    "runbook": ("errors",),
    "owner": ("platform",),
    "setting": ("a.b.warning.above",),
}


def _nodes(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [one for each in node for one in _nodes(each)]
    if not isinstance(node, dict):
        return []
    return [node, *(one for each in node.values() for one in _nodes(each))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    for found in (schemas()[kind], completion_schemas(_NAMES)[kind]):
        Draft202012Validator.check_schema(found)
        assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert found["title"] == f"promspec {kind}"
        assert "x-" not in json.dumps(found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_mapping_is_closed_and_every_field_described(kind: str) -> None:
    schema = schemas()[kind]
    for name, node in {kind: schema, **schema.get("$defs", {})}.items():
        assert node["additionalProperties"] is False, name
        assert node["description"], name
        for key, one in node["properties"].items():
            assert one.get("description") or "$ref" in one, f"{name}.{key}"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_may_be_null(kind: str) -> None:
    assert not [node for node in _nodes(schemas()[kind]) if node.get("type") == "null"]


@pytest.mark.parametrize("kind", KINDS)
def test_making_a_schema_warns_of_nothing(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model_schema(kind)


def test_defaults_are_written_as_in_a_spec() -> None:
    project = schemas()["project"]
    defaults = project["$defs"]["Defaults"]["properties"]
    assert {key: one["default"] for key, one in defaults.items()} == {
        "window": "5m",
        "for": "10m",
        "min_bad_events": 5,
        "slo_window": "30d",
    }
    assert project["properties"]["tiers"]["default"]["slow"] == {
        "long": "1d",
        "short": "2h",
        "budget": "10%",
        "severity": "warning",
    }
    assert project["properties"]["promspec"]["default"] == 1
    assert (
        schemas()["component"]["$defs"]["Threshold"]["properties"]["keep_firing_for"]["default"]
        == "0s"
    )


def test_defaults_fit_their_own_schemas() -> None:
    for kind in KINDS:
        schema = schemas()[kind]
        for name, node in {kind: schema, **schema.get("$defs", {})}.items():
            for key, one in node.get("properties", {}).items():
                if "default" in one and one["default"] not in ([], {}):
                    rest = {"$defs": schema.get("$defs", {}), **one}
                    assert not list(Draft202012Validator(rest).iter_errors(one["default"])), (
                        f"{name}.{key}"
                    )


def _offered(node: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """Follow the first of the alternatives, the names that are there."""
    found: list[str] = schema["$defs"][node["anyOf"][0]["$ref"].rpartition("/")[2]]["enum"]
    return found


def test_names_are_offered_where_they_can_stand() -> None:
    schema = completion_schemas(_NAMES)["component"]
    models = schema["$defs"]
    whole = models["RatioParams"]["properties"]["to"]["anyOf"]
    all_kinds = ["hits_total", "size_bytes", "a.b", "$cores"]
    assert [
        _offered(models["RateParams"]["properties"]["of"]["anyOf"][0], schema),
        _offered(models["Threshold"]["properties"]["runbook"], schema),
        _offered(models["Metric"]["properties"]["owner"], schema),
        _offered(models["Indicator"]["properties"]["by"]["items"], schema),
        _offered(whole[0], schema),
        _offered(whole[1]["items"], schema),
    ] == [["hits_total"], ["errors"], ["platform"], ["layer"], all_kinds, all_kinds]


def test_keys_are_offered_too() -> None:
    environment = completion_schemas(_NAMES)["environment"]["properties"]
    assert list(environment["constants"]["properties"]) == ["cores"]
    assert list(environment["set"]["properties"]) == ["a.b.warning.above"]
    assert list(environment["identity"]["properties"]) == ["layer"]


def test_what_is_offered_forbids_nothing() -> None:
    schema = completion_schemas(_NAMES)["component"]
    runbook = schema["$defs"]["Threshold"]["properties"]["runbook"]
    whole = {"$defs": schema["$defs"], **runbook}
    assert not list(Draft202012Validator(whole).iter_errors("not-yet-written"))


def test_files_are_the_same_every_time() -> None:
    first = schema_artifacts(_NAMES)
    assert schema_artifacts(_NAMES) == first
    assert {one.path for one in first} == {
        *(f"schema/{kind}.json" for kind in KINDS),
        *(f"schema/completion/{kind}.json" for kind in KINDS),
    }
    assert {one.path for one in schema_artifacts()} == {f"schema/{kind}.json" for kind in KINDS}


def test_own_keys_come_before_those_of_anything() -> None:
    keys = keys_at("component", ("indicators", "x"))
    assert keys[:3] == ("title", "by", "vary")
    assert keys[-4:] == ("owner", "note", "decided", "allow")
