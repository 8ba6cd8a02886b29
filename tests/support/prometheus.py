"""A real Prometheus on loopback, and waiting for what it comes to."""

import contextlib
import dataclasses
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

_READY_SECONDS = 30
_STOP_SECONDS = 10
_ANSWER_SECONDS = 10
_POLL_SECONDS = 0.1
_LOG_LINES = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Prometheus:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]

    def api(self, path: str, **parameters: str) -> Any:
        """Return the data that an endpoint below /api/v1 answers."""
        status, body = self._get(f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
        assert status == HTTPStatus.OK, body
        return json.loads(body)["data"]

    def values(self, expr: str) -> list[float]:
        """Return the values that an expression has now."""
        return [float(sample["value"][1]) for sample in self.api("query", query=expr)["result"]]

    def ready(self) -> bool:
        """Tell whether it answers queries.

        Raises:
            RuntimeError: it has ended.
        """
        if self.process.poll() is not None:
            message = f"prometheus ended with {self.process.returncode}"
            raise RuntimeError(message)
        try:
            return self._get("/-/ready")[0] == HTTPStatus.OK
        except OSError:
            return False

    def _get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_SECONDS)
        with contextlib.closing(connection):
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()


@contextlib.contextmanager
def prometheus(
    binary: Path, config: Path, folder: Path, *options: str, port: int | None = None
) -> Iterator[Prometheus]:
    """Run a server until the end of the block; what goes wrong there is shown with its log."""
    port = free_port() if port is None else port
    command: list[str | Path] = [
        binary,
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        *options,
    ]
    with running(command, folder / "prometheus.log") as process:
        server = Prometheus(port, process)
        wait_until("prometheus is ready", server.ready, seconds=_READY_SECONDS)
        yield server


@contextlib.contextmanager
def running(
    command: list[str | Path],
    log: Path,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the end of the block; what goes wrong there is shown with its log."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    except BaseException as error:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        error.add_note("\n".join([f"The end of {log.name}:", *lines[-_LOG_LINES:]]))
        raise
    finally:
        _stop(process)


def wait_until(
    what: str,
    happens: Callable[[], bool],
    *,
    seconds: float,
    instead: Callable[[], object] = lambda: "",
) -> None:
    """Ask again and again until the answer is yes.

    Raises:
        TimeoutError: it was not yes in time; the message says what is so `instead`.
    """
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            message = f"not within {seconds} s: {what}; {instead()}"
            raise TimeoutError(message)
        time.sleep(_POLL_SECONDS)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
