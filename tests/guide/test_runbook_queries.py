"""Every query of every runbook, asked on a day on which its alerts fire, answers something.

On the day of `worse.yaml` all alerts fire at once. Those on missing data, and the one on a service
that does not answer at all, have a day of their own.
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.guide.scene import JOB, LIFE, NOW, scene
from tests.support.prometheus import Prometheus
from tests.support.promtool import Alert, Scenario, prove
from tests.support.tools import require_tool
from tests.support.tsdb import History

_OUT = Path(__file__).resolve().parents[2] / "out"
_RULES = sorted((_OUT / "prometheus" / "rules").glob("*.yml"))
_LINE = re.compile(r"^ *(curl -sG \S+/api/v1/query --data-urlencode .*)$", re.MULTILINE)
_SEEN_ALONE = re.compile(r".*\.absent|system\.availability\.critical|system\.instance_up\.warning")
# What few bad events make of a page; on a bad day there are many.
_FEW = re.compile(r".*\.ticket")


_ASKED = "prometheus.example.com:9090"
# About the monitoring itself: cases show its alerts, and its page asks programs, not Prometheus.
_META = "meta-monitoring"


def _pages() -> dict[str, str]:
    found = {path.stem: path.read_text("utf-8") for path in (_OUT / "runbooks").glob("*.md")}
    return {name: found[name] for name in sorted(found) if name != _META}


def _lines(page: str) -> list[str]:
    """Return the commands of a page that ask Prometheus, as they are typed."""
    return _LINE.findall(_pages()[page])


def _query(line: str) -> str:
    """Return what the shell hands to curl as the query."""
    (query,) = [one for one in shlex.split(line) if one.startswith("query=")]
    return query.removeprefix("query=")


def _alerts() -> set[str]:
    trees = [yaml.safe_load(path.read_text("utf-8")) for path in _RULES]
    rules = [rule for tree in trees for group in tree["groups"] for rule in group["rules"]]
    alerts = {rule["labels"]["alert_id"] for rule in rules if "alert" in rule}
    return {one for one in alerts if not one.startswith("meta.")}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("history")
    history = History(require_tool("promtool"), require_tool("prometheus"), folder, NOW - LIFE, NOW)
    history.add(scene("worse").exposed())
    history.record(_RULES)
    with history.running() as running:
        yield running


@pytest.mark.tool
def test_on_a_bad_day_every_alert_fires(server: Prometheus) -> None:
    found = server.api("query", query='ALERTS{project="llm-optimizer"}', time=str(NOW))["result"]
    firing = {one["metric"]["alert_id"] for one in found}
    firing = {one for one in firing if not one.startswith("meta.")}
    alone = {one for one in _alerts() if _SEEN_ALONE.fullmatch(one) or _FEW.fullmatch(one)}
    assert firing - alone == _alerts() - alone


@pytest.mark.tool
def test_every_query_of_every_runbook_answers_something(server: Prometheus) -> None:
    silent = [
        (page, query)
        for page in _pages()
        for query in map(_query, _lines(page))
        if not server.api("query", query=query, time=str(NOW))["result"]
    ]
    assert silent == []
    assert min(len(_lines(page)) for page in _pages()) > 0


@pytest.mark.tool
def test_the_commands_run_as_they_stand(server: Prometheus, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    settings = f'connect-to = "{_ASKED}:127.0.0.1:{server.port}"\ndata = "time={NOW}"\n'
    (tmp_path / ".curlrc").write_text(settings, encoding="utf-8")
    script = "\n".join(_lines(page)[0] for page in _pages())
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CURL_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"status":"success"') == len(_pages())
    assert '"result":[]' not in done.stdout


@pytest.mark.tool
def test_queries_about_a_service_that_is_gone_answer_something(tmp_path: Path) -> None:
    up = {f'up{{job="{JOB}",instance="{one}:8080"}}': "1x20 0x60" for one in "ab"}
    counted = f'http_requests_total{{job="{JOB}",instance="a:8080",status="200"}}'
    how_many, which = map(_query, _lines("service-down"))
    missing = {_query(_lines(page)[0]) for page in ("high-error-rate", "high-latency")}
    down = [
        Alert("system.instance_up.warning", "firing", {"instance": f"{one}:8080"}) for one in "ab"
    ]
    gone = Scenario(
        "no instance answers",
        {**up, counted: "0+10x20 stale"},
        alerts="system.*|http.availability.*",
        by=("instance",),
        at={
            "15m": (
                Alert("system.availability.critical", "firing"),
                Alert("http.availability.absent", "pending"),
                *down,
            )
        },
        counts={how_many: {"15m": 1}, which: {"15m": 2}, **{one: {"15m": 2} for one in missing}},
    )
    never = Scenario(
        "there is no target at all",
        {'up{job="other",instance="a"}': "1x80"},
        alerts="system.*",
        at={"15m": (Alert("system.availability.critical", "firing"),)},
        counts={how_many: {"15m": 1}},
    )
    prove(require_tool("promtool"), tmp_path, _RULES, [gone, never])
