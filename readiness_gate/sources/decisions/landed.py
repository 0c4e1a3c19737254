"""The lines of the decision log that landed, each with its first landing."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field, replace
from itertools import zip_longest

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Entry
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, instant
from readiness_gate.sources.decisions.lines import EMPTY, FILE, LARGEST, Log, parsed, unified
from readiness_gate.sources.decisions.problem import Problem
from readiness_gate.sources.decisions.programs import Then
from readiness_gate.sources.git.file_history import Aside, FileHistory, FileVersion, file_history
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
    """Who might decide before each line landed, as the configuration said then; None where that is unknown."""
    others: tuple[str, ...] = ()
    """The configuration of another program that each line is of, whose lines do not count; empty where it is own."""
    beside: Mapping[str, str] = field(default_factory=dict[str, str])
    """The other programs in the folder, each with its configuration: so are those of lines that have not landed."""
    where: str = ""
    """What the history is called: `main`."""
    deciders_now: tuple[str, ...] | None = None
    """Who may write the next line, as the configuration says that landed; None where that is unknown."""

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
        has_remedy = aside is not None and (is_missing or aside.is_replaced)
        return Problem(number, f"{what} {became}", aside.remedy if aside and has_remedy else "")

    def landing(self, place: int, digest: str) -> Touch | None:
        """The first landing of the line at a place of a log; None where the line that landed there is another one."""
        return self.touches[place] if self.log.digests[place : place + 1] == (digest,) else None

    def other(self, place: int, digest: str, program: str) -> str:
        """The configuration of another program that the line at a place of a log is of; empty where it is own."""
        return self.others[place] if self.landing(place, digest) else self.beside.get(program, "")

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
    """The log as it landed; `brief` leaves out what merges dropped, what was fetched, and logs elsewhere, unless a line
    names another program. Raises CouldNotLook where that is unknown."""
    history = file_history(settings, FILE, LARGEST, now, finding, brief=brief, since=_FIRST)
    found, logs = Landed(where=history.where), _own_logs(history)
    for version in history.versions:
        if version.aside is None or not version.aside.programs or version.aside.configurations in logs:
            found = _with(found, version)
    if brief and any(one.program != settings.program for one in found.log.decisions):
        with suppress(CouldNotLook):  # whose a line is may depend on where it landed first
            return landed(settings, now, finding)
    return _judged_then(found, history, settings)


def _own_logs(history: FileHistory) -> set[tuple[str, ...]]:
    """Of the logs in other folders that other programs still read, those that have a line of this one: by where its
    configuration was."""
    return {
        aside.configurations
        for version in history.versions
        if (aside := version.aside) is not None
        and not aside.programs.isdisjoint(one.program for one in parsed(version.content or b"").decisions)
    }


def _judged_then(found: Landed, history: FileHistory, settings: Settings) -> Landed:
    """The log with who might decide before each line landed, and with the other programs that it has lines of."""
    then = Then(history, settings, found.log, found.touches, found.asides)
    return replace(
        found,
        deciders=then.deciders(),
        others=tuple(map(then.other, range(len(found.touches)))),
        beside=then.beside if found.content else {},
        deciders_now=then.deciders_now,
    )


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
