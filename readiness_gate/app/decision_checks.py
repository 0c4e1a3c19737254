"""Checks that the decision log is unchanged, and that the sources still support a decision."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from readiness_gate.app.decision_log import sentence_of
from readiness_gate.app.past_policy import past_policy
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, CouldNotLook, Unreadable
from readiness_gate.model.decision_checks import LogCheck, Replayed
from readiness_gate.model.decisions import Decided, Entry
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.run import evaluate
from readiness_gate.sources.decisions.counting import Counted, counted, strangers
from readiness_gate.sources.decisions.fetch import check_here
from readiness_gate.sources.decisions.landed import SKEW, Landed, dated, landed
from readiness_gate.sources.decisions.lines import FILE, LARGEST, Log, parsed
from readiness_gate.sources.decisions.races import unwritten

_GRACE = 2 * DAY
"""The time after its date within which a line must land."""
_NO_REMEDY = "Nothing can fix this. Explain the delay in the minutes, and leave the line as it is"


def read_log(session: Session) -> tuple[Log, Counted]:
    """Return the decision log of a program, and its lines that count. Raises CouldNotLook if it was changed."""
    log = parsed(_content(session) or b"")
    if log.problem is not None:
        raise CouldNotLook(f"{FILE} was changed: {log.problem.advice}")
    return log, counted(log, landed_if_known(session), session.program.settings, session.read)


def landed_if_known(session: Session) -> Landed:
    """Return the log as it landed; empty if unknown, because a program need not be in git to decide."""
    try:
        return landed(session.program.settings, session.program.now, brief=True)
    except CouldNotLook:
        return Landed()


def _content(session: Session) -> bytes | None:
    """Return the content of the log, None if there is none. Raises CouldNotLook if it cannot be read."""
    try:
        return session.read(FILE, LARGEST)
    except Unreadable as error:
        raise CouldNotLook(str(error)) from error


def verified(session: Session, digests: Sequence[str]) -> LogCheck:
    """Return whether the decision log is unchanged: its chain of digests, its form, the landings of its lines, and
    whether it has the lines with the given digests."""
    settings, now = session.program.settings, session.program.now
    try:
        history, unknown = landed(settings, now), ""
    except CouldNotLook as error:
        history, unknown = Landed(), str(error)
    content = _content(session)
    log = parsed(content or b"")
    found = log.problem, history.problem(content or b""), unwritten(history.races, log)
    problems = [one for one in found if one is not None]
    against = [one.in_full for one in problems]
    if content is None and history.content:
        aside = history.asides[-1]
        became = f"{aside.became}: {aside.remedy}" if aside else f"landed in {history.where}"
        against = [f"the file {FILE} is missing, and {became}"]
    if not unknown:
        against += _late(log, history, now)
        against += strangers(log, history, settings, session.read)
    others = () if unknown else counted(log, history, settings, session.read).others
    against += _of_work_tree(session, history)
    against += [
        f"no line has the digest {digest}: the end of the log was cut off, or the log was rewritten"
        for digest in digests
        if digest not in log.digests
    ]
    broken = min((one.line for one in problems), default=None)
    return LogCheck(_lines_in(content or b""), log.last, tuple(dict.fromkeys(against)), unknown, others, broken)


def _lines_in(content: bytes) -> int:
    """Return the number of lines in a file, whatever they contain; the last line may lack its end."""
    return sum(1 for _ in BytesIO(content))


def _of_work_tree(session: Session, history: Landed) -> Iterator[str]:
    settings = session.program.settings
    if settings.policy_ref:
        try:
            check_here(settings.root, history, settings.policy_ref)
        except CouldNotLook as error:
            yield str(error)


def _late(log: Log, history: Landed, now: Instant) -> Iterator[str]:
    """Yield the lines that landed more than two days after their date, or before it, or should have landed by now;
    and those dated before the line above them."""
    above: Entry | None = None
    for place, (entry, counts, digest) in enumerate(zip(log.entries, dated(log, history), log.digests, strict=True)):
        landing = history.landing(place, digest)
        why = _why_late(entry, landing.landed if landing else None, now, history.where)
        if landing is None and place < len(history.touches):
            why = ""  # another line landed there, which is a separate problem
        if not why and above is not None and entry.at < above.at:
            why = "is before the line above it: its date was changed"
        if why:
            yield f"line {entry.number} of {iso(entry.at)} {why}"
        above = counts


def _why_late(entry: Entry, landed_at: Instant | None, now: Instant, where: str) -> str:
    if landed_at is None:
        if entry.at > now + SKEW:
            return f"by {entry.by} is dated in the future: its date was changed, or a clock is wrong"
        return f"has not landed in {where}, and two days have passed: commit it" if now > entry.at + _GRACE else ""
    if entry.at > landed_at + SKEW:
        return (
            f"by {entry.by} landed before its date, on {iso(landed_at)}: its date was changed, or a clock was ahead. "
            f"It counts as of its landing. {_NO_REMEDY}"
        )
    late = f"landed late, on {iso(landed_at)}, more than two days after its date. {_NO_REMEDY}"
    return late if landed_at > entry.at + _GRACE else ""


def replayed(session: Session, number: int) -> Replayed:
    """Judge a decision of the log again, as of its time and by the policy of that time. Raises BadUse if there is no
    such decision."""
    entry = _decision(read_log(session)[0], number)
    policies = past_policy(session, "Without the policy of that time, the evidence cannot be compared")
    past = policies.gate(entry.milestone, entry.at)
    if isinstance(past, Unavailable):
        return Replayed(entry, unknown=past.reason)
    verdict = evaluate(past.program, past.gate, entry.as_of)
    lost = [one for one in verdict.findings if one.outcome == "unknown"]
    unknown = "; ".join(f"{one.rule.id}: {one.message}" for one in lost)
    return Replayed(entry, verdict, unknown, sentence_of(verdict))


def _decision(log: Log, number: int) -> Decided:
    entry = log.entries[number - 1] if 1 <= number <= len(log.entries) else None
    if isinstance(entry, Decided):
        return entry
    decisions = [str(one.number) for one in log.entries if isinstance(one, Decided)]
    which = f"Decisions: {', '.join(decisions)}" if decisions else "It has no decision"
    raise BadUse(f"line {number} of {FILE} is not a decision. {which}")
