"""A service to be scraped: it serves twenty more requests between any two scrapes."""

import contextlib
import dataclasses
import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus

_REQUESTS = 20
_SERIES = 'http_requests_total{{method="GET",endpoint="/api/users",status="{}"}} {}\n'


@dataclasses.dataclass(slots=True)
class Exporter:
    """What the service has counted, and does from now on."""

    port: int
    """Where it listens."""
    failing: int = 0
    """How many of the twenty requests fail."""
    answered: Counter[int] = dataclasses.field(default_factory=Counter)
    """Requests by status; a status appears with its first request."""

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Answer scrapes until the end of the block."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        # Asked to stop, it looks up only so often.
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def scraped(self) -> str:
        """Serve requests and return the counters."""
        self.answered += Counter({200: _REQUESTS - self.failing, 503: self.failing})
        samples = (_SERIES.format(*one) for one in sorted(self.answered.items()))
        return "# TYPE http_requests_total counter\n" + "".join(samples)

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        scraped = self.scraped

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = scraped().encode()
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
