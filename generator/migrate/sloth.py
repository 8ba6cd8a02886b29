"""Sloth: its own format `prometheus/v1`, and the Kubernetes resource PrometheusServiceLevel."""

import dataclasses
from collections.abc import Iterable, Mapping
from fractions import Fraction

from generator.core.units import duration_text
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.measures import Measure, UntoldError, Within
from generator.migrate.promise import Promise, percent, told, words
from generator.migrate.queries import WINDOW, ratio, share
from generator.migrate.source import Source, is_url, unusable_period
from generator.migrate.specs import USUAL_PERIOD
from generator.migrate.tiers import USUAL, without_use

VERSION = "prometheus/v1"
CRD = ("sloth.slok.dev/v1", "PrometheusServiceLevel")
_CRD_KEYS = {
    "error_query": "errorQuery",
    "total_query": "totalQuery",
    "error_ratio_query": "errorRatioQuery",
    "page_alert": "pageAlert",
    "ticket_alert": "ticketAlert",
    "slo_plugins": "sloPlugins",
}
_RUNBOOKS = ("runbook_url", "runbook")
_PLUGIN = "a plugin is a program of its own, and promspec runs none"
_TEXTS = "promspec writes summary and description of an alert itself, from title, value and bound"
_PAGES, _TICKETS = ("fast", "medium"), ("slow", "trickle")
_NO_ERRORS = "without a series of errors there are none, where Sloth has no result"
_ABSENT = "an SLO that pages tells of missing data, too, by an alert that Sloth does not have"


@dataclasses.dataclass(frozen=True, slots=True)
class _Alerting:
    """The alerts of an SLO, as far as they come over."""

    alert: str = ""
    tiers: tuple[str, ...] = ()
    runbook_url: str = ""


def read_sloth(source: Source, documents: Iterable[Item], period: Fraction = USUAL_PERIOD) -> None:
    """Read the SLOs of documents; ``period`` is that of all, which Sloth is told when it runs."""
    for document in documents:
        if not source.reader.mapping(document):
            continue
        if document.get("apiVersion").there or document.get("kind").there:
            _crd(source, document, period)
        else:
            _own(source, document, period)


def _own(source: Source, document: Item, period: Fraction) -> None:
    version = document.get("version")
    if source.reader.text(version, required=True) and version.text != VERSION:
        message = f"`{version.text}` is no format of Sloth that is known"
        source.reader.report(codes.WRONG_FORMAT, version, message, f"write `{VERSION}`")
        return
    source.ledger.exactly(version, "the format that was read")
    _File(source, document, {}, period).read()


def _crd(source: Source, document: Item, period: Fraction) -> None:
    version, kind = document.get("apiVersion"), document.get("kind")
    found = (source.reader.text(version, required=True), source.reader.text(kind, required=True))
    if all(found) and found != CRD:
        message = f"`{found[0]}` {found[1]} is no resource of Sloth"
        fix = f"import `{CRD[0]}` {CRD[1]}, or leave the document out"
        source.reader.report(codes.WRONG_FORMAT, kind, message, fix)
        return
    for one in (version, kind):
        source.ledger.exactly(one, "the format that was read")
    why = "it is about the resource in the cluster, not about the SLOs"
    source.ledger.lost(document.get("metadata"), why, "nothing is lost by it")
    if source.reader.mapping(document.get("spec"), required=True):
        _File(source, document.get("spec"), _CRD_KEYS, period).read()


