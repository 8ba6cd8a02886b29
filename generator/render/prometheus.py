"""Prometheus' own configuration, and an example of the targets of each job."""

import posixpath
from collections.abc import Iterator
from typing import Any

from generator.core.artifact import Artifact
from generator.core.units import duration_text
from generator.plan.scrape import Job, Scraping, host_of
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError, read_yaml

PATH = "prometheus/prometheus.yml"
_EXAMPLE, _BESIDE_DOCKER = "localhost:8080", "host.docker.internal:8080"


def render_prometheus(plan: Scraping) -> Iterator[Artifact]:
    """Yield the configuration, and for each job that lists its targets in a file an example of it.

    Raises:
        TemplateFaultError: a template made something else than the plan says.
    """
    text = render(
        "prometheus/prometheus.yml.j2",
        plan=plan,
        interval=duration_text(plan.interval),
        evaluation=duration_text(plan.evaluation),
        retention=duration_text(plan.retention),
        alertmanager=_alertmanager(plan),
    )
    if read_yaml(PATH, text) != _wanted(plan):
        raise TemplateFaultError(PATH, "what is read back is not what the plan says")
    yield Artifact(PATH, text, plan.project)
    ours = {job.files: job for job in reversed(plan.jobs) if _is_ours(job)}
    yield from (_targets(plan, job) for job in ours.values())


def _is_ours(job: Job) -> bool:
    """Tell whether the targets of a job are listed where an example of them may stand."""
    return posixpath.dirname(job.files) == "targets" and job.files.endswith(".yml")


def _targets(plan: Scraping, job: Job) -> Artifact:
    path = f"prometheus/{job.files}"
    example = _BESIDE_DOCKER if plan.in_container else _EXAMPLE
    text = render("prometheus/targets.yml.j2", job=job, plan=plan, example=example)
    labels = {"labels": dict(job.labels)} if job.labels else {}
    wanted = [{"targets": [example], **labels}] if job.own else []
    if read_yaml(path, text) != wanted:
        raise TemplateFaultError(path, "what is read back are no targets of the plan")
    return Artifact(path, text, plan.project)


def _alertmanager(plan: Scraping) -> dict[str, Any] | None:
    """Return where Alertmanager is reached, in Prometheus' words."""
    if not plan.alertmanager:
        return None
    scheme, _, rest = plan.alertmanager.partition("://")
    prefix = rest.partition("/")[2].rstrip("/")
    found: dict[str, Any] = {} if scheme == "http" else {"scheme": scheme}
    if prefix:
        found["path_prefix"] = f"/{prefix}"
    return {**found, "static_configs": [{"targets": [host_of(plan.alertmanager)]}]}


def _wanted(plan: Scraping) -> dict[str, Any]:
    """Return the tree that Prometheus shall read."""
    overall: dict[str, Any] = {
        "scrape_interval": duration_text(plan.interval),
        "evaluation_interval": duration_text(plan.evaluation),
    }
    if plan.external_labels:
        overall["external_labels"] = dict(plan.external_labels)
    wanted: dict[str, Any] = {"global": overall}
    if plan.rule_files:
        wanted["rule_files"] = list(plan.rule_files)
    alertmanager = _alertmanager(plan)
    if alertmanager is not None:
        wanted["alerting"] = {"alertmanagers": [alertmanager]}
    if plan.jobs:
        wanted["scrape_configs"] = [_job(one) for one in plan.jobs]
    return wanted


def _job(job: Job) -> dict[str, Any]:
    wanted: dict[str, Any] = {"job_name": job.name}
    if job.native:
        wanted["scrape_native_histograms"] = "true"
    if job.targets:
        return {**wanted, "static_configs": [{"targets": list(job.targets)}]}
    return {**wanted, "file_sd_configs": [{"files": [job.files]}]}
