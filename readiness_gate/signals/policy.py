"""Signals on the policy itself: whether it was edited after it was agreed on, and how many risks were accepted."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from readiness_gate.errors import DEEPEN_WHOLE, CannotMeasure
from readiness_gate.model.approval import why_not_approved
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import NOT_ASKED, GitFacts, Lock, PolicyVersion
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Unavailable, available
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, day_of, iso, iso_day
from readiness_gate.signals import history, signoffs
from readiness_gate.signals.spec import Signal, counted, some


def _needs_waivers(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}))


def in_force(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many waivers of the gate are properly approved and in time, whether or not their rules fail: each is a risk
    that somebody accepted for this milestone."""
    policy = facts.require("policy", PolicyFacts)
    today = day_of(as_of, policy.zone)
    counting = [each for each in policy.waivers if why_not_approved(each, policy.terms, today) is None]
    told = f"{counted(len(counting), 'waiver')} of {len(policy.waivers)} for this milestone in force on {today}."
    return Measured(
        len(counting),
        told,
        tuple(Evidence("rule", each.rule, f"accepted by {each.approved_by} until {each.expires}") for each in counting),
    )


def _needs_edits(_parameters: Parameters, as_of: Instant) -> Needs:
    git = GitNeed(as_of, as_of, as_of, policy=True)
    return Needs(frozenset({"git", "policy"}), git, standing=frozenset({as_of}), signed_until=as_of)


