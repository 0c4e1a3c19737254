"""A GitHub milestone: our part of its description, and whether it is open."""

from collections.abc import Mapping
from typing import Any, Literal

from readiness_gate.publishers.github.bodies import MilestoneBody
from readiness_gate.publishers.github.hub import Hub, number, text
from readiness_gate.publishers.github.stamp import Stamp, as_stored, refuse_older, stamped
from readiness_gate.publishers.outcome import NotPublished, Write


def milestone(hub: Hub, title: str, mark: Stamp, shown: str, decision: str, *, is_reopened: bool) -> str | None:
    """Write our part of a milestone's description, reopen it if requested, and return what was done; None in a dry
    run."""
    found = _of_title(hub, title)
    before, state = text(found, "description"), text(found, "state")
    ours, rest = _parts(before, mark, title)
    refuse_older(mark, stamped(ours), decision, f'the milestone "{title}"')
    reopens = is_reopened and state == "closed"
    if stamped(ours) == mark and not reopens:
        return f'Nothing to change: the milestone "{title}"'
    wanted: Literal["open", "closed"] = "open" if reopens or state == "open" else "closed"
    body = MilestoneBody(description=_joined(rest, mark, mark.on(as_stored(shown))), state=wanted)
    path = hub.path(f"/milestones/{number(found, 'number')}")
    write = Write(f'{"reopen" if reopens else "update"} the milestone "{title}"', "PATCH", path, body.json_body())

    def is_there() -> bool:
        now = hub.client.read(path).body
        is_written = as_stored(text(now, "description")) == as_stored(body.description)
        return is_written and text(now, "state") == wanted

    done = "Reopened" if reopens else "Updated"
    return f'{done} the milestone "{title}"' if hub.put(write, is_there) else None


def _of_title(hub: Hub, title: str) -> Mapping[str, Any]:
    for one in hub.pages(hub.path("/milestones"), state="all"):
        if text(one, "title") == title:
            return one
    raise NotPublished(f'{hub.repository} has no milestone "{title}": make it, or correct --github-milestone')


def _parts(description: str, mark: Stamp, title: str) -> tuple[str, tuple[str, str]]:
    """Return our part of a description, "" if there is none, and the texts before and after it."""
    plain, begin, end = description.replace("\r\n", "\n"), f"<!-- readiness-gate:{mark.key} ", _end(mark)
    if begin not in plain and end not in plain:
        return "", (plain, "")
    before, _, rest = plain.partition(begin)
    inside, _, after = rest.partition(end)
    if plain.count(begin) != 1 or plain.count(end) != 1 or plain.index(end) < plain.index(begin):
        raise NotPublished(
            f'the description of the milestone "{title}" has a damaged part of ours: delete it, from '
            "<!-- readiness-gate to <!-- /readiness-gate -->, and run this again"
        )
    return f"{begin}{inside}".strip(), (before, after)


def _joined(rest: tuple[str, str], mark: Stamp, ours: str) -> str:
    before, after = (part.strip("\n") for part in rest)
    return "\n\n".join(part for part in (before, f"{ours}\n{_end(mark)}", after) if part)


def _end(mark: Stamp) -> str:
    return f"<!-- /readiness-gate:{mark.key} -->"


__all__ = ["milestone"]
