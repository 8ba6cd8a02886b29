"""Every generated name, in one place: recorded series, groups, files, uids."""

import hashlib
import re
import zlib

ALERT_LABELS = frozenset(
    ("alertname", "alertstate", "project", "component", "severity", "owner", "subject", "alert_id")
)
"""Labels that every alert has; a series' own label of such a name would be overwritten."""
SLO_LABELS = frozenset(("slo", "tier", "long", "short", "outcome"))
"""Labels that the alerts and the series of SLOs have beside those."""
SLO_LIST, SLO_DETAIL = "slo-list", "slo-detail"
"""Ids of the dashboards that are made for every project with SLOs."""

META = "meta"
"""The component of generated alerts that watch the monitoring itself."""
WATCHDOG = f"{META}.watchdog"
"""The id of the alert that always fires, so that its end tells of a broken chain."""

_UID_MAX = 40
# Grafana keeps panel ids in 32 bits, signed.
_PANEL_IDS = 2_000_000_000
_NOT_IN_SERIES = re.compile(r"[^a-z0-9]")


def record_name(level: tuple[str, ...], prefix: str, subject: str, operation: str) -> str:
    """Return the name of a recorded series: ``level:prefix_component_indicator:operation``."""
    return f"{'_'.join(level)}:{prefix}_{_NOT_IN_SERIES.sub('_', subject)}:{operation}"


def rule_path(component: str, service: str = "") -> str:
    """Return the path of a component's rule file below ``out/``."""
    return f"prometheus/rules/{f'{service}/' if service else ''}{component}.yml"


def rule_test_path(component: str, service: str = "", part: str = "") -> str:
    """Return the path of a component's rule test file below ``out/``, or of a part of it."""
    name = f"{component}.{part}" if part else component
    return f"prometheus/tests/{f'{service}/' if service else ''}{name}.yml"


def targets_path(job: str) -> str:
    """Return where the targets of a scrape job are listed, seen from Prometheus' configuration."""
    return f"targets/{re.sub('[^A-Za-z0-9_.-]', '_', job)}.yml"


def runbook_path(slug: str) -> str:
    """Return the path of a runbook below ``out/``."""
    return f"runbooks/{slug}.md"


def dashboards_folder(team: str = "") -> str:
    """Return the name of the folder that holds the dashboards of the project, or of one team."""
    return f"of-{team}" if team else "dashboards"


def dashboard_path(dashboard: str, team: str = "") -> str:
    """Return the path of a dashboard's JSON below ``out/``; ``team`` has a Grafana folder."""
    return f"grafana/provisioning/dashboards/{dashboards_folder(team)}/{dashboard}.json"


def folder_uid(project: str, team: str = "") -> str:
    """Return the uid of the Grafana folder of a project, or of a team in it."""
    return _uid(f"{project}-of-{team}") if team else project


def dashboard_uid(project: str, dashboard: str) -> str:
    """Return a dashboard's uid: ``project-dashboard``, shortened by a hash above 40 characters."""
    return _uid(f"{project}-{dashboard}")


def panel_id(dashboard: str, key: str) -> int:
    """Return the number by which Grafana knows a panel: from its key, so that moving changes none.

    The dashboard is named by its id in the specs, the row by none.
    """
    return zlib.crc32(f"{dashboard}.{key}".encode()) % _PANEL_IDS + 1


def datasource_uid(project: str) -> str:
    """Return the uid of the data source that a project's dashboards ask."""
    return _uid(f"{project}-prometheus")


def _uid(text: str) -> str:
    """Keep a uid within Grafana's 40 characters; a hash keeps two long ones apart."""
    if len(text) <= _UID_MAX:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: _UID_MAX - 9]}-{digest}"


def alert_name(subject: str) -> str:
    """Return the default name of an alert: ``http.error_ratio`` becomes ``HttpErrorRatio``."""
    return "".join(part.capitalize() for part in re.split(r"[^a-z0-9]+", subject) if part)


def slo_series_name(prefix: str, what: str) -> str:
    """Return the name of a series that all SLOs have, told apart by the label `slo`.

    ``objective``, ``events``, ``burn``, ``factor`` and ``remaining`` are numbers; ``info`` alone
    carries what people may rename about an SLO.
    """
    return f"{prefix}_slo_{what}"
