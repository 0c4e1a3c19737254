"""Reads the decision log, which must be intact and have every line that landed."""

from collections.abc import Callable
from pathlib import Path

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.files import NoPlainFile, content
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Entry
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant, iso
from readiness_gate.sources.decisions.counting import counted
from readiness_gate.sources.decisions.landed import Landed, ahead, landed
from readiness_gate.sources.decisions.lines import FILE, LARGEST, Log, parsed
from readiness_gate.sources.decisions.races import unwritten
from readiness_gate.sources.git.mainline import Mainline
from readiness_gate.sources.git.sparse import Explaining

NAME = "decisions"
_RESTORE = f"run `readiness-gate log verify`, and restore {FILE} from git"


def fetch(
    settings: Settings,
    _needs: Needs,
    now: Instant,
    read: Reader,
    finding: Callable[[Settings], Mainline] | None = None,
) -> DecisionFacts:
    """Return the facts in the log. Raises CouldNotLook if the log is broken, or was deleted or shortened, or if it is
    unknown what landed."""
    history = landed(settings, now, finding)
    log = whole(current(settings, read, history, pinned=finding is not None), history)
    _check_dates(log, history, now)
    if settings.policy_ref and finding is None:
        check_here(settings.root, history, settings.policy_ref)
    identity = f"{FILE} at {settings.policy_ref}" if settings.policy_ref else FILE
    asked = f"what was decided; last line {log.last}" if log.last else "what was decided"
    count = counted(log, history, settings, read)
    provenance = Provenance(NAME, identity, asked, len(log.entries), now)
    return DecisionFacts(provenance, count.entries, count.ignored, count.others)


def current(settings: Settings, read: Reader, history: Landed, *, pinned: bool = False) -> bytes | None:
    """Return the judged log: the version at the ref of the policy or, without a ref, the file here. With `pinned`, for
    a change at a fixed place in the history, it is read like any other file. Raises CouldNotLook if it cannot be
    read."""
    if settings.policy_ref and not pinned:
        return history.newest
    try:
        return read(FILE, LARGEST)
    except Unreadable as error:
        has_remedy = ": " in str(error)  # for example for a sparse checkout
        raise CouldNotLook(str(error) if has_remedy else f"{error}: {_RESTORE}") from error


def whole(found: bytes | None, history: Landed) -> Log:
    """Return the lines of a log. Raises CouldNotLook if the log has a problem, or is missing although it landed."""
    if found is None and history.content:
        aside = history.asides[-1]
        became, remedy = (
            (aside.became, aside.remedy) if aside else (f"landed in {history.where}", "restore it from git")
        )
        raise CouldNotLook(f"{FILE} is missing, and {became}: {remedy}")
    log = parsed(found or b"")
    problem = log.problem or history.problem(found or b"")
    if problem is not None:
        raise CouldNotLook(f"{FILE} was changed, {problem}: {problem.remedy or _RESTORE}")
    lost = unwritten(history.races, log)
    if lost is not None:
        raise CouldNotLook(f"{FILE} lacks a condition, {lost.in_full}")
    return log


def _check_dates(log: Log, history: Landed, now: Instant) -> None:
    """Raise CouldNotLook if a line that has not landed is dated in the future: it would be unknown as of now."""
    entry = ahead(log, history, now)
    if entry is not None:
        raise CouldNotLook(too_early(entry))


def too_early(entry: Entry) -> str:
    """Return how to fix a line that has not landed and is dated in the future."""
    return (
        f"line {entry.number} of {FILE} by {entry.by} is dated in the future, {iso(entry.at)}: check the "
        "clock here, and if it is right, remove the line, which has not landed, and write it again"
    )


def check_here(root: Path, history: Landed, ref: str) -> None:
    """Raise CouldNotLook unless the log in the work tree has every line of the log at `ref`: a change cannot drop
    lines."""
    try:
        here = Explaining(_WorkTree(root).read, root).read(FILE, LARGEST)
    except Unreadable as error:
        raise CouldNotLook(str(error)) from error
    problem = history.problem(here or b"")
    if problem is not None:
        raise CouldNotLook(
            f"the log in the work tree lacks what {ref} has, {problem}: merge or rebase onto {ref}, or restore the file"
        )


@dataclass(frozen=True, slots=True)
class _WorkTree:
    """Reads the files of a folder."""

    root: Path

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file, as a `Reader` does."""
        where = self.root / path
        try:
            if where.is_symlink():
                raise Unreadable(f"{path} is a symbolic link: replace it by the file itself")
            return content(where, limit)
        except NoPlainFile as error:
            raise Unreadable(f"{path} {error}") from error
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}") from error
