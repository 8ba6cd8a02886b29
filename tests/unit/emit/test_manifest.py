"""Manifests that people, merges and attackers have been at."""

from pathlib import Path

import pytest

from generator.emit.manifest import manifest_text, read_manifest
from tests.unit.emit.trees import HTTP, LATENCY, RUNBOOK, codes, manifest, render, state, tree

HASH = "0" * 64
BROKEN = {
    "": (1, "the manifest is no JSON: Expecting value"),
    "{\n\n": (3, "the manifest is no JSON: Expecting property name enclosed in double quotes"),
    "[]": (1, "the manifest is broken: `promspec` must be a version"),
    '{"promspec": 1, "files": {}}': (1, "the manifest is broken: `promspec` must be a version"),
    '{"promspec": "1"}': (1, "the manifest is broken: `files` must hold files and their hashes"),
    '{"promspec": "1",\n"files": []}': (
        2,
        "the manifest is broken: `files` must hold files and their hashes",
    ),
    '{"promspec": "1", "files": {},\n"pending": 3}': (
        2,
        "the manifest is broken: `pending` must hold files and their hashes",
    ),
    '{"promspec": "1", "files": {\n"a": "1"}}': (2, "the manifest is broken: `a` has no hash"),
    '{"promspec": "1", "files": {\n"a": null}}': (2, "the manifest is broken: `a` has no hash"),
    f'{{"promspec": "1", "files": {{"a": "{HASH}",\n"a": "{HASH}"}}}}': (
        1,
        "the manifest is broken: `a` stands there twice",
    ),
    "[" * 100_000: (
        1,
        "the manifest cannot be read: it is nested too deeply or holds an endless number",
    ),
    '{"promspec": ' + "1" * 5000 + "}": (
        1,
        "the manifest cannot be read: it is nested too deeply or holds an endless number",
    ),
    "\ufeff{}": (1, "the manifest is no JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)"),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_broken_manifest_is_a_finding(
    tmp_path: Path, text: str, expected: tuple[int, str]
) -> None:
    out = tmp_path / "out"
    render({HTTP: "a"}, out)
    (out / "manifest.json").write_text(text, "utf-8")
    before = state(out)
    result = render({HTTP: "b"}, out)
    assert codes(result) == [("PS902", "out/manifest.json", expected[0])]
    assert result.findings[0].message == expected[1]
    assert "promspec render --force" in result.findings[0].fix
    assert state(out) == before
    assert render({HTTP: "b"}, out, force=True).findings == ()
    assert tree(out) == {HTTP: "b"}
    assert list(manifest(out)["files"]) == [HTTP]


def test_bytes_that_are_no_text_are_a_finding() -> None:
    _, finding = read_manifest(b'{\n"promspec": "\xff"}', "out/manifest.json")
    assert finding is not None
    assert finding.message == "the manifest is not UTF-8"
    assert getattr(finding.where, "line", 0) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../secret",
        "prometheus/../../secret",
        "a//b",
        "./a",
        "a/",
        "",
        ".",
        "a\\u0000b",
        "\\ud800",
        "manifest.json",
        "a/.promspec-1.tmp",
    ],
)
def test_paths_that_cannot_be_ours_break_the_manifest(tmp_path: Path, path: str) -> None:
    out, secret = tmp_path / "out", tmp_path / "secret"
    secret.write_text("")
    render({HTTP: "a"}, out)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    text = f'{{"promspec": "1", "files": {{\n    "{path}": "{empty}"\n}}}}'
    (out / "manifest.json").write_text(text)
    result = render({HTTP: "a"}, out)
    assert [code for code, _, _ in codes(result)] == ["PS902"]
    assert result.findings[0].message.endswith("cannot be the path of an output file")
    assert render({HTTP: "a"}, out, force=True).removed == ()
    assert secret.exists()


def test_a_merge_conflict_is_named_and_force_settles_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    render({HTTP: "a", RUNBOOK: "b"}, out)
    ours = (out / "manifest.json").read_text("utf-8").splitlines()
    render({HTTP: "a", RUNBOOK: "b", LATENCY: "c"}, out)
    theirs = (out / "manifest.json").read_text("utf-8").splitlines()
    text = "\n".join(["{", "<<<<<<< HEAD", *ours[1:], "=======", *theirs[1:], ">>>>>>> theirs", ""])
    (out / "manifest.json").write_text(text, "utf-8")
    result = render({HTTP: "a"}, out)
    assert codes(result) == [("PS902", "out/manifest.json", 2)]
    assert result.findings[0].message == "the manifest holds the marks of a merge conflict"
    assert render({HTTP: "a"}, out, force=True).removed == (LATENCY, RUNBOOK), "both sides are ours"
    assert tree(out) == {HTTP: "a"}


def test_salvage_skips_what_it_cannot_understand() -> None:
    lines = (
        f'"\\x": "{HASH}",\n"../a": "{HASH}",\n"a\\"b": "{HASH}",\n"c": "{HASH}"\n"c": "{"1" * 64}"'
    )
    salvaged, finding = read_manifest(lines.encode(), "out/manifest.json")
    assert finding is not None
    assert salvaged.owned == {'a"b': {HASH}, "c": {HASH, "1" * 64}}


def test_unknown_keys_are_left_to_later_versions() -> None:
    text = f'{{"promspec": "9", "new": [], "files": {{"a": "{HASH}"}}}}'
    read, finding = read_manifest(text.encode(), "out/manifest.json")
    assert finding is None
    assert (read.version, dict(read.owned)) == ("9", {"a": frozenset({HASH})})


def test_pending_files_are_known_under_both_hashes() -> None:
    text = manifest_text("1", {"a": HASH}, {"a": "1" * 64, "b": HASH})
    read, finding = read_manifest(text, "out/manifest.json")
    assert finding is None
    assert read.owned == {"a": {HASH, "1" * 64}, "b": {HASH}}
