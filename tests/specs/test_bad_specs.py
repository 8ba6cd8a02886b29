"""Every bad spec is told exactly, through API and command alike; its mended twin is clean."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from generator import app
from generator.load import codes as load_codes
from generator.load.yaml_source import load_text
from generator.resolve import codes as resolve_codes
from generator.spec import codes as spec_codes
from generator.spec.schema import schemas
from tests.specs.corpus import BASE, Case, cases, in_lines, snapshot, told
from tests.specs.trees import plain

CASES = cases()
Run = Callable[..., Result]


@pytest.fixture(params=CASES, ids=lambda case: case.slug)
def case(request: pytest.FixtureRequest) -> Case:
    found = request.param
    assert isinstance(found, Case)
    return found


def test_the_base_project_is_clean() -> None:
    assert told(app.read(BASE)) == ""


def test_a_bad_spec_is_told_exactly(
    case: Case, tmp_path: Path, cli: Run, request: pytest.FixtureRequest
) -> None:
    root = case.build(tmp_path)
    found = told(app.read(root))
    if request.config.getoption("--update-golden"):
        case.expected.write_text(found, encoding="utf-8")
    assert found == case.expected.read_text(encoding="utf-8"), case.what
    assert found, "nothing is wrong with it"
    result = cli("-C", root, "check", "--format", "json")
    report = json.loads(result.stdout.replace(f"{root}/specs", "specs"))
    assert in_lines(report["findings"]) == found
    assert result.exit_code == int(report["summary"]["errors"] > 0)
    assert "Traceback" not in result.output


def test_a_bad_spec_leaves_the_output_alone(case: Case, tmp_path: Path, cli: Run) -> None:
    root = case.build(tmp_path)
    (root / "out").mkdir()
    (root / "out" / "kept.txt").write_text("kept", encoding="utf-8")
    before = snapshot(root / "out")
    result = cli("-C", root, "check")
    assert snapshot(root / "out") == before
    assert "Traceback" not in result.output
    if result.exit_code:
        assert cli("-C", root, "render").exit_code == result.exit_code
        assert snapshot(root / "out") == before


def test_the_mended_twin_is_clean(case: Case, tmp_path: Path) -> None:
    root = case.build(tmp_path)
    case.repair(root)
    assert told(app.read(root)) == "", case.what


def test_what_is_structural_fails_the_json_schema(case: Case) -> None:
    wrong = [path for path in case.files if list(_schema_errors(path))]
    if case.structural:
        assert wrong, f"{case.what}: the JSON Schema accepts it"
    else:
        assert not wrong, f"{case.what}: the JSON Schema refuses it, so it is structural"


def _schema_errors(path: Path) -> Iterator[Any]:
    loaded = load_text(path.name, path.read_bytes())
    # Where YAML itself is wrong, what is left of the file is not what was meant.
    tree = loaded.document.tree if loaded.document and not loaded.findings else {}
    kind = next(iter(tree)) if isinstance(tree, dict) and tree else ""
    if kind in schemas():
        yield from Draft202012Validator(schemas()[kind]).iter_errors(plain(tree))


@pytest.mark.parametrize(
    "module", [load_codes, spec_codes, resolve_codes], ids=lambda one: one.__name__
)
def test_every_rule_has_a_bad_spec(module: Any) -> None:
    told_codes = {
        line.split()[0]
        for one in CASES
        for line in one.expected.read_text(encoding="utf-8").splitlines()
        if not line.startswith(" ")
    }
    assert [rule.code for rule in module.RULES if rule.code not in told_codes] == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 85


def test_every_case_says_what_is_wrong_in_one_sentence() -> None:
    assert [one.slug for one in CASES if not one.what.endswith(".") or "\n" in one.what] == []
