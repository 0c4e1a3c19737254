"""Verify that an attestation still counts: it says go, for this subject and this policy, and is recent enough."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.attested import Statement, Verified, Wanted, properties
from readiness_gate.model.subject import Subject
from readiness_gate.model.time import DAY, HOUR, Seconds, iso
from readiness_gate.model.wording import counted

_SKEW: Seconds = 300
"""How far the judging machine's clock may be ahead: five minutes, as for landings."""


def verified(statements: Sequence[Statement], wanted: Wanted) -> Verified:
    """Return what the newest of the statements is worth: an older go must not hide that a later check withdrew it.
    Of several with the same time, take the least favorable."""
    about = [one for one in statements if _is_about(one, wanted)] or list(statements)
    newest = max(one.created for one in about)
    judged = [_judged(one, wanted) for one in about if one.created == newest]
    return max(judged, key=lambda one: len(one.against))


def _is_about(statement: Statement, wanted: Wanted) -> bool:
    """Return whether a statement is one of those asked for, so that its decision counts."""
    same = wanted.milestone in (None, statement.milestone)
    return same and any(_names(statement, one) for one in wanted.subjects)


def _judged(statement: Statement, wanted: Wanted) -> Verified:
    against = [
        *_of_decision(statement, wanted),
        *_of_subjects(statement, wanted),
        *_of_time(statement, wanted),
        *_of_policy(statement, wanted),
    ]
    if not statement.sealed:
        against.append("it was changed after it was written: write it again with check --format attestation")
    return Verified(statement, tuple(against), tuple(_remarks(statement, wanted)))


def _of_decision(statement: Statement, wanted: Wanted) -> Iterator[str]:
    decision, without = statement.decision, statement.without_waivers
    if decision != "go":
        yield f"the gate of {statement.milestone} was {decision}: see check {statement.milestone}"
    elif list(statement.properties) != properties(statement.milestone, decision, without):
        yield f"its properties are not those of a go of {statement.milestone}"
    elif without != "go" and not wanted.waivers:
        yield f"it is go only with waivers ({without} without them): to accept that, add --allow-waivers"
    if wanted.milestone is not None and statement.milestone != wanted.milestone:
        yield f"it is for the milestone {statement.milestone}, not {wanted.milestone}"


def _of_subjects(statement: Statement, wanted: Wanted) -> Iterator[str]:
    for one in wanted.subjects:
        if not _names(statement, one):
            yield f"it is not about {one.name} ({one.algorithm}:{one.digest})"


def _names(statement: Statement, subject: Subject) -> bool:
    return (subject.algorithm, subject.digest) in statement.digests


def _of_time(statement: Statement, wanted: Wanted) -> Iterator[str]:
    age = wanted.now - statement.created
    if age < -_SKEW:
        yield f"its time {iso(statement.created)} is in the future: check the clocks of both machines"
    elif age > wanted.max_age:
        yield f"it is {_hours(age)} old, and may be {_hours(wanted.max_age)}: run the gate again"
    if wanted.now > statement.holds_until:
        yield f"it held until {iso(statement.holds_until)}: run the gate again"


def _of_policy(statement: Statement, wanted: Wanted) -> Iterator[str]:
    if wanted.policy is not None and statement.policy != wanted.policy:
        yield f"it was judged by another policy ({statement.policy}, not {wanted.policy})"


def _remarks(statement: Statement, wanted: Wanted) -> Iterator[str]:
    yield "The signature is not checked here: check it first, with what signed it."
    if wanted.policy is None:
        yield f"The policy was not compared. To do so, add --policy-digest {statement.policy}."
    if statement.weakened:
        yield f"The policy is weakened in {counted(statement.weakened, 'place')}."


def _hours(seconds: Seconds) -> str:
    """Return a duration in its usual unit: `5 minutes`, `24 hours`, `255 days`."""
    if seconds >= 2 * DAY:
        return counted(seconds // DAY, "day")
    return counted(seconds // HOUR, "hour") if seconds >= HOUR else counted(seconds // 60, "minute")
