"""The simulated service as a program, for rules with the durations of `tests.support.timescale`.

`promspec simulate` serves the same at its usual pace.
"""

import signal
import sys
import time
from pathlib import Path

from generator import app
from generator.simulate.server import Service, serving
from generator.simulate.world import World
from tests.support.timescale import FASTER

_INSTANCES = 2
READY = "ready"
"""What is printed after the last address."""


def main(root: Path) -> None:
    """Serve until told to end; print where each instance shows what."""
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    estate = app.estate_of(app.read(root))
    service = Service(World(estate, _INSTANCES, start=time.time(), pace=FASTER))
    with serving(service, "127.0.0.1", 0) as ports:
        for port in ports:
            for path in service.paths:
                print(f"http://127.0.0.1:{port}{path}")  # noqa: T201 (a program)
        print(READY, flush=True)  # noqa: T201 (a program)
        signal.sigwait(ends)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
