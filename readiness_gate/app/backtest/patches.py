"""Whether a go-live was patched, judged by the names and dates of later releases."""

from collections.abc import Iterator

from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.app.backtest.signs import Sign, not_known, not_over
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.releases import Release, called, counts_up, is_patch, may_be_patch
from readiness_gate.model.time import DAY, HOUR, Instant, Seconds, iso_day
from readiness_gate.model.wording import counted, some

_SLACK = HOUR + 1
"""How much further away than whole days the beginning of a later day may be: a day may have 25 hours, and a go-live
on a day is judged as of the second before it."""

_EVER: Instant = 2**62


@dataclass(frozen=True, slots=True)
class _Time:
    """The period in which patches count."""

    begin: Instant
    end: Instant
    until: Instant
    """What came later is unknown."""
    is_by_tags: bool
    """Whether the tag of the go-live has a date of its own, so that those of patches count, too."""

    def has(self, release: Release) -> bool:
        """Return whether something was released in this period, including the day on which it begins."""
        return release.at is not None and _last(release) > self.begin and release.at <= self.latest

    def is_before(self, release: Release) -> bool:
        """Return whether something was released before the period."""
        return release.at is not None and _last(release) <= self.begin

    def may_have(self, release: Release) -> bool:
        """Return whether something may have been released in this period, because it has another date, or none."""
        if release.at is None:
            return True
        other = None if self.is_by_tags else release.committed
        return other is not None and self.begin < other <= self.latest

    @property
    def latest(self) -> Instant:
        """The last instant of the period that is known."""
        return min(self.end + _SLACK, self.until)


def patched(case: Case, claim: Claim, within: Seconds, until: Instant) -> Sign:
    """Return whether a patch came in time; one that did counts even before the period is over."""
    if claim.why_no_releases:
        return Sign(None, f"Whether it was patched is unknown: {claim.why_no_releases}.")
    listing = claim.listing
    found = called(claim.release, listing.releases)
    if len(found) != 1:
        named = f"several releases may be {claim.release}: {some([one.name for one in found])}"
        why = named if found else f"no tag or version is called {claim.release}: add its version, or correct it"
        return Sign(None, f"Whether it was patched is unknown: {why}.")
    own, time = found[0], _Time(case.began, case.began + within, until, found[0].committed is not None)
    others = [one for one in listing.releases if one.name != own.name and not one.is_go_live]
    patches = [one for one in others if is_patch(one.name, own.name)]
    if time.is_by_tags and own.at is not None and own.at > case.go_live.as_of + within:
        perhaps = patches or [one for one in others if may_be_patch(one.name, own.name, others)]
        if perhaps:
            return _unclear(
                case, f"{own.name} was tagged long after its commit landed, and so may be {_names(perhaps)}"
            )
    first = min((one for one in patches if time.has(one)), key=_order, default=None)
    if first is not None:
        return Sign(True, f"{first.name} followed {_after(max(_order(first)[0] - time.begin, 0))} later.")
    what = f"Patches of {own.name} count until"
    if time.end > until:
        return not_over(what, time.end)
    doubt = next(_doubts(time, own, patches, others), None)
    if doubt is not None:
        return _unclear(case, doubt)
    if listing.known_until is not None and listing.known_until < time.end:
        return not_known(what, time.end, "releases", listing.known_until, listing.renew)
    return Sign(False, f"No patch of {own.name} in {counted(within // DAY, 'day')}.")


def _doubts(time: _Time, own: Release, patches: list[Release], others: list[Release]) -> Iterator[str]:
    """Yield why it is unclear whether a patch came, if none is known to have come in time."""
    undated = [one for one in patches if time.may_have(one)]
    if undated:
        yield f"nothing says for certain when {_names(undated)} was released"
    early = [one for one in patches if time.is_before(one)]
    if early:
        yield f"by its date, {_names(early)} is older than the go-live on {iso_day(time.begin)}"
    near = [one for one in others if one not in patches and (one.at is None or time.has(one))]
    perhaps = [one for one in near if may_be_patch(one.name, own.name, others)]
    if perhaps:
        yield f"{_names(perhaps)} may be a patch of {own.name}"


def not_patches(case: Case) -> list[str]:
    """Return the releases that would or might be patches of a go-live if they were not go-lives themselves."""
    names: dict[str, None] = {}
    for claim in case.claims:
        time = _Time(case.began, case.began + (claim.signs.patch_within or 0), _EVER, is_by_tags=True)
        others = [one for one in claim.listing.releases if one.is_go_live and one.name != claim.release]
        near = [one.name for one in others if time.has(one)]
        names |= dict.fromkeys(name for name in near if counts_up(name, claim.release, others))
    return list(names)


def _unclear(case: Case, why: str) -> Sign:
    remedy = f"add it to [[past-go-lives]] with date = {case.go_live.date} and went-wrong"
    return Sign(None, f"Whether it was patched is unknown: {why}; {remedy}.", is_unclear=True)


def _names(releases: list[Release]) -> str:
    return some([one.name for one in releases])


def _order(release: Release) -> tuple[Instant, str]:
    return release.at or 0, release.name


def _last(release: Release) -> Instant:
    """Return the latest instant at which it can have been released."""
    return release.until if release.until is not None else release.at or 0


def _after(seconds: Seconds) -> str:
    days = seconds // DAY
    return counted(days, "day") if days else "less than a day"
