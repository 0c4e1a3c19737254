"""Strict models of what is sent to GitHub, which silently ignores misspelled fields."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

LONGEST_COMMENT = 65_536
"""The maximum length of a comment in characters."""
LONGEST_OUTPUT = 65_535
"""The maximum length of each text of a check run in characters."""
LONGEST_STATUS = 140
"""The maximum length of a commit status's description in characters."""
LONGEST_NAME = 255
"""The maximum length of the name of a status and of a check run in characters."""
_Sha = Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
_Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def json_body(self) -> dict[str, Any]:
        """Return the JSON to send."""
        return self.model_dump(mode="json", exclude_none=True)


class CommentBody(_Body):
    """A comment on an issue or a pull request."""

    body: Annotated[str, Field(min_length=1, max_length=LONGEST_COMMENT)]


class StatusBody(_Body):
    """A commit status."""

    state: Literal["success", "failure", "error"]
    description: Annotated[str, Field(max_length=LONGEST_STATUS)]
    context: _Name
    target_url: str | None = None


class NoteBody(_Body):
    """A commit status that only stores something: it stays pending, so nothing that requires it passes."""

    state: Literal["pending"] = "pending"
    description: Annotated[str, Field(max_length=LONGEST_STATUS)]
    context: _Name


class OutputBody(_Body):
    """The output of a check run."""

    title: _Name
    summary: Annotated[str, Field(max_length=LONGEST_OUTPUT)]
    text: Annotated[str, Field(max_length=LONGEST_OUTPUT)] | None = None


class CheckRunEdit(_Body):
    """A finished check run. The conclusions exclude neutral and skipped, because a required check passes with them."""

    name: _Name
    status: Literal["completed"] = "completed"
    conclusion: Literal["success", "failure"]
    external_id: str
    output: OutputBody
    details_url: str | None = None


class CheckRunBody(CheckRunEdit):
    """A new check run on a commit."""

    head_sha: _Sha


class MilestoneBody(_Body):
    """Our part of a milestone, and whether it is open."""

    description: str
    state: Literal["open", "closed"]


__all__ = [
    "LONGEST_COMMENT",
    "LONGEST_NAME",
    "LONGEST_OUTPUT",
    "LONGEST_STATUS",
    "CheckRunBody",
    "CheckRunEdit",
    "CommentBody",
    "MilestoneBody",
    "NoteBody",
    "OutputBody",
    "StatusBody",
]
