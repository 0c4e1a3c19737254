"""One change in Jira. It is made and then read back, because only what can be read has been published."""

import time
from collections.abc import Callable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.client import Unclear
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.outcome import NotPublished

PAUSES = (0.0, 0.5, 2.0)
"""Seconds before each attempt to read back: a Jira with several nodes may need a moment."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change in Jira."""

    action: str
    """What it does: `update the comment on GL-1`."""
    done: str
    """The report of success: `Updated the comment on GL-1`."""
    send: Callable[[], object]
    """Makes the request."""
    is_done: Callable[[], bool]
    """Reads back whether Jira has it."""


def carry_out(site: Site, step: Step) -> None:
    """Make a change, or print it in a dry run. Raises NotPublished unless it can be read back."""
    try:
        if not site.write(step.action, step.send):
            return
    except Unclear:
        # The answer was lost or is invalid, but the change may still have been made.
        if not _is_there(step):
            raise
    else:
        if not _is_there(step):
            raise NotPublished(
                f"Jira accepted a change and does not show it ({step.action}): run again, and look for an automation "
                "rule or a person that reverts it"
            )
    site.done(step.done)


def _is_there(step: Step) -> bool:
    for pause in PAUSES:
        time.sleep(pause)
        if step.is_done():
            return True
    return False
