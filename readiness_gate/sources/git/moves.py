"""How the mainline was moved in this clone: landings whose time is hidden, by its log and the dates of its commits."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from readiness_gate.files import NoPlainFile, content
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.time import DAY, Instant, Seconds, iso_day
from readiness_gate.model.wording import counted
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, span

_FORWARD = re.compile(r"merge .*: Fast-forward|push.*|reset: moving to .*")
_AMENDED = "commit (amend)"
_HEADS, _REMOTES = "refs/heads/", "refs/remotes/"
_NEIGHBORS: Seconds = 10
_NONE = "0"
_LARGEST_LOG, _LARGEST_PATH = 1 << 26, 1 << 16


def forwarded(repository: Repository, git: GitSettings, chain: Chain) -> Iterator[str]:
    """Landings that reached the mainline long after their own dates, by the log of the branch in this clone."""
    places = chain.places
    for move in _moves(repository, git.mainline):
        if move.old not in places or move.new not in places or not _FORWARD.fullmatch(move.what):
            continue
        came = range(places[move.old] + 1, places[move.new] + 1)
        late = [place for place in came if move.at - chain.landed[place] > git.late_after]
        if late:
            days = (move.at - chain.landed[late[0]]) // DAY
            yield (
                f"{counted(len(late), 'landing')} up to {move.new[:12]} reached {git.mainline} on {iso_day(move.at)} "
                f"by a fast-forward, up to {days} days after the dates by which they count: merge with merge commits"
            )


def forced(repository: Repository, git: GitSettings, chain: Chain, after: int) -> Iterator[str]:
    """Yield a note if the branch was rewritten since the landing at the index `after`: earlier landings may be gone,
    or have other dates now."""
    places, began = chain.places, chain.landed[max(after, 0)]
    left = [move for move in _moves(repository, git.mainline) if move.at > began and move.may_lose]
    gone = _not_in(repository, chain.commits[-1], {move.old for move in left} - places.keys())
    lossy = [move for move in left if move.old in gone]
    if lossy:
        yield _rewritten(git.mainline, lossy)


def _rewritten(mainline: str, lossy: Sequence["_Move"]) -> str:
    last = lossy[-1]
    times = f", {len(lossy)} times in all" if len(lossy) > 1 else ""
    return (
        f"{mainline} was rewritten on {iso_day(last.at)}{times}: {last.old[:12]} is no longer in its history, "
        "so it is unknown what landed when before that: protect the branch from force pushes"
    )


def _not_in(repository: Repository, tip: str, commits: set[str]) -> set[str]:
    """Return the commits that are not in the history of the tip."""
    left = set(commits)
    if left:
        with process.stream(repository, b"\n", "rev-list", "--end-of-options", tip) as lines:
            for line in lines:
                left.discard(line.decode())
    return left


def rebased(repository: Repository, git: GitSettings, chain: Chain, after: int, newest: int) -> Iterator[str]:
    """Neighbors on the mainline that were committed within seconds, although their authors took much longer."""
    runs = [run for run in _runs(repository, chain, after, newest) if _spread(run) > git.late_after]
    if runs:
        run = runs[0]
        authored = [date for _, date, _ in run]
        more = f" (and {len(runs) - 1} more series)" if len(runs) > 1 else ""
        yield (
            f"{counted(len(run), 'landing')} up to {run[0][0][:12]} have committer dates within seconds of each other, "
            f"and author dates from {iso_day(min(authored))} to {iso_day(max(authored))}{more}: they were rebased. If "
            f"{git.mainline} itself was, they landed earlier than they count: merge with merge commits"
        )


_Dated: TypeAlias = tuple[str, Instant, Instant]
"""A commit, with the dates of its author and of its committer."""


def _spread(run: list[_Dated]) -> Seconds:
    authored = [date for _, date, _ in run]
    return max(authored) - min(authored)


def _runs(repository: Repository, chain: Chain, after: int, newest: int) -> Iterator[list[_Dated]]:
    """Series of neighbors on the chain, newest first, with committer dates within seconds."""
    run: list[_Dated] = []
    for dated in _dates(repository, chain, after, newest):
        if run and abs(run[-1][2] - dated[2]) > _NEIGHBORS:
            yield run
            run = []
        run.append(dated)
    if run:
        yield run


def _dates(repository: Repository, chain: Chain, after: int, newest: int) -> Iterator[_Dated]:
    """Yield the landings, newest first, with the dates of author and committer; without unreadable ones, and without
    merges, whose dates are those of a landing."""
    if newest <= after:
        return
    words = (*LOG, "-s", "--first-parent", "--no-merges", "--format=%H %at %ct", "--end-of-options")
    with process.stream(repository, b"\0", *words, span(chain, newest, after)) as tokens:
        for token in tokens:
            commit, *dates = token.decode(errors="replace").split(" ")
            if len(dates) == 2 and all(date.isdecimal() for date in dates):  # noqa: PLR2004 - author and committer
                yield commit, int(dates[0]), int(dates[1])


def _branch(repository: Repository, mainline: str) -> str:
    words = ("rev-parse", "--symbolic-full-name", "--verify", "--quiet", mainline)
    return (process.output(repository, *words) or b"").decode(errors="replace").strip()


@dataclass(frozen=True, slots=True)
class _Move:
    """A line of a branch's log: when it was moved from one commit to another, and by what."""

    old: str
    new: str
    at: Instant
    what: str

    @property
    def may_lose(self) -> bool:
        """Whether the branch may have lost commits: it had one before, which was not only amended."""
        return bool(self.old.strip(_NONE)) and not self.what.startswith(_AMENDED)


def _moves(repository: Repository, mainline: str) -> Iterator[_Move]:
    """Yield the moves of the mainline in this clone, by the log of its branch, oldest first."""
    branch = _branch(repository, mainline)
    if not branch.startswith((_HEADS, _REMOTES)):
        return
    try:
        text = content(_common(repository) / "logs" / branch, _LARGEST_LOG).decode(errors="replace")
    except (OSError, NoPlainFile):
        return
    for line in text.split("\n"):
        head, _, what = line.partition("\t")
        words = head.split(" ")
        if len(words) > 3 and words[-2].isdecimal():  # noqa: PLR2004 - two commits, a name, a time and a zone
            yield _Move(words[0], words[1], int(words[-2]), what)


def _common(repository: Repository) -> Path:
    """Return the directory that all work trees of a repository share."""
    git_dir = Path(repository.git_dir)
    try:
        return git_dir / os.fsdecode(content(git_dir / "commondir", _LARGEST_PATH)).strip()
    except (OSError, NoPlainFile):
        return git_dir
