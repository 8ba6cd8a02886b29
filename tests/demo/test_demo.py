"""`make demo`: it shows who is told of what, and leaves nothing behind."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import ROOT, environment
from tests.support.tools import require_tool

_PROGRAM = Path(__file__).with_name("demo.py")
_ADDRESS = re.compile(r"^\w+ +http://127\.0\.0\.1:(\d+)/", re.MULTILINE)
_BURNS = (
    "firing    platform-pager: HttpAvailabilityBudgetBurn, HTTP availability of llm-optimizer: "
)


@pytest.mark.tool
def test_it_shows_who_is_told_and_ends_with_all_that_it_started(tmp_path: Path) -> None:
    require_tool("prometheus")
    require_tool("alertmanager")
    with subprocess.Popen(
        [sys.executable, _PROGRAM, "--scenario", "errors"],
        cwd=ROOT,
        env=environment(TMPDIR=str(tmp_path)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        shown = "".join(_until(_BURNS, process.stdout))
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 0
    assert "errors, slow, leak, lag, cold-cache, overload\n" in shown
    assert "All is well. Who is told, until Ctrl-C:\n" in shown
    assert _BURNS in shown
    assert rest.endswith("\ndemo: ended; nothing runs any more\n")
    ports = [int(one) for one in _ADDRESS.findall(shown)]
    assert len(ports) == 3
    assert [port for port in ports if _listens(port)] == []
    assert not list(tmp_path.iterdir())


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _until(text: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if text in line:
            return
