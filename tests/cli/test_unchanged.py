"""A project that did not change is not rendered again; anything else is."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from generator import app
from generator.load import fingerprint

Cli = Callable[..., Result]
RULES = "out/prometheus/rules/http.yml"


@pytest.fixture
def shop(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rendered project that is taken for one of many specs."""
    monkeypatch.setattr(fingerprint, "FEW", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    assert cli("init", "shop").exit_code == 0
    assert cli("-C", "shop", "render").exit_code == 0
    return tmp_path / "shop"


@pytest.fixture
def renders(shop: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The projects that were rendered since."""
    del shop
    found: list[Path] = []
    read = app.read

    def watched(root: Path) -> app.Project:
        found.append(root)
        return read(root)

    monkeypatch.setattr(app, "read", watched)
    return found


def test_what_did_not_change_is_not_rendered_and_is_told_the_same(
    cli: Cli, shop: Path, renders: list[Path]
) -> None:
    count = sum(path.is_file() for path in (shop / "out").rglob("*"))
    quick = cli("-C", "shop", "render")
    assert renders == []
    slow = cli("-C", "shop", "render", "--force")
    assert renders == [Path("shop")]
    assert (quick.exit_code, quick.output) == (slow.exit_code, slow.output)
    assert quick.output == f"shop/out: 0 written, {count} unchanged, 0 removed\n"
    report = cli("-C", "shop", "render", "--format", "json")
    assert f'"unchanged": {count},' in report.stdout
    assert len(renders) == 1


def _edit(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text((root / path).read_text("utf-8") + "\n", "utf-8")


def _link(root: Path) -> None:
    (root / RULES).rename(root / "rules.yml")
    (root / RULES).symlink_to(root / "rules.yml")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a spec is edited": _edit("specs/components/http.yaml"),
    "a spec is added": lambda root: (root / "specs" / "new.yaml").write_text("", "utf-8"),
    "a spec is removed": lambda root: (root / "specs" / "dashboards" / "overview.yaml").unlink(),
    "a spec is renamed": lambda root: (root / "specs" / "labels.yaml").rename(
        root / "specs" / "names.yaml"
    ),
    "a spec becomes a link": lambda root: (root / "specs" / "link.yaml").symlink_to("labels.yaml"),
    "a spec becomes a pipe": lambda root: os.mkfifo(root / "specs" / "pipe.yaml"),
    "an output is edited": _edit(RULES),
    "an output is removed": lambda root: (root / RULES).unlink(),
    "an output becomes a link": _link,
    "somebody's rules are loaded": lambda root: (root / RULES).with_name("own.yml").touch(),
    "the manifest is edited": _edit("out/manifest.json"),
    "a killed render left a file": lambda root: (root / "out" / ".promspec-1.tmp").touch(),
    "the output is gone": lambda root: shutil.rmtree(root / "out"),
    "the memory is broken": lambda root: [
        path.write_text("[", "utf-8") for path in (root.parent / "cache" / "promspec").iterdir()
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_rendered(
    cli: Cli, shop: Path, renders: list[Path], change: str
) -> None:
    CHANGES[change](shop)
    cli("-C", "shop", "render")
    assert renders == [Path("shop")]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("what", ["promspec", "library", "python"])
def test_another_promspec_library_or_python_renders(
    cli: Cli, renders: list[Path], monkeypatch: pytest.MonkeyPatch, what: str, tmp_path: Path
) -> None:
    monkeypatch.setattr(fingerprint, "tool", fingerprint.tool.__wrapped__)
    if what == "python":
        monkeypatch.setattr("sys.version", "3.99")
    elif what == "library":
        monkeypatch.setattr(fingerprint, "_LIBRARIES", ("click",))
    else:
        copy = tmp_path / "generator"
        copy.mkdir()
        (copy / "__init__.py").touch()
        monkeypatch.setattr("generator.__file__", str(copy / "__init__.py"))
    cli("-C", "shop", "render")
    assert len(renders) == 1


def test_an_example_that_is_gone_comes_back(cli: Cli, shop: Path, renders: list[Path]) -> None:
    project = shop / "specs" / "project.yaml"
    project.write_text(project.read_text("utf-8") + "outputs: [rules, scrape]\n", "utf-8")
    targets = shop / "out/prometheus/targets/shop.yml"
    assert cli("-C", "shop", "render").exit_code == 0
    targets.write_text("own", "utf-8")
    cli("-C", "shop", "render")
    assert (len(renders), targets.read_text("utf-8")) == (1, "own")
    targets.unlink()
    missing = (
        "shop/out/prometheus/targets/shop.yml: error[PS909]: `out/prometheus/targets/shop.yml`"
    )
    assert f"{missing} is missing\n" in cli("-C", "shop", "check", "--drift").stdout
    assert cli("-C", "shop", "render").stdout.startswith("shop/out: 1 written, ")
    assert targets.is_file()


@pytest.mark.usefixtures("shop")
def test_a_render_with_findings_tells_them_each_time(cli: Cli, shop: Path) -> None:
    project = shop / "specs" / "project.yaml"
    project.write_text(project.read_text("utf-8") + "outputs: [rules, compose]\n", "utf-8")
    first, second = cli("-C", "shop", "render"), cli("-C", "shop", "render")
    assert "warning[PS303]" in first.stdout
    assert "warning[PS303]" in second.stdout


def test_nothing_is_remembered_of_a_small_project(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cli("init", tmp_path / "shop")
    assert cli("-C", tmp_path / "shop", "render").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop"]
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == ["out", "specs"]


def test_a_home_that_cannot_be_written_does_not_matter(
    cli: Cli, shop: Path, renders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cli("-C", shop, "render").exit_code == 0
    assert cli("-C", shop, "render").exit_code == 0
    assert len(renders) == 2
