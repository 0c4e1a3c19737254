"""The documents as of an instant, and the configuration that each of them describes."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import NO_TEXT, GitFacts, Touch
from readiness_gate.model.time import Instant, day_of
from readiness_gate.signals.views import covers, history, per_repository
from readiness_gate.signals.views.covers import Files, Known
from readiness_gate.signals.views.mainline import tree
from readiness_gate.signals.views.once import once


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents on the mainline as of an instant, with what they describe."""

    git: GitFacts
    as_of: Instant
    paths: list[str]
    last: Mapping[str, Touch]
    """The last change of every path."""
    written: Mapping[str, Sequence[Touch]]
    """When each document got its present content: several times, if commits are to be ignored."""
    covered: Mapping[str, list[Files]]
    """The configuration that each document describes, for documents that describe any."""
    left_out: int
    """How many submodules and links match the patterns of documents without being documents."""
    zone: ZoneInfo
    """The time zone of the days that reports name."""

    def day(self, moment: Instant) -> date:
        """Return the program's calendar day of an instant."""
        return day_of(moment, self.zone)

    def content(self, path: str) -> str:
        """Return the git id of a document's content; "" if it is unknown."""
        until = history.held_until(self.git.held.get(path, ()), self.as_of)
        return until[-1].content if until else ""

    def check_dated(self, paths: Sequence[str]) -> None:
        """Raise CannotMeasure if the age of any of the documents is unknown, or what changed after them."""
        cut_off = history.why_cut_off(self.git)
        undated = [path for path in paths if not self.written[path]]
        if undated:
            raise CannotMeasure(
                cut_off or f"no landing is known that brought {undated[0]} ({len(undated)} such documents)"
            )
        if cut_off and any(self._is_hidden(path) for path in paths):
            raise CannotMeasure(cut_off)

    def _is_hidden(self, path: str) -> bool:
        """Return whether configuration that a document describes may have changed later in truncated history."""
        known_from = [files.known_from for files in self.covered.get(path, ()) if files.known_from is not None]
        return any(touch.landed < moment for moment in known_from for touch in self.written[path])


@once
def documents(facts: Facts, as_of: Instant) -> Documents:
    """Return the documents as of an instant, at least one. Raises CannotMeasure if they are unknown."""
    git = facts.require_git()
    docs = history.path_set(facts.settings.git, "docs")
    history.check_known(git, as_of)
    per_repository.check_matches(facts.settings.git, git, "docs", as_of)
    paths = history.documents_at(git, docs, as_of)
    last, present = history.last_changes(git, as_of), tree(facts, as_of)
    known = Known(facts.settings.git.paths, paths, sorted({*last, *present}))
    covered = covers.described(facts.settings.covers, known, git, last, as_of)
    written = {path: history.written(git, path, as_of, last) for path in paths}
    left_out = len(history.within(git, docs, present)) - len(paths)
    return Documents(git, as_of, paths, last, written, covered, left_out, facts.settings.calendar)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The present configuration files, and those of them that no document describes, sorted."""

    present: list[str]
    uncovered: list[str]

    @property
    def covered(self) -> int:
        """The number of files that a document describes."""
        return len(self.present) - len(self.uncovered)


@once
def coverage(facts: Facts, as_of: Instant) -> Coverage:
    """Return which configuration files documents describe as of an instant, however old the documents are."""
    git, paths, present = facts.require_git(), facts.settings.git.paths, tree(facts, as_of)
    config, docs = (history.within(git, paths.named(name), present) for name in ("config", "docs"))
    docs = [path for path in docs if present[path] not in NO_TEXT]
    described = covers.described_by_any(facts.settings.covers, Known(paths, docs, config))
    return Coverage(config, sorted(set(config) - described))
