"""Whether the issues that were read are complete: what proves it, and what raises a doubt.

Keys are assigned in order, so a project whose keys have wide gaps may have more issues than were read. Deleted and
moved issues leave gaps, too, which is why these are a doubt and not proof.
"""

from collections.abc import Iterable, Sequence
from itertools import filterfalse, pairwise

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.wording import agreeing, counted

_LONG_RUN = 100
_FEW, _MOST = 3, 10


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a project that were read."""

    project: str
    count: int
    lowest: str
    """The key with the lowest number."""
    highest: str
    missing: int
    """The longest run of numbers, from 1 on, without an issue."""

    @property
    def top(self) -> int:
        """The highest number of a key."""
        return number(self.highest)

    @property
    def wide(self) -> bool:
        """Whether so many numbers are missing that issues are probably hidden: half of all, or a hundred in a row
        that are a tenth of all."""
        return self.count * 2 < self.top or self.missing >= max(_LONG_RUN, self.top / 10)

    @property
    def shown(self) -> str:
        """How many of how many, in words."""
        return f"{self.count:,} of {self.project}-1 … {self.highest}"

    def has_ends(self, canary: Sequence[str]) -> bool:
        """Return whether a list of keys has the oldest and the newest."""
        return {self.lowest, self.highest} <= set(canary)

    def has_any(self, canary: Iterable[str]) -> bool:
        """Return whether a list of keys has one of this project."""
        return self._of(canary) > 0

    def has_oldest(self, canary: Sequence[str]) -> bool:
        """Return whether a list of keys has the oldest, and another one if there is any: the newest changes with
        each export, and a filter that leaves most issues out rarely has both."""
        return self.lowest in canary and self._of(canary) >= min(self.count, 2)

    def _of(self, canary: Iterable[str]) -> int:
        return sum(key.rpartition("-")[0] == self.project for key in set(canary))


def keys(read: Iterable[str]) -> list[Keys]:
    """Return the keys of each project, sorted by project."""
    projects: dict[str, list[str]] = {}
    for key in read:
        projects.setdefault(key.rpartition("-")[0], []).append(key)
    return [_keys(project, listed) for project, listed in sorted(projects.items())]


def _keys(project: str, listed: list[str]) -> Keys:
    listed.sort(key=number)
    missing = max(after - before - 1 for before, after in pairwise([0, *map(number, listed)]))
    return Keys(project, len(listed), listed[0], listed[-1], missing)


def number(key: str) -> int:
    """Return the number in the key of an issue."""
    return int(key.rpartition("-")[2])


def check_count(count: int, jira: JiraSettings) -> None:
    """Raise CouldNotLook if an export has another number of issues than the configuration says."""
    if jira.issues is not None and jira.issues != count:
        raise CouldNotLook(
            f"the export {jira.export} has {counted(count, 'issue')}, and jira.issues says {jira.issues:,}: export all "
            "of them again, or set jira.issues to the number that Jira shows for this search"
        )


def check_canary(read: Iterable[str], jira: JiraSettings, shown: str) -> None:
    """Raise CouldNotLook if an issue that must be visible is not among those that were read."""
    hidden = list(filterfalse(set(read).__contains__, jira.canary)) if jira.canary else []
    if hidden:
        raise CouldNotLook(
            f"the issue {hidden[0]}, which must always be visible (jira.canary), is not in {shown}, so issues are "
            "missing: use an account that sees all of them, or correct jira.canary"
        )


def check_export(ranges: Sequence[Keys], count: int, jira: JiraSettings, *, says_whole: bool) -> None:
    """Raise CouldNotLook if nothing proves that an export is complete, with what would.

    `ranges` are the keys of the projects that count, `count` is how many issues the whole file has.
    """
    if says_whole or jira.issues is not None or all(keys.has_ends(jira.canary) for keys in ranges):
        return
    raise CouldNotLook(
        f"nothing proves that the export {jira.export} is complete: one that was cut off between two issues looks "
        f"the same. It has {counted(count, 'issue')}: if Jira shows the same number for the search, add "
        f"issues = {count} to [jira]. Or look up the first and last key in Jira ({_lists(ranges)}), not in the "
        f"file{_line(ranges)}"
    )


def _lists(ranges: Sequence[Keys]) -> str:
    """Return how Jira lists the keys of the projects in order."""
    if len(ranges) > _FEW:
        return f"`project = … ORDER BY key`, for each of the {len(ranges)} projects"
    return ", ".join(f"`project = {keys.project} ORDER BY key`" for keys in ranges)


def _line(ranges: Sequence[Keys]) -> str:
    """Return what to add then: the line to paste, if the file has the oldest and the newest issue of each project."""
    if len(ranges) > _FEW:
        return ", and add them as canary = […]"
    ends = [key for keys in ranges for key in dict.fromkeys((keys.lowest, keys.highest))]
    listed = ", ".join(f'"{key}"' for key in ends)
    *others, last = ends or [""]
    named = f"{', '.join(others)} and {last}" if others else last
    they_are = agreeing(len(ends), "it is", "they are")
    return f". If {they_are} not {named}, issues are missing; if {they_are}, add canary = [{listed}]"


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks on how much was read."""

    doubts: tuple[str, ...] = ()
    """Whether it is complete."""
    notes: tuple[str, ...] = ()
    """What else a reader must know."""


def of_export(ranges: Sequence[Keys], jira: JiraSettings) -> Remarks:
    """Return remarks on wide gaps in the keys of an export that is complete for its search: a filter or a permission
    may have left issues out. If the oldest issue and another one are known to be there, they are only a note."""
    wide = [keys for keys in ranges if keys.wide]
    doubtful = [keys for keys in wide if not keys.has_oldest(jira.canary)]
    doubt = (
        f"{_shown(doubtful)} in the export. Deleted and moved issues leave gaps, and so does a filter of the export: "
        f"look up the first and last key in Jira ({_lists(doubtful)}), not in the file{_line(doubtful)}"
    )
    return _remarks(doubtful, wide, doubt, "in the export")


def of_live(ranges: Sequence[Keys], jira: JiraSettings) -> Remarks:
    """Return what a live Jira shows of each project: it silently hides issues from an account, so only an issue that
    must be visible proves something. With one, wide gaps are only a note."""
    doubtful = [keys for keys in ranges if not keys.has_any(jira.canary)]
    doubt = (
        f"{_shown(doubtful)} visible. Jira hides issues from an account without a message: ask somebody who sees all "
        f"of them for the first and last key ({_lists(doubtful)}){_line(doubtful)}"
    )
    return _remarks(doubtful, [keys for keys in ranges if keys.wide], doubt, "visible")


def _remarks(doubtful: Sequence[Keys], wide: Sequence[Keys], doubt: str, where: str) -> Remarks:
    """Return the doubt, if there is any, and a note on the other projects with wide gaps."""
    proven = [keys for keys in wide if keys not in doubtful]
    return Remarks((doubt,) if doubtful else (), (f"{_shown(proven)} {where}",) if proven else ())


def _shown(ranges: Sequence[Keys]) -> str:
    """Return, in words, how many issues of each project were read; of many projects, of the first."""
    more = f" and {len(ranges) - _MOST} more projects" if len(ranges) > _MOST else ""
    return ", ".join(keys.shown for keys in ranges[:_MOST]) + more
