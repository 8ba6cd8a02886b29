"""Reads one file as bytes, whatever stands under its name."""

import os
import pathlib
import stat

from generator.core.finding import Rule
from generator.load.codes import NOT_A_FILE, TOO_LARGE, UNREADABLE
from generator.load.limits import MAX_FILE_BYTES


class UnreadableError(Exception):
    """A file that is not read.

    Attributes:
        rule: Why it is not.
        message: What is wrong with it.
    """

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


def read_bytes(path: pathlib.Path, most: int = MAX_FILE_BYTES) -> bytes:
    """Return the content of a regular file; never wait for a pipe or read without end.

    Raises:
        UnreadableError: It is no regular file, too large, or cannot be read.
    """
    try:
        # Opening a device can do something, so the kind is looked at before. It is looked at again
        # after opening without waiting, because a pipe may have taken the name in the meantime.
        _check_kind(path.stat(), most)
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            _check_kind(os.fstat(file.fileno()), most)
            data = file.read(most + 1)
    except OSError as error:
        raise UnreadableError(UNREADABLE, unreadable("file", error)) from error
    _check_size(len(data), most)
    return data


def unreadable(what: str, error: OSError) -> str:
    """Return the message for a file or folder that the system does not let us read."""
    reason = (error.strerror or "unknown error").lower()
    return f"the {what} cannot be read: {reason}"


def _check_kind(found: os.stat_result, most: int) -> None:
    """Let regular files of an allowed size pass.

    Raises:
        UnreadableError: It is something else.
    """
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableError(NOT_A_FILE, f"this is {_kind(found.st_mode)}, not a regular file")
    _check_size(found.st_size, most)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise UnreadableError(TOO_LARGE, f"the file is larger than {most} bytes")


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
