"""The definition of a tool: a question about the program, with its arguments and its answer."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from readiness_gate.app.session import Session
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.untrusted import Untrusted
from readiness_gate.lean_dataclass import dataclass


class Wanted(Closed):
    """The arguments of a tool."""

    as_of: str | None = Field(default=None, max_length=40)
    """The time that is judged: a day (2027-02-14), a time with offset (2027-02-14T09:00:00+01:00), or a duration before
    now (-7d, -2w). Default: now."""


class OfMilestone(Wanted):
    """The arguments of a tool on a milestone."""

    milestone: str | None = Field(default=None, max_length=200)
    """The name of a milestone of the configuration. Default: the next one by date."""


class Answer(Closed):
    """What every answer says."""

    schema_: Literal[1]
    program: str
    as_of: str
    """The time that was judged, in UTC."""
    read_at: str
    """When the sources were read for this answer, in UTC. Nothing is kept between two calls."""
    untrusted: Untrusted


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, structured and as text; the text contains nothing untrusted."""

    content: Answer
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that assistants may ask."""

    name: str
    title: str
    description: str
    wanted: type[Wanted]
    answer: type[Answer]
    run: Callable[[Session, Any], Answered]
    """Returns the answer to arguments of the type `wanted`. Raises BadUse if they are invalid."""
