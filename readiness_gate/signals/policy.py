"""Signals on the policy itself: whether it was edited after it was agreed on, and how many risks were accepted."""

from collections.abc import Iterator
from itertools import zip_longest

from readiness_gate.model.approval import why_not_approved
from readiness_gate.model.facts import Facts, GitFacts, Landing
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.time import Instant, day_of, iso, iso_day
from readiness_gate.signals import history, signoffs
from readiness_gate.signals.spec import Signal, counted, some


def _needs_waivers(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}))


def in_force(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """How many waivers of the gate are properly approved and in time, whether or not their rules fail: each is a risk
    that somebody accepted for this milestone."""
    policy = facts.of("policy", PolicyFacts)
    if isinstance(policy, Unavailable):
        return policy
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
    return Needs(frozenset({"git", "policy"}), git, signed_until=as_of)


def edits_after_lock(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """How many landings changed the configuration or a pack of one's own after the milestone's policy lock and were not
    signed off: the first lock that came while a version of the configuration declared it, wherever it was moved since.

    An edit is signed off when every role that must sign has signed evidence of a time at which it had landed. Waivers
    are not counted, as they have rules of their own, nor the files about people, which change as people do.
    """
    git, milestone, policy = facts.git, facts.milestone, facts.of("policy", PolicyFacts)
    if isinstance(git, Unavailable):
        return git
    if isinstance(policy, Unavailable):
        return policy
    if milestone is None or milestone.policy_lock is None:
        where = f"[milestones.{milestone.name}]" if milestone else "the milestone"
        return Unavailable(f"nobody said from when on the policy stands: provide policy-lock, a day, in {where}")
    unknown = _unknown(git, as_of)
    if unknown is not None:
        return unknown
    lock = _lock(git, milestone.name, as_of)
    if lock is None:
        return Measured(0, f"The policy is locked from the end of {milestone.policy_lock} on, which has not come.")
    edits = tuple(_edits(git, lock, as_of))
    agreed = {each: signoffs.signed(policy, each.landed, as_of) for each in edits}
    unknown = next((each for each in agreed.values() if isinstance(each, Unavailable)), None)
    if unknown is not None:
        return unknown
    left = [each for each in edits if not agreed[each]]
    signed = f", {len(edits) - len(left)} of them signed off since" if len(left) < len(edits) else ""
    told = f"{counted(len(edits), 'landing')} changed the policy since it was locked at {iso(lock)}{signed}."
    files = _files(git)
    return Measured(len(left), told, tuple(_evidence(each, files) for each in left))


def _lock(git: GitFacts, name: str, as_of: Instant) -> Instant | None:
    """The first lock that had come by then, while it was declared; of a milestone that is gone it may be this one's,
    by another name. None when none has come."""
    versions = () if isinstance(git.versions, Unavailable) else git.versions
    today = set(versions[-1].locks) if versions else set[str]()
    came: list[Instant] = []
    for version, until in zip_longest(versions, (each.landed for each in versions[1:])):
        locks = (lock for each, lock in version.locks.items() if each == name or each not in today)
        end = as_of if until is None else min(until - 1, as_of)
        came += [lock for lock in locks if lock is not None and version.landed <= as_of and lock <= end]
    return min(came, default=None)


def _files(git: GitFacts) -> frozenset[str]:
    return frozenset() if isinstance(git.policy, Unavailable) else frozenset(git.policy.values())


def _edits(git: GitFacts, start: Instant, end: Instant) -> Iterator[Landing]:
    """The landings later than the start and not later than the end that changed a file of the policy."""
    files = _files(git)
    for landing in git.landings:
        if start < landing.landed <= end and files.intersection(change.path for change in landing.changes):
            yield landing


def _evidence(edit: Landing, files: frozenset[str]) -> Evidence:
    touched = sorted(files.intersection(change.path for change in edit.changes))
    return Evidence("landing", edit.commit[:12], f"{iso_day(edit.landed)} {edit.subject}: {some(touched)}")


def _unknown(git: GitFacts, as_of: Instant) -> Unavailable | None:
    """Why nobody can tell whether the policy was edited; None when it can be told."""
    unknown = history.known_at(git, as_of) or history.cut_off(git)
    if unknown is not None:
        return unknown
    if isinstance(git.policy, Unavailable):
        return git.policy
    if isinstance(git.versions, Unavailable):
        return git.versions
    present = history.tree_at(git, as_of)
    missing = sorted(name for name, path in git.policy.items() if path not in present)
    if missing:
        return Unavailable(
            f"{some(missing)} did not stand on the mainline at {iso(as_of)}, so nobody can tell when it was edited: "
            "let it land"
        )
    return None


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
