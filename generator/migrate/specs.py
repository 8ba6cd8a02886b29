"""Imported SLOs as the files of a project."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from generator.core.finding import Place
from generator.core.units import TIME_UNITS, decimal_text, duration_text
from generator.migrate.declared import INSTANCE, Catalogue
from generator.migrate.measures import Expression, Level, Share, UntoldError, Within, selections_of
from generator.migrate.promise import (
    OwnTier,
    Promise,
    bound_text,
    percent,
    slug,
    unit_of,
    words,
)
from generator.migrate.tiers import USUAL
from generator.migrate.yaml_text import Bare, yaml_text
from generator.promql.expr import Matcher

_HEAD = "# yaml-language-server: $schema={}out/schema/completion/{}.json\n"
_QUANTILE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,6})?")
_DAY = TIME_UNITS["d"]
USUAL_PERIOD = 30 * _DAY
_RETENTION = 40 * _DAY
TEAM = "team"


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """Something that the source does not say and a project must: where it stands, what and why."""

    file: str
    what: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class About:
    """What is true of the whole project: its id, and where Prometheus answers if that is known."""

    project: str
    prometheus_url: str = ""


class Specs:
    """The files of a project that holds some SLOs.

    Attributes:
        catalogue: The metrics that they read.
        refused: SLOs that contradict others, with the reason.
    """

    def __init__(
        self, about: About, promises: Sequence[Promise], allow: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Take SLOs in; ``allow`` are findings about the names of metrics, which nobody chose."""
        self._about = about
        self.catalogue = Catalogue()
        self.refused: list[tuple[Promise, UntoldError]] = []
        self.promises: list[Promise] = []
        for one in promises:
            try:
                self.catalogue.add(one.component, one.measure)
                self.promises.append(one)
            except UntoldError as error:
                self.refused.append((one, error))
        for name, codes in allow.items():
            if name in self.catalogue.metrics:
                self.catalogue.metrics[name].allow |= codes
        self._tiers = {name: own for one in self.promises for name, own in one.own}
        common = {each.label: each.value for each in sorted(self.catalogue.selector)}
        self._selector = common or {"job": about.project}

    def files(self) -> dict[str, str]:
        """Return the texts of all files by path."""
        trees = {"specs/project.yaml": ("project", self._project())}
        trees["specs/owners.yaml"] = ("owners", self._owners())
        trees["specs/labels.yaml"] = ("labels", self._labels())
        for name in dict.fromkeys(one.component for one in self.promises):
            trees[f"specs/components/{name}.yaml"] = ("component", self._component(name))
        for one in self.promises:
            if one.tiers:
                path = f"specs/runbooks/{_runbook(one)}.yaml"
                trees[path] = ("runbook", _runbook_tree(one))
        return {
            path: _HEAD.format("../" * path.count("/"), kind) + yaml_text(tree)
            for path, (kind, tree) in trees.items()
        }

    def about(self, where: Place) -> list[Promise]:
        """Return the SLOs that a place in the files belongs to."""
        section, name = (*(str(one) for one in where.path[:2]), "", "")[:2]
        return [one for one in self.promises if self._is_about(one, where.file, section, name)]

    def _is_about(self, one: Promise, file: str, section: str, name: str) -> bool:
        if section in {"tiers", "metrics"}:
            read = {each.metric for each in selections_of(one.measure)}
            return name in (one.tiers if section == "tiers" else read)
        if file != f"specs/components/{one.component}.yaml":
            return file == f"specs/runbooks/{_runbook(one)}.yaml"
        if section == "indicators":
            slos = self._component(one.component)["slos"]
            return bool(slos[one.name]["of"] == f"{one.component}.{name}")
        return section == "component" or (section, name) == ("slos", one.name)

    def settings(self) -> list[Setting]:
        """Return what the source does not say."""
        file = "specs/project.yaml"
        found = [
            Setting(file, "scrape.interval 15s, evaluation 30s", "set them as your Prometheus has"),
            Setting(
                file,
                f"retention {duration_text(self._retention)}",
                "no shorter than the longest period; set it as your Prometheus has it",
            ),
            Setting(file, "runbook_url", "an example; say where runbooks are read"),
        ]
        if not self.catalogue.selector:
            why = "not every query names one job; metrics have selectors of their own"
            found.append(Setting(file, f"selector job={self._about.project}", why))
        if not self.catalogue.identity:
            why = "the sums of the source keep no `job`, so the records keep none either"
            found.append(Setting(file, "identity none", why))
        buckets = [name for name, one in self.catalogue.metrics.items() if one.buckets]
        for name in buckets:
            where = f"specs/components/{self.catalogue.metrics[name].component}.yaml"
            why = "only buckets that are promised something; list all that the application has"
            found.append(Setting(where, f"metrics.{name}.buckets", why))
        return found

    @property
    def _retention(self) -> Fraction:
        longest = max((one.period for one in self.promises), default=USUAL_PERIOD)
        return max(_RETENTION, longest + 10 * _DAY)

    def _project(self) -> dict[str, Any]:
        about, catalogue = self._about, self.catalogue
        tree: dict[str, Any] = {
            "project": about.project,
            "promspec": 1,
            "title": about.project,
            "owner": TEAM,
            "selector": self._selector,
        }
        if catalogue.identity != ("job",):
            tree["identity"] = list(catalogue.identity)
        tree |= {
            "scrape": {"interval": "15s"},
            "evaluation": "30s",
            "retention": duration_text(self._retention),
            "runbook_url": "https://runbooks.example.com/{runbook}",
        }
        if about.prometheus_url:
            tree["prometheus_url"] = about.prometheus_url
        if catalogue.external:
            tree["external"] = {"imported": {"metrics": sorted(catalogue.external)}}
        if self._tiers:
            tree["tiers"] = self._all_tiers()
        return tree

    def _all_tiers(self) -> dict[str, Any]:
        used = {name for one in self.promises for name in one.tiers}
        usual = {
            name: OwnTier(one.long, one.short, one.budget.base, one.severity)
            for name, one in USUAL.items()
            if name in used
        }
        return {name: _tier_tree(one) for name, one in {**usual, **self._tiers}.items()}

    def _owners(self) -> dict[str, Any]:
        found = {TEAM: {"title": "The team"}}
        found |= {one.owner: {"title": words(one.owner)} for one in self.promises if one.owner}
        return {"owners": "owners", "define": found}

    def _labels(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            INSTANCE: {"help": "The instance that was scraped.", "target": True}
        }
        for label in self.catalogue.labels:
            values = sorted(value for value in self.catalogue.values.get(label, ()) if value)
            tree: dict[str, Any] = {"help": "A label that imported SLOs read."}
            found[label] = tree | ({"examples": values} if values else {})
        return {"labels": "labels", "define": found}

    def _component(self, name: str) -> dict[str, Any]:
        promises = [one for one in self.promises if one.component == name]
        selector = [Matcher(label, "=", value) for label, value in self._selector.items()]
        tree: dict[str, Any] = {"component": name, "title": promises[0].service}
        owners = {one.owner for one in promises}
        tree |= {"owner": promises[0].owner} if len(owners) == 1 and owners != {""} else {}
        metrics = self.catalogue.trees(name, selector)
        tree |= {"metrics": metrics} if metrics else {}
        indicators: dict[str, Any] = {}
        slos: dict[str, Any] = {}
        ids: dict[str, str] = {}
        taken = {one.name for one in promises}
        for one in promises:
            indicator = self._indicator(one)
            key = repr({**indicator, "title": ""})
            if key not in ids:
                ids[key] = free(f"{one.name}_sli", taken)
                taken.add(ids[key])
                indicators[ids[key]] = indicator
            slo = self._slo(one, f"{name}.{ids[key]}")
            own = one.owner and len(owners) > 1
            slos[one.name] = {**slo, "owner": one.owner} if own else slo
        return {**tree, "indicators": indicators, "slos": slos}

    def _indicator(self, one: Promise) -> dict[str, Any]:
        measure, select = one.measure, self.catalogue.selection
        tree: dict[str, Any] = {"title": one.title}
        match measure:
            case Share():
                to = [select(each) for each in measure.of]
                of = select(measure.part)
                tree["ratio"] = {"of": of, "to": to[0] if len(to) == 1 else to}
            case Within() if one.slices is not None:
                bound = bound_text(measure.bound, unit_of(measure))
                tree["share_below"] = {"of": select(measure.histogram), "bound": bound}
            case Within():
                quantile = decimal_text(one.objective * 100) or ""
                name = f"p{quantile if _QUANTILE.fullmatch(quantile) else 99}"
                tree["quantile"] = {"of": select(measure.histogram), "q": [name]}
            case Level():
                tree["value"] = {"of": select(measure.of)}
            case Expression():
                tree["expr"] = {"query": measure.query, "unit": "count"}
        tree["by"] = [label for label in measure.by if label not in self.catalogue.identity]
        if isinstance(measure, Share):
            tree["better"] = "higher" if measure.good else "lower"
        if one.slices is not None and one.slices.window is not None:
            tree["window"] = duration_text(one.slices.window)
        return tree

    def _slo(self, one: Promise, of: str) -> dict[str, Any]:
        tree: dict[str, Any] = {"of": of, "title": one.title}
        measure, slices = one.measure, one.slices
        if slices is not None:
            share = isinstance(measure, Share | Within)
            bound = percent(slices.bound) if share else bound_text(slices.bound, unit_of(measure))
            tree[slices.side] = Bare(bound)
        elif isinstance(measure, Within):
            tree["within"] = bound_text(measure.bound, unit_of(measure))
        tree["objective"] = percent(one.objective)
        if one.period != USUAL_PERIOD:
            tree["window"] = duration_text(one.period)
        if self._tiers or set(one.tiers) != set(USUAL):
            tree["tiers"] = list(one.tiers)
        tree |= {"alert": one.alert} if one.alert else {}
        tree |= {"runbook": _runbook(one)} if one.tiers else {}
        return tree | ({"description": one.description} if one.description else {})


def free(name: str, taken: set[str]) -> str:
    """Return a name that nothing has: with a number behind it if need be."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _runbook(one: Promise) -> str:
    return slug(f"{one.component}-{one.name}") if one.runbook_url else f"{one.component}-slos"


def _runbook_tree(one: Promise) -> dict[str, Any]:
    title = f"{one.title if one.runbook_url else one.service}: the error budget burns"
    step = f"Follow {one.runbook_url}" if one.runbook_url else "Write here what to do first."
    return {
        "runbook": _runbook(one),
        "title": title,
        "meaning": "More fails than what was promised allows.",
        "steps": [{"say": step}],
    }


def _tier_tree(one: OwnTier) -> dict[str, Any]:
    return {
        "long": duration_text(one.long),
        "short": duration_text(one.short),
        "budget": percent(one.budget),
        "severity": one.severity,
    }


__all__ = ["TEAM", "USUAL_PERIOD", "About", "Setting", "Specs", "free"]
