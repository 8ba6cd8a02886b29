"""What emitting writes, keeps and removes."""

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generator.emit.drift import drift
from tests.unit.emit.trees import (
    DASHBOARD,
    HTTP,
    LATENCY,
    MAIN,
    PROVIDER,
    ROOT,
    RUNBOOK,
    VERSION,
    artifacts,
    codes,
    manifest,
    render,
    state,
    tree,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_writes_every_artifact_and_a_manifest(out: Path) -> None:
    files = {HTTP: "groups: []\n", RUNBOOK: "# Errors\n"}
    result = render(files, out)
    assert result.written == ("manifest.json", HTTP, RUNBOOK)
    assert (result.unchanged, result.removed, result.findings) == ((), (), ())
    assert tree(out) == files


def test_the_manifest_has_one_sorted_line_per_file_and_alone_knows_the_version(out: Path) -> None:
    render({RUNBOOK: "b", HTTP: "a"}, out)
    one, other = (hashlib.sha256(text).hexdigest() for text in (b"a", b"b"))
    assert (out / "manifest.json").read_text("utf-8") == (
        "{\n"
        f'  "promspec": "{VERSION}",\n'
        '  "files": {\n'
        f'    "{HTTP}": "{one}",\n'
        f'    "{RUNBOOK}": "{other}"\n'
        "  }\n"
        "}\n"
    )


def test_rendering_again_touches_nothing(out: Path) -> None:
    files = {HTTP: "groups: []\n", RUNBOOK: "# Errors\n"}
    render(files, out)
    before = state(out)
    result = render(files, out)
    assert result.unchanged == ("manifest.json", HTTP, RUNBOOK)
    assert (result.written, result.removed) == ((), ())
    assert state(out) == before


def test_only_changed_files_are_replaced(out: Path) -> None:
    render({HTTP: "old", LATENCY: "same"}, out)
    before = state(out)
    result = render({HTTP: "new", LATENCY: "same"}, out)
    assert result.written == ("manifest.json", HTTP)
    assert result.unchanged == (LATENCY,)
    assert state(out)[LATENCY] == before[LATENCY]
    assert state(out)[HTTP][0] != before[HTTP][0], "a reader of the old file must keep it whole"


def test_files_no_longer_rendered_are_removed_with_the_folders_they_leave_empty(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    result = render({HTTP: "a"}, out)
    assert result.removed == (RUNBOOK,)
    assert tree(out) == {HTTP: "a"}
    assert not (out / "runbooks").exists()


def test_files_of_others_are_not_removed(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    (out / "runbooks/own.md").write_text("mine")
    (out / "grafana").mkdir()
    render({HTTP: "a"}, out)
    assert tree(out) == {HTTP: "a", "runbooks/own.md": "mine"}
    assert (out / "grafana").is_dir(), "we did not empty it"


@pytest.mark.parametrize("where", ["prometheus/targets", "env/eu/prometheus/targets"])
def test_targets_are_never_removed(out: Path, where: str) -> None:
    render({HTTP: "a", f"{where}/node.yml": "[]"}, out)
    result = render({HTTP: "a"}, out)
    assert result.removed == ()
    assert tree(out) == {HTTP: "a", f"{where}/node.yml": "[]"}
    assert list(manifest(out)["files"]) == [HTTP], "the site owns it from now on"


@pytest.mark.parametrize("where", ["prometheus/targets", "env/eu/prometheus/targets"])
@pytest.mark.parametrize("change", ["edited", "removed", "there before"])
def test_targets_are_written_once_and_then_belong_to_the_site(
    out: Path, where: str, change: str
) -> None:
    path = f"{where}/shop.yml"
    if change == "there before":
        (out / where).mkdir(parents=True)
        (out / path).write_text("own")
    result = render({HTTP: "one", path: "example"}, out)
    assert (path in result.written) is (change != "there before")
    if change == "edited":
        (out / path).write_text("own")
    elif change == "removed":
        (out / path).unlink()
    again = render({HTTP: "two", path: "another example"}, out)
    is_gone = change == "removed"
    assert again.findings == ()
    assert again.written == tuple(sorted(["manifest.json", HTTP, *([path] if is_gone else [])]))
    assert (path in again.unchanged) is not is_gone
    assert tree(out) == {HTTP: "two", path: "another example" if is_gone else "own"}
    assert render({HTTP: "two", path: "a third example"}, out).written == ("manifest.json",)
    assert render({HTTP: "two"}, out, force=True).removed == ()
    assert (out / path).exists()


STRAYS = [
    "prometheus/rules/extra.yml",
    "prometheus/rules/billing/extra.yml",
    "env/eu/prometheus/rules/extra.yml",
    "prometheus/tests/extra.yml",
    "grafana/provisioning/dashboards/dashboards/extra.json",
    "grafana/provisioning/datasources/extra.yaml",
    "alertmanager/templates/extra.tmpl",
]
HARMLESS = ["prometheus/rules/README.md", "prometheus/targets/extra.yml", "runbooks/extra.md"]


@pytest.mark.parametrize("stray", STRAYS)
def test_files_of_others_that_programs_load_are_warned_of(out: Path, stray: str) -> None:
    render({HTTP: "a"}, out)
    for path in (*HARMLESS, stray):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text("mine")
    (out / "prometheus/rules/folder.yml").mkdir()
    result = render({HTTP: "b"}, out)
    assert (HTTP in result.written, tree(out)[stray]) == (True, "mine")
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.message) == (
        "PS910",
        "warning",
        f"`out/{stray}` was not generated",
    )
    assert [one.finding.severity for one in drift(artifacts({HTTP: "b"}), out, VERSION)] == [
        "error"
    ] * 3


def test_an_empty_targets_folder_survives(out: Path) -> None:
    render({HTTP: "a", MAIN: "b"}, out)
    targets = out / "prometheus/targets"
    targets.mkdir()
    (targets / ".promspec-1.tmp").touch()
    render({RUNBOOK: "c"}, out)
    assert list(targets.iterdir()) == []


def test_a_deleted_file_comes_back(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    before = state(out)
    (out / HTTP).unlink()
    result = render({HTTP: "a", RUNBOOK: "b"}, out)
    assert result.written == (HTTP,)
    assert result.unchanged == ("manifest.json", RUNBOOK)
    assert state(out)["manifest.json"] == before["manifest.json"]


def test_a_new_version_rewrites_the_manifest_alone(out: Path) -> None:
    render({HTTP: "a"}, out)
    text = (out / "manifest.json").read_text("utf-8")
    (out / "manifest.json").write_text(text.replace(VERSION, "0.0.9"), "utf-8")
    assert render({HTTP: "a"}, out).written == ("manifest.json",)
    assert (out / "manifest.json").read_text("utf-8") == text


def test_nothing_rendered_is_a_finding(out: Path) -> None:
    assert codes(render({}, out)) == [("PS901", "out", 1)]
    assert not out.exists()
    render({HTTP: "a"}, out)
    before = state(out)
    assert codes(render({}, out)) == [("PS901", "out", 1)]
    assert state(out) == before


def test_an_edited_file_stops_the_render(out: Path) -> None:
    render({HTTP: "a\nb\n", RUNBOOK: "c"}, out)
    (out / HTTP).write_text("a\nB\n")
    before = state(out)
    result = render({HTTP: "a\nb\n", RUNBOOK: "new", LATENCY: "new"}, out)
    assert codes(result) == [("PS903", f"out/{HTTP}", 2)]
    assert result.findings[0].message == (
        f"`out/{HTTP}` was changed since it was rendered; it is rendered from http.yaml: {HTTP}"
    )
    assert "--force" in result.findings[0].fix
    assert (result.written, result.unchanged, result.removed) == ((), (), ())
    assert state(out) == before


def test_force_replaces_an_edited_file(out: Path) -> None:
    render({HTTP: "a"}, out)
    (out / HTTP).write_text("b")
    result = render({HTTP: "a"}, out, force=True)
    assert (result.written, result.findings) == ((HTTP,), ())
    assert tree(out) == {HTTP: "a"}


def test_an_edit_that_the_specs_caught_up_with_is_fine(out: Path) -> None:
    render({HTTP: "a"}, out)
    (out / HTTP).write_text("b")
    result = render({HTTP: "b"}, out)
    assert (result.findings, result.unchanged) == ((), (HTTP,))


def test_an_edited_file_is_not_removed_without_force(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    (out / RUNBOOK).write_text("edited")
    before = state(out)
    result = render({HTTP: "new"}, out)
    assert codes(result) == [("PS903", f"out/{RUNBOOK}", 1)]
    assert "move it out" in result.findings[0].fix
    assert state(out) == before
    assert render({HTTP: "new"}, out, force=True).removed == (RUNBOOK,)
    assert tree(out) == {HTTP: "new"}


def test_a_foreign_file_in_the_way_stops_the_render(out: Path) -> None:
    render({RUNBOOK: "b"}, out)
    (out / HTTP).parent.mkdir(parents=True)
    (out / HTTP).write_text("a\nmine")
    before = state(out)
    assert codes(render({RUNBOOK: "c", HTTP: "a\nours"}, out)) == [("PS904", f"out/{HTTP}", 2)]
    assert state(out) == before
    assert render({RUNBOOK: "c", HTTP: "a\nours"}, out, force=True).findings == ()
    assert tree(out) == {RUNBOOK: "c", HTTP: "a\nours"}


def test_without_a_manifest_equal_files_are_adopted(out: Path) -> None:
    render({HTTP: "a", RUNBOOK: "b"}, out)
    (out / "manifest.json").unlink()
    result = render({HTTP: "a", RUNBOOK: "b"}, out)
    assert (result.written, result.unchanged) == (("manifest.json",), (HTTP, RUNBOOK))


def test_line_ends_converted_by_git_are_no_edit(out: Path) -> None:
    render({HTTP: "a\nb\n", RUNBOOK: "c\n"}, out)
    for path in (HTTP, RUNBOOK, "manifest.json"):
        (out / path).write_bytes((out / path).read_bytes().replace(b"\n", b"\r\n"))
    result = render({HTTP: "a\nb\n"}, out)
    assert result.findings == ()
    assert (result.written, result.removed) == (("manifest.json", HTTP), (RUNBOOK,))
    assert tree(out) == {HTTP: "a\nb\n"}


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "a\rb", "ünï\u2028cödé\n", "", "no end"])
def test_text_is_written_as_it_is(out: Path, text: str) -> None:
    render({HTTP: text}, out)
    assert (out / HTTP).read_bytes() == text.encode()
    assert render({HTTP: text}, out).written == ()


def test_paths_may_hold_any_letters(out: Path) -> None:
    files = {"runbooks/größe-日本.md": "a", "runbooks/a b'\"\\.md": "b"}
    assert render(files, out).findings == ()
    assert tree(out) == files
    assert render(files, out).written == ()
    assert list(manifest(out)["files"]) == sorted(files)


def test_readers_of_other_users_may_read_whatever_the_umask_is(out: Path) -> None:
    # In a process of its own, because the umask belongs to the whole process.
    code = f"""
import os
from pathlib import Path
from tests.unit.emit.trees import render
os.umask(0o077)
assert render({{{HTTP!r}: "a"}}, Path({str(out)!r})).findings == ()
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (out, *out.rglob("*"))}
    assert set(modes.values()) == {0o644, 0o755}
    assert all((mode == 0o755) == path.is_dir() for path, mode in modes.items())


def test_references_never_dangle(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    replace, unlink = os.replace, os.unlink

    def spied_replace(source: str, target: str, **folders: int) -> None:
        done.append(f"write {target}")
        replace(source, target, **folders)

    def spied_unlink(path: str, **folder: int) -> None:
        done.append(f"remove {path}")
        unlink(path, **folder)

    monkeypatch.setattr(os, "replace", spied_replace)
    monkeypatch.setattr(os, "unlink", spied_unlink)
    tests = "prometheus/tests/http.yml"
    every = dict.fromkeys((tests, DASHBOARD, PROVIDER, MAIN, "compose.yaml", RUNBOOK), "a")
    render({**every, "prometheus/rules/rules.yml": "a"}, out)
    assert done == [
        "write manifest.json",
        "write http-errors.md",
        "write rules.yml",
        "write http.json",
        "write http.yml",
        "write dashboard.yml",
        "write prometheus.yml",
        "write compose.yaml",
        "write manifest.json",
    ]
    done.clear()
    render({RUNBOOK: "new", LATENCY: "b"}, out)
    assert done == [
        "write manifest.json",
        "write http-errors.md",
        "write latency.yml",
        "remove compose.yaml",
        "remove prometheus.yml",
        "remove dashboard.yml",
        "remove http.yml",
        "remove http.json",
        "remove rules.yml",
        "write manifest.json",
    ]


@pytest.mark.parametrize(
    "path", ["manifest.json", "MANIFEST.json", "runbooks/.promspec-1.tmp", ".", "a\0b"]
)
def test_reserved_paths_are_a_fault_of_the_program(out: Path, path: str) -> None:
    with pytest.raises(ValueError, match="cannot be the path of an output file"):
        render({path: "a"}, out)


def test_a_file_that_is_a_folder_as_well_is_a_fault_of_the_program(out: Path) -> None:
    with pytest.raises(ValueError, match="is a file as well"):
        render({"Rules": "a", "rules/http.yml": "b"}, out)


def test_artifacts_are_left_as_they_are(out: Path) -> None:
    given = artifacts({HTTP: "a"})
    before = list(given)
    render({HTTP: "a"}, out)
    assert list(given) == before
