"""Where everything stands in the reference, so that every page can lead to every other."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from generator.core.units import Family, Unit
from generator.plan.build import Recordings
from generator.plan.links import View
from generator.plan.plan import Plan
from generator.plan.uses import Thing, Uses
from generator.render.markdown import anchors, code, escaped, link, prose
from generator.render.reference.areas import Area, areas_of
from generator.render.reference.outline import Named, Outline, outlines
from generator.resolve.estate import Component, Estate


class Address(NamedTuple):
    """Where a thing stands: its page below the reference, the heading there."""

    page: str
    anchor: str = ""

    def seen_from(self, page: str) -> str:
        """Return the address as a link on a page names it."""
        if page == self.page and self.anchor:
            return f"#{self.anchor}"
        here, there = page.rpartition("/")[0], self.page.rpartition("/")
        up = "../" * page.count("/")
        path = there[2] if there[0] == here else f"{up}{self.page}"
        return f"{path}#{self.anchor}" if self.anchor else path


class Book(NamedTuple):
    """An estate with its plan, its areas and the address of everything in the reference."""

    estate: Estate
    plan: Plan
    recordings: Recordings
    uses: Uses
    areas: tuple[Area, ...]
    addresses: Mapping[Named, Address]
    panel_titles: Mapping[str, str]

    @classmethod
    def of(cls, estate: Estate, plan: Plan) -> "Book":
        """Return the book of an estate."""
        areas = areas_of(estate, plan)
        addresses = _addresses(outlines(estate, plan, areas))
        panels = {
            f"{board.id}.{panel.key}": panel.title
            for board in plan.dashboards
            for row in board.rows
            for panel in row.panels
        }
        return cls(estate, plan, Recordings(estate), Uses(estate), areas, addresses, panels)

    def link(self, page: str, kind: str, name: str, text: str | None = None) -> str:
        """Return a link from a page to a thing; its name alone where it stands nowhere."""
        shown = code(name) if text is None else escaped(text)
        address = self.addresses.get((kind, name))
        return shown if address is None else link(shown, address.seen_from(page))

    def links(self, page: str, things: Iterable[Thing]) -> str:
        """Return links to several things."""
        return ", ".join(self.link(page, kind, name) for kind, name in things)

    def decisions(self, page: str, numbers: Iterable[str]) -> str:
        """Return links to decisions."""
        return ", ".join(
            self.link(page, "decision", one, text=one) for one in dict.fromkeys(numbers)
        )

    def owner(self, page: str, name: str) -> str:
        """Return who owns something, by the name that people use."""
        if not name:
            return ""
        owner = self.estate.owners.get(name)
        title = owner.title if owner is not None and owner.title else name
        return self.link(page, "owner", name, text=title)

    def of_component(self, page: str, component: Component | None) -> Iterator[str]:
        """Yield what the specs remark on a component, and what settles it."""
        if component is not None and component.note:
            yield prose(component.note)
        if component is not None and component.decided:
            yield f"Settled by {self.decisions(page, component.decided)}."

    def view(self, page: str, view: View | None) -> str:
        """Return a link to what shows something here, and one to it in Grafana."""
        if view is None:
            return ""
        key = f"{view.dashboard}.{view.panel}"
        thing = ("panel", key) if view.panel else ("dashboard", view.dashboard)
        title = view.title
        if view.panel:
            spec = self.estate.dashboards[view.dashboard][1]
            title = f"{spec.title}: {self.panel_titles.get(key, view.panel)}"
        found = self.link(page, *thing, text=title)
        return f"{found} ({link('open', view.url)})" if view.url else found


def _addresses(pages: Iterable[Outline]) -> dict[Named, Address]:
    found: dict[Named, Address] = {}
    for one in pages:
        names = anchors(heading.text for heading in one.headings)
        for index, (heading, name) in enumerate(zip(one.headings, names, strict=True)):
            # The title is where a page begins anyway.
            address = Address(one.page, name if index else "")
            found.update((thing, address) for thing in heading.things)
    return found


def unit_words(unit: Unit, noun: str) -> str:
    """Return a unit in words: what is counted, or of what a number is so many."""
    if unit.family is Family.COUNT:
        per = f"/{str(unit).partition('/')[2]}" if unit.per is not None else ""
        return f"{prose(noun) or 'a count'}{per}"
    return "a share, from 0 to 1" if str(unit) == "%" else str(unit)


def span(seconds: Fraction) -> str:
    """Return a time for people, to the second below ten minutes, else to the minute: `2h 24m`."""
    step = 1 if seconds < 600 else 60  # noqa: PLR2004 (where seconds no longer matter)
    rest = round(seconds / step) * step
    parts = []
    for name, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, rest = divmod(rest, size)
        parts += [f"{count}{name}"] if count else []
    return " ".join(parts) or "0s"
