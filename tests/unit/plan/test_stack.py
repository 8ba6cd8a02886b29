"""What runs the outputs, and what watches the monitoring itself."""

from pathlib import Path
from typing import Any

import yaml

from generator import app
from tests.unit.plan.test_inhibitions import FLEET, PROJECT, WORKER, make_project

_ALL = "[rules, tests, runbooks, dashboards, alertmanager, scrape, meta, collector, compose]"
_NOTIFIED = "notifications: {watchdog: chat}\n"
_PAGE = """\
      critical: {above: 100, runbook: down}
"""


def _text(outputs: str = _ALL, **changes: str) -> str:
    text = PROJECT.replace("[rules, alertmanager]", outputs) + _NOTIFIED
    for old, new in changes.items():
        text = text.replace(f"{old}: {{interval: 15s}}", f"{old}: {new}")
    return text


def _files(project: app.Project) -> dict[str, str]:
    return {one.path: one.content for one in app.artifacts_of(project)}


def _yaml(files: dict[str, str], path: str) -> Any:
    return yaml.safe_load(files[path])


def test_compose_mounts_what_is_rendered_into_pinned_programs(tmp_path: Path) -> None:
    test = "environment: test\nidentity: {cluster: eu-2}\n"
    project = make_project(tmp_path, project=_text(), worker=WORKER, test=test)
    assert [one.code for one in app.check(project)] == ["PS303"]  # it has no dashboard
    files = _files(project)
    for folder, root in (("", ".."), ("env/test/", "../../..")):
        services = _yaml(files, f"{folder}compose.yaml")["services"]
        assert list(services) == ["prometheus", "alertmanager", "grafana", "collector"]
        for one in services.values():
            image, _, version = one["image"].rpartition(":")
            assert image
            assert version.lstrip("v")[0].isdigit()
            mounted = [each.partition(":")[0] for each in one["volumes"] if each.startswith("./")]
            assert len(mounted) == 1
        secrets = services["alertmanager"]["volumes"][1]
        assert secrets == f"${{PROMSPEC_SECRETS:-{root}/secrets}}:/run/secrets:ro"
        flags = services["prometheus"]["command"]
        assert "--storage.tsdb.retention.time=15d" in flags
        assert "--web.enable-lifecycle" in flags
        for folder_of, name in (("prometheus", "prometheus"), ("alertmanager", "alertmanager")):
            assert f"{folder}{folder_of}/{name}.yml" in files
        assert f"{folder}collector/config.yaml" in files


def _head(files: dict[str, str], path: str = "compose.yaml") -> list[str]:
    return [line for line in files[path].splitlines() if line.startswith("#   ")]


def test_the_head_of_a_compose_file_tells_of_the_programs_in_it_alone(tmp_path: Path) -> None:
    every = make_project(tmp_path / "every", project=_text(), worker=WORKER)
    some = _text("[rules, scrape, compose]").replace(_NOTIFIED, "")
    few = make_project(tmp_path / "few", project=some, worker=WORKER)
    prometheus = (
        "#   curl -X POST localhost:9090/-/reload   (Prometheus; it reads target files by itself)"
    )
    assert _head(_files(few)) == [prometheus]
    assert _head(_files(every)) == [
        prometheus,
        "#   curl -X POST localhost:9093/-/reload   (Alertmanager)",
        "#   docker compose -f compose.yaml restart collector   (the collector)",
        "#   Grafana reads its dashboards by itself.",
    ]
    assert ["PROMSPEC_SECRETS" in _files(one)["compose.yaml"] for one in (few, every)] == [
        False,
        True,
    ]


def test_environments_publish_other_ports_than_the_default_one(tmp_path: Path) -> None:
    test = "environment: test\nidentity: {cluster: eu-2}\n"
    files = _files(make_project(tmp_path, project=_text(), worker=WORKER, test=test))
    ports = {
        folder: {
            name: one["ports"]
            for name, one in _yaml(files, f"{folder}compose.yaml")["services"].items()
        }
        for folder in ("", "env/test/")
    }
    assert ports[""]["prometheus"] == ["127.0.0.1:9090:9090"]
    assert ports["env/test/"] == {
        "prometheus": ["127.0.0.1::9090"],
        "alertmanager": ["127.0.0.1::9093"],
        "grafana": ["127.0.0.1::3000"],
        "collector": ["127.0.0.1::4317", "127.0.0.1::4318", "127.0.0.1::13133"],
    }
    reload = "#   curl -X POST $(docker compose -f compose.yaml port prometheus 9090)/-/reload"
    assert _head(files, "env/test/compose.yaml")[0].startswith(reload)


