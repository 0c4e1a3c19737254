"""The landed lines of the decision log, each with its first landing."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field, replace
from functools import reduce
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
from readiness_gate.sources.decisions.races import Race, race
from readiness_gate.sources.git.file_history import Aside, Elsewhere, FileHistory, FileVersion, file_history
from readiness_gate.sources.git.mainline import Mainline

_FIRST = instant("2026-01-01T00:00:00Z")
"""No version that writes a log is older: earlier landings cannot have one, and are skipped."""
_STORE = (
    f"commit the file itself: replace a symbolic link, and exempt the file from filters such as Git LFS (`{FILE} "
    "!filter !diff !merge` in .gitattributes)"
)
SKEW = 300
"""The tolerated difference between the clocks of two machines, in seconds."""


@dataclass(frozen=True, slots=True)
class Landed:
    """The log as it landed: every line that followed from the lines before it. A landing that edits such a line adds
    nothing, so that restoring the log makes it intact again."""

    content: bytes = b""
    log: Log = EMPTY
    touches: tuple[Touch, ...] = ()
    """The first landing of each line."""
    asides: tuple[Aside | None, ...] = ()
    """The origin of each line; None if it landed in the log at its current path."""
    newest: bytes | None = None
    """The file at the tip of the history; None if there is none."""
    deciders: tuple[tuple[str, ...] | None, ...] = ()
    """Who was allowed to decide before each line landed, by the configuration of that time; None if unknown."""
    others: tuple[str, ...] = ()
    """The configuration of the other program that each line belongs to, so that it does not count; empty for the
    program's own lines."""
    beside: Mapping[str, str] = field(default_factory=dict[str, str])
    """The other programs in the folder, each with its configuration. They own the lines in their name that have not
    landed."""
    where: str = ""
    """The name of the history: `main`."""
    deciders_now: tuple[str, ...] | None = None
    """Who may write the next line, according to the landed configuration; None if unknown."""
    races: tuple[Race, ...] = ()
    """The versions in whose place a merge kept another one."""
    unreadable: Touch | None = None
    """The last landing of a file of which no line can be read, if no line ever landed; None if there is none."""
    stored: bytes | None = None
    """The file as git stores it for what is checked out; None if there is none, or another version is judged."""

    def problem(self, content: bytes) -> Problem | None:
        """Return the first landed line that a log lacks or has differently; None if the log has all of them, and git
        stores it as it is."""
        content = unified(content)
        if content.startswith(self.content):
            return self._unstored(content)
        theirs, ours = self.content.splitlines(keepends=True), content.split(b"\n")
        pairs = zip_longest(theirs, (line + b"\n" for line in ours[: len(theirs)]))
        number = next(number for number, (one, other) in enumerate(pairs, 1) if one != other)
        is_missing = number > len(ours) or not any(ours[number - 1 :])
        what = "is missing, and" if is_missing else "is not the line that"
        aside = self.asides[number - 1]
        became = aside.became if aside else f"landed in {self._commit(number)}"
        has_remedy = aside is not None and (is_missing or aside.is_replaced)
        return Problem(number, f"{what} {became}", aside.remedy if aside and has_remedy else "")

    def _unstored(self, content: bytes) -> Problem | None:
        """Return the problem if git stores something else in place of a log, so that it never sees a line land."""
        if content and self.stored and not parsed(self.stored).entries:
            what = "is not in git, which stores something else in place of the file, such as a link or a pointer"
            return Problem(1, what, _STORE)
        if not content and self.stored is None and self.unreadable is not None:
            what = f"is missing, and something landed in {self.unreadable.commit[:12]} of which no line can be read"
            return Problem(1, what, "restore the log, or land an empty file if nothing was decided")
        return None

    def landing(self, place: int, digest: str) -> Touch | None:
        """Return the first landing of the line at a place of a log; None if another line, or none, landed there."""
        return self.touches[place] if self.log.digests[place : place + 1] == (digest,) else None

    def other(self, place: int, digest: str, program: str) -> str:
        """Return the configuration of the other program that the line at a place of a log belongs to; empty for the
        program's own lines."""
        return self.others[place] if self.landing(place, digest) else self.beside.get(program, "")

    def _commit(self, number: int) -> str:
        return self.touches[number - 1].commit[:12]


