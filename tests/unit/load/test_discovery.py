import os
import pathlib
import socket

import pytest

from generator.core.finding import Place, Span
from generator.load.discovery import LoadResult, read_specs
from generator.load.limits import MAX_FILE_BYTES


@pytest.fixture(name="project")
def _project(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "good.yaml").write_text("a: 1\n")
    return tmp_path


def told(result: LoadResult) -> list[tuple[str, str, str]]:
    return [
        (finding.code, finding.where.file, finding.message)
        for finding in result.findings
        if finding.where == Span(finding.where.file, 1, 1, 1, 1)
    ]


def files(result: LoadResult) -> list[str]:
    return [document.file for document in result.documents]


def test_specs_are_found_below_the_folder_sorted_by_name(project: pathlib.Path) -> None:
    for name in ("b/x.yml", "b/a/y.yaml", "b.yaml", "B.YAML", "z.txt", "README.md", "é.yaml"):
        path = project / "specs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n")
    result = read_specs(project)
    assert result.findings == []
    assert files(result) == [
        "specs/B.YAML",
        "specs/b.yaml",
        "specs/b/a/y.yaml",
        "specs/b/x.yml",
        "specs/good.yaml",
        "specs/é.yaml",
    ]


def test_hidden_names_are_skipped(project: pathlib.Path) -> None:
    (project / "specs" / ".git").mkdir()
    for name in (".hidden.yaml", ".git/x.yaml", ".#good.yaml"):
        (project / "specs" / name).write_text("a: [")
    assert files(read_specs(project)) == ["specs/good.yaml"]
    assert read_specs(project).findings == []


def test_another_folder_can_be_named(project: pathlib.Path) -> None:
    (project / "my" / "estate").mkdir(parents=True)
    (project / "my" / "estate" / "x.yaml").write_text("a: 1")
    assert files(read_specs(project, "my/estate/")) == ["my/estate/x.yaml"]


def test_a_missing_folder_is_a_finding(tmp_path: pathlib.Path) -> None:
    result = read_specs(tmp_path)
    assert told(result) == [("PS001", "specs", "the folder `specs` does not exist")]
    (tmp_path / "specs").write_text("")
    assert told(read_specs(tmp_path)) == [("PS001", "specs", "the folder `specs` is not a folder")]
    assert told(read_specs(tmp_path / "nowhere"))[0][0] == "PS001"


def test_a_folder_without_specs_is_a_finding(tmp_path: pathlib.Path) -> None:
    (tmp_path / "specs" / "deep").mkdir(parents=True)
    (tmp_path / "specs" / "notes.txt").write_text("a: 1")
    expected = ("PS002", "specs", "the folder `specs` holds no spec file")
    assert told(read_specs(tmp_path)) == [expected]


def test_a_bad_file_never_hides_another(project: pathlib.Path) -> None:
    specs = project / "specs"
    (specs / "a.yaml").write_text("a: [")
    (specs / "h.yaml").write_bytes(b"\xff")
    (specs / "z.yaml").write_text("z: 010")
    result = read_specs(project)
    assert [finding.code for finding in result.findings] == ["PS020", "PS010", "PS031"]
    assert files(result) == ["specs/good.yaml", "specs/z.yaml"]


def test_texts_of_all_files_are_known(project: pathlib.Path) -> None:
    (project / "specs" / "bad.yaml").write_text("a: 1\nb: [\n")
    sources = read_specs(project).sources
    assert sources.line("specs/bad.yaml", 2) == "b: ["
    assert sources.line("specs/good.yaml", 1) == "a: 1"
    assert sources.line("specs/good.yaml", 9) is None
    assert sources.line("specs/unknown.yaml", 1) is None
    place = Place("specs/good.yaml", ("a",))
    assert sources.span(place) == Span("specs/good.yaml", 1, 4, 1, 5)
    assert sources.span(Place("x.yaml", ("a",))) == Span("x.yaml", 1, 1, 1, 1)


def test_a_pipe_is_not_read(project: pathlib.Path) -> None:
    os.mkfifo(project / "specs" / "p.yaml")
    result = read_specs(project)
    expected = ("PS005", "specs/p.yaml", "this is a pipe, not a regular file")
    assert told(result) == [expected]
    assert files(result) == ["specs/good.yaml"]


