import os
import pathlib
import threading

import pytest

from generator.load.codes import NOT_A_FILE, TOO_LARGE
from generator.load.limits import MAX_FILE_BYTES
from generator.load.reading import UnreadableError, read_bytes


def test_a_file_is_read_to_its_end(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * MAX_FILE_BYTES)
    assert len(read_bytes(path)) == MAX_FILE_BYTES
    path.write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    with pytest.raises(UnreadableError) as caught:
        read_bytes(path)
    assert caught.value.rule is TOO_LARGE


def test_a_folder_is_not_read(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UnreadableError, match="this is a folder, not a regular file"):
        read_bytes(tmp_path)


def test_a_file_that_grows_is_not_read_without_end() -> None:
    # The size of this file is 0 for the system, whatever it holds.
    path = pathlib.Path("/proc/self/status")
    if not path.exists():
        pytest.skip("there is no such file on this system")
    assert read_bytes(path)


def test_a_pipe_that_takes_the_name_of_a_file_does_not_block(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "regular").write_text("")
    looked_at = (tmp_path / "regular").stat()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(pathlib.Path, "stat", lambda _: looked_at)
    caught: list[UnreadableError] = []

    def read() -> None:
        try:
            read_bytes(tmp_path / "pipe")
        except UnreadableError as error:
            caught.append(error)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(timeout=10)
    assert [error.rule for error in caught] == [NOT_A_FILE]
