"""What is watched of Prometheus and Alertmanager, for any project: alerts, with their cases.

The metrics are those that both programs expose about themselves (prometheus.io/docs, "Monitoring
Prometheus" and its mixin).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from generator.core.names import WATCHDOG
from generator.promql.expr import one_of

_MINUTE: Final = Fraction(60)
RUNBOOK: Final = "meta-monitoring"
INPUT_MISSING: Final = "AlertInputMissing"


class Watch(NamedTuple):
    """An alert: its texts, and a case in promtool's notation, a sample every 30 s.

    It fires and is silent at some times of the case; ``shows`` are the labels of its own.
    """

    key: str
    name: str
    severity: str
    query: str
    for_: Fraction
    summary: str
    description: str
    series: tuple[tuple[str, str], ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    shows: tuple[tuple[str, str], ...]


# Once in a while is no reason to wake anybody, but again and again is: every four minutes.
_GROWS: Final = "0x20 0.5x19 1x7 1.5x7 2x7 2.5x7 3x7 3.5x7 4x7"


def _counted(
    key: str, name: str, severity: str, *, metric: str, by: str, texts: tuple[str, str]
) -> Watch:
    """Return an alert on a counter of faults that should stand still."""
    known = {"job": "prometheus", "instance": "a"}
    shows = {label: known.get(label, "x") for label in by.split(", ")}
    labels = ",".join(f'{label}="{value}"' for label, value in shows.items())
    return Watch(
        key=key,
        name=name,
        severity=severity,
        query=f"sum by ({by}) (increase({metric}[5m])) > 0",
        for_=5 * _MINUTE,
        summary=texts[0],
        description=texts[1],
        series=((f"{metric}{{{labels}}}", _GROWS),),
        fires=("25.5m", "45m"),
        silent=("10m", "16m", "25m"),
        shows=tuple(shows.items()),
    )


def _reloads(program: str) -> tuple[tuple[str, str], ...]:
    """Return what a program says of its last reload, of which one goes wrong."""
    name = f'{program}_config_last_reload_successful{{job="{program}",instance="a"'
    return ((f"{name}}}", "1x20 0x60"), (f'{name},replica="b"}}', "1x80"))


ALWAYS: Final = (
    Watch(
        key=WATCHDOG.partition(".")[2],
        name="Watchdog",
        severity="info",
        query="vector(1)",
        for_=Fraction(0),
        summary="Alerts arrive",
        description="It fires all the time. When it ends, nobody is told of anything any more.",
        series=(('up{job="x"}', "1x10"),),
        fires=("0s", "5m"),
        silent=(),
        shows=(),
    ),
    _counted(
        "rule_failures",
        "RuleEvaluationFailures",
        "critical",
        metric="prometheus_rule_evaluation_failures_total",
        by="job, instance",
        texts=(
            "Rules fail on Prometheus {{ $labels.instance }}",
            "Alerts of these rules cannot fire. Prometheus names the error under Status, Rules.",
        ),
    ),
    _counted(
        "iterations_missed",
        "RuleIterationsMissed",
        "warning",
        metric="prometheus_rule_group_iterations_missed_total",
        by="job, instance",
        texts=(
            "Prometheus {{ $labels.instance }} skips evaluations of rules",
            "Alerts come late. Find the slow group under Status, Rules of Prometheus.",
        ),
    ),
    _counted(
        "notifications_dropped",
        "NotificationsDropped",
        "critical",
        metric="prometheus_notifications_dropped_total",
        by="job, instance",
        texts=(
            "Alerts of Prometheus {{ $labels.instance }} do not reach Alertmanager",
            "Somebody is not told. See whether Alertmanager answers, and what Prometheus logs.",
        ),
    ),
    Watch(
        key="config_reload",
        name="ConfigReloadFailed",
        severity="warning",
        query="min by (job, instance) (prometheus_config_last_reload_successful) == 0",
        for_=10 * _MINUTE,
        summary="Prometheus {{ $labels.instance }} runs with an old configuration",
        description="The newest rules and targets are not in force. Check them with promtool.",
        series=(*_reloads("prometheus"),),
        fires=("20.5m", "30m"),
        silent=("5m", "20m"),
        shows=(("job", "prometheus"), ("instance", "a")),
    ),
)

OF_ALERTMANAGER: Final = (
    _counted(
        "alertmanager_failing",
        "AlertmanagerNotificationsFailing",
        "critical",
        metric="alertmanager_notifications_failed_total",
        by="job, instance, integration",
        texts=(
            "Alertmanager {{ $labels.instance }} cannot send by {{ $labels.integration }}",
            "Somebody is not told. See what Alertmanager logs; often a secret is missing or wrong.",
        ),
    ),
    Watch(
        key="alertmanager_reload",
        name="ConfigReloadFailed",
        severity="warning",
        query="min by (job, instance) (alertmanager_config_last_reload_successful) == 0",
        for_=10 * _MINUTE,
        summary="Alertmanager {{ $labels.instance }} runs with an old configuration",
        description="The newest routes are not in force. Check them with amtool.",
        series=(*_reloads("alertmanager"),),
        fires=("20.5m", "30m"),
        silent=("5m", "20m"),
        shows=(("job", "alertmanager"), ("instance", "a")),
    ),
)


def targets_missing(jobs: tuple[str, ...]) -> Watch:
    """Return the alert for jobs of which fewer targets are scraped than are listed, or none are."""
    listed = (
        'sum by (job) (\n  label_replace(prometheus_sd_discovered_targets{name="scrape",'
        f'{one_of("config", jobs)}}}, "job", "$1", "config", "(.+)")\n)'
    )
    return Watch(
        key="targets_missing",
        name="TargetsMissing",
        severity="warning",
        query=f"{listed}\n== 0\nor\n{listed}\n> on (job)\ncount by (job) (up)",
        for_=10 * _MINUTE,
        summary="Targets of job {{ $labels.job }} are missing",
        description="What is not scraped raises no alert. Look at the file that lists the targets.",
        series=_targets(jobs[0]),
        fires=("21.5m", "40.5m"),
        silent=("10.5m", "21m", "40m"),
        shows=(("job", jobs[0]),),
    )


def _targets(job: str) -> tuple[tuple[str, str], ...]:
    """Return what is listed by two Prometheus, and scraped: a target is lost, then all of them.

    Other jobs and lists are none of the alert's business, nor is that a target is down.
    """
    listed = 'prometheus_sd_discovered_targets{job="prometheus"'
    return (
        (f'{listed},instance="a",name="scrape",config="{job}"}}', "1x60 0x60"),
        (f'{listed},instance="b",name="scrape",config="{job}"}}', "1x60 0x60"),
        (f'{listed},instance="a",name="notify",config="{job}"}}', "5x120"),
        (f'{listed},instance="a",name="scrape",config="not-{job}"}}', "0x120"),
        (f'{listed},instance="a",name="scrape",config="also-not-{job}"}}', "5x120"),
        (f'up{{job="{job}",instance="a"}}', "1x120"),
        (f'up{{job="{job}",instance="b"}}', "0x22 stale _x26 1x70"),
        (f'up{{job="also-not-{job}",instance="a"}}', "1x120"),
    )


def input_missing(
    key: str,
    metric: str,
    selector: str,
    by: Sequence[str],
    labels: tuple[tuple[str, str], ...],
) -> Watch:
    """Return the alert for a metric that pages read and that nobody exposes any more.

    ``by`` are the ids of the pages, ``labels`` those of the selector, which the alert has.
    """
    reads = f"{', '.join(by)} {'reads' if len(by) == 1 else 'read'} it"
    return Watch(
        key=key,
        name=INPUT_MISSING,
        severity="warning",
        query=f"absent({selector})",
        for_=10 * _MINUTE,
        summary=f"There is no {metric}",
        description=f"{reads}, so nobody would be woken. See what the service exposes.",
        series=((selector, "1x20 stale _x60"),),
        fires=("20.5m", "30m"),
        silent=("5m", "20m"),
        shows=labels,
    )


PAGE: Final = {
    "runbook": RUNBOOK,
    "title": "The monitoring itself",
    "meaning": "Alerts may be late, missing, or without effect.",
    "symptoms": ["An alert of the component `meta` fires, or its watchdog fell silent."],
    "diagnosis": [
        {
            "say": "Does Prometheus accept its configuration and its rules?",
            "run": "promtool check config prometheus.yml",
        },
        {"say": "Does Alertmanager accept its own?", "run": "amtool check-config alertmanager.yml"},
        {"say": "Which rules fail, and which targets are down? See Status in Prometheus."},
        {"say": "What do both programs log?"},
    ],
    "steps": [
        {
            "say": "If the watchdog fell silent, look at Prometheus first, then at Alertmanager,"
            " then at the way to its receiver."
        },
        {"say": "If a configuration is refused, go back to the last one that was accepted."},
        {
            "say": "If targets are missing, correct the file that lists them; it is read again by"
            " itself."
        },
        {"say": "If a metric is missing, compare what the service exposes with its last release."},
        {"say": "If notifications fail, look at the files that hold the secrets of the receiver."},
    ],
}
"""What to do; a runbook of the project with this id stands in its place."""
