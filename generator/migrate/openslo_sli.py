"""SLIs of OpenSLO as measures."""

import dataclasses
from collections.abc import Callable

from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.measures import Measure, UntoldError
from generator.migrate.openslo_objects import Objects
from generator.migrate.promise import told
from generator.migrate.queries import fixed_ranges, level, ratio, share, share_of_both
from generator.migrate.source import Source

_PROMETHEUS = {"prometheus", "thanos", "mimir", "cortex", "victoriametrics", "promql"}
_QUERIES = ("query", "promql")
_WINDOWS = "tiers and the period read windows of their own"


@dataclasses.dataclass(frozen=True, slots=True)
class Indicator:
    """What an SLI measures; ``measure`` raises why no recipe says it."""

    measure: Callable[[], Measure]
    is_threshold: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Query:
    """A query with its place; ``foreign`` is the kind of a data source that is no Prometheus."""

    item: Item
    text: str
    foreign: str = ""


def read_sli(source: Source, objects: Objects, item: Item) -> Indicator | None:
    """Return what an SLI measures; None, with findings, where that is not said."""
    reader, ledger, spec = source.reader, source.ledger, item.get("spec")
    ledger.exactly(item.get("kind"), "the format that was read")
    why = "an indicator is called after the first SLO that reads it"
    ledger.otherwise(item.get("metadata", "name"), "the indicator's id", why)
    objects.no_place(ledger, item)
    if not reader.mapping(spec, required=True):
        return None
    threshold, parts = spec.get("thresholdMetric"), spec.get("ratioMetric")
    if threshold.there == parts.there:
        message = "an SLI has either `thresholdMetric` or `ratioMetric`"
        reader.report(codes.WRONG_VALUE, spec, message, "write one of them")
        return None
    if threshold.there:
        query = _query(source, objects, threshold)
        return None if query is None else _threshold(source, query)
    return _ratio(source, objects, parts) if reader.mapping(parts) else None


def _threshold(source: Source, query: _Query) -> Indicator:
    def measure() -> Measure:
        found = level(_promql(query))
        source.ledger.exactly(query.item, told(found))
        return found

    return Indicator(measure, is_threshold=True)


def _ratio(source: Source, objects: Objects, parts: Item) -> Indicator | None:
    reader = source.reader
    raw = parts.get("raw")
    counter = reader.flag(parts.get("counter"))
    if raw.there:
        kind = reader.choice(parts.get("rawType"), ("success", "failure"), required=True)
        query = _query(source, objects, raw)
        return None if query is None or not kind else _raw(source, parts, query, kind)
    found = {
        key: _query(source, objects, parts.get(key))
        for key in ("good", "bad", "total")
        if parts.get(key).there
    }
    if set(found) not in ({"good", "total"}, {"bad", "total"}, {"good", "bad"}):
        message = "a ratio has `total` and one of `good` and `bad`"
        reader.report(codes.MISSING_FIELD, parts, message, "write both")
        return None
    queries = {key: query for key, query in found.items() if query is not None}
    if len(queries) < len(found):
        return None

    def measure() -> Measure:
        texts = {key: _promql(query) for key, query in queries.items()}
        if "total" in texts:
            good = "good" in texts
            result = share(texts["good" if good else "bad"], texts["total"], good=good, raw=counter)
        else:
            result = share_of_both(texts["good"], texts["bad"], raw=counter)
        source.ledger.exactly(parts.get("counter"), "what grows is read by its rate")
        for query in queries.values():
            _tell(source, query, result)
        return result

    return Indicator(measure, is_threshold=False)


def _raw(source: Source, parts: Item, query: _Query, kind: str) -> Indicator:
    def measure() -> Measure:
        result = ratio(_promql(query), good=kind == "success")
        source.ledger.exactly(parts.get("rawType"), "which side of the ratio is good")
        source.ledger.exactly(parts.get("counter"), "what grows is read by its rate")
        _tell(source, query, result)
        return result

    return Indicator(measure, is_threshold=False)


def _tell(source: Source, query: _Query, result: Measure) -> None:
    ranges = fixed_ranges(query.text)
    if ranges:
        why = f"it reads {', '.join(ranges)} only; {_WINDOWS}"
        source.ledger.otherwise(query.item, told(result), why)
    else:
        source.ledger.exactly(query.item, told(result))


def _promql(query: _Query) -> str:
    if query.foreign:
        raise UntoldError(
            f"it asks {query.foreign}, and promspec speaks PromQL alone",
            "measure the same in Prometheus, or keep this SLO where it is",
        )
    return query.text


def _query(source: Source, objects: Objects, holder: Item) -> _Query | None:
    """Return the query of a part of an indicator, with the kind of its data source."""
    reader, ledger = source.reader, source.ledger
    metric = holder.get("metricSource")
    if not reader.mapping(holder, required=True) or not reader.mapping(metric, required=True):
        return None
    reference, kind = metric.get("metricSourceRef"), metric.get("type")
    reader.text(kind)
    data = objects.refer("DataSource", reference) if reference.there else None
    if reference.there and data is None:
        return None
    ledger.exactly(reference, "what it refers to")
    types = [kind.text] if kind.there else []
    types += [data.get("spec", "type").text] if data is not None else []
    foreign = next((one for one in types if one.lower() not in _PROMETHEUS), "")
    if not foreign:
        ledger.exactly(kind, "queries are PromQL")
    spec = metric.get("spec")
    if not reader.mapping(spec, required=True):
        return None
    item = next((one for one in map(spec.get, _QUERIES) if one.there), spec.get("query"))
    if foreign:
        ledger.lost(spec, f"it asks {foreign}, no Prometheus", "measure the same in Prometheus")
        return _Query(spec, "", foreign)
    text = reader.text(item, required=True)
    return _Query(item, text) if text else None
