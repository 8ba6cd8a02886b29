"""The rendered rules and routes at work on this machine: `make demo`.

Starts the simulated service, Prometheus and Alertmanager with what is in `out/`, at the pace of
`tests.support.timescale`, prints where to look and who is told of what, and ends with Ctrl-C or as
soon as one of the programs ends.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from click import echo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # started as a program, not as a module

from tests.support.stack import EndedError, Stack, of_promtool_only, rendered, stack  # noqa: E402
from tests.support.timescale import FASTER  # noqa: E402
from tests.support.tools import find_tool  # noqa: E402

_NEEDED = ("prometheus", "alertmanager")
_POLL_SECONDS = 0.2


def main() -> int:
    """Run until told to end; return what to exit with."""
    parser = argparse.ArgumentParser(description="Rendered rules and routes at work.")
    parser.add_argument("--scenario", metavar="NAME", help="what to let happen once all is well")
    wanted: str | None = parser.parse_args().scenario
    missing = [name for name in _NEEDED if find_tool(name) is None]
    if missing:
        echo(f"demo: {' and '.join(missing)} are missing: run `make tools`", err=True)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="promspec-demo-") as folder:
        try:
            with stack(Path(folder)) as one:
                _show(one, wanted)
        except KeyboardInterrupt:
            echo("\ndemo: ended; nothing runs any more")
        except EndedError as error:
            echo(f"demo: {error}; the others were ended, too", err=True)
            return 1
    return 0


def _show(one: Stack, wanted: str | None) -> None:
    """Print where to look, and from then on who is told of what."""
    simulator = f"http://127.0.0.1:{one.simulators[0]}"
    rules = rendered()
    left_out = len(of_promtool_only(rules))
    echo(f"service       {simulator}/metrics")
    echo(f"Prometheus    http://127.0.0.1:{one.prometheus.port}/alerts")
    echo(f"Alertmanager  http://127.0.0.1:{one.alertmanager.port}/")
    echo("dashboards    need Grafana: docker compose -f out/compose.yaml up -d")
    echo(f"time          {FASTER} times as fast: what takes 10 minutes takes {600 // FASTER} s")
    echo(
        f"alerts        {len(rules.alerts()) - left_out} of {len(rules.alerts())}; "
        f"{left_out} look back longer than an hour, `make prove` shows those"
    )
    echo(f"scenarios     {', '.join(one.scenarios())}")
    echo(f"let one happen: curl -X POST {simulator}/-/scenario/errors")
    one.wait_until_quiet()
    echo("All is well. Who is told, until Ctrl-C:")
    if wanted:
        one.switch(wanted)
    seen = len(one.listener.heard)
    while True:
        one.check()
        for notification in one.listener.heard[seen:]:
            seen += 1
            for alert in notification["alerts"]:
                _tell(notification["receiver"], alert)
        time.sleep(_POLL_SECONDS)


def _tell(receiver: str, alert: dict[str, dict[str, str]]) -> None:
    text = alert["annotations"].get("summary", "")
    clock = time.strftime("%H:%M:%S")
    name = alert["labels"]["alertname"]
    echo(f"{clock}  {alert['status']!s:<8}  {receiver}: {name}, {text}")


if __name__ == "__main__":
    sys.exit(main())
