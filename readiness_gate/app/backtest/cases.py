"""The past go-lives that a configuration states, each once, with the sources of their outcomes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from readiness_gate.app.backtest.releases import Listing, Releases, matches
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, CouldNotLook, refuse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import PastGoLive
from readiness_gate.model.past_go_lives import ByHand, ByPattern, Label, Signs, Statement
from readiness_gate.model.releases import is_same, parts_of
from readiness_gate.model.time import Instant, day_of, end_of_day, iso
from readiness_gate.model.wording import folded, listed
from readiness_gate.sources.git.tags import Tag
from readiness_gate.sources.jira.versions import Version

_EXAMPLE = """\
  [[past-go-lives]]
  from = "tags"
  pattern = "v*.*.0"
  patch-within = "14d\""""
_HAND, _VERSION, _TAG = range(3)
"""The origins of a go-live, in order of precedence."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one table states about the outcome of a go-live, or where to find it."""

    label: Label | None = None
    signs: Signs = Signs()
    release: str = ""
    """The name of what went live, to find its patches."""
    listing: Listing = Listing()
    """Everything that was released in the place where that name is found."""
    why_no_releases: str = ""
    """Why the releases are unknown, for the middle of a sentence."""


@dataclass(frozen=True, slots=True)
class Case:
    """A past go-live, and the sources of its outcome."""

    go_live: PastGoLive
    claims: tuple[Claim, ...]
    live_since: Instant | None = None
    """When it went live, if that differs from the time as of which it is judged: a tag may belong to a commit that
    was merged later, or have a later date of its own."""

    is_dated_by_commit: bool = False
    """Whether it is judged as of when the commit of its tag landed, because nothing says when it went live."""

    @property
    def began(self) -> Instant:
        """When it went live, as well as known."""
        return self.go_live.as_of if self.live_since is None else self.live_since


@dataclass(frozen=True, slots=True)
class Cases:
    """The past go-lives of a program, oldest first."""

    cases: tuple[Case, ...]
    left_out: tuple[str, ...] = ()
    """Which ones cannot be tried, and why; a sentence each."""
    is_whole: bool = True
    """Whether every source that states go-lives could be read."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """A go-live that cannot be tried, or a table from which nothing can be read."""

    why: str
    is_table: bool = False
    is_later: bool = False
    """Whether it went live after the time until which go-lives are tried: then `why` is only its name."""


_Candidate = tuple[int, Case]
"""The origin of a go-live, and the go-live."""


def cases(session: Session, until: Instant, *, has_version: bool) -> Cases:
    """Return the past go-lives before an instant; `has_version` says whether the milestone has a version, so that a
    tag has one, too. Raises BadUse if none is stated, or one by hand is in the future."""
    stated = session.configuration.past_go_lives
    if not stated:
        raise BadUse(
            "the configuration has no [[past-go-lives]]: add each go-live with a name and a date, or the tags or "
            f"versions that went live, such as\n{_EXAMPLE}"
        )
    _refuse_future(stated, session.program.now)
    reading = _Reading(session, Releases(session), until, has_version)
    found = [one for statement in stated for one in reading.of(statement)]
    left_out = [one for one in found if isinstance(one, _LeftOut)]
    later = list(dict.fromkeys(one.why for one in left_out if one.is_later))
    merged, notes = _merged([one for one in found if not isinstance(one, _LeftOut)])
    return Cases(
        tuple(sorted(merged, key=lambda case: (case.go_live.as_of, case.go_live.name))),
        (*(one.why for one in left_out if not one.is_later), *_later(later, until)),
        not any(one.is_table for one in left_out),
        (*notes, *_dated_by_commits(merged)),
    )


def _later(names: Sequence[str], until: Instant) -> Iterator[str]:
    """Yield a note on the go-lives that are too late to be tried."""
    if names:
        yield f"{listed(names, 3)}: after {iso(until)}, until which go-lives are tried."


def _dated_by_commits(found: Iterable[Case]) -> Iterator[str]:
    """Yield a note on the go-lives that are dated by a commit, which may be much older."""
    names = [case.go_live.name for case in found if case.is_dated_by_commit]
    if names:
        yield (
            f"{listed(names, 3)}: dated by the landing of the tagged commit, because the tag has no date within 60 "
            "days after it. If it went live on another day, add it to [[past-go-lives]] with its name and date."
        )


def _refuse_future(stated: Sequence[Statement], now: Instant) -> None:
    """Raise BadUse for go-lives by hand that have not happened yet."""
    refuse(
        f'{one.where}: the go-live "{one.what.name}" on {one.what.date} is in the future (it is {iso(now)}): correct '
        "its date, or remove it until then"
        for one in stated
        if isinstance(one.what, ByHand) and one.what.as_of > now
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Finds the go-lives that statements name."""

    session: Session
    releases: Releases
    until: Instant
    has_version: bool

    def of(self, statement: Statement) -> Iterator["_Candidate | _LeftOut"]:
        """Yield the go-lives of a statement, and those that cannot be tried."""
        what = statement.what
        if isinstance(what, ByHand):
            yield self._by_hand(what, statement)
            return
        try:
            found = list(self._tags(what) if what.source == "tags" else self._versions(what))
            beside = self.releases.beside(what)
        except CouldNotLook as error:
            yield _LeftOut(f"The {what.source} of {statement.where} cannot be read: {error}.", is_table=True)
            return
        if not found:
            there = f"there are {len(beside.releases)} others" if beside.releases else _nothing_there(what)
            why = f'{statement.where}: none of the {what.source} matches "{what.pattern}"; {there}.'
            yield _LeftOut(why, is_table=True)
        rank = _TAG if what.source == "tags" else _VERSION
        for one in found:
            if isinstance(one, _LeftOut):
                yield one
            else:
                yield rank, self._case(what, one, Claim(statement.label, statement.signs, one.name, beside))

    def _case(self, what: ByPattern, one: PastGoLive, claim: Claim) -> Case:
        if what.source == "versions":
            return Case(one, (claim,))
        tag = next(tag for tag in self.releases.tags(what.repository).tags if tag.name == one.name)
        return Case(one, (claim,), tag.released, not tag.is_dated)

    def _by_hand(self, what: ByHand, statement: Statement) -> "_Candidate | _LeftOut":
        if what.version is not None and self.releases.version(what.version) != what.version:
            return _LeftOut(f'{what.name}: Jira has no version "{what.version}". Correct its version.')
        if what.as_of > self.until:
            return _LeftOut(what.name, is_later=True)
        name, listing, why = what.version or what.name, Listing(), ""
        if statement.signs.patch_within is not None:
            try:
                listing = self.releases.naming(name, by_number=what.version is not None)
            except CouldNotLook as error:
                why = str(error)
        go_live = PastGoLive(what.name, what.date, what.as_of, statement.where, what.version)
        return _HAND, Case(go_live, (Claim(statement.label, statement.signs, name, listing, why),))

    def _tags(self, what: ByPattern) -> Iterator[PastGoLive | _LeftOut]:
        of = f" of {what.repository}" if what.repository else ""
        for tag in self.releases.tags(what.repository).tags:
            if not matches(tag.name, what.pattern):
                continue
            if tag.live is None:
                yield _LeftOut(f"{tag.name}: {tag.why_unknown}, so it is unknown when it went live.")
            elif tag.live > self.until:
                yield _LeftOut(tag.name, is_later=True)
            else:
                date = day_of(tag.live, self.session.configuration.settings.calendar)
                yield PastGoLive(tag.name, date, tag.live, f"tag {tag.name}{of}", self._version(tag, what))

    def _version(self, tag: Tag, what: ByPattern) -> str | None:
        """Return the version that a tag belongs to; None if it has none, or the milestone has none."""
        parts = parts_of(tag.name)
        if parts is None or not parts.is_clear or (what.version is None and not self.has_version):
            return None
        return self.releases.version((what.version or "*").replace("*", parts.number))

    def _versions(self, what: ByPattern) -> Iterator[PastGoLive | _LeftOut]:
        of = f" in {what.export}" if what.export else ""
        for version in self.releases.versions(what.export):
            if not matches(version.name, what.pattern):
                continue
            if not version.released:
                yield _LeftOut(f"{version.name}: it is not released.")
            elif version.date is None:
                yield _LeftOut(f"{version.name}: it has no release date, or an impossible one. Correct it in Jira.")
            else:
                yield self._released(version, version.date, of)

    def _released(self, version: Version, date: dt.date, of: str) -> PastGoLive | _LeftOut:
        before = end_of_day(date - dt.timedelta(days=1), self.session.configuration.settings.calendar)
        if before > self.until:
            return _LeftOut(f"{version.name}: its release date {date} is in the future. Correct it in Jira.")
        return PastGoLive(version.name, date, before, f"version {version.name}{of}", version.name)


