"""Metrics that would reach Prometheus in two ways."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule


def _find(whole: Whole) -> Iterator[Fault]:
    project = whole.estate.project
    if project.scrape.path == "otlp" and "scrape" in project.outputs:
        where = Place(whole.estate.project_file, ("scrape", "path"))
        yield Fault(
            whole.estate.origin(where), "metrics come by OTLP, and `outputs` asks for a scrape, too"
        )


_EXAMPLE = PROJECT.replace("[rules]", "[rules, scrape]")

CHECK = Check(
    Rule(
        "PS346",
        "metrics by two ways",
        "what is scraped and sent as well is counted twice",
        "remove `scrape` from `outputs`, or write `path: scrape`",
    ),
    bad=_EXAMPLE.replace("{interval: 15s}", "{interval: 15s, path: otlp}"),
    good=_EXAMPLE,
    find=_find,
)
