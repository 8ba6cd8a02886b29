"""Receivers in Alertmanager's words, with texts that say what is happening and what to do."""

from typing import Any

from generator.plan.notify.model import Integration, ReceiverPlan
from generator.spec.receivers import Email, Opsgenie, PagerDuty, Receiver, Slack, Webhook

TITLE, TEXT = '{{ template "promspec.title" . }}', '{{ template "promspec.text" . }}'
_SEVERITY = '{{ or .CommonLabels.severity "critical" }}'
_PRIORITY = '{{ if eq .CommonLabels.severity "warning" }}P3{{ else }}P1{{ end }}'
_LINK = "{{ .CommonAnnotations.runbook_url }}"


def plan_receiver(name: str, receiver: Receiver) -> ReceiverPlan:
    """Return a receiver with all its ways to send, in the order of the language."""
    ways = (
        (receiver.pagerduty, _pagerduty),
        (receiver.opsgenie, _opsgenie),
        (receiver.slack, _slack),
        (receiver.email, _email),
        (receiver.webhook, _webhook),
    )
    makers: list[tuple[Any, Any]] = [(spec, make) for spec, make in ways if spec is not None]
    return ReceiverPlan(name, tuple(make(spec) for spec, make in makers))


def silent_receiver(name: str) -> ReceiverPlan:
    """Return a receiver that tells nobody."""
    return ReceiverPlan(name, ())


def _pagerduty(spec: PagerDuty) -> Integration:
    settings = {
        "routing_key_file": spec.routing_key_file,
        "description": TITLE,
        "severity": _SEVERITY,
        "client_url": _LINK,
    }
    return Integration("pagerduty", settings)


def _opsgenie(spec: Opsgenie) -> Integration:
    settings = {
        "api_key_file": spec.api_key_file,
        "message": TITLE,
        "description": TEXT,
        "priority": _PRIORITY,
    }
    return Integration("opsgenie", settings)


def _slack(spec: Slack) -> Integration:
    settings = {"api_url_file": spec.api_url_file}
    if spec.channel is not None:
        settings["channel"] = spec.channel
    texts = {"send_resolved": "true", "title": TITLE, "title_link": _LINK, "text": TEXT}
    return Integration("slack", settings | texts)


def _email(spec: Email) -> Integration:
    settings = {"to": spec.to, "from": spec.from_, "smarthost": spec.smarthost}
    if spec.username is not None and spec.password_file is not None:
        settings |= {"auth_username": spec.username, "auth_password_file": spec.password_file}
    texts = {"send_resolved": "true", "headers/Subject": TITLE, "text": TEXT, "html": ""}
    return Integration("email", settings | texts)


def _webhook(spec: Webhook) -> Integration:
    settings = {"url": spec.url, "send_resolved": "true"}
    if spec.credentials_file is not None:
        settings["http_config/authorization/credentials_file"] = spec.credentials_file
    return Integration("webhook", settings)
