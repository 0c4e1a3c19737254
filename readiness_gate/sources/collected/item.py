"""An issue of a collection, with all that is known of it."""

from itertools import pairwise
from typing import Any

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.collections import Comment, Details
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.headers import plain
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import UNRESOLVED, Collection
from readiness_gate.model.time import Instant, When

_DECLINED = frozenset(
    map(
        plain,
        (
            "Abandoned",
            "Can't Reproduce",
            "Canceled",
            "Cancelled",
            "Cannot Reproduce",
            "Declined",
            "Duplicate",
            "Incomplete",
            "Invalid",
            "Not a Bug",
            "Obsolete",
            "Rejected",
            "Won't Do",
            "Won't Fix",
            "Withdrawn",
        ),
    )
)
"""The resolutions of issues that were not carried out, as Jira and its users call them."""


@dataclass(frozen=True, slots=True)
class Item:
    """An issue of a collection, with all that is known of it."""

    issue: Issue
    details: Details
    collection: Collection
    settings: Settings

    @property
    def created(self) -> When:
        """When it was created. Raises CouldNotLook when that is unknown."""
        if self.issue.created is None:
            raise CouldNotLook(f"{self.issue.key} has no time of creation: export the field created")
        return at(self.issue.created)

    @property
    def done(self) -> When | None:
        """When it was done; None while it is not, and where that is unknown (`why_not_done`)."""
        moment = self.details.done_at if self.issue.done else None
        return None if moment is None else at(moment)

    @property
    def why_not_done(self) -> str:
        """Why it is unknown when it was done; "" where that is known."""
        key, status = self.issue.key, self.issue.status
        if self.issue.done is None:
            return f'whether {key} is done is unknown: its status "{status}" has no category; re-export statusCategory'
        if self.issue.done and self.details.done_at is None:
            return f"when {key} was done is unknown: export the field resolutiondate (in a CSV export, Resolved)"
        return ""

    @property
    def carried_out(self) -> When | None:
        """When it was done, of an issue that was carried out; None for one that was declined, while it is not done, and
        where that is unknown (`why_unknown`)."""
        return self.done if self._resolution in map(plain, self.collection.resolutions) else None

    @property
    def is_declined(self) -> bool:
        """Whether it is done without having been carried out."""
        return bool(self.issue.done) and self.carried_out is None and self._resolution in _DECLINED

    @property
    def why_unknown(self) -> str:
        """Why it is unknown whether or when it was carried out; "" where that is known."""
        if self.why_not_done or not self.issue.done:
            return self.why_not_done
        key, resolution = self.issue.key, self.details.resolution
        if resolution is None:
            return (
                f"whether {key} was carried out is unknown: export the field resolution (in a CSV export, Resolution)"
            )
        if self.carried_out is not None or self.is_declined:
            return ""
        return (
            f'whether {key} was carried out is unknown, as its resolution is "{resolution or UNRESOLVED}": set another '
            "one, such as Done or Won't Do, or add this one to resolutions of the collection "
            f"{self.collection.name} in jira.collections if it stands for what was carried out"
        )

    @property
    def _resolution(self) -> str:
        return plain(self.details.resolution or UNRESOLVED)

    @property
    def has_history(self) -> bool:
        """Whether everything that became of it is known."""
        begun = self.issue.known_since
        return begun is not None and begun <= self.created.start

    @property
    def answered(self) -> When | None:
        """When somebody else than the reporter answered first, since it was created; None for not yet."""
        counting = (comment for comment in self.details.comments or () if self._counts(comment))
        first = min((comment.created for comment in counting), default=None)
        return None if first is None else at(first)

    def _counts(self, comment: Comment) -> bool:
        """Whether a comment answers: one that is older than the issue came with it from another system."""
        is_seen = self.collection.internal_counts or not comment.internal
        return is_seen and not comment.by_reporter and not comment.automated and comment.created >= self.created.start

    @property
    def reopened(self) -> int | None:
        """How often it was opened again; None where its history is not known."""
        if not self.has_history:
            return None
        states = [*(past.issue.done for past in reversed(self.issue.past)), self.issue.done]
        return sum(before is True and after is not True for before, after in pairwise(states))

    def choice(self, column: str, options: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of the options
        """The value of a column that has one of some values. Raises CouldNotLook for another, and for none."""
        value = self.details.values.get(column, "").strip().casefold()
        if value not in options:
            named = f'"{value}"' if value else "nothing"
            raise CouldNotLook(
                f"{self.issue.key} has {named} for {column}, and not one of {', '.join(options)}: give it a label such "
                f"as {column}:{options[0]}, or name its field in fields of the collection"
            )
        return value


def at(moment: Instant) -> When:
    """A time that is known to the second."""
    return When(moment, moment)
