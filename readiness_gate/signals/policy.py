"""Signals on the policy itself: whether it was edited after it was agreed on, and how many risks were accepted."""

from collections.abc import Iterator

from readiness_gate.model.approval import why_not_approved
from readiness_gate.model.facts import Facts, GitFacts, PolicyFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.time import Instant, day_of, iso, iso_day
from readiness_gate.signals import history
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
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, policy=True))


def edits_after_lock(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """How many landings changed the configuration or a pack of one's own after the milestone's policy lock.

    Waivers are not counted, as they have rules of their own, nor the files about people, which change as people do.
    """
    git, milestone = facts.git, facts.milestone
    if isinstance(git, Unavailable):
        return git
    lock = milestone.locked(facts.settings.zone) if milestone else None
    if milestone is None or lock is None:
        where = f"[milestones.{milestone.name}]" if milestone else "the milestone"
        return Unavailable(f"nobody said from when on the policy stands: provide policy-lock, a day, in {where}")
    day = f"the end of {milestone.policy_lock}"
    if lock >= as_of:
        return Measured(0, f"The policy is locked from {day} on, which has not come.")
    unknown = _unknown(git, lock, as_of)
    if unknown is not None:
        return unknown
    edits = tuple(_edits(git, lock, as_of))
    told = f"{counted(len(edits), 'landing')} changed the policy since it was locked at {day}."
    return Measured(len(edits), told, edits)


def _edits(git: GitFacts, start: Instant, end: Instant) -> Iterator[Evidence]:
    """The landings later than the start and not later than the end that changed a file of the policy."""
    files = set[str]() if isinstance(git.policy, Unavailable) else set(git.policy.values())
    for landing in git.landings:
        touched = sorted(files.intersection(change.path for change in landing.changes))
        if touched and start < landing.landed <= end:
            note = f"{iso_day(landing.landed)} {landing.subject}: {some(touched)}"
            yield Evidence("landing", landing.commit[:12], note)


def _unknown(git: GitFacts, lock: Instant, as_of: Instant) -> Unavailable | None:
    """Why nobody can tell whether the policy was edited; None when it can be told."""
    unknown = history.known_at(git, as_of) or history.reaches(git, lock)
    if unknown is not None or isinstance(git.policy, Unavailable):
        return unknown or (git.policy if isinstance(git.policy, Unavailable) else None)
    present = history.tree_at(git, as_of)
    missing = sorted(name for name, path in git.policy.items() if path not in present)
    if missing or not git.policy:
        what = some(missing) if missing else "the configuration"
        return Unavailable(
            f"{what} did not stand on the mainline at {iso(as_of)}, so nobody can tell when it was edited: let it land"
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
        ("git",),
        "Landings that changed the configuration or a pack of one's own after the milestone's policy lock.",
        _needs_edits,
        edits_after_lock,
    ),
)
