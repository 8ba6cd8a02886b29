"""What the readers of all formats share: findings, the report, names, and SLOs as they come."""

import dataclasses
import re
from fractions import Fraction

from generator.core.units import decimal_text, duration_text
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.ledger import Ledger
from generator.migrate.promise import Promise, alert_name, component_id, item_id, slug
from generator.migrate.reader import Reader
from generator.migrate.specs import free
from generator.resolve.slos import LONGEST_PERIOD, SHORTEST_PERIOD

_PERCENT = 100
_OWNERS = ("owner", "team", "squad")
_FREE_LABELS = (
    "alerts and records have the same labels everywhere, so that routes and pages can rely on them"
)


@dataclasses.dataclass(slots=True)
class Source:
    """An import under way.

    Attributes:
        reader: Reads fields and keeps findings.
        ledger: The report.
        promises: The SLOs that came over so far.
        prometheus_url: Where the source says that Prometheus answers.
    """

    reader: Reader = dataclasses.field(default_factory=Reader)
    ledger: Ledger = dataclasses.field(default_factory=Ledger)
    promises: list[Promise] = dataclasses.field(default_factory=list)
    prometheus_url: str = ""
    _alerts: set[str] = dataclasses.field(default_factory=set)
    _ids: set[str] = dataclasses.field(default_factory=set)
    _components: dict[str, str] = dataclasses.field(default_factory=dict)

    def component(self, name: str) -> str:
        """Return the id of the component of a service, the same for each of its SLOs."""
        if name not in self._components:
            taken = set(self._components.values())
            found, number = component_id(name), 2
            while found in taken:
                found, number = f"{component_id(name)}{number}", number + 1
            self._components[name] = found
        return self._components[name]

    def slo_id(self, component: str, name: str) -> str:
        """Return an id for an SLO that no other of its component has."""
        found = free(f"{component}.{item_id(name)}", self._ids)
        self._ids.add(found)
        return found.partition(".")[2]

    def name(self, item: Item, became: str, told: str, *, each: bool = False) -> None:
        """Report a name; ``told`` is the id, or with ``each`` one id, that it became a part of."""
        if item.text == became:
            self.ledger.exactly(item, f"`{told}`", each=each)
        else:
            is_component = told == became
            what = (
                "a component has small letters and digits"
                if is_component
                else ("an SLO has small letters, digits and `_`")
            )
            why = f"the id of {what}"
            self.ledger.otherwise(item, f"`{told}`", why, each=each)

    def owner(self, *labels: Item) -> str:
        """Return the team that labels name, and report all of them."""
        owner = ""
        for item in (one for some in labels for one in some.fields()):
            key = item.path[-1]
            if key in _OWNERS and not owner and item.text:
                owner = slug(item.text)
                self.ledger.exactly(item, f"`owner: {owner}`, a team in specs/owners.yaml")
            else:
                fix = "route by `owner` and `severity`, or say it in a `note`"
                self.ledger.lost(item, _FREE_LABELS, fix)
        return owner

    def objective(self, item: Item, value: Fraction | None, *, most: int) -> Fraction | None:
        """Return an objective that leaves something to watch; ``most`` is all in the source."""
        if value is None:
            return None
        if not 0 < value <= most:
            percentage = most == 1 and 1 < value <= _PERCENT
            fix = f"did you mean {decimal_text(value / _PERCENT)}?" if percentage else ""
            message = f"an objective of {item.text} is no share"
            self.reader.report(
                codes.WRONG_VALUE, item, message, fix or f"write a number above 0 and up to {most}"
            )
            return None
        return value / most

    def alert(self, item: Item) -> str:
        """Return the name of the alerts of an SLO, and report it."""
        name = alert_name(item.text)
        if not name:
            self.ledger.lost(item, "no letter is left of it", "write `alert:` by hand")
        elif name in self._alerts:
            why = f"`{name}` are the alerts of another SLO"
            self.ledger.lost(item, why, "write another `alert:` by hand")
            return ""
        elif name == item.text:
            self.ledger.exactly(item, f"`alert: {name}`")
        else:
            self.ledger.otherwise(item, f"`alert: {name}`", "alerts are called in CamelCase")
        self._alerts.add(name)
        return name


def unusable_period(period: Fraction) -> str:
    """Return why a period cannot be that of an SLO; nothing if it can."""
    if SHORTEST_PERIOD <= period <= LONGEST_PERIOD:
        return ""
    bounds = f"{duration_text(SHORTEST_PERIOD)} to {duration_text(LONGEST_PERIOD)}"
    return f"a period has {bounds}, not {duration_text(period)}"


def is_url(text: str) -> bool:
    """Tell whether a text is the address of a page, without a user in it."""
    return re.fullmatch(r"https?://[^\s@/]+(/\S*)?", text) is not None
