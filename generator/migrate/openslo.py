"""OpenSLO `openslo/v1`: its objects, and what refers to what."""

from collections.abc import Iterable

from generator.core.spelling import meant
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.openslo_alerts import Alerts
from generator.migrate.openslo_objects import KINDS, VERSION, Objects
from generator.migrate.openslo_slo import read_slo
from generator.migrate.source import Source, is_url

_TARGETS = "who is told follows from the owner"


def read_openslo(source: Source, documents: Iterable[Item]) -> None:
    """Read the SLOs of documents, with everything that they refer to."""
    objects = Objects(source.reader)
    found: list[Item] = []
    for one in documents:
        if _is_object(source, one):
            found.append(one)
            objects.add(one)
        else:
            objects.pass_over(one.get("kind").text)
    alerts = Alerts(source, objects)
    for one in found:
        if one.get("kind").text == "SLO":
            read_slo(source, objects, alerts, one)
    for one in found:
        _rest(source, objects, one)


def _is_object(source: Source, document: Item) -> bool:
    """Tell whether a document is an object of the format, and report its head."""
    reader = source.reader
    if not reader.mapping(document):
        return False
    version, kind = document.get("apiVersion"), document.get("kind")
    if reader.text(version, required=True) and version.text != VERSION:
        message = f"`{version.text}` is another format than `{VERSION}`"
        reader.report(codes.WRONG_FORMAT, version, message, f"convert it to `{VERSION}`")
        return False
    name = reader.text(kind, required=True)
    if name and name not in KINDS:
        fix = meant(name, KINDS) or f"kinds are {', '.join(KINDS)}"
        reader.report(codes.WRONG_FORMAT, kind, f"`{name}` is no kind of OpenSLO", fix)
        return False
    whole = reader.mapping(document.get("metadata"), required=True)
    whole = reader.mapping(document.get("spec"), required=True) and whole
    for one in (version, kind):
        source.ledger.exactly(one, "the format that was read")
    return bool(whole and version.text and name)


def _rest(source: Source, objects: Objects, document: Item) -> None:
    """Report what stands in an object beside what its readers told about it."""
    ledger, spec = source.ledger, document.get("spec")
    used = objects.used(document)
    kind = document.get("kind").text
    if not used and kind != "SLO":
        ledger.drop(document, "no SLO refers to it", "leave it out, or let an SLO refer to it")
        return
    if kind == "DataSource":
        _data_source(source, spec)
    if kind == "AlertNotificationTarget":
        fix = "give the team a `receiver` in specs/owners.yaml"
        ledger.lost(spec.get("target"), _TARGETS, fix)
    name = document.get("metadata", "name")
    ledger.exactly(name, "what refers to it refers to the same")
    objects.no_place(ledger, document)


def _data_source(source: Source, spec: Item) -> None:
    kind = spec.get("type")
    source.ledger.exactly(kind, "queries are PromQL")
    details = spec.get("connectionDetails")
    source.reader.mapping(details)
    for one in details.fields():
        is_first = not source.prometheus_url or source.prometheus_url == one.text
        if one.path[-1] in {"url", "address"} and is_url(one.text) and is_first:
            source.prometheus_url = one.text
            source.ledger.exactly(one, f"`prometheus_url: {one.text}`")
        else:
            why = "a project has one Prometheus, and its specs hold no secrets"
            source.ledger.lost(one, why, "set it up where Prometheus runs")


__all__ = ["read_openslo"]
