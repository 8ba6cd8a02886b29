"""What is watched of Prometheus and Alertmanager, for any project: alerts, with their cases.

The metrics are those that both programs expose about themselves (prometheus.io/docs, "Monitoring
Prometheus" and its mixin).
"""

import dataclasses
from fractions import Fraction
from typing import Final

from generator.core.names import WATCHDOG
from generator.promql.expr import one_of

_MINUTE: Final = Fraction(60)
RUNBOOK: Final = "meta-monitoring"


@dataclasses.dataclass(frozen=True, slots=True)
class Watch:
    """An alert: its texts, and a case in promtool's notation, a sample every 30 s.

    It fires and is silent at some minutes of the case.
    """

    key: str
    name: str
    severity: str
    query: str
    for_: Fraction
    summary: str
    description: str
    series: tuple[tuple[str, str], ...]
    fires: tuple[int, ...]
    silent: tuple[int, ...]


_GROWS: Final = "0x20 1+1x60"


def _counted(
    key: str, name: str, severity: str, *, metric: str, by: str, texts: tuple[str, str]
) -> Watch:
    """Return an alert on a counter of faults that should stand still."""
    labels = "".join(
        f',{label}="x"' for label in by.split(", ") if label not in {"job", "instance"}
    )
    return Watch(
        key=key,
        name=name,
        severity=severity,
        query=f"sum by ({by}) (increase({metric}[5m])) > 0",
        for_=5 * _MINUTE,
        summary=texts[0],
        description=texts[1],
        series=((f'{metric}{{job="prometheus",instance="a"{labels}}}', _GROWS),),
        fires=(20, 30),
        silent=(5, 12),
    )


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
        fires=(1, 5),
        silent=(),
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
        series=(
            (
                'prometheus_config_last_reload_successful{job="prometheus",instance="a"}',
                "1x20 0x60",
            ),
        ),
        fires=(22, 30),
        silent=(5, 15),
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
        series=(
            (
                'alertmanager_config_last_reload_successful{job="alertmanager",instance="a"}',
                "1x20 0x60",
            ),
        ),
        fires=(22, 30),
        silent=(5, 15),
    ),
)


def targets_missing(jobs: tuple[str, ...]) -> Watch:
    """Return the alert for jobs of which fewer targets are scraped than are listed, or none are."""
    listed = (
        'sum by (job) (\n  label_replace(prometheus_sd_discovered_targets{name="scrape",'
        f'{one_of("config", jobs)}}}, "job", "$1", "config", "(.+)")\n)'
    )
    known = f'prometheus_sd_discovered_targets{{job="prometheus",name="scrape",config="{jobs[0]}"}}'
    return Watch(
        key="targets_missing",
        name="TargetsMissing",
        severity="warning",
        query=(
            f"{listed}\n== 0\nor\n{listed}\n> on (job)\n"
            f"count by (job) (up{{{one_of('job', jobs)}}})"
        ),
        for_=10 * _MINUTE,
        summary="Targets of job {{ $labels.job }} are missing",
        description="What is not scraped raises no alert. Look at the file that lists the targets.",
        series=(
            (known, "2x20 2x40 0x40"),
            (f'up{{job="{jobs[0]}",instance="a"}}', "1x100"),
            (f'up{{job="{jobs[0]}",instance="b"}}', "1x20 _x40 1x40"),
        ),
        fires=(28, 48),
        silent=(9, 18, 35),
    )


def input_missing(key: str, metric: str, selector: str, by: str) -> Watch:
    """Return the alert for a metric that a page reads and that nobody exposes any more."""
    return Watch(
        key=key,
        name="AlertInputMissing",
        severity="warning",
        query=f"absent({selector})",
        for_=10 * _MINUTE,
        summary=f"There is no {metric}",
        description=f"{by} reads it, so nobody would be woken. See what the service exposes.",
        series=((selector, "1x20 _x60"),),
        fires=(28, 35),
        silent=(5, 20),
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