def ahead(log: Log, history: Landed, now: Instant) -> Entry | None:
    """Return the first line that has not landed and is dated in the future; None if there is none."""
    pairs = zip(log.entries, _landings(log, history), strict=True)
    return next((entry for entry, landing in pairs if landing is None and entry.at > now + SKEW), None)


def dated(log: Log, history: Landed) -> tuple[Entry, ...]:
    """Return the entries of a log, each with the time from which it counts: its date, but no later than its landing and
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
    """Return the log as it landed. With `brief`, lines that merges dropped, fetched lines, and logs in other folders
    are left out, unless a line names another program. Raises CouldNotLook if it is unknown what landed."""
    history = file_history(settings, FILE, LARGEST, now, finding, brief=brief, since=_FIRST)
    found, logs = Landed(where=history.where, races=_races(history)), _own_logs(history)
    for version in history.versions:
        if version.aside is None or not version.aside.programs or version.aside.configurations in logs:
            found = _with(found, version)
    for other in history.elsewhere:
        found = _with_elsewhere(found, other, history)
    if brief and any(one.program != settings.program for one in found.log.decisions):
        with suppress(CouldNotLook):  # the owner of a line may depend on where it landed first
            return landed(settings, now, finding)
    return _judged_then(found, history, settings)


def _races(history: FileHistory) -> tuple[Race, ...]:
    """Return the versions in whose place a merge kept another one."""
    pairs = ((one.aside, one.content or b"") for one in history.versions)
    return tuple(race(aside.became, content) for aside, content in pairs if aside is not None and aside.lost_a_race)


def _own_logs(history: FileHistory) -> set[tuple[str, ...]]:
    """Return the logs in other folders that other programs still read and that have a line of this program, each
    identified by the former paths of its configuration."""
    return {
        aside.configurations
        for version in history.versions
        if (aside := version.aside) is not None
        and not aside.programs.isdisjoint(one.program for one in parsed(version.content or b"").decisions)
    }


def _judged_then(found: Landed, history: FileHistory, settings: Settings) -> Landed:
    """Return the log, extended by who was allowed to decide before each line landed, and by the other programs that
    have lines in it."""
    then = Then(history, settings, found.log, found.touches, found.asides)
    return replace(
        found,
        deciders=then.deciders(),
        others=tuple(map(then.other, range(len(found.touches)))),
        beside=then.beside if found.content else {},
        deciders_now=then.deciders_now,
        stored=history.checked_out,
    )


def _with(found: Landed, version: FileVersion) -> Landed:
    """Return the log with the lines that one more landing added. A version that lost a race adds none."""
    if version.aside is not None and version.aside.lost_a_race:
        return found
    content = unified(version.content) if version.content is not None else None
    newest = found.newest if version.aside else content
    if content is None or not content.startswith(found.content):
        return replace(found, newest=newest)
    log = replace(parsed(content, found.log), problem=None)
    unreadable = found.unreadable if version.aside else version.landed if content and not log.entries else None
    added = len(log.entries) - len(found.touches)
    touches = (*found.touches, *[version.landed] * added)
    asides = (*found.asides, *[version.aside] * added)
    return replace(
        found,
        content=content[: log.size],
        log=log,
        touches=touches,
        asides=asides,
        newest=newest,
        unreadable=unreadable,
    )


def _with_elsewhere(found: Landed, other: Elsewhere, history: FileHistory) -> Landed:
    """Return the log with the lines that landed in another history and not in this one; they count from now on. Raises
    CouldNotLook if each history has lines that the other one lacks."""
    then = reduce(_with, other.versions, Landed())
    is_of_others = other.program and other.program not in (one.program for one in then.log.decisions)
    if is_of_others or found.content.startswith(then.content):
        return found
    if not then.content.startswith(found.content):
        raise CouldNotLook(
            f"{other.path} has separate lines in {history.where}, and as it {other.became}: {other.instead}"
        )
    touch, aside = then.touches[-1], then.asides[-1]
    remedy = aside.remedy if aside else f"restore it (`{other.git} show {touch.commit[:12]}:{other.path}` prints it)"
    added = len(then.touches) - len(found.touches)
    touches = (*found.touches, *[history.newest] * added)
    asides = (*found.asides, *[Aside(other.became, remedy)] * added)
    return replace(found, content=then.content, log=then.log, touches=touches, asides=asides, unreadable=None)
