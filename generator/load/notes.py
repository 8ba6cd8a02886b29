"""The findings of one file while it is read, each with its exact place."""

from typing import NoReturn

import yaml

from generator.core.finding import Finding, Related, Rule
from generator.load.codes import TOO_MANY_FINDINGS
from generator.load.events import end_of, start_of
from generator.load.limits import MAX_FINDINGS
from generator.load.source_map import SourceMap


class StoppedError(Exception):
    """Raised where reading a file on has no point; the findings tell why."""


class Notes:
    """Collects findings about events.

    Attributes:
        marks: The text and the places in it.
        findings: Everything found so far.
    """

    def __init__(self, marks: SourceMap) -> None:
        self.marks = marks
        self.findings: list[Finding] = []

    def add(
        self,
        rule: Rule,
        event: yaml.Event,
        message: str,
        *,
        fix: str | None = None,
        related: Related | None = None,
    ) -> None:
        """Note what is wrong with an event.

        Raises:
            StoppedError: The file has too many findings.
        """
        start, end = start_of(event), end_of(event)
        self.add_between(rule, start, end, message, fix=fix, related=related)

    def add_between(
        self,
        rule: Rule,
        start: int,
        end: int,
        message: str,
        *,
        fix: str | None = None,
        related: Related | None = None,
    ) -> None:
        """Note what is wrong with the characters from one offset up to another.

        Raises:
            StoppedError: The file has too many findings.
        """
        where = self.marks.between(start, end)
        self.findings.append(rule.at(where, message, fix=fix, related=related))
        if len(self.findings) == MAX_FINDINGS:
            message = f"{MAX_FINDINGS} findings in this file; the rest of it was not read"
            self.findings.append(TOO_MANY_FINDINGS.at(where, message))
            raise StoppedError

    def stop(self, rule: Rule, event: yaml.Event, message: str) -> NoReturn:
        """Note what is wrong with an event, and read no further.

        Raises:
            StoppedError: Always.
        """
        self.add(rule, event, message)
        raise StoppedError