def edits_after_lock(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many landings changed the configuration or a pack of one's own after the milestone's policy lock and were not
    signed off: the first lock that came while a version of the configuration declared it, wherever it was moved since.

    An edit is signed off when every role that must sign has signed evidence of a time at which it had landed. Waivers
    are not counted, as they have rules of their own, nor the files about people, which change as people do.
    """
    git, milestone, policy = facts.require_git(), facts.milestone, facts.require("policy", PolicyFacts)
    if milestone is None or milestone.policy_lock is None:
        where = f"[milestones.{milestone.name}]" if milestone else "the milestone"
        raise CannotMeasure(
            f"nobody said from when on the policy stands: provide policy-lock, a day or a tag, in {where}"
        )
    git = next((part for part in git.parts if part.policy != NOT_ASKED), git)
    histories = (git, *_beside(git))
    locks = [_known_lock(history, milestone.name, as_of) for history in histories]
    came = min((lock for lock in locks if lock is not None), key=lambda came: came[1].at, default=None)
    if came is None:
        declared = milestone.policy_lock
        if not any(_declares(history, milestone.name) for history in histories):
            raise CannotMeasure(
                f"no landed version of the configuration declares the policy-lock of [milestones.{milestone.name}], "
                "so it is unknown what was edited since: save the configuration again as UTF-8, and let that land"
            )
        when = f'the landing of "{declared}"' if isinstance(declared, str) else f"the end of {declared}"
        return Measured(0, f"The policy is locked from {when} on, which has not come.")
    whose, lock = came
    locked = [(history, by[1]) for history, by in zip(histories, locks, strict=True) if by is not None]
    edits = tuple(dict.fromkeys(edit for history, by in locked for edit in _edits(history, by, as_of)))
    agreed = [signoffs.signed(policy, landed, as_of) for landed, _ in edits]
    left = tuple(evidence for (_, evidence), signed in zip(edits, agreed, strict=True) if not signed)
    by = _by(lock, whose, milestone.name)
    signed = f", {len(edits) - len(left)} of them signed off since" if len(left) < len(edits) else ""
    told = f"{counted(len(edits), 'landing')} changed the policy since it was locked at {iso(lock.at)}{by}{signed}"
    keep = ": keep that table as it was, or have the edits signed off" if left and whose != milestone.name else ""
    how = f" {signoffs.how(policy, as_of)}" if left and policy.signers else ""
    return Measured(len(left), f"{told}{keep}.{how}".rstrip(), left)


def _declares(git: GitFacts, name: str) -> bool:
    """Whether the newest version of the configuration on a history has a lock of the milestone."""
    return any(version.locks.get(name) is not None for version in available(git.versions)[-1:])


def _beside(git: GitFacts) -> tuple[GitFacts, ...]:
    """The history that the policy is read from, where the mainline does not have all of it."""
    beside = git.policy_beside
    return () if beside is None else (available(beside),)


def _known_lock(git: GitFacts, name: str, as_of: Instant) -> tuple[str, Lock] | None:
    """The first lock that had come by then on a history. Raises CannotMeasure where that, or what was edited there,
    is unknown."""
    _check_edits_known(git, as_of)
    return _first_lock(git, name, as_of)


def _first_lock(git: GitFacts, name: str, as_of: Instant) -> tuple[str, Lock] | None:
    """The first lock that had come by then, of the configuration or of another one that it may be by another name."""
    histories = (available(git.versions), *available(git.renamed))
    found = [_lock(versions, name, as_of) for versions in histories]
    came = [each for each in found if each is not None]
    return min(came, key=lambda each: (each[1].at, each[1].place is None, each[1].place or 0), default=None)


def _lock(versions: Sequence[PolicyVersion], name: str, as_of: Instant) -> tuple[str, Lock] | None:
    """The first lock that had come by then, while it was declared, and of which milestone: another one may be this one
    by another name. None when none has come. Raises CannotMeasure when one of them cannot be told any more."""
    counting = _counting(versions, name)
    there = [each for each in versions if each.landed <= as_of]
    came: list[tuple[str, Lock]] = []
    for number, (version, following) in enumerate(zip_longest(there, there[1:])):
        for whose, lock in version.locks.items():
            if lock is None or number >= counting.get(whose, 0):
                continue
            if isinstance(lock, Unavailable):
                raise _told(whose, name, lock.reason)
            if lock.at <= as_of and _came(lock, following):
                came.append((whose, lock))
            elif lock.ref and following is not None and not _goes_on(lock, whose, version, following):
                raise _told(whose, name, _too_late(lock, following))
    return min(
        came, key=lambda each: (each[1].at, each[1].place is None, each[1].place or 0, each[0] != name), default=None
    )


def _counting(versions: Sequence[PolicyVersion], name: str) -> Mapping[str, int]:
    """Before which version the locks of a milestone count as this one's. Its own always do; those of another one that
    was there before this one appeared do up to where that one was last changed or taken out: there it may have got this
    name, and something else its own."""
    appeared = [
        number
        for number, (before, after) in enumerate(zip((None, *versions), versions, strict=False))
        if name in after.locks and (before is None or name not in before.locks)
    ]
    first = max(appeared, default=len(versions))
    others = {each for version in versions[:first] for each in version.locks}
    return {**{each: _changed(versions, each) for each in others}, name: len(versions)}


def _changed(versions: Sequence[PolicyVersion], name: str) -> int:
    """The last version in which a milestone was gone, or had another date, kind or lock than before; 0 for none."""
    numbered = enumerate(pairwise(versions), 1)
    return max((number for number, (before, after) in numbered if _differs(before, after, name)), default=0)


def _differs(before: PolicyVersion, after: PolicyVersion, name: str) -> bool:
    """Whether a milestone may have become another one; a lock where there was none makes it none."""
    if name not in before.locks or name not in after.locks:
        return name in before.locks
    (was, lock), (now, new) = before.written.get(name, ("", "")), after.written.get(name, ("", ""))
    return was != now or lock not in ("", new)


def _whose(milestone: str) -> str:
    return f"[milestones.{milestone}], which this milestone may be by another name"


def _by(lock: Lock, whose: str, name: str) -> str:
    """By what the policy is locked, if that is not a day of this milestone's own."""
    ref = f' by "{lock.ref}"' if lock.ref else ""
    return ref if whose == name else f"{ref} {'of' if ref else 'by'} {_whose(whose)}"


def _told(whose: str, name: str, why: str) -> CannotMeasure:
    return CannotMeasure(why if whose == name else f"{_whose(whose)}: {why}")


def _too_late(lock: Lock, following: PolicyVersion) -> str:
    return (
        f'the policy-lock "{lock.ref}" landed at {iso(lock.at)}, after the configuration had named it no more, '
        "so nobody can tell from when on the policy stood: set it again on the commit that it named, or, if it was "
        f"never set then, on a landing before {iso(following.landed)}"
    )


def _came(lock: Lock, following: PolicyVersion | None) -> bool:
    """Whether a lock came before the next version of the configuration did, if there is one."""
    if following is None:
        return True
    return lock.at < following.landed if lock.place is None else lock.place < following.place


def _goes_on(lock: Lock, name: str, version: PolicyVersion, following: PolicyVersion) -> bool:
    """Whether the next version has the same ref for the milestone, or for one that may be it by another name."""
    heirs = {name} if name in following.locks else following.locks.keys() - version.locks.keys()
    found = [following.locks[each] for each in heirs]
    return any(isinstance(each, Lock) and each.ref == lock.ref for each in found)


def _edits(git: GitFacts, lock: Lock, end: Instant) -> Iterator[tuple[Instant, Evidence]]:
    """When something landed after the lock, and not later than the end, that changed a file of the policy; the
    configuration was not changed by what only declared a lock."""
    files = list(available(git.policy).values())
    declaring = {each.place for each in available(git.versions) if each.locks_only}
    for landing in git.landings:
        changed = {change.path for change in landing.changes}
        touched = sorted(changed.intersection(files[1:] if landing.place in declaring else files))
        after = landing.landed > lock.at if lock.place is None else landing.place > lock.place
        if touched and after and landing.landed <= end:
            note = f"{iso_day(landing.landed)} {landing.subject}: {some(touched)}"
            yield landing.landed, Evidence("landing", abbreviated(landing.commit, 12), note)


def _check_edits_known(git: GitFacts, as_of: Instant) -> None:
    """Raises CannotMeasure where nobody can tell whether the policy was edited."""
    if git.shallow:
        raise CannotMeasure(
            f"the clone is shallow: it begins on {iso_day(git.first_landed)}, and what was edited before is asked for; "
            f"{DEEPEN_WHOLE}"
        )
    history.check_known(git, as_of)
    files = available(git.policy)
    available(git.versions)
    available(git.renamed)
    present = history.tree_at(git, as_of)
    missing = sorted(name for name, path in files.items() if path not in present)
    if missing:
        raise CannotMeasure(
            f"{some(missing)} did not stand on the mainline at {iso(as_of)}, so nobody can tell when it was edited: "
            "let it land"
        )


SIGNALS = (
    Signal(
        "waivers.in-force",
        "count",
        ("policy",),
        "Waivers of the milestone that are properly approved and in time: each is a risk that somebody accepted.",
        _needs_waivers,
        in_force,
    ),
    Signal(
        "policy.edits-after-lock",
        "landings",
        ("git", "policy"),
        "Landings that changed the configuration or a pack of one's own after the policy lock, and are not signed off.",
        _needs_edits,
        edits_after_lock,
    ),
)
