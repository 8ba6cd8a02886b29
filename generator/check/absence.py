"""Who notices that the data of an alert are missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from generator.check.reads import Reads, Selection, selectors
from generator.core.spelling import listed
from generator.plan.rules import Alert
from generator.promql import tree as t
from generator.promql.parse import PromqlError
from generator.promql.read import parse, printed

_ABSENT: Final = "absent"
"""What the functions begin with that look for missing data."""
# Which part of a histogram exists is no question of the data.
_ALWAYS_WHOLE: Final = frozenset({"le"})


class Watch:
    """The alerts of a plan that look for missing data, and what each of them sees."""

    def __init__(
        self,
        reads: Reads,
        alerts: Iterable[Alert],
        known: Callable[[str], tuple[str, str]],
        selector: Mapping[str, str],
    ) -> None:
        """Take all alerts, and the labels of the project.

        ``known`` gives for a series the metric that it is a part of, and when that exists.
        """
        self._reads, self._known, self._selector = reads, known, selector
        self._alerts = {one.alert_id: one for one in alerts}
        self._watchers: dict[str, tuple[str, ...]] | None = None

    def notices(self, alert_id: str, nodes: tuple[t.Node, ...], raw: set[str]) -> tuple[bool, str]:
        """Return whether anybody notices that an alert has no data, or that is normal; and who.

        ``nodes`` are the parts of its expression, ``raw`` the series that it is made of.
        """
        if any(_looks(one) for one in nodes):
            return True, "it is what this alert looks for"
        watchers = self._by_series()
        if own := self._own(alert_id, raw):
            return True, _who(own)
        of_targets = watchers.get("up", ())
        if alert_id in of_targets:
            return True, "this alert looks for missing targets itself"
        usual = sorted(name for name in raw if self._known(name)[1] != "always")
        said = f"{_who(of_targets)} where it is the target that is gone"
        if usual:
            known = f"without traffic there are no series of {listed(usual, 'and')}, as declared"
            return True, f"{said}; {known}" if of_targets else known
        return bool(of_targets), said if of_targets else "nobody notices"

    def _own(self, alert_id: str, raw: Iterable[str]) -> set[str]:
        """Return the other alerts that look for one of some series."""
        watchers = self._by_series()
        return {one for name in raw for one in watchers.get(name, ())} - {alert_id}

    def overlooked(self, alert_id: str, node: t.Node) -> str:
        """Return what of an alert's data may be missing although others look for the rest.

        Nothing is returned where nobody looks for any of it.
        """
        raw = self._reads.raw([node])
        own = self._own(alert_id, raw)
        watched = sorted(name for name in raw if name in self._by_series())
        unseen = list(dict.fromkeys(self._unseen(own, node, watched))) if own else []
        if not unseen:
            return ""
        all_of, only = listed(watched, "and"), listed(unseen, "or")
        return f"if all of {all_of} is gone; nobody does if only {only} is"

    def _unseen(self, own: Iterable[str], node: t.Node, watched: list[str]) -> Iterator[str]:
        """Yield what an alert cannot do without and no other alert looks for."""
        sought = [part for one in own for call in self._absences(one) for part in call.children()]
        below = (self._reads.node(name) for name in sorted(self._reads.names([node])))
        read = [part for one in (node, *below) if one is not None for part in selectors(one)]
        for selection in dict.fromkeys(map(Selection.of, read)):
            shown = self._shown(selection, watched)
            if shown and self._reads.is_empty(node, selection.holds):
                noticed = any(self._reads.is_empty(one, selection.holds) for one in sought)
                yield from () if noticed else shown

    def _shown(self, selection: Selection, watched: Iterable[str]) -> tuple[str, ...]:
        """Return a selection as people write it; nothing where its absence is no question.

        That is so where it comes and goes, and of what is there with something that is watched.
        """
        name = selection.metric
        raw = self._reads.raw([parse(name)]) if name else set[str]()
        if any(self._known(one)[1] != "always" for one in raw):
            return ()
        inner = ",".join(
            str(one)
            for one in sorted(selection.conditions)
            if self._selector.get(one.label) != one.value and one.label not in _ALWAYS_WHOLE
        )
        if inner:
            return tuple(f"{one}{{{inner}}}" for one in sorted(raw))
        beside = {self._known(one)[0] for one in watched}
        return () if name not in raw or self._known(name)[0] in beside else (name,)

    def _by_series(self) -> dict[str, tuple[str, ...]]:
        """Return the alerts that notice that a series is gone, by the series."""
        if self._watchers is None:
            found: dict[str, list[str]] = {}
            for name, alert in self._alerts.items():
                own = {"up"} & self._reads.raw_of(alert.expr)
                for series in self._reads.raw(self._absences(name)) | own:
                    found.setdefault(series, []).append(name)
            self._watchers = {name: tuple(ids) for name, ids in found.items()}
        return self._watchers

    def _absences(self, alert_id: str) -> list[t.Node]:
        alert = self._alerts.get(alert_id)
        node = _parsed(alert) if alert is not None and _ABSENT in alert.expr.line else None
        return [] if node is None else [one for one in node.walk() if _looks(one)]


def _looks(node: t.Node) -> bool:
    return isinstance(node, t.Call) and node.function.startswith(_ABSENT)


def _parsed(alert: Alert) -> t.Node | None:
    try:
        return printed(alert.expr.line)
    except PromqlError:
        return None


def _who(ids: Iterable[str]) -> str:
    some = sorted(ids)
    return f"{listed(some, 'and')} {'notices' if len(some) == 1 else 'notice'}"
