"""Whatever is rendered in whatever order: the tree is what was rendered last, and nothing else."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.artifact import Artifact, ArtifactSet
from generator.emit.drift import drift
from generator.emit.tree import emit

NAMES = st.text(st.sampled_from("abäß日 -"), min_size=1, max_size=3).map(str.casefold)
PATHS = st.builds(
    lambda folders, name: "/".join([*folders, f"{name}.yml"]),
    st.lists(NAMES, max_size=2),
    NAMES,
)
TREES = st.dictionaries(PATHS, st.text(max_size=5), min_size=1, max_size=6)


def artifacts(files: dict[str, str]) -> ArtifactSet:
    return ArtifactSet(Artifact(path, text) for path, text in files.items())


def on_disk(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


@settings(deadline=None)  # how long it takes is up to the disk
@given(st.lists(TREES, min_size=1, max_size=4))
def test_the_tree_is_what_was_rendered_last(trees: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as project:
        out = Path(project) / "out"
        for files in trees:
            assert emit(artifacts(files), out, version="1").findings == ()
            found = on_disk(out)
            del found["manifest.json"]
            assert found == {path: text.encode() for path, text in files.items()}
            assert not [
                path for path in out.rglob("*") if path.is_dir() and not any(path.iterdir())
            ]
            assert drift(artifacts(files), out, "1") == ()
            assert emit(artifacts(files), out, version="1").written == ()


@settings(deadline=None)  # how long it takes is up to the disk
@given(TREES, TREES, st.data())
def test_drift_is_what_a_render_would_change(
    old: dict[str, str], new: dict[str, str], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as project:
        out = Path(project) / "out"
        emit(artifacts(old), out, version="1")
        for path in data.draw(st.sets(st.sampled_from(sorted(old)))):
            (out / path).unlink()
        told = {one.path for one in drift(artifacts(new), out, "1")}
        result = emit(artifacts(new), out, version="1")
        changed = {*result.written, *result.removed}
        assert told - {"manifest.json"} == changed - {"manifest.json"}
        assert bool(told) == bool(changed)


@settings(deadline=None)  # how long it takes is up to the disk
@given(TREES, TREES, st.data())
def test_edits_are_kept_until_forced(
    old: dict[str, str], new: dict[str, str], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as project:
        out = Path(project) / "out"
        emit(artifacts(old), out, version="1")
        path = data.draw(st.sampled_from(sorted(old)))
        edit = data.draw(st.binary(max_size=3))
        (out / path).write_bytes(edit)
        before = on_disk(out)
        result = emit(artifacts(new), out, version="1")
        if result.findings:
            assert on_disk(out) == before
        is_unedited = old[path].encode() in {edit, edit.replace(b"\r\n", b"\n")}
        is_rendered = path in new and edit == new[path].encode()
        assert bool(result.findings) != (is_unedited or is_rendered)
        assert emit(artifacts(new), out, version="1", force=True).findings == ()
        assert {*on_disk(out)} == {*new, "manifest.json"}
