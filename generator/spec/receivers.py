"""Receivers: by which ways a notification goes out. Secrets stand in files of the machine."""

from collections.abc import Iterator
from typing import Annotated, TypeAlias

import pydantic
from pydantic import Tag

from generator.core.fields import Problem, SecretFile, Sentence, SpecModel, Url, clash, reference
from generator.core.shapes import MAPPING, SHAPED, TEXT

ReceiverRef: TypeAlias = Annotated[str, *reference("the id of a receiver", "receiver")]


class PagerDuty(SpecModel):
    """An integration of PagerDuty, Events API v2."""

    routing_key_file: SecretFile
    """The file that holds its integration key."""


class Opsgenie(SpecModel):
    """An API integration of Opsgenie."""

    api_key_file: SecretFile
    """The file that holds its key."""


class Slack(SpecModel):
    """A channel of Slack, or of a chat that takes Slack's webhooks."""

    api_url_file: SecretFile
    """The file that holds the URL of its incoming webhook."""
    channel: Sentence | None = None
    """The channel, such as `"#alerts"`; the webhook's own by default."""


class Email(SpecModel):
    """Mail, sent through an SMTP server."""

    to: Sentence
    """The address, or several with commas between."""
    from_: Sentence = pydantic.Field(alias="from")
    """The sender."""
    smarthost: Sentence
    """Host and port of the server, such as `mail.example.com:587`."""
    username: Sentence | None = None
    """The user that it is sent as."""
    password_file: SecretFile | None = None
    """The file that holds the password."""

    def clashes(self) -> Iterator[Problem]:
        """Yield that only one of user and password is there."""
        names = ["username", "password_file"]
        given = [name for name in names if getattr(self, name) is not None]
        if len(given) == 1:
            (missing,) = set(names) - set(given)
            fix = f"add `{missing}:`, or remove `{given[0]}:`"
            yield clash(f"`{given[0]}` without `{missing}` logs nobody in", fix, given[0])


class Webhook(SpecModel):
    """A program that takes Alertmanager's JSON."""

    url: Url
    """Where it listens. Whoever reads `out/` reads it, so it holds no token."""
    credentials_file: SecretFile | None = None
    """The file that holds its bearer token."""


class Receiver(SpecModel):
    """Where notifications go; all ways that are named are taken."""

    pagerduty: PagerDuty | None = None
    """A service of PagerDuty."""
    opsgenie: Opsgenie | None = None
    """A team of Opsgenie."""
    slack: Slack | None = None
    """A channel of Slack."""
    email: Email | None = None
    """Mail."""
    webhook: Webhook | None = None
    """A program of your own."""

    def clashes(self) -> Iterator[Problem]:
        """Yield that it leads nowhere, if so."""
        if not self.model_fields_set:
            fix = "add a way, such as `slack: {api_url_file: /run/secrets/team-slack}`"
            yield clash("a receiver without a way to go reaches nobody", fix)


class ByUrgency(SpecModel):
    """Receivers of a team by how urgent a notification is."""

    page: ReceiverRef
    """Where that goes which wakes somebody."""
    ticket: ReceiverRef
    """Where that goes which can wait for the morning."""


Receivers: TypeAlias = Annotated[
    Annotated[ReceiverRef, Tag(TEXT)] | Annotated[ByUrgency, Tag(MAPPING)], SHAPED
]
