"""`plan` for people and for programs, and the schema of what it prints."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from tests.support.program import ROOT

Cli = Callable[..., Result]


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", "shop").exit_code == 0
    return tmp_path / "shop"


def closed(schema: Any) -> Any:
    """Return a schema that allows no other keys, so that nothing goes undescribed."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return {**made, "additionalProperties": False} if "properties" in schema else made


@pytest.fixture
def schema(cli: Cli) -> Any:
    described = json.loads(cli("schema", "plan").stdout)
    jsonschema.Draft202012Validator.check_schema(described)
    return described


def test_the_plan_of_this_repository_is_what_the_schema_says(cli: Cli, schema: Any) -> None:
    plan = json.loads(cli("-C", ROOT, "plan", "--format", "json").stdout)
    jsonschema.validate(plan, closed(schema))


@pytest.mark.usefixtures("shop")
def test_the_plan_of_an_example_is_what_the_schema_says(cli: Cli, schema: Any) -> None:
    plan = json.loads(cli("-C", "shop", "plan", "--format", "json").stdout)
    jsonschema.validate(plan, closed(schema))
    plan["rule_files"][0]["groups"][0]["rules"][0]["expr"] = 7
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, schema)


@pytest.mark.usefixtures("shop")
def test_the_plans_of_several_projects_are_one_list(cli: Cli) -> None:
    assert cli("init", "other").exit_code == 0
    plans = json.loads(cli("-C", "shop", "-C", "other", "plan", "--format", "json").stdout)
    assert [plan["project"] for plan in plans] == ["shop", "other"]


@pytest.mark.usefixtures("shop")
def test_the_plan_for_people_is_an_outline(cli: Cli) -> None:
    result = cli("-C", "shop", "plan")
    assert result.exit_code == 0
    assert result.output == (
        "shop\n"
        "prometheus/rules/http.yml\n"
        "  group http.error_ratio\n"
        "    record job:shop_http_error_ratio:to_rate5m\n"
        "    record job:shop_http_error_ratio:of_rate5m\n"
        "    record job:shop_http_error_ratio:ratio_rate5m\n"
        "    alert  HighErrorRate [http.error_ratio.critical] for 5m\n"
        "dashboard overview\n"
        "  panel errors: Error rate (timeseries)\n"
        "runbook high-error-rate\n"
    )


def test_there_is_no_plan_of_a_project_with_errors(cli: Cli, shop: Path) -> None:
    (shop / "specs" / "runbooks" / "high-error-rate.yaml").unlink()
    result = cli("-C", "shop", "plan", "--format", "json")
    assert result.exit_code == 1
    assert [one["code"] for one in json.loads(result.stdout)["findings"]] == ["PS204"]
