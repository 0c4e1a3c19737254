"""The signal on edits to the policy after it was locked."""

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from readiness_gate.errors import DEEPEN_WHOLE, CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import NOT_ASKED, GitFacts, Landing, Lock
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, available
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant, day_of, end_of_day, iso
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.policy.locks import Declared, first_lock
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.standing import Seeing, Standing
from readiness_gate.signals.views import history
from readiness_gate.signals.views.signoffs import how_to_sign, signed


@dataclass(frozen=True, slots=True)
class _Edit:
    """A landing that changed the policy after the lock."""

    landed: Instant
    evidence: Evidence


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    git = GitNeed(newest=as_of, since=as_of, oldest=as_of, policy=True)
    return Needs(frozenset({"git", "policy"}), git, standing=frozenset({as_of}), signed_until=as_of)


def edits_after_lock(facts: Facts, standing: Standing, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many landings changed the configuration or a custom pack after the milestone's policy lock without
    sign-off. The lock is the first one that took effect while a version of the configuration declared it, wherever it
    was moved later.

    An edit is signed off when every required role has signed evidence of a time at which it had landed. Waivers do not
    count, because they have rules of their own; nor do the people files, because they change as people do.
    """
    git, policy = facts.require_git(), facts.require("policy", PolicyFacts)
    milestone = _locked(facts.milestone)
    histories = _histories(git)
    locked = _locked_histories(histories, milestone.name, as_of)
    if not locked:
        _check_declared(histories, milestone.name)
        _check_to_come(milestone, as_of, policy.zone)
        return Measured(0, f"The policy is locked from {_lock_of(milestone)} on, which has not come.")
    edits = _distinct(
        edit for history, declared in locked for edit in _edits(history, declared.lock, as_of, policy.zone)
    )
    left = [edit for edit in edits if not signed(policy, standing, edit.landed, as_of)]
    first = min((declared for _, declared in locked), key=lambda declared: declared.lock.at)
    remedy = how_to_sign(standing, as_of) if left and policy.signers else ""
    summary = f"{_summary(len(edits), len(left), first, milestone)} {remedy}".rstrip()
    shortfall = f"{counted(len(left), 'policy change')} after the lock without sign-off"
    return Measured(len(left), summary, tuple(edit.evidence for edit in left), shortfall=shortfall)


EDITS_AFTER_LOCK = Signal(
    name="policy.edits-after-lock",
    unit="landings",
    sources=("git", "policy"),
    meaning="Landings that changed the configuration or a custom pack after the policy lock, and are not signed off.",
    needs=_needs,
    measure=Seeing(edits_after_lock),
    topic="what was changed in the policy since its lock",
)


def _check_declared(histories: Iterable[GitFacts], name: str) -> None:
    """Raise CannotMeasure if the newest configuration in every history lacks a lock for the milestone, although the
    gate judges by one."""
    newest = (version for git in histories for version in available(git.versions)[-1:])
    if all(version.locks.get(name) is None for version in newest):
        raise CannotMeasure(
            f"no landed version of the configuration declares the policy-lock of [milestones.{name}], "
            "so it is unknown what was edited since: save the configuration again as UTF-8, and let that land"
        )


def _check_to_come(milestone: Milestone, as_of: Instant, zone: ZoneInfo) -> None:
    """Raise CannotMeasure if the day of a lock has passed, but no version that had landed by then declared it: the
    configuration in use declares another day, or belongs to a trial."""
    lock = milestone.policy_lock
    if isinstance(lock, date) and end_of_day(lock, zone) <= as_of:
        raise CannotMeasure(
            f"the policy is locked from {_lock_of(milestone)} on, and no version of the configuration that had landed "
            f"by {iso(as_of)} declared that, so it is unknown what was edited since: let such a policy-lock land"
        )


def _distinct(edits: Iterable[_Edit]) -> list[_Edit]:
    """Return the edits without duplicates: several histories may contain the same one."""
    return list(dict.fromkeys(edits))


def _locked(milestone: Milestone | None) -> Milestone:
    """Return the milestone whose policy is locked. Raises CannotMeasure if none is configured."""
    if milestone is None or milestone.policy_lock is None:
        where = f"[milestones.{milestone.name}]" if milestone else "the milestone"
        raise CannotMeasure(f"when the policy is locked is not configured: add policy-lock, a day or a tag, to {where}")
    return milestone


def _histories(git: GitFacts) -> tuple[GitFacts, ...]:
    """Return the mainline that holds the policy, and the history that the policy is read from if that differs."""
    mainline = next((part for part in git.parts if part.policy != NOT_ASKED), git)
    beside = mainline.policy_beside
    return (mainline,) if beside is None else (mainline, available(beside))


def _locked_histories(histories: Iterable[GitFacts], name: str, as_of: Instant) -> list[tuple[GitFacts, Declared]]:
    """Return the histories on which a lock of the milestone had taken effect, each with its first lock."""
    locks = [(git, _known_lock(git, name, as_of)) for git in histories]
    return [(git, declared) for git, declared in locks if declared is not None]


def _known_lock(git: GitFacts, name: str, as_of: Instant) -> Declared | None:
    """Return the first lock that had taken effect on a history. Raises CannotMeasure if the lock, or the edits
    there, are unknown."""
    _check_edits_known(git, as_of)
    return first_lock(git, name, as_of)


def _lock_of(milestone: Milestone) -> str:
    """Return the lock that a milestone declares, in words."""
    lock = milestone.policy_lock
    return f'the landing of "{lock}"' if isinstance(lock, str) else f"the end of {lock}"


def _summary(edits: int, left: int, declared: Declared, milestone: Milestone) -> str:
    signed_off = f", {edits - left} of them signed off since" if left < edits else ""
    other = left and declared.by != milestone.name
    keep = ": keep that table as it was, or have the edits signed off" if other else ""
    return (
        f"{counted(edits, 'landing')} changed the policy since it was locked at {iso(declared.lock.at)}"
        f"{declared.shown(milestone.name)}{signed_off}{keep}."
    )


def _edits(git: GitFacts, lock: Lock, end: Instant, zone: ZoneInfo) -> Iterator[_Edit]:
    """Yield what landed after the lock and by `end` and changed a policy file. A change that only declares a lock is
    not an edit of the configuration."""
    files = list(available(git.policy).values())
    declaring = {version.place for version in available(git.versions) if version.locks_only}
    for landing in git.landings:
        changed = {change.path for change in landing.changes}
        touched = sorted(changed.intersection(files[1:] if landing.place in declaring else files))
        if touched and _is_after(landing, lock) and landing.landed <= end:
            note = f"{day_of(landing.landed, zone)} {landing.subject}: {some(touched)}"
            yield _Edit(landing.landed, Evidence("landing", abbreviated(landing.commit, 12), note, path=touched[0]))


def _is_after(landing: Landing, lock: Lock) -> bool:
    return landing.landed > lock.at if lock.place is None else landing.place > lock.place


def _check_edits_known(git: GitFacts, as_of: Instant) -> None:
    """Raise CannotMeasure if it is unknown whether the policy was edited."""
    if git.shallow:
        raise CannotMeasure(
            f"the clone is shallow: it begins on {iso(git.first_landed)}, and earlier edits are needed; {DEEPEN_WHOLE}"
        )
    history.check_known(git, as_of)
    files = available(git.policy)
    available(git.versions)
    available(git.renamed)
    present = git.tree_at(as_of)
    missing = sorted(name for name, path in files.items() if path not in present)
    if missing:
        raise CannotMeasure(
            f"{some(missing)} was not on the mainline at {iso(as_of)}, so it is unknown when it was edited: let it land"
        )


SIGNALS = (EDITS_AFTER_LOCK,)
