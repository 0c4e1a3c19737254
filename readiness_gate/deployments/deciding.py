"""The answer to a request by the current decision of its gate: only a go of this evaluation is an approval."""

from collections.abc import Callable
from functools import partial

from readiness_gate.deployments.age import begun
from readiness_gate.deployments.answer import Answered, Contradiction
from readiness_gate.deployments.comment import comment, short
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.service import Service
from readiness_gate.history import Store
from readiness_gate.history.deployments import Asked, Held
from readiness_gate.history.recording import has_go
from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.deployments import Gate
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.time import HOUR, Instant

_NOT_RECORDED = (
    "the gate is go now, but no go by the same rules and on the same evidence was recorded in the last {hours} h. "
    "Record it with readiness-gate check {milestone} --record."
)
_BEFORE = "the gate is go now, but a rejection of this request was sent before, or may have been."

Judge = Callable[[Gate, Asked, Instant], Judged]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and its text."""

    state: Answered
    said: str
    is_current: Callable[[], bool] = lambda: True
    """A check that the answer may still be sent; it always passes for a rejection."""
    at: Instant = 0
    """For an approval, the start of the evaluation."""
    is_undecided: bool = False
    """For a rejection, whether the gate may become go once it can be judged."""
    valid_for: int = 0
    """For an approval, how long it is valid unless the gate is judged again; 0 if the service uses it immediately."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Judges gates, and makes the answers."""

    store: Store
    clock: Callable[[], Instant]
    judge: Judge
    running: Callable[[], float]

    def reply(self, service: Service, gate: Gate, held: Held) -> Reply:
        """Return the answer by the current decision of the gate. Raises NotSent if the relevant commit is unknown."""
        start = begun(self.clock, self.running)
        try:
            asked = replace(held.asked, sha=service.commit(held.asked))
        except Contradiction as error:
            return rejection(service, str(error))
        judged = self.judge(gate, asked, self.clock())
        state, again = judged.gate, service.words.again
        if state.decision != "go":
            return Reply("rejected", comment(state, again), is_undecided=state.decision == "undecided")
        if held.may_be_rejected:
            return rejection(service, _BEFORE)
        if gate.max_age and not self._is_recorded(gate, state):
            return rejection(service, _NOT_RECORDED.format(milestone=gate.milestone, hours=gate.max_age // HOUR))
        is_current = partial(start.is_current, judged.seconds)
        return Reply("approved", comment(state, again), is_current, start.at, valid_for=gate.valid_for)

    def _is_recorded(self, rule: Gate, gate: GateState) -> bool:
        """Return whether the current go was also recorded within the maximum age."""
        now = self.clock()
        digests = gate.policy_digest, gate.evidence_digest
        with self.store.reading() as rows:
            return has_go(rows, rule.milestone, *digests, now - rule.max_age, now)


def rejection(service: Service, why: str, *, is_undecided: bool = False) -> Reply:
    """Return a rejection without a verdict."""
    return Reply("rejected", short(why, service.words.again), is_undecided=is_undecided)


__all__ = ["Deciding", "Judge", "Reply", "rejection"]
