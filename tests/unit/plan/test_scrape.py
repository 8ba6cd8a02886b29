"""What is scraped: every job that the specs read, each once."""

from pathlib import Path

import pytest
import yaml

from generator import app
from generator.plan.scrape import plan_scraping
from generator.plan.stack import plan_stack
from generator.render.prometheus import render_prometheus
from generator.render.stack import render_compose
from tests.unit.plan.test_inhibitions import FLEET, WORKER, make_project

_PROJECT = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
identity:
  job: {on: series}
  cluster: {on: external, values: [eu-1, eu-2]}
scrape: {interval: 15s}
evaluation: 30s
retention: 15d
external: {node: {job: node, prefix: node_}}
outputs: [rules, scrape]
"""
_MACHINE = """\
  memory:
    title: Memory
    value: {of: machine_bytes}
    by: [instance]
    record: true
"""


def _worker() -> str:
    metric = (
        "  machine_bytes: {type: gauge, help: Memory., aggregate: sum, selector: {job: machine}}\n"
    )
    return WORKER.replace("indicators:\n", f"{metric}indicators:\n{_MACHINE}")


def test_every_job_that_the_specs_read_is_scraped_once(tmp_path: Path) -> None:
    project = make_project(tmp_path, project=_PROJECT, worker=_worker())
    assert app.check(project) == []
    plan = plan_scraping(app.estate_of(project))
    assert [(one.name, one.files, one.own) for one in plan.jobs] == [
        ("shop", "targets/shop.yml", True),
        ("machine", "targets/machine.yml", False),
        ("node", "targets/node.yml", False),
    ]


def test_a_fleet_scrapes_its_services_and_loads_their_rules(tmp_path: Path) -> None:
    project = make_project(tmp_path, project=_PROJECT, worker=WORKER, workers=FLEET)
    plan = plan_scraping(app.estate_of(project))
    assert [one.name for one in plan.jobs if one.own] == ["mail", "bills"]
    assert plan.rule_files == ("rules/*.yml", "rules/mail/*.yml", "rules/bills/*.yml")


def test_an_environment_sends_its_external_labels(tmp_path: Path) -> None:
    environment = "environment: eu\nidentity: {cluster: eu-2}\n"
    project = make_project(tmp_path, project=_PROJECT, worker=WORKER, eu=environment)
    plan = plan_scraping(app.estate_of(project, "eu"))
    assert plan.external_labels == (("cluster", "eu-2"),)


def test_where_metrics_come_by_otlp_the_service_is_not_scraped(tmp_path: Path) -> None:
    text = _PROJECT.replace("15s}", "15s, path: otlp}")
    project = make_project(tmp_path, project=text, worker=WORKER)
    assert [one.code for one in app.check(project)] == ["PS346"]
    assert not any(one.own for one in plan_scraping(app.estate_of(project)).jobs)


def test_the_example_of_targets_has_the_labels_that_the_specs_select_by(tmp_path: Path) -> None:
    text = _PROJECT.replace("{job: shop}", "{job: shop, team: a}").replace(
        "{interval: 15s}", "{interval: 15s, targets: targets/own.yml}"
    )
    labels = "labels: labels\ndefine:\n" + "".join(
        f"  {name}: {{help: A label.{extra}}}\n"
        for name, extra in {
            "job": "",
            "cluster": "",
            "team": ", target: true",
            "instance": ", target: true",
        }.items()
    )
    project = make_project(tmp_path, project=text, labels=labels, worker=WORKER)
    files = {
        one.path: one.content for one in render_prometheus(plan_scraping(app.estate_of(project)))
    }
    assert sorted(files) == [
        "prometheus/prometheus.yml",
        "prometheus/targets/node.yml",
        "prometheus/targets/own.yml",
    ]
    assert files["prometheus/targets/own.yml"].endswith(
        '- targets: ["localhost:8080"]\n  labels:\n    team: "a"\n'
    )
    assert files["prometheus/targets/node.yml"].endswith("[]\n")


_WAITING = """\
  waiting: {title: Waiting, mean: {of: wait_seconds}, by: [], record: true}
"""


@pytest.mark.parametrize(
    ("target", "told", "image", "flag"),
    [
        (
            '{prometheus: "2.47", features: [native-histograms]}',
            [],
            "prom/prometheus:v3.5.0",
            ["--enable-feature=native-histograms"],
        ),
        ('{prometheus: "3.8"}', ["shop"], "prom/prometheus:v3.8.0", []),
    ],
)
def test_native_histograms_are_asked_for_as_the_target_takes_them(
    target: str, told: list[str], image: str, flag: list[str], tmp_path: Path
) -> None:
    text = _PROJECT.replace("scrape]", f"scrape, compose]\ntarget: {target}")
    metric = "  wait_seconds: {type: histogram, native: true, help: Waiting.}\n"
    worker = _worker().replace("indicators:\n", f"{metric}indicators:\n{_WAITING}")
    estate = app.estate_of(make_project(tmp_path, project=text, worker=worker))
    (config, *_) = render_prometheus(plan_scraping(estate))
    assert [f"start with {one}." in config.content for one in flag] == [True for _ in flag]
    jobs = yaml.safe_load(config.content)["scrape_configs"]
    assert [one["job_name"] for one in jobs if one.get("scrape_native_histograms")] == told
    service = yaml.safe_load(render_compose(plan_stack(estate)).content)["services"]["prometheus"]
    assert service["image"] == image
    assert [one for one in service["command"] if "feature" in one] == flag
