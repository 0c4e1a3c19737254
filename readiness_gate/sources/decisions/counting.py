"""Decides which lines of the decision log count: those of this program, by people who were allowed to decide before
the line landed. A line that closes a condition counts once it has landed."""

from collections.abc import Iterator

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.approval import is_named
from readiness_gate.model.decisions import Closed, Decided, Entry, Ignored, Other
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.sources.decisions.deciders import deciders
from readiness_gate.sources.decisions.landed import Landed, dated
from readiness_gate.sources.decisions.lines import LARGEST, Log
from readiness_gate.sources.decisions.programs import programs_of
from readiness_gate.sources.git.file_history import configuration_of


@dataclass(frozen=True, slots=True)
class Counted:
    """The lines of a decision log, as they concern one program."""

    entries: tuple[Entry, ...] = ()
    """The lines that count, each with the time from which it counts, and the decisions that do not count, for their
    conditions."""
    ignored: tuple[Ignored, ...] = ()
    """The lines of this program that do not count."""
    others: tuple[Other, ...] = ()
    """The lines of other programs."""

    @property
    def own(self) -> frozenset[int]:
        """The numbers of the lines of this program."""
        return frozenset(one.number for one in (*self.entries, *self.ignored))

    @property
    def decisions(self) -> tuple[Entry, ...]:
        """The lines that count."""
        numbers = {one.number for one in self.ignored}
        return tuple(entry for entry in self.entries if entry.number not in numbers)

    @property
    def open(self) -> frozenset[str]:
        """The ids of the open conditions: no line closes them that counts, or will count once it has landed."""
        early = {one.condition for one in self.ignored if one.is_early}
        closed = {entry.condition for entry in self.entries if isinstance(entry, Closed)}
        decided = (one.id for entry in self.entries if isinstance(entry, Decided) for one in entry.conditions)
        return frozenset(decided) - closed - early


def counted(log: Log, history: Landed, settings: Settings, read: Reader) -> Counted:
    """Return the lines of a log, as they concern the program of the settings. If it is unknown who was allowed to
    decide before a line landed, or the line has not landed, the people who may decide today count."""
    today = _deciders_today(history, settings, read) if log.entries else ()
    others: list[Other] = []
    entries: list[Entry] = []
    ignored: list[Ignored] = []
    elsewhere: dict[str, str] = {}
    for place, (entry, program) in enumerate(zip(dated(log, history), programs_of(log), strict=True)):
        if isinstance(entry, Closed):
            configuration = elsewhere.get(entry.condition, "")
        else:
            configuration = history.other(place, log.digests[place], program)
            elsewhere |= dict.fromkeys((one.id for one in entry.conditions), configuration)
        if configuration:
            others.append(Other(entry.number, entry.at, program, configuration))
            continue
        why = _why_not(entry, place, log, history, today)
        if why is not None:
            ignored.append(why)
        if why is None or isinstance(entry, Decided):
            entries.append(entry)
    return Counted(tuple(entries), tuple(ignored), tuple(others))


def _why_not(entry: Entry, place: int, log: Log, history: Landed, today: tuple[str, ...]) -> Ignored | None:
    """Return why a line does not count; None if it does."""
    has_landed = history.landing(place, log.digests[place]) is not None
    then = history.deciders[place] if has_landed else None
    condition = entry.condition if isinstance(entry, Closed) else ""
    if not is_named(entry.by, today if then is None else then):
        by = "" if history.deciders_now is None else f" by the configuration in {history.where}"
        who = f"may not decide{by}" if then is None else "might not decide before it landed"
        what = f"is by {entry.by}, who {who}, and does not count"
        return Ignored(entry.number, entry.at, condition, f"{what}: {_remedy(entry)}")
    if condition and not has_landed and history.where:  # otherwise unknown, and only shown: no condition is judged
        why = f"has not landed in {history.where}, and counts once it has: commit it"
        return Ignored(entry.number, entry.at, condition, why, is_early=True)
    return None


def _remedy(entry: Entry) -> str:
    """Return what one of `waivers.approvers` or `decisions.by` must do."""
    command = f"readiness-gate log close {entry.condition}" if isinstance(entry, Closed) else "readiness-gate decide"
    return f"somebody of waivers.approvers or decisions.by must run `{command}` again"


def _deciders_today(history: Landed, settings: Settings, read: Reader) -> tuple[str, ...]:
    """Return who may decide according to the landed configuration: a change cannot authorize its own lines. If no
    readable configuration has landed, the one here decides."""
    if history.deciders_now is not None:
        return history.deciders_now
    try:
        return deciders(read(configuration_of(settings), LARGEST)) or ()
    except (Unreadable, CouldNotLook):
        return ()


def strangers(log: Log, history: Landed, settings: Settings, read: Reader) -> Iterator[str]:
    """Yield the lines by people who were not allowed to decide, each as a sentence without its full stop. Lines for
    which it is unknown who was allowed to decide before they landed are left out."""
    unknown = {
        place + 1
        for place, digest in enumerate(log.digests)
        if history.landing(place, digest) is not None and history.deciders[place] is None
    }
    for one in counted(log, history, settings, read).ignored:
        if not one.is_early and one.number not in unknown:
            yield f"line {one.number} {one.why}"
