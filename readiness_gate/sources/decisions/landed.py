"""The lines of the decision log that landed, each with its first landing."""

from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Decided, Entry
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, instant
from readiness_gate.sources.decisions.deciders import deciders
from readiness_gate.sources.decisions.lines import EMPTY, FILE, LARGEST, Log, parsed, unified
from readiness_gate.sources.decisions.problem import Problem
from readiness_gate.sources.git.file_history import Aside, FileHistory, FileVersion, configuration_of, file_history
from readiness_gate.sources.git.mainline import Mainline

_FIRST = instant("2026-01-01T00:00:00Z")
"""No version that writes a log is older: what landed before has none, and need not be walked through."""
SKEW = 300
"""Seconds by which the clock that dated a line may be ahead of another."""


@dataclass(frozen=True, slots=True)
class Landed:
    """The log as it landed: every line that followed from those before it. A landing that edits such a line brings
    nothing, so that restoring the log makes it whole again."""

    content: bytes = b""
    log: Log = EMPTY
    touches: tuple[Touch, ...] = ()
    """The first landing of each line."""
    asides: tuple[Aside | None, ...] = ()
    """Where each line is from; None if it landed in the log as it is here."""
    newest: bytes | None = None
    """The file at the tip of the history, None where there is none."""
    deciders: tuple[tuple[str, ...] | None, ...] = ()
    """Who might decide when each line landed, as the configuration said then; None where that is unknown."""
    others: frozenset[str] = frozenset()
    """The other programs that a configuration in the folder is of: their lines do not count."""
    where: str = ""
    """What the history is called: `main`."""

    def problem(self, content: bytes) -> Problem | None:
        """The first line that landed and is another one in a log, or is missing there; None where the log has all."""
        content = unified(content)
        if content.startswith(self.content):
            return None
        theirs, ours = self.content.splitlines(keepends=True), content.split(b"\n")
        pairs = zip_longest(theirs, (line + b"\n" for line in ours[: len(theirs)]))
        number = next(number for number, (one, other) in enumerate(pairs, 1) if one != other)
        is_missing = number > len(ours) or not any(ours[number - 1 :])
        what = "is missing, and" if is_missing else "is not the line that"
        aside = self.asides[number - 1]
        became = aside.became if aside else f"landed in {self._commit(number)}"
        return Problem(number, f"{what} {became}", aside.remedy if aside and is_missing else "")

    def landing(self, place: int, digest: str) -> Touch | None:
        """The first landing of the line at a place of a log; None where the line that landed there is another one."""
        return self.touches[place] if self.log.digests[place : place + 1] == (digest,) else None

    def _commit(self, number: int) -> str:
        return self.touches[number - 1].commit[:12]


def ahead(log: Log, history: Landed, now: Instant) -> Entry | None:
    """The first line that has not landed and is of a time to come; None where there is none."""
    pairs = zip(log.entries, _landings(log, history), strict=True)
    return next((entry for entry, landing in pairs if landing is None and entry.at > now + SKEW), None)


def dated(log: Log, history: Landed) -> tuple[Entry, ...]:
    """The entries of a log, each at the time from which it counts: no later than it landed, whatever its date is, and
    no earlier than the line above it."""
    found: list[Entry] = []
    for entry, landing in zip(log.entries, _landings(log, history), strict=True):
        at = landing.landed if landing is not None and entry.at > landing.landed + SKEW else entry.at
        at = max(at, found[-1].at) if found else at
        found.append(entry if at == entry.at else replace(entry, at=at))
    return tuple(found)


def _landings(log: Log, history: Landed) -> list[Touch | None]:
    return [history.landing(place, digest) for place, digest in enumerate(log.digests)]


def landed(
    settings: Settings, now: Instant, finding: Callable[[Settings], Mainline] | None = None, *, brief: bool = False
) -> Landed:
    """The log as it landed; `brief` leaves out what merges dropped, what was fetched, and logs elsewhere. Raises
    CouldNotLook where that is unknown."""
    history = file_history(settings, FILE, LARGEST, now, finding, brief=brief, since=_FIRST)
    found = Landed(where=history.where)
    for version in history.versions:
        found = _with(found, version)
    return _judged_then(found, history, settings) if found.content else found


def _judged_then(found: Landed, history: FileHistory, settings: Settings) -> Landed:
    """The log with who might decide when each line landed, and with the other programs that it may have lines of."""
    commits = list(dict.fromkeys(touch.commit for touch in found.touches))
    said = dict(zip(commits, map(deciders, history.beside(configuration_of(settings), commits, LARGEST)), strict=True))
    named = {entry.program for entry in found.log.entries if isinstance(entry, Decided)} - {settings.program}
    others = named & history.programs() if named else named
    return replace(found, deciders=tuple(said[touch.commit] for touch in found.touches), others=frozenset(others))


def _with(found: Landed, version: FileVersion) -> Landed:
    """The log with the lines that one more landing added."""
    content = unified(version.content) if version.content is not None else None
    newest = found.newest if version.aside else content
    if content is None or not content.startswith(found.content):
        return replace(found, newest=newest)
    log = replace(parsed(content, found.log), problem=None)
    added = len(log.entries) - len(found.touches)
    touches = (*found.touches, *[version.landed] * added)
    asides = (*found.asides, *[version.aside] * added)
    return replace(found, content=content[: log.size], log=log, touches=touches, asides=asides, newest=newest)
