"""`promspec import`: what it prints, what it writes, and when it writes nothing."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import Result

from tests.migrate.importing import INPUTS

Cli = Callable[..., Result]
SLOTH = INPUTS / "sloth-checkout.yml"
WRITTEN = [
    "specs/components/checkoutapi.yaml",
    "specs/labels.yaml",
    "specs/owners.yaml",
    "specs/project.yaml",
    "specs/runbooks/checkoutapi-requests-availability.yaml",
    "specs/runbooks/checkoutapi-slos.yaml",
]


def _files(root: Path) -> dict[str, str]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in found}


def test_a_project_is_written_and_renders(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    done = cli("import", "sloth", SLOTH, "--output", root)
    assert done.exit_code == 0
    last = f"6 files in {root}; now run: promspec -C {root} render"
    assert done.output.splitlines()[-1] == last
    assert sorted(_files(root)) == WRITTEN
    assert yaml.safe_load(_files(root)["specs/project.yaml"])["project"] == "checkout"
    checked = cli("-C", root, "check")
    assert (checked.exit_code, "error" in checked.output) == (0, False)


def test_without_a_folder_only_the_report_is_printed(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = cli("import", "sloth", SLOTH)
    assert done.exit_code == 0
    assert done.output.splitlines()[-1] == "6 files, none written; name a folder with --output"
    assert _files(tmp_path) == {}


def test_nothing_that_exists_is_overwritten_unless_that_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "owners.yaml").write_text("mine\n", "utf-8")
    before = _files(tmp_path)
    done = cli("import", "sloth", SLOTH, "--output", tmp_path)
    said = f"{tmp_path}/specs/owners.yaml exists already; nothing was written"
    assert (done.exit_code, said in done.output) == (2, True)
    assert _files(tmp_path) == before
    done = cli("import", "sloth", SLOTH, "--output", tmp_path, "--overwrite")
    assert done.exit_code == 0
    assert sorted(_files(tmp_path)) == WRITTEN


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_broken_files_there_are_findings_and_the_folder_stays_as_it_was(
    cli: Cli, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "slo.yml"
    path.write_text(SLOTH.read_text("utf-8").replace("objective: 99.9", "objective: 999"), "utf-8")
    before = _files(tmp_path)
    done = cli("import", "sloth", path, "--output", tmp_path, "--overwrite", "--format", form)
    assert done.exit_code == 1
    assert _files(tmp_path) == before
    if form == "json":
        data = json.loads(done.output)
        jsonschema.validate(data, json.loads(cli("schema", "findings").stdout))
        assert [one["code"] for one in data["findings"]] == ["PS262"]
    else:
        assert f"{path}:9:16: error[PS262]: an objective of 999 is no share" in done.output


def test_the_report_for_programs_holds_to_its_schema(cli: Cli, tmp_path: Path) -> None:
    done = cli("import", "sloth", SLOTH, "--output", tmp_path / "a", "--format", "json")
    data = json.loads(done.output)
    jsonschema.validate(data, json.loads(cli("schema", "import").stdout))
    assert (data["output"], sorted(data["files"])) == (str(tmp_path / "a"), WRITTEN)
    assert data["slos"] == [
        "checkoutapi.requests_availability",
        "checkoutapi.requests_latency",
        "checkoutapi.payments_raw",
    ]


def test_files_may_be_folders_and_refer_to_each_other(cli: Cli, tmp_path: Path) -> None:
    for name in ("openslo-objects.yaml", "openslo-slos.yaml"):
        (tmp_path / name).write_text((INPUTS / name).read_text("utf-8"), "utf-8")
    done = cli("import", "openslo", tmp_path)
    assert (done.exit_code, "3 SLOs; " in done.output) == (0, True)


def test_a_file_may_be_piped_in(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    del cli
    from generator import app  # noqa: PLC0415 (only here)
    from generator.migrate.specs import USUAL_PERIOD  # noqa: PLC0415 (only here)

    class _Piped:
        buffer = io.BytesIO(SLOTH.read_bytes())

    monkeypatch.setattr("sys.stdin", _Piped())
    imported = app.import_specs("sloth", ["-"], "shop", period=USUAL_PERIOD)
    assert (imported.findings, len(imported.promises)) == ((), 3)


def test_the_period_of_sloth_is_what_it_was_called_with(cli: Cli, tmp_path: Path) -> None:
    done = cli("import", "sloth", SLOTH, "--default-slo-period", "28d", "--output", tmp_path / "a")
    assert done.exit_code == 0
    slos = yaml.safe_load(_files(tmp_path / "a")["specs/components/checkoutapi.yaml"])["slos"]
    assert {one["window"] for one in slos.values()} == {"28d"}
    wrong = cli("import", "sloth", SLOTH, "--default-slo-period", "a month")
    assert (wrong.exit_code, "--default-slo-period" in wrong.output) == (2, True)
    long = cli("import", "sloth", SLOTH, "--default-slo-period", "1000d")
    assert long.exit_code == 1
    assert long.output.splitlines()[-1] == "no SLO came over, so nothing was written"


def test_slos_that_contradict_each_other_do_not_both_come_over(cli: Cli, tmp_path: Path) -> None:
    text = (INPUTS / "openslo-slos.yaml").read_text("utf-8")
    objects = (INPUTS / "openslo-objects.yaml").read_text("utf-8")
    objects = objects.replace(
        'histogram_quantile(0.99, sum by (le) (rate(queue_wait_seconds_bucket{job="queue"}[5m])))',
        'min(queue_oldest_seconds{job="queue"})',
    )
    (tmp_path / "slos.yaml").write_text(f"{text}---\n{objects}", "utf-8")
    done = cli("import", "openslo", tmp_path / "slos.yaml")
    why = "the series of `queue_oldest_seconds` stand under max in another SLO, and here under min"
    assert (done.exit_code, why in done.output) == (0, True)
    assert "2 SLOs; " in done.output
