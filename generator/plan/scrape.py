"""What Prometheus scrapes: a job for each value of the label `job` that the specs select."""

import dataclasses
import re
from collections.abc import Iterator
from fractions import Fraction

from generator.core.names import targets_path
from generator.promql.versions import says_per_job
from generator.resolve.estate import Estate
from generator.resolve.jobs import jobs_of_others, native_jobs, own_jobs


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """A scrape job: where its targets are listed, or the targets that are known.

    ``labels`` are those that the specs select its series by beside `job`; ``own`` tells that the
    project's service is scraped, so that an example of a target can be given; ``native`` that
    Prometheus must be told to scrape its native histograms.
    """

    name: str
    files: str
    targets: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    own: bool
    source: str
    native: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Scraping:
    """The configuration of Prometheus; durations in seconds.

    ``features`` are those that it must be started with.
    """

    project: str
    interval: Fraction
    evaluation: Fraction
    retention: Fraction
    external_labels: tuple[tuple[str, str], ...]
    rule_files: tuple[str, ...]
    alertmanager: str
    jobs: tuple[Job, ...]
    features: tuple[str, ...]
    source: str
    in_container: bool = False
    """Whether Prometheus runs in a container, which has a `localhost` of its own."""


def plan_scraping(estate: Estate) -> Scraping:
    """Return what Prometheus scrapes and evaluates for a project."""
    project = estate.project
    # Prometheus takes a `*` only in the last part of a path.
    nested = [f"rules/{service}/*.yml" for service in estate.services]
    is_sending = "alertmanager" in project.outputs
    return Scraping(
        project=project.project,
        interval=project.scrape.interval,
        evaluation=project.evaluation,
        retention=project.retention,
        external_labels=tuple(estate.external_labels.items()),
        rule_files=("rules/*.yml", *nested) if "rules" in project.outputs else (),
        alertmanager=project.alertmanager_url if is_sending else "",
        jobs=(*_jobs(estate), *_monitoring(estate)),
        features=project.target.features,
        source=estate.project_file,
        in_container="compose" in project.outputs,
    )


def _jobs(estate: Estate) -> Iterator[Job]:
    # Until then a flag says it for all jobs, and the setting is not known.
    told = says_per_job(estate.project.target.prometheus)
    natives = native_jobs(estate) if told else frozenset()
    for job in _plain_jobs(estate):
        yield dataclasses.replace(job, native=job.name in natives)


def _plain_jobs(estate: Estate) -> Iterator[Job]:
    given = estate.project.scrape.targets
    for name, selector in own_jobs(estate).items():
        labels = tuple((label, value) for label, value in selector.items() if label != "job")
        is_given = given is not None and selector == estate.project.selector
        files = given if is_given and given is not None else targets_path(name)
        yield Job(name, files, (), labels, own=True, source=estate.project_file)
    for name in jobs_of_others(estate):
        yield Job(name, targets_path(name), (), (), own=False, source="metrics with a selector")


def _monitoring(estate: Estate) -> Iterator[Job]:
    """Yield the jobs that the generated alerts about the monitoring itself read."""
    if "meta" not in estate.project.outputs:
        return
    yield Job("prometheus", "", ("localhost:9090",), (), own=False, source="outputs: meta")
    if "alertmanager" in estate.project.outputs:
        host = host_of(estate.project.alertmanager_url)
        yield Job("alertmanager", "", (host,), (), own=False, source="outputs: meta")


def host_of(url: str) -> str:
    """Return host and port of a URL."""
    return re.sub(r"^https?://([^/]+).*$", r"\1", url)
