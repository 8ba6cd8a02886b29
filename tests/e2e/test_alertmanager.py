"""The rendered configuration in a real Alertmanager: who gets what, and what is held back."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import app
from tests.support.alertmanager import Alertmanager, Listener, alertmanager, at_once
from tests.support.prometheus import free_port, wait_until
from tests.support.tools import require_tool

pytestmark = pytest.mark.tool

_ROOT = Path(__file__).resolve().parents[2]
_GOOD = _ROOT / "tests" / "specs" / "good"
_CONFIG = _ROOT / "out" / "alertmanager" / "alertmanager.yml"
_WATCHDOG = "meta.watchdog"


def _yaml(path: str) -> Any:
    return yaml.safe_load((_ROOT / path).read_text(encoding="utf-8"))


def _alerts() -> dict[str, dict[str, str]]:
    """Return the labels of every alerting rule of this repository, by id."""
    return {
        rule["labels"]["alert_id"]: {"alertname": rule["alert"], **rule["labels"]}
        for path in sorted((_ROOT / "out" / "prometheus" / "rules").rglob("*.yml"))
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
        for rule in group["rules"]
        if "alert" in rule
    }


ALERTS = _alerts()


def _alert(name: str, **labels: str) -> dict[str, str]:
    return {**ALERTS[name], **labels}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alertmanager]:
    """One server for all tests; each has a job of its own, and jobs do not hold back each other."""
    folder = tmp_path_factory.mktemp("alertmanager")
    config = at_once(_CONFIG, folder, free_port())
    with alertmanager(require_tool("alertmanager"), config, folder) as running:
        yield running


@pytest.mark.parametrize("root", [_ROOT, _GOOD], ids=["this project", "the examples"])
def test_amtool_and_promtool_accept_what_every_environment_renders(
    root: Path, tmp_path: Path
) -> None:
    project = app.read(root)
    configs = []
    for one in app.artifacts_of(project):
        path = tmp_path / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.content, encoding="utf-8")
        configs += [path] if path.name == "alertmanager.yml" else []
    assert len(configs) == 1 + len(project.environments)
    for config in configs:
        _run(require_tool("amtool"), "check-config", config)
        _run("sh", config.with_name("routes_test.sh"), require_tool("amtool"))
        prometheus = config.parents[1] / "prometheus" / "prometheus.yml"
        _run(require_tool("promtool"), "check", "config", prometheus)


def _run(*command: str | Path) -> str:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_generated_test_of_routes_asks_for_every_alert_and_notices_a_wrong_one(
    tmp_path: Path,
) -> None:
    script = tmp_path / "routes_test.sh"
    script.write_text(_CONFIG.with_name(script.name).read_text(encoding="utf-8"))
    asked = {
        word.removeprefix("alert_id=")
        for word in script.read_text(encoding="utf-8").split()
        if word.startswith("alert_id=")
    }
    assert asked == set(ALERTS)
    text = _CONFIG.read_text(encoding="utf-8").replace(
        'receiver: "storage-chat"', 'receiver: "ml-chat"'
    )
    (tmp_path / "alertmanager.yml").write_text(text, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    done = subprocess.run(
        ["sh", script, require_tool("amtool")], capture_output=True, text=True, check=False
    )
    wrong = [name for name, labels in ALERTS.items() if _receiver(labels) == "storage-chat"]
    assert done.returncode == 1
    assert done.stdout == f"{len(ALERTS)} alerts, {len(wrong)} sent to somebody else\n"
    assert len(wrong) > 1


def _receiver(labels: dict[str, str]) -> str:
    """Return who must be told, as the specs have it."""
    if labels["alert_id"] == _WATCHDOG:
        return "dead-man"
    urgency = _yaml("specs/project.yaml")["severities"][labels["severity"]]
    found: str = _yaml("specs/owners.yaml")["define"][labels["owner"]]["receiver"][urgency]
    return found


def test_every_alert_reaches_the_receiver_of_its_owner_and_nobody_else(
    server: Alertmanager,
) -> None:
    server.post([_alert(name, job="routes", instance=name) for name in ALERTS])
    expected = {name: [_receiver(labels)] for name, labels in ALERTS.items()}
    wait_until(
        "all alerts are routed",
        lambda: server.receivers("routes") == expected,
        seconds=30,
        instead=lambda: server.receivers("routes"),
    )
    owners = {labels["component"]: labels["owner"] for labels in ALERTS.values()}
    for path in sorted((_ROOT / "specs" / "components").glob("*.yaml")):
        component = yaml.safe_load(path.read_text(encoding="utf-8"))
        if component["component"] in owners:
            assert owners[component["component"]] == component["owner"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            ("system.cpu.critical", "system.cpu.warning", {"instance": "a"}, {"instance": "b"}),
            id="critical over the warning of the same instance",
        ),
        pytest.param(
            (
                "kafka.lag.critical",
                "kafka.lag.warning",
                {"consumer_group": "a", "topic": "t"},
                {"consumer_group": "b", "topic": "t"},
            ),
            id="a page over the ticket of the same consumer group",
        ),
        pytest.param(
            ("http.availability.fast", "http.availability.medium", {}, {}),
            id="the fast tier over a slower one that pages too",
        ),
        pytest.param(
            ("stream.e2e_p99.fast", "stream.e2e_p99.trickle", {"pipeline": "a"}, {"pipeline": "b"}),
            id="the fast tier over a ticket of the same pipeline",
        ),
        pytest.param(
            ("http.availability.medium", "http.error_ratio.warning", {}, {}),
            id="the page of an SLO over the ticket of its indicator",
        ),
        pytest.param(
            ("http.error_ratio.critical", "http.availability.fast", {}, {}),
            id="HighErrorRate over the pages of the SLO that it lists",
        ),
        pytest.param(
            ("http.latency.critical.p99", "http.latency_p99.medium", {}, {}),
            id="HighLatency over the pages of the SLO that it lists",
        ),
        pytest.param(
            ("system.availability.critical", "kafka.lag.critical", {}, {}),
            id="ServiceDown over a page of another component",
        ),
    ],
)
def test_one_holds_back_the_other_where_their_labels_agree_and_only_while_it_fires(
    server: Alertmanager,
    request: pytest.FixtureRequest,
    case: tuple[str, str, dict[str, str], dict[str, str]],
) -> None:
    source, target, labels, other = case
    job = request.node.callspec.id
    own = {"job": job, **labels}
    elsewhere = {**own, **(other or {"job": f"{job}, elsewhere"})}
    alone = {**own, "job": f"{job}, alone"}
    server.post([_alert(source, **own), _alert(target, **own)])
    server.post([_alert(target, **elsewhere), _alert(target, **alone)])
    expected = {
        (source, tuple(sorted(own.items()))): False,
        (target, tuple(sorted(own.items()))): True,
        (target, tuple(sorted(elsewhere.items()))): False,
        (target, tuple(sorted(alone.items()))): False,
    }
    wait_until(
        "they hold back each other as they should",
        lambda: expected.items() <= server.held_back(job, *own).items(),
        seconds=30,
        instead=lambda: server.held_back(job, *own),
    )
    server.end([_alert(source, **own)])
    wait_until(
        "the other is told of once the first is over",
        lambda: not server.held_back(job, *own)[target, tuple(sorted(own.items()))],
        seconds=30,
    )


def test_service_down_holds_back_everything_but_itself_and_the_watchdog(
    server: Alertmanager,
) -> None:
    server.post([_alert(name, job="all") for name in ALERTS])
    expected = {
        (name, (("job", "all"),)): name not in {"system.availability.critical", _WATCHDOG}
        for name in ALERTS
    }
    wait_until(
        "all but one are held back",
        lambda: expected.items() <= server.held_back("all", "job").items(),
        seconds=30,
        instead=lambda: server.held_back("all", "job"),
    )


def test_everything_at_once_is_one_notification(tmp_path: Path) -> None:
    listener = Listener(free_port())
    config = at_once(_CONFIG, tmp_path, listener.port, wait="2s")
    binary = require_tool("alertmanager")
    with listener.running(), alertmanager(binary, config, tmp_path) as server:
        server.post([_alert(name, job="llm-optimizer") for name in ALERTS])
        later = _later()
        server.post(later)
        wait_until(
            "everybody was told what came last",
            lambda: len(_of_later(listener)) == len({_receiver(one) for one in later}),
            seconds=120,
            instead=listener.told,
        )
        told = [one for one in listener.told() if one not in _of_later(listener)]
    assert [one for one in told if _WATCHDOG not in one[1]] == [
        ("platform-pager", ("system.availability.critical",))
    ]


def _later() -> list[dict[str, str]]:
    """Return an alert of another job for every route: posted last, it is due after all others."""
    routes = {(one["owner"], one["severity"]): one for one in ALERTS.values()}
    return [
        {**one, "alertname": "Later", "alert_id": "later", "job": "later", "component": "later"}
        for (_, severity), one in routes.items()
        if severity != "info"
    ]


def _of_later(listener: Listener) -> list[tuple[str, tuple[str, ...]]]:
    return [one for one in listener.told() if "later" in one[1]]