def test_a_socket_is_not_read(project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)  # the names of sockets are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("specs/s.yaml")
        expected = ("PS005", "specs/s.yaml", "this is a socket, not a regular file")
        assert told(read_specs(project)) == [expected]


def test_a_device_is_not_read(project: pathlib.Path) -> None:
    try:
        os.mknod(project / "specs" / "d.yaml", 0o600 | 0o020000, os.makedev(1, 5))
    except OSError:
        pytest.skip("making a device needs rights that this user does not have")
    expected = ("PS005", "specs/d.yaml", "this is a device, not a regular file")
    assert told(read_specs(project)) == [expected]


def test_a_large_file_is_not_read(project: pathlib.Path) -> None:
    with (project / "specs" / "large.yaml").open("wb") as file:
        file.truncate(100 * MAX_FILE_BYTES)
    message = f"the file is larger than {MAX_FILE_BYTES} bytes"
    assert told(read_specs(project)) == [("PS007", "specs/large.yaml", message)]


def test_a_file_that_cannot_be_read_is_a_finding(project: pathlib.Path) -> None:
    closed = project / "specs" / "closed.yaml"
    closed.write_text("a: 1")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    (project / "specs" / "shut").mkdir(mode=0)
    assert told(read_specs(project)) == [
        ("PS003", "specs/shut", "the folder cannot be read: permission denied"),
        ("PS003", "specs/closed.yaml", "the file cannot be read: permission denied"),
    ]


def test_a_link_that_leads_nowhere_is_a_finding(project: pathlib.Path) -> None:
    (project / "specs" / "gone.yaml").symlink_to("nothing.yaml")
    (project / "specs" / "loop.yaml").symlink_to("loop.yaml")
    (project / "specs" / "gone").symlink_to("nothing")
    assert told(read_specs(project)) == [
        ("PS003", "specs/gone.yaml", "the file cannot be read: no such file or directory"),
        ("PS003", "specs/loop.yaml", "the file cannot be read: too many levels of symbolic links"),
    ]


def test_links_stay_inside_the_project(project: pathlib.Path) -> None:
    outside = project.parent / f"{project.name}-outside.yaml"
    outside.write_text("secret: 1")
    (project / ".env").write_text("secret: 1")
    (project / "shared.yaml").write_text("a: 1")
    specs = project / "specs"
    (specs / "outside.yaml").symlink_to(outside)
    (specs / "hidden.yaml").symlink_to("../.env")
    (specs / "shared.yaml").symlink_to("../shared.yaml")
    result = read_specs(project)
    message = "this link leaves the project, or leads to a hidden file"
    assert told(result) == [
        ("PS004", "specs/hidden.yaml", message),
        ("PS004", "specs/outside.yaml", message),
    ]
    assert files(result) == ["specs/good.yaml", "specs/shared.yaml"]


def test_folders_are_not_followed_by_link(project: pathlib.Path) -> None:
    (project / "specs" / "again").symlink_to("..", target_is_directory=True)
    assert told(read_specs(project)) == [("PS004", "specs/again", "this is a link to a folder")]


def test_the_spec_folder_itself_stays_inside(tmp_path: pathlib.Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text("a: 1")
    (tmp_path / "project" / "specs").symlink_to("../elsewhere")
    message = "the folder `specs` is a link that leaves the project"
    assert told(read_specs(tmp_path / "project")) == [("PS004", "specs", message)]


def test_a_project_may_be_reached_by_a_link(project: pathlib.Path) -> None:
    link = project.parent / f"{project.name}-link"
    link.symlink_to(project)
    assert files(read_specs(link)) == ["specs/good.yaml"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"bad\xff.yaml", "specs/bad\\udcff.yaml"),
        (b"bad\n.yaml", "specs/bad\\n.yaml"),
        (b"bad\x1b", "specs/bad\\x1b"),
    ],
)
def test_names_must_be_text(project: pathlib.Path, name: bytes, shown: str) -> None:
    path = project / "specs" / os.fsdecode(name)
    if path.suffix:
        path.write_text("a: 1")
    else:
        path.mkdir()
    expected = ("PS006", shown, "the name holds characters that cannot be shown")
    assert told(read_specs(project)) == [expected]
