"""What the sources say today about recorded times: whether their own history has been rewritten since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness_gate.app.history.rows import rows_of
from readiness_gate.app.past_policy import PastGate, PastPolicy, past_policy
from readiness_gate.app.session import Session
from readiness_gate.app.trend import MOST_DATES, judged_by_one_policy
from readiness_gate.errors import BadUse
from readiness_gate.history.recording import readings
from readiness_gate.history.rows import ReadingRow, Recorded, Today
from readiness_gate.history.store import Store
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run import Program

_NO_POLICY = (
    "it was judged by a policy that is not today's, and not the one that had landed by then. To compare it, run the "
    "version of readiness-gate, with the configuration, that recorded it"
)


def against_sources(store: Store, session: Session, recorded: Sequence[Recorded]) -> list[Today]:
    """Return what the sources say today about each recorded verdict, judged by the policy that judged it then. Each
    source is read once for all verdicts of one policy."""
    if len(recorded) > MOST_DATES:
        raise BadUse(f"--against-sources compares {MOST_DATES} verdicts at most, and there are {len(recorded)}")
    policies = past_policy(session, "")
    judged: dict[tuple[str, str], tuple[Program, Gate, list[Instant]]] = {}
    for one in recorded:
        key = _policy(one)
        if key not in judged:
            judges = _judges(session, policies, one)
            if judges is not None:
                judged[key] = (*judges, [])
        if key in judged:
            judged[key][2].append(one.verdict.as_of)
    today = {key: _verdicts(session, *of_policy) for key, of_policy in judged.items()}
    with store.reading() as tables:
        before = {one.number: readings(tables, one.number) for one in recorded}
    return [_since(one, before[one.number], today.get(_policy(one))) for one in recorded]


def _policy(one: Recorded) -> tuple[str, str]:
    return one.verdict.milestone, one.verdict.policy_digest


def _judges(session: Session, policies: PastPolicy, one: Recorded) -> tuple[Program, Gate] | None:
    """Return the program and the gate whose policy judged a verdict: today's, or the one that had landed by then."""
    gate = session.gates.get(one.verdict.milestone)
    if gate is not None and gate.policy.digest == one.verdict.policy_digest:
        return session.program, gate
    then = policies.gate(one.verdict.milestone, one.verdict.as_of)
    if isinstance(then, PastGate) and then.gate.policy.digest == one.verdict.policy_digest:
        return then.program, then.gate
    return None


def _verdicts(session: Session, program: Program, gate: Gate, instants: Iterable[Instant]) -> Mapping[Instant, Verdict]:
    ordered = sorted(set(instants))
    return dict(zip(ordered, judged_by_one_policy(session, program, gate, ordered), strict=True))


def _since(one: Recorded, before: Sequence[ReadingRow], today: Mapping[Instant, Verdict] | None) -> Today:
    if today is None:
        return Today(unknown=_NO_POLICY)
    verdict = today[one.verdict.as_of]
    same = verdict.evidence_digest == one.verdict.evidence_digest
    if same and verdict.decision == one.verdict.decision:
        return Today(verdict.decision, verdict.evidence_digest)
    now = {row.rule: row for row in rows_of(verdict, one.verdict.recorded_at).readings}
    pairs = [(row, now[row.rule]) for row in before if row.rule in now]
    forgotten = tuple(f"{was.rule} was {_in_words(was)}" for was, then in pairs if _is_forgotten(was, then))
    differs = tuple(_differences(pairs))
    if not differs and not forgotten:
        differs = ("the evidence behind the readings",)
    return Today(verdict.decision, verdict.evidence_digest, differs, forgotten)


def _is_forgotten(was: ReadingRow, then: ReadingRow) -> bool:
    return was.outcome != "unknown" and then.outcome == "unknown"


def _differences(pairs: Iterable[tuple[ReadingRow, ReadingRow]]) -> Iterator[str]:
    for was, then in pairs:
        changed = (was.outcome, was.waived, was.value) != (then.outcome, then.waived, then.value)
        if changed and not _is_forgotten(was, then):
            yield f"{was.rule} was {_in_words(was)}, and is {_in_words(then)}"


def _in_words(row: ReadingRow) -> str:
    """Return the outcome of a rule, with the value if there is one: `fail (3)`."""
    return f"{row.status} ({row.value})" if row.value is not None else row.status