def test_the_example_of_targets_can_be_reached_from_where_prometheus_runs(tmp_path: Path) -> None:
    files = {}
    for name, outputs in (("in", "[rules, scrape, compose]"), ("out", "[rules, scrape]")):
        text = _text(outputs).replace(_NOTIFIED, "")
        files[name] = _files(make_project(tmp_path / name, project=text, worker=WORKER))
    path = "prometheus/targets/shop.yml"
    assert _yaml(files["in"], path) == [{"targets": ["host.docker.internal:8080"]}]
    assert _yaml(files["out"], path) == [{"targets": ["localhost:8080"]}]
    prometheus = _yaml(files["in"], "compose.yaml")["services"]["prometheus"]
    assert prometheus["extra_hosts"] == ["host.docker.internal:host-gateway"]


def test_metrics_come_by_the_collector_only_where_nothing_scrapes_them(tmp_path: Path) -> None:
    scraped = make_project(tmp_path / "one", project=_text("[rules, collector]"), worker=WORKER)
    sent = make_project(
        tmp_path / "two",
        project=_text("[rules, collector]", scrape="{interval: 15s, path: otlp}"),
        worker=WORKER,
    )
    one, two = (_yaml(_files(each), "collector/config.yaml") for each in (scraped, sent))
    assert set(one["service"]["pipelines"]) == {"traces"}
    assert two["service"]["pipelines"]["metrics"]["exporters"] == ["otlphttp/metrics"]
    assert two["exporters"]["otlphttp/metrics"] == {
        "endpoint": "http://prometheus:9090/api/v1/otlp"
    }


def _meta(project: app.Project) -> dict[str, tuple[str, str]]:
    """Return expression and owner of each generated alert, by the end of its id."""
    (file,) = (one for one in app.plan_of(project).rule_files if one.path.endswith("/meta.yml"))
    return {
        rule.source.partition(".")[2]: (str(rule.expr), dict(rule.labels)["owner"])
        for group in file.groups
        for rule in group.rules
    }


def test_what_pages_read_is_watched_if_it_is_always_there(tmp_path: Path) -> None:
    paging = WORKER + _PAGE
    seldom = paging.replace("aggregate: sum}", "aggregate: sum, presence: on_traffic}")
    found = {
        name: set(_meta(make_project(tmp_path / name, project=_text(), worker=worker)))
        for name, worker in (("ticket", WORKER), ("page", paging), ("seldom", seldom))
    }
    always = {
        "watchdog",
        "rule_failures",
        "iterations_missed",
        "notifications_dropped",
        "config_reload",
        "alertmanager_failing",
        "alertmanager_reload",
        "targets_missing",
    }
    assert found == {
        "ticket": always,
        "page": {*always, "input_queue_size"},
        "seldom": always,
    }


def test_in_a_fleet_the_input_of_each_service_is_watched_for_its_owner(tmp_path: Path) -> None:
    project = make_project(tmp_path, project=_text(), worker=WORKER + _PAGE, workers=FLEET)
    found = _meta(project)
    assert found["input_mail_queue_size"] == ('absent(queue_size{job="mail"})', "mailers")
    assert found["input_bills_queue_size"] == ('absent(queue_size{job="bills"})', "team")


def test_service_down_holds_back_missing_inputs_and_neither_prometheus_nor_the_watchdog(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path, project=_text(), worker=WORKER + _PAGE)
    plan = app.plan_of(project).alertmanager
    assert plan is not None
    held = {
        target: one.equal
        for one in plan.inhibitions
        if one.source == "worker.up.critical"
        for target in one.targets
    }
    assert "meta.watchdog" not in held
    # Prometheus has another job than the service, so these are told of all the same.
    assert held["meta.rule_failures"] == held["meta.input_queue_size"] == ("job", "cluster")


def test_without_a_receiver_for_the_watchdog_that_is_told(tmp_path: Path) -> None:
    project = make_project(tmp_path, project=_text().replace(_NOTIFIED, ""), worker=WORKER)
    assert [(one.code, one.message) for one in app.check(project) if one.code == "PS341"] == [
        ("PS341", "nobody would notice that the watchdog falls silent")
    ]
