"""The service on loopback: metrics to be scraped, and a way to let something else happen.

Each instance listens on a port of its own. ``GET /metrics`` shows what the project's own scrape
asks for, ``GET /metrics/NAME`` what another job exposes; ``GET /`` tells what there is, and
``POST /-/scenario/NAME`` switches, on any of the ports.
"""

import contextlib
import dataclasses
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

from generator.core.spelling import listed
from generator.simulate.children import Target
from generator.simulate.exposition import CONTENT_TYPE, exposition
from generator.simulate.world import World

_SWITCH = "/-/scenario"
_POLL_SECONDS = 0.05


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: HTTPStatus
    text: str
    kind: str = "text/plain; charset=utf-8"


class Service:
    """A world whose time is that of the clock; safe for several threads at once."""

    def __init__(self, world: World, clock: Callable[[], float] = time.monotonic) -> None:
        """Let time pass from now on."""
        self.world = world
        self._clock, self._seen = clock, clock()
        self._lock = threading.Lock()
        own = tuple(sorted(world.estate.project.selector.items()))
        first = sorted(world.targets, key=lambda one: one.labels != own)
        self.paths: dict[str, Target] = {
            "/metrics" if one.labels == own else f"/metrics/{one.name}": one for one in first
        }

    def get(self, instance: int, path: str) -> Answer:
        """Answer a question: metrics, the name of what happens, or what there is to ask."""
        with self._lock:
            self._pass()
            if path in self.paths:
                if self.world.is_away(instance):
                    return Answer(HTTPStatus.SERVICE_UNAVAILABLE, "this instance is away\n")
                text = exposition(self.world, instance, self.paths[path])
                return Answer(HTTPStatus.OK, text, CONTENT_TYPE)
            if path == _SWITCH:
                return Answer(HTTPStatus.OK, f"{self.world.scenario.name}\n")
            if path == "/":
                return Answer(HTTPStatus.OK, self._about())
            return self._nothing(path)

    def post(self, path: str) -> Answer:
        """Let something else happen."""
        name = path.removeprefix(f"{_SWITCH}/")
        with self._lock:
            known = self.world.scenarios
            if name == path or name not in known:
                return Answer(HTTPStatus.NOT_FOUND, f"scenarios are {listed(known, 'and')}\n")
            self._pass()
            self.world.switch(name)
            return Answer(HTTPStatus.OK, f"{name}: {known[name].title}\n")

    def _nothing(self, path: str) -> Answer:
        if path.startswith(f"{_SWITCH}/"):
            text = "use POST, as with `curl -X POST`; a GET lets nothing happen\n"
            return Answer(HTTPStatus.METHOD_NOT_ALLOWED, text)
        return Answer(HTTPStatus.NOT_FOUND, f"there is {listed(self.paths, 'and')}\n")

    def _pass(self) -> None:
        now = self._clock()
        self.world.advance(now - self._seen)
        self._seen = now

    def _about(self) -> str:
        current = self.world.scenario.name
        lines = [f"{self.world.estate.project.title}, simulated. Metrics are at:"]
        lines += [f"  {path}" for path in self.paths]
        lines += ["", f"What happens; switch with POST {_SWITCH}/NAME:"]
        for name, one in self.world.scenarios.items():
            lines.append(f"{'*' if name == current else ' '} {name:<12} {one.title}")
        return "\n".join(lines) + "\n"


@contextlib.contextmanager
def serving(service: Service, host: str, port: int) -> Iterator[tuple[int, ...]]:
    """Answer until the end of the block; yields the ports, which the system chooses for 0.

    Raises:
        OSError: a port is taken, or may not be used.
        UnicodeError: the host is no name of one.
    """
    with contextlib.ExitStack() as stack:
        ports = []
        for instance in range(service.world.instances):
            at = port + instance if port else 0
            server = http.server.ThreadingHTTPServer((host, at), _handler(service, instance))
            server.daemon_threads = True
            stack.callback(server.server_close)
            thread = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            ports.append(int(server.server_address[1]))
        yield tuple(ports)


def _handler(service: Service, instance: int) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(service.get(instance, self._path))

        def do_POST(self) -> None:
            self._answer(service.post(self._path))

        @property
        def _path(self) -> str:
            path = self.path.partition("?")[0]
            return path.rstrip("/") or "/"

        def _answer(self, answer: Answer) -> None:
            body = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            if answer.status is HTTPStatus.METHOD_NOT_ALLOWED:
                self.send_header("Allow", "POST")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # who asked may be gone
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a scrape every few seconds would bury what is worth reading."""

    return Handler