@dataclasses.dataclass(frozen=True, slots=True)
class _File:
    """A service with its SLOs; ``keys`` are other spellings of some."""

    source: Source
    item: Item
    keys: Mapping[str, str]
    period: Fraction

    def read(self) -> None:
        """Read every SLO."""
        reader, ledger = self.source.reader, self.source.ledger
        service, labels = self.item.get("service"), self.item.get("labels")
        name = reader.text(service, required=True)
        reader.mapping(labels)
        ledger.lost(self._in(self.item, "slo_plugins"), _PLUGIN, "say in the specs what it adds")
        slos = reader.items(self.item.get("slos"), required=True)
        if not name:
            return
        component = self.source.component(name)
        self.source.name(service, component, component)
        owner = self.source.owner(labels)
        for slo in slos:
            if reader.mapping(slo):
                self._slo(component, slo, owner)

    def _in(self, item: Item, key: str) -> Item:
        return item.get(self.keys.get(key, key))

    def _slo(self, component: str, slo: Item, owner: str) -> None:
        source, reader, ledger = self.source, self.source.reader, self.source.ledger
        name = reader.text(slo.get("name"), required=True)
        value = reader.number(slo.get("objective"), required=True)
        objective = source.objective(slo.get("objective"), value, most=100)
        description = reader.text(slo.get("description"))
        before = len(reader.findings)
        refused, measure = self._measure(slo)
        alerting = self._alerting(slo, objective)
        if not name or objective is None or len(reader.findings) > before:
            return
        if objective == 1:
            refused = refused or UntoldError(
                "100 % leaves no budget", "promise less than everything"
            )
        refused = refused or _no_period(self.period)
        if refused is not None or measure is None:
            ledger.drop(slo, str(refused), refused.fix if refused else "")
            return
        id_ = source.slo_id(component, name)
        source.name(slo.get("name"), id_, f"{component}.{id_}")
        ledger.exactly(slo.get("objective"), f"`objective: {percent(objective)}`")
        ledger.exactly(slo.get("description"), "`description`, which its alerts say")
        ledger.lost(slo.get("plugins"), _PLUGIN, "say in the specs what it adds")
        promise = Promise(
            component=component,
            service=words(self.item.get("service").text),
            name=id_,
            title=words(name),
            objective=objective,
            period=self.period,
            measure=measure,
            source=slo,
            tiers=alerting.tiers,
            alert=alerting.alert,
            description=description,
            owner=source.owner(slo.get("labels")) or owner,
            runbook_url=alerting.runbook_url,
        )
        source.promises.append(promise)

    def _measure(self, slo: Item) -> tuple[UntoldError | None, Measure | None]:
        """Return what an SLO measures, or why no recipe says it."""
        reader, sli = self.source.reader, slo.get("sli")
        if not reader.mapping(sli, required=True):
            return None, None
        kinds = [key for key in ("events", "raw", "plugin") if sli.get(key).there]
        if len(kinds) != 1:
            message = "an SLI is one of `events`, `raw` and `plugin`"
            reader.report(codes.WRONG_VALUE, sli, message, "keep one of them")
            return None, None
        if kinds == ["plugin"]:
            return UntoldError(_PLUGIN, "write the query that it makes as `events`"), None
        read = self._events if kinds == ["events"] else self._raw
        try:
            return None, read(sli.get(kinds[0]))
        except UntoldError as error:
            return error, None

    def _events(self, events: Item) -> Measure | None:
        if not self.source.reader.mapping(events):
            return None
        error, total = self._in(events, "error_query"), self._in(events, "total_query")
        texts = [self._query(one) for one in (error, total)]
        if not all(texts):
            return None
        measure = share(texts[0], texts[1], good=False)
        if isinstance(measure, Within):  # all buckets of a histogram are there, or none
            self.source.ledger.exactly(error, told(measure))
        else:
            self.source.ledger.otherwise(error, told(measure), _NO_ERRORS)
        self.source.ledger.exactly(total, told(measure))
        return measure

    def _raw(self, raw: Item) -> Measure | None:
        if not self.source.reader.mapping(raw):
            return None
        item = self._in(raw, "error_ratio_query")
        text = self._query(item)
        measure = ratio(text, good=False) if text else None
        if measure is not None:
            self.source.ledger.exactly(item, told(measure))
        return measure

    def _query(self, item: Item) -> str:
        text = self.source.reader.text(item, required=True)
        if text and not WINDOW.search(text):
            message = "the query has no `{{.window}}`, so every window would read the same"
            self.source.reader.report(
                codes.WRONG_VALUE, item, message, "write `[{{.window}}]` as the range"
            )
            return ""
        return text

    def _alerting(self, slo: Item, objective: Fraction | None) -> _Alerting:
        reader, ledger, alerting = self.source.reader, self.source.ledger, slo.get("alerting")
        if not reader.mapping(alerting):
            return _Alerting() if alerting.there else self._silent(slo)
        page, ticket = self._in(alerting, "page_alert"), self._in(alerting, "ticket_alert")
        wanted = (*self._tier(page, _PAGES), *self._tier(ticket, _TICKETS))
        idle = self._idle(wanted, objective)
        tiers = tuple(name for name in wanted if name not in idle)
        self.source.owner(alerting.get("labels"), page.get("labels"), ticket.get("labels"))
        name = alerting.get("name")
        if tiers:
            reader.text(name, required=True)
        urls = [self._annotations(one.get("annotations")) for one in (alerting, page, ticket)]
        if not tiers:
            ledger.lost(name, "both alerts are disabled", "nothing is lost by it")
        alert = self.source.alert(name) if tiers and name.text else ""
        if tiers:
            whys = ["each tier has an alert of its own, so that it is known which one fires"]
            whys += [f"tier `{name}` cannot fire: {why}" for name, why in idle.items()]
            whys += [_ABSENT] if {*tiers} & {*_PAGES} else []
            ledger.otherwise(alerting, f"`tiers`: {', '.join(tiers)}", "; ".join(whys))
        return _Alerting(alert, tiers, next((one for one in urls if one), ""))

    def _silent(self, slo: Item) -> _Alerting:
        self.source.reader.mapping(slo.get("alerting"), required=True)
        return _Alerting()

    def _idle(self, names: tuple[str, ...], objective: Fraction | None) -> dict[str, str]:
        """Return the tiers that could never fire, with the reason."""
        if objective is None or objective == 1:
            return {}
        found = {name: without_use(USUAL[name], self.period, objective) for name in names}
        return {name: why for name, why in found.items() if why}

    def _tier(self, item: Item, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the tiers that stand for one of the two alerts."""
        source, disable = self.source, item.get("disable")
        source.reader.mapping(item)
        if source.reader.flag(disable):
            source.ledger.exactly(disable, f"`tiers` without {' and '.join(names)}")
            return ()
        source.ledger.exactly(disable, f"`tiers` with {' and '.join(names)}")
        return names

    def _annotations(self, annotations: Item) -> str:
        """Return the address of a runbook among annotations, and report all of them."""
        self.source.reader.mapping(annotations)
        found = ""
        for one in annotations.fields():
            if one.path[-1] in _RUNBOOKS and is_url(one.text) and found in {"", one.text}:
                found = one.text
                why = "every page has a runbook in the specs; it says to follow that address"
                self.source.ledger.otherwise(one, "a runbook", why)
            else:
                self.source.ledger.lost(one, _TEXTS, "write `description:` at the SLO")
        return found


def _no_period(period: Fraction) -> UntoldError | None:
    why = unusable_period(period)
    return UntoldError(why, f"choose another than {duration_text(period)}") if why else None
