"""`render` and `check --drift` on a project of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("init", "shop").exit_code == 0
    return tmp_path / "shop"


def tree(out: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(out).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in out.rglob("*")
        if path.is_file()
    }


def test_a_render_counts_what_it_writes(cli: Cli, shop: Path) -> None:
    result = cli("-C", "shop", "render")
    count = len(tree(shop / "out"))
    assert result.output == f"shop/out: {count} written, 0 unchanged, 0 removed\n"


def test_a_second_render_touches_nothing(cli: Cli, shop: Path) -> None:
    cli("-C", "shop", "render")
    before = tree(shop / "out")
    result = cli("-C", "shop", "render")
    assert result.output == f"shop/out: 0 written, {len(before)} unchanged, 0 removed\n"
    assert tree(shop / "out") == before


def test_what_is_no_longer_said_is_removed(cli: Cli, shop: Path) -> None:
    cli("-C", "shop", "render")
    (shop / "specs" / "dashboards" / "overview.yaml").unlink()
    result = cli("-C", "shop", "render")
    assert ", 4 removed\n" in result.output
    assert not (shop / "out" / "grafana").exists()


def test_a_change_is_drift_until_it_is_rendered(cli: Cli, shop: Path) -> None:
    cli("-C", "shop", "render")
    assert cli("-C", "shop", "check", "--drift").exit_code == 0
    spec = shop / "specs" / "components" / "http.yaml"
    spec.write_text(spec.read_text("utf-8").replace("above: 5%", "above: 2%"), "utf-8")
    assert cli("-C", "shop", "check").exit_code == 0
    drifted = cli("-C", "shop", "check", "--drift")
    assert drifted.exit_code == 1
    assert "shop/out/prometheus/rules/http.yml: error[PS909]" in drifted.output
    assert cli("-C", "shop", "render").exit_code == 0
    assert cli("-C", "shop", "check", "--drift").exit_code == 0


def test_an_edit_by_hand_is_overwritten_only_by_force(cli: Cli, shop: Path) -> None:
    cli("-C", "shop", "render")
    rules = shop / "out" / "prometheus" / "rules" / "http.yml"
    rendered = rules.read_text("utf-8")
    rules.write_text(rendered.replace("0.05", "0.5"), "utf-8")
    refused = cli("-C", "shop", "render")
    assert refused.exit_code == 1
    assert "error[PS903]" in refused.stdout
    assert refused.stderr == "shop/out: not rendered\n"
    assert cli("-C", "shop", "render", "--force").exit_code == 0
    assert rules.read_text("utf-8") == rendered


@pytest.mark.parametrize("outputs", ["[]", "[collector]", "[scrape, compose]"])
@pytest.mark.parametrize("command", ["render", "check"])
def test_outputs_that_render_nothing_are_an_error(
    cli: Cli, shop: Path, command: str, outputs: str
) -> None:
    if command == "check":
        cli("-C", "shop", "render")
    before = tree(shop / "out")
    project = shop / "specs" / "project.yaml"
    project.write_text(project.read_text("utf-8") + f"outputs: {outputs}\n", "utf-8")
    result = cli("-C", "shop", command)
    assert result.exit_code == 1
    assert "error[PS302]: `shop` renders nothing to monitor it with\n" in result.stdout
    assert tree(shop / "out") == before


def test_an_empty_specs_folder_is_an_error(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    result = cli("-C", tmp_path, "render")
    assert result.exit_code == 1
    assert "error[PS002]: the folder `specs` holds no spec file\n" in result.stdout
    assert "PS113" not in result.stdout


def test_a_project_without_specs_is_an_error(cli: Cli, tmp_path: Path) -> None:
    result = cli("-C", tmp_path, "check")
    assert result.exit_code == 1
    assert "error[PS001]: the folder `specs` does not exist\n" in result.stdout
    assert result.stdout.endswith("\n1 error in 1 file\n")


def test_a_project_file_that_cannot_be_read_is_not_called_missing(cli: Cli, shop: Path) -> None:
    (shop / "specs" / "project.yaml").write_text("project: [\n", "utf-8")
    result = cli("-C", "shop", "check")
    assert result.exit_code == 1
    assert "error[PS020]" in result.stdout
    assert "PS113" not in result.stdout


def test_what_is_counted_as_alerts_are_alerting_rules_wherever_they_are_counted(cli: Cli) -> None:
    out = _ROOT / "out"
    rules = sum(
        path.read_text("utf-8").count("- alert: ")
        for path in (out / "prometheus" / "rules").glob("*.yml")
    )
    assert f", {rules} alerts, " in cli("-C", _ROOT, "check").output
    routes = (out / "alertmanager" / "routes_test.sh").read_text("utf-8")
    assert routes.count("\ngoes_to ") == rules
    assert f'echo "{rules} alerts, ' in routes
