"""What to publish, and where."""

from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.attested import VALID_FOR
from readiness_gate.model.time import Instant, local
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import Json

Updates: TypeAlias = Literal["off", "sticky", "on-change"]

PROPERTY = "readiness-gate"
"""The key of the issue property."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to write a verdict."""

    issue: str
    """The key of the go-live issue."""
    field: str | None = None
    """The name or id of the custom field that the transition checks."""
    until_field: str | None = None
    """The name or id of the custom field for until when a go holds."""
    link: str | None = None
    """The address of the report."""
    comment: Updates = "off"
    version: str | None = None
    """The name of a version of the issue's project."""
    take_over: bool = False
    """Whether to accept an issue that shows the verdict of another milestone."""

    @property
    def project(self) -> str:
        """The key of the issue's project."""
        return self.issue.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Publication:
    """A verdict in the formats that Jira shows."""

    message: Message
    zone: ZoneInfo
    document: tuple[Json, ...]
    """The comment as blocks of Atlassian's document format, for Cloud."""
    wiki: str
    """The comment as wiki text, for Data Center."""

    @property
    def is_go(self) -> bool:
        """Whether the verdict lets the milestone through."""
        return self.message.decision == "go"

    @property
    def when(self) -> str:
        """The time of the judgment, in words."""
        return f"as of {local(self.message.as_of, self.zone)}"

    @property
    def until(self) -> Instant:
        """The time until which a go holds."""
        return self.message.as_of + VALID_FOR
