"""How a tree that is not as rendered is told apart."""

from pathlib import Path

import pytest

from generator.emit.drift import Drift, drift
from tests.unit.emit.trees import (
    HTTP,
    LATENCY,
    RUNBOOK,
    VERSION,
    artifacts,
    render,
    state,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def found(files: dict[str, str], out: Path, version: str = VERSION) -> list[tuple[str, str, str]]:
    """The path, kind and code of everything that drifted; nothing may be written meanwhile."""
    before = state(out)
    drifted = drift(artifacts(files), out, version)
    assert state(out) == before
    return [(one.path, one.kind.value, one.finding.code) for one in drifted]


def only(files: dict[str, str], out: Path) -> Drift:
    (one,) = drift(artifacts(files), out, VERSION)
    return one


def test_what_was_just_rendered_has_not_drifted(out: Path) -> None:
    render({HTTP: "a"}, out)
    assert found({HTTP: "a"}, out) == []


def test_a_tree_that_was_never_rendered_misses_everything(out: Path) -> None:
    assert found({HTTP: "a", RUNBOOK: "b"}, out) == [
        (HTTP, "missing", "PS909"),
        (RUNBOOK, "missing", "PS909"),
    ]
    assert not out.exists()


def test_nothing_rendered_is_never_clean(out: Path) -> None:
    assert found({}, out) == [(".", "missing", "PS901")]


def test_changed_specs_are_told_with_a_diff(out: Path) -> None:
    render({HTTP: "a\nb\n"}, out)
    one = only({HTTP: "a\nc\n"}, out)
    assert (one.path, one.kind, one.finding.code) == (HTTP, "changed", "PS909")
    assert one.finding.message == f"`out/{HTTP}` was rendered from other specs"
    assert one.diff == f"--- out/{HTTP}\n+++ rendered\n@@ -1 +1 @@\n a\n-b\n+c\n "


def test_an_edit_by_hand_is_told_from_changed_specs(out: Path) -> None:
    render({HTTP: "a\nb\n", RUNBOOK: "c"}, out)
    (out / HTTP).write_text("a\nedited\n")
    (out / RUNBOOK).write_text("edited")
    assert found({HTTP: "a\nb\n"}, out) == [(HTTP, "changed", "PS903"), (RUNBOOK, "extra", "PS903")]


def test_missing_extra_and_untracked_files_are_told(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    (out / HTTP).unlink()
    (out / LATENCY).write_text("mine")
    assert found({HTTP: "a"}, out) == [
        (HTTP, "missing", "PS909"),
        (LATENCY, "untracked", "PS910"),
        (RUNBOOK, "extra", "PS909"),
    ]


def test_a_foreign_file_is_told(out: Path) -> None:
    render({RUNBOOK: "b"}, out)
    (out / HTTP).parent.mkdir(parents=True)
    (out / HTTP).write_text("mine")
    assert found({RUNBOOK: "b", HTTP: "a"}, out) == [(HTTP, "changed", "PS904")]


def test_what_belongs_to_the_site_is_not_told(out: Path) -> None:
    render({HTTP: "a"}, out)
    for path in ("prometheus/targets/a.yml", "env/eu/prometheus/targets/a.yml", "docs/.gitkeep"):
        (out / path).parent.mkdir(parents=True)
        (out / path).touch()
    (out / ".DS_Store").touch()
    assert found({HTTP: "a"}, out) == []


def test_a_missing_or_old_manifest_is_told(out: Path) -> None:
    render({HTTP: "a"}, out)
    assert found({HTTP: "a"}, out, "0.2.0") == [("manifest.json", "changed", "PS909")]
    (out / "manifest.json").unlink()
    assert found({HTTP: "a"}, out) == [("manifest.json", "missing", "PS909")]


def test_a_broken_manifest_is_told_beside_the_rest(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    text = (out / "manifest.json").read_text("utf-8")
    (out / "manifest.json").write_text(f"<<<<<<< HEAD\n{text}", "utf-8")
    assert found({HTTP: "b"}, out) == [
        ("manifest.json", "changed", "PS902"),
        (HTTP, "changed", "PS909"),
        (RUNBOOK, "extra", "PS909"),
    ]


def test_links_are_told_and_not_followed(out: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    render({HTTP: "a", RUNBOOK: "b"}, out)
    (out / HTTP).unlink()
    (out / HTTP).symlink_to(tmp_path / "secret")
    (out / "docs").symlink_to(tmp_path)
    drifted = drift(artifacts({HTTP: "a", RUNBOOK: "b"}), out, VERSION)
    assert [(one.path, one.finding.code) for one in drifted] == [("docs", "PS910"), (HTTP, "PS905")]
    assert "secret" not in "".join(one.diff for one in drifted)


def test_an_output_folder_elsewhere_is_told(out: Path, tmp_path: Path) -> None:
    out.symlink_to(tmp_path.parent)
    (one,) = drift(artifacts({HTTP: "a"}), out, VERSION)
    assert (one.path, one.finding.code) == (".", "PS905")


def test_names_that_are_no_text_are_told_harmlessly(out: Path) -> None:
    render({HTTP: "a"}, out)
    (out / "bad\udcff\n\x1b[2J").touch()
    one = only({HTTP: "a"}, out)
    assert one.path == "bad\\udcff\\n\\x1b[2J"
    assert one.finding.message == "`out/bad\\udcff\\n\\x1b[2J` was not generated"


def test_targets_that_the_site_changed_are_no_drift_and_missing_ones_are(
    out: Path,
) -> None:
    path = "prometheus/targets/shop.yml"
    files = {HTTP: "one", path: "example"}
    render({HTTP: "one"}, out)
    missing = [(path, "missing", "PS909")]
    assert found(files, out) == missing
    render(files, out)
    (out / path).write_text("own")
    assert drift(artifacts(files), out, VERSION) == ()
    (out / path).unlink()
    assert found(files, out) == missing
