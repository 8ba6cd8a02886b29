"""Alerts that a component brings along, written by hand."""

from typing import Annotated

import pydantic

from generator.core.fields import AlertName, Duration, Sentence, some
from generator.spec.case import Case
from generator.spec.common import Inhibits, Item, RunbookRef, SeverityName

_SOME_CASES = some(
    "an alert written by hand needs a case that shows it",
    "add a case with series and the times at which the alert fires",
    items=True,
)


class HandAlert(Item):
    """An alert that no bound on an indicator can say, written by hand and so with its proof."""

    name: AlertName
    """The alert's name."""
    severity: SeverityName
    """How grave it is."""
    expr: Sentence
    """The PromQL; it has a sample for each thing that is wrong."""
    for_: Duration | None = pydantic.Field(None, alias="for")
    """How long before it fires; the project's default."""
    keep_firing_for: Duration | None = None
    """How long it goes on after it is over."""
    summary: Sentence
    """One sentence about what is happening."""
    description: Sentence | None = None
    """More about it: what it means and the first thing to do."""
    runbook: RunbookRef | None = None
    """The runbook that says what to do."""
    inhibits: Inhibits = ()
    """Whose notifications are held back while this fires."""
    cases: Annotated[tuple[Case, ...], *_SOME_CASES]
    """Tests that show when it fires."""
