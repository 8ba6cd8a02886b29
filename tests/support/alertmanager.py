"""A real Alertmanager on loopback, told of alerts as Prometheus tells it, and who hears of them."""

import contextlib
import dataclasses
import datetime as dt
import http.client
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml

from tests.support.prometheus import free_port, running, wait_until

_SECONDS = 60
# Debian's build reads its own templates from there, and not from where we unpack its package. A
# path of the same length below the folder that it starts in stands for the same files.
_SHARE = b"/usr/share/prometheus/alertmanager"
_LOCAL = b"./" * 14 + b"assets"


@dataclasses.dataclass(slots=True)
class Listener:
    """A webhook that keeps what it is sent, by receiver."""

    port: int
    heard: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Answer until the end of the block."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def told(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return receiver and alert ids of each notification of firing alerts, in their order."""
        return [
            (one["receiver"], tuple(sorted(each["labels"]["alert_id"] for each in one["alerts"])))
            for one in self.heard
            if one["status"] == "firing"
        ]

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        heard = self.heard

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                heard.append(json.loads(body))
                self.send_response(HTTPStatus.OK)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@dataclasses.dataclass(frozen=True, slots=True)
class Alertmanager:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]

    def post(self, alerts: Sequence[Mapping[str, str]]) -> None:
        """Tell it that alerts with these labels fire."""
        self._call("alerts", [{"labels": dict(one)} for one in alerts])

    def end(self, alerts: Sequence[Mapping[str, str]]) -> None:
        """Tell it that alerts with these labels are over."""
        now = dt.datetime.now(dt.UTC).isoformat()
        self._call("alerts", [{"labels": dict(one), "endsAt": now} for one in alerts])

    def receivers(self, job: str) -> dict[str, list[str]]:
        """Return whom it routes each alert of a job to, by id."""
        return {
            one["labels"]["alert_id"]: [each["name"] for each in one["receivers"]]
            for one in self._call("alerts")
            if one["labels"].get("job") == job
        }

    def held_back(
        self, jobs: str, *names: str
    ) -> dict[tuple[str, tuple[tuple[str, str], ...]], bool]:
        """Return whether each alert is held back, by id and the values of some labels.

        Only those are looked at whose job begins with ``jobs``.
        """
        return {
            (
                labels["alert_id"],
                tuple((name, labels.get(name, "")) for name in sorted(names)),
            ): bool(one["status"]["inhibitedBy"])
            for one in self._call("alerts")
            for labels in [one["labels"]]
            if labels.get("job", "").startswith(jobs)
        }

    def inhibited(self) -> set[str]:
        """Return the ids of the alerts that others hold back now."""
        return {
            one["labels"]["alert_id"]
            for one in self._call("alerts")
            if one["status"]["inhibitedBy"]
        }

    def _call(self, path: str, data: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        with contextlib.closing(connection):
            body = None if data is None else json.dumps(data)
            headers = {"Content-Type": "application/json"}
            connection.request("GET" if data is None else "POST", f"/api/v2/{path}", body, headers)
            response = connection.getresponse()
            answer = response.read()
        assert response.status == HTTPStatus.OK, answer
        return json.loads(answer) if answer else None

    def ready(self) -> bool:
        """Tell whether it answers.

        Raises:
            RuntimeError: it has ended.
        """
        if self.process.poll() is not None:
            message = f"alertmanager ended with {self.process.returncode}"
            raise RuntimeError(message)
        try:
            self._call("status")
        except OSError:
            return False
        return True


def at_once(
    config: Path, folder: Path, port: int, *, wait: str = "1s", resolved: bool = False
) -> Path:
    """Copy a rendered configuration with a webhook on loopback for all that receivers send by.

    Only times and ways to send change; routes and inhibitions stay as they were rendered.
    """
    tree = yaml.safe_load(config.read_text(encoding="utf-8"))
    tree["templates"] = []
    for route in (tree["route"], *tree["route"].get("routes", ())):
        route |= {"group_wait": wait, "group_interval": "1s"}
    for receiver in tree["receivers"]:
        name = receiver["name"]
        receiver.clear()
        url = f"http://127.0.0.1:{port}/"
        receiver |= {"name": name, "webhook_configs": [{"url": url, "send_resolved": resolved}]}
    copy = folder / "alertmanager.yml"
    copy.write_text(yaml.safe_dump(tree), encoding="utf-8")
    return copy


@contextlib.contextmanager
def alertmanager(binary: Path, config: Path, folder: Path) -> Iterator[Alertmanager]:
    """Run a server until the end of the block; what goes wrong there is shown with its log."""
    port = free_port()
    command: list[str | Path] = [
        _startable(binary, folder),
        f"--config.file={config}",
        f"--storage.path={folder / 'alertmanager'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    with running(command, folder / "alertmanager.log", folder) as process:
        server = Alertmanager(port, process)
        wait_until("alertmanager is ready", server.ready, seconds=_SECONDS)
        yield server


def _startable(binary: Path, folder: Path) -> Path:
    """Return a program that finds its templates although nothing is installed."""
    program = binary.resolve()
    unpacked = program.parents[1] / "share" / "prometheus" / "alertmanager"
    if not unpacked.is_dir() or Path(_SHARE.decode()).is_dir():
        return binary
    copy = folder / "alertmanager-local"
    copy.write_bytes(program.read_bytes().replace(_SHARE, _LOCAL))
    copy.chmod(0o755)
    (folder / "assets").symlink_to(unpacked)
    return copy
