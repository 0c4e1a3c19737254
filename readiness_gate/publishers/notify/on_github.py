"""The memory of the last message on GitHub: in a commit status, or at the end of the comment of `publish github`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.github.bodies import LONGEST_NAME, NoteBody
from readiness_gate.publishers.github.comments import stickies, sticky, update
from readiness_gate.publishers.github.hub import Hub, number, permitted, text
from readiness_gate.publishers.github.stamp import digest, gate_key, noted, stamped, with_note
from readiness_gate.publishers.notify.sent import Sent
from readiness_gate.publishers.outcome import NotPublished, Write

PREFIX = "readiness-gate-notify/"
"""The prefix of our statuses' names."""
_SHOWN = 12
"""The number of characters of a commit id in a message."""
_SAYS, _ENDS = "Not a result. The last message said ", " ["


@dataclass(frozen=True, slots=True)
class StatusMemory:
    """Store the last message of each milestone in a commit status that stays pending: nothing that requires it
    passes."""

    hub: Hub
    sha: str

    def read(self, milestone: str) -> Sent | None:
        """Return the last message; None if the commit has no such status."""
        newest = self._newest().get(milestone)
        return None if newest is None else self._sent(milestone, newest)

    def all(self) -> dict[str, Sent] | None:
        """Return the last message on each milestone."""
        return {name: self._sent(name, one) for name, one in self._newest().items()}

    def write(self, milestone: str, sent: Sent) -> None:
        """Set the status, and read it back."""
        kept, context = replace(sent, rules=None), f"{PREFIX}{milestone}"
        if len(context) > LONGEST_NAME:
            raise NotPublished(f"the name {milestone} is too long for a status: use --last or --last-comment")
        description = f"{_SAYS}{sent.tried or sent.decision}{_ENDS}{kept.line}]"
        write = Write(
            f"set the status {context} of {self.sha[:_SHOWN]}",
            "POST",
            self.hub.path(f"/statuses/{self.sha}"),
            NoteBody(description=description, context=context).json_body(),
        )
        with permitted("statuses: write"):
            self.hub.put(write, lambda: self.read(milestone) == kept)

    def _newest(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the newest of our statuses for each milestone."""
        newest: dict[str, Mapping[str, Any]] = {}
        with permitted("statuses: write"):
            for one in self.hub.pages(self.hub.path(f"/commits/{self.sha}/statuses")):
                if (context := text(one, "context")).startswith(PREFIX):
                    newest.setdefault(context.removeprefix(PREFIX), one)
        return newest

    def _sent(self, milestone: str, status: Mapping[str, Any]) -> Sent:
        """Return the message in a status. Raises NotPublished if we did not set it."""
        where, login = f"the status {PREFIX}{milestone} of {self.sha[:_SHOWN]}", text(status, "creator", "login")
        with permitted("statuses: write"):
            if not self.hub.is_author(login):
                raise NotPublished(f"{where} was set by {login or 'nobody'}, and not by {self.hub.author()}")
        sent = Sent.of_line(text(status, "description").partition(_ENDS)[2].removesuffix("]"))
        if sent is None:
            raise NotPublished(f"{where} was written by something else")
        return sent


@dataclass(frozen=True, slots=True)
class CommentMemory:
    """Store the last message in an invisible note, at the end of the comment that `publish github` keeps on a pull
    request."""

    hub: Hub
    pull_request: int

    def read(self, milestone: str) -> Sent | None:
        """Return the last message; None if there is no comment, or it has no note."""
        with permitted("pull-requests: write"):
            comment = sticky(self.hub, self.pull_request, _key(milestone))
        return None if comment is None else self._noted(comment).get(milestone)

    def all(self) -> dict[str, Sent] | None:
        """Return the last message on each milestone that has a comment."""
        with permitted("pull-requests: write"):
            comments = stickies(self.hub, self.pull_request)
        return {name: sent for comment in comments for name, sent in self._noted(comment).items()}

    def write(self, milestone: str, sent: Sent) -> None:
        """Add the message to the comment, and read it back."""
        with permitted("pull-requests: write"):
            comment = sticky(self.hub, self.pull_request, _key(milestone))
            if comment is None:
                raise NotPublished(
                    f"#{self.pull_request} has no comment of ours on {milestone}: run publish github --comment before"
                )
            body = with_note(self._unedited(comment), _note(milestone, sent))
            update(self.hub, self.pull_request, number(comment, "id"), body)

    def _noted(self, comment: Mapping[str, Any]) -> dict[str, Sent]:
        """Return the messages in a comment's note. Raises NotPublished if somebody edited the comment."""
        note = noted(self._unedited(comment))[1]
        if not note:
            return {}
        name, _, rest = note.partition(" ")
        milestone, sent = unquote(name), Sent.of_line(rest.rpartition(" ")[0])
        if sent is None or note != _note(milestone, sent):
            raise NotPublished(f"somebody edited the note in our comment on #{self.pull_request}")
        return {milestone: sent}

    def _unedited(self, comment: Mapping[str, Any]) -> str:
        """Return the text of a comment. Raises NotPublished if somebody edited it: the note may have been edited,
        too."""
        body = text(comment, "body")
        if stamped(body) is None:
            raise NotPublished(
                f"somebody edited our comment on #{self.pull_request}: run publish github --comment, which restores it"
            )
        return body


def _note(milestone: str, sent: Sent) -> str:
    """Return the note with a digest of it: people would not see that only the note was edited."""
    return f"{quote(milestone, safe='')} {sent.line} {digest(milestone, sent.line)}"


def _key(milestone: str) -> str:
    """Return the key of a gate, given its name `PROGRAM/MILESTONE`: a milestone has no slash."""
    program, _, name = milestone.rpartition("/")
    return gate_key(program, name)


__all__ = ["PREFIX", "CommentMemory", "StatusMemory"]