def _nothing_there(what: ByPattern) -> str:
    if what.source == "tags":
        return "there are none here: fetch them with git fetch --tags"
    return "there are none"


def _merged(found: Iterable[_Candidate]) -> tuple[list[Case], list[str]]:
    """Return each go-live once, by the origin with precedence (by hand, a version, a tag), and notes on duplicates."""
    kept: list[_Candidate] = []
    notes: list[str] = []
    for rank, case in sorted(found, key=lambda one: (one[0], one[1].go_live.as_of, one[1].go_live.name)):
        place = next((place for place, other in enumerate(kept) if _is_same((rank, case), other)), None)
        if place is None:
            kept.append((rank, case))
            continue
        of, first = kept[place]
        kept[place] = of, replace(first, claims=(*first.claims, *case.claims))
        if case.go_live.origin != first.go_live.origin:
            notes.append(
                f"{case.go_live.name} ({case.go_live.origin}, {case.go_live.date}) is the same go-live as "
                f"{first.go_live.name} ({first.go_live.origin}, {first.go_live.date}), and counts once."
            )
    return [case for _, case in kept], notes


def _is_same(one: _Candidate, other: _Candidate) -> bool:
    """Return whether two go-lives are the same: the same day and name, or the same number if one is a tag and the
    other is not. Tags of several repositories may share a name, and so may versions of several projects."""
    ours, theirs = one[1].go_live, other[1].go_live
    if ours.date == theirs.date:
        return True
    if one[0] == other[0]:
        return ours.origin == theirs.origin
    return folded(ours.name) == folded(theirs.name) or is_same(_number(one), _number(other))


def _number(candidate: _Candidate) -> str:
    """Return the name that has the number of a go-live: `Wave 1` by hand has none, and is not version 1."""
    rank, case = candidate
    return case.go_live.version or ("" if rank == _HAND else case.go_live.name)
