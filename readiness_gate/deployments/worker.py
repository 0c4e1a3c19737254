"""Takes what asks from the queue, judges it, and answers it: each request ends in an answer, or in a logged giving up.

A worker that is killed leaves a request that the next one takes once its time is over. It judges anew, and what may
have been rejected before is never approved. Should a worker be stopped for longer than its time just before it sends,
its answer may arrive beside that of the next one.
"""

import threading
from collections.abc import Callable
from typing import Protocol

from readiness_gate.deployments.comment import comment, short
from readiness_gate.deployments.github import PATIENCE, Answered, NotSent
from readiness_gate.history import NoHistory, Store
from readiness_gate.history.deployments import Asked, Held, NotHeld, State, What, next_due, step, take
from readiness_gate.history.recording import has_go
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import DeploymentRule, GitHubApp
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.time import HOUR, Instant

TRIES = 10
PAUSES = (5, 15, 45, 120, 300, 600)
"""Seconds to the next try after the first, the second, …; the last one for all others."""
SETTLED = 60
"""Seconds after which GitHub lets what it asked about be answered; a little earlier it may say that nothing waits."""
_SPARE = 60
_NOT_RECORDED = (
    "the gate is go now, but no go by the same rules and on the same evidence was recorded in the last {hours} h. "
    "Record it with readiness-gate check {milestone} --record."
)
_IDLE = 15.0
"""Seconds after which the queue is looked at again: another server may have left something in it."""

Judge = Callable[[DeploymentRule, Asked, Instant], GateState]


class Send(Protocol):
    """Sends an answer."""

    def __call__(self, asked: Asked, state: Answered, comment: str, now: Instant) -> None:
        """Raises NotSent where it may not have arrived."""
        ...


@dataclass(frozen=True, slots=True)
class Worker:
    """Answers what is on a queue."""

    app: GitHubApp
    store: Store
    clock: Callable[[], Instant]
    judge: Judge
    send: Send
    log: Callable[[str], None]
    stop: threading.Event
    """Set when the worker is to end."""

    def run(self, wake: threading.Event) -> None:
        """Answer until it is to stop. Whatever goes wrong is logged, and tried again."""
        is_ready = False
        while not self.stop.is_set():
            wake.clear()
            try:
                is_ready = is_ready or self._is_made()
                wait = 0.0 if self.once() else self._until_next()
            except NoHistory as error:
                self.log(f"the queue cannot be used: {error}")
                wait = _IDLE
            except Exception as error:  # noqa: BLE001 - one request must not end the answers to all others
                self.log(f"readiness-gate itself failed ({type(error).__name__}); the request is tried again")
                wait = _IDLE
            if wait:
                wake.wait(wait)

    def _is_made(self) -> bool:
        """Make the tables where they are not there; True."""
        with self.store.writing():
            return True

    def once(self) -> bool:
        """Do what is due for one request; False for nothing."""
        if not self._is_due():
            return False
        with self.store.writing() as rows:
            held = take(rows, self.clock(), self._seconds())
        if held is not None:
            self._answer(held)
        return held is not None

    def _seconds(self) -> int:
        """For how long a request is held while its gate is judged."""
        return max(rule.seconds for rule in self.app.rules) + _SPARE

    def _is_due(self) -> bool:
        with self.store.reading() as rows:
            due = next_due(rows)
        return due is not None and due <= self.clock()

    def _until_next(self) -> float:
        with self.store.reading() as rows:
            due = next_due(rows)
        return _IDLE if due is None else min(_IDLE, max(0.2, float(due - self.clock())))

    def _answer(self, held: Held) -> None:
        asked = held.asked
        age = self.clock() - asked.received_at
        is_last = held.tries >= TRIES or age >= self.app.give_up_after
        state, said = self._decided(held, is_last=is_last)
        try:
            if self.stop.is_set():  # the process of the gate may have been ended, too
                self._step(held, "failed", until=self.clock(), why="the server ended")
                return
            held = self._step(held, "sending", state=state, until=self.clock() + int(PATIENCE) + _SPARE)
            try:
                self.send(asked, state, said, self.clock())
            except NotSent as error:
                self._failed(held, state, error, is_last=is_last)
                return
            self._step(held, "answered", state=state)
            self.log(f"{_name(asked)}: {state}")
        except NotHeld:
            self.log(f"{_name(asked)}: somebody else answers it, or a later request replaced it")

    def _decided(self, held: Held, *, is_last: bool) -> tuple[Answered, str]:
        """The answer, and what is said. Only a go that was judged now is an approval."""
        asked = held.asked
        if is_last:
            return "rejected", short(f"no answer arrived in {held.tries - 1} tries, so the gate was not judged again.")
        rule = self.app.rule(asked.repository, asked.environment, asked.installation)
        if rule is None:
            return "rejected", short("github-app.toml on the server no longer has a rule for this environment.")
        gate = self.judge(rule, asked, self.clock())
        if gate.decision != "go":
            return "rejected", comment(gate)
        if held.may_be_rejected:
            return "rejected", short("the gate is go now, but this request was rejected before.")
        if rule.max_age and not self._is_recorded(rule, gate):
            return "rejected", short(_NOT_RECORDED.format(milestone=rule.milestone, hours=rule.max_age // HOUR))
        return "approved", comment(gate)

    def _is_recorded(self, rule: DeploymentRule, gate: GateState) -> bool:
        """Whether the go that was judged now was recorded before, and not too long ago."""
        now = self.clock()
        digests = gate.policy_digest, gate.evidence_digest
        with self.store.reading() as rows:
            return has_go(rows, rule.milestone, *digests, now - rule.max_age, now)

    def _failed(self, held: Held, state: Answered, error: NotSent, *, is_last: bool) -> None:
        """Note that an answer did not arrive, and when it is tried again."""
        now, asked = self.clock(), held.asked
        if error.nothing_waits and now - asked.received_at >= SETTLED and _may_have_arrived(held, state):
            self._step(held, "answered", state=state, why="an earlier answer arrived: GitHub waits for none any more")
            self.log(f"{_name(asked)}: {state}, by an earlier answer that was not acknowledged")
            return
        if is_last:
            self._step(held, "given-up", why=error.why[:500])
            self.log(f"{_name(asked)}: given up after {held.tries} tries. {error.why}. Re-run the job to ask again")
            return
        pause = max(PAUSES[min(held.tries, len(PAUSES)) - 1], int(error.wait or 0))
        pause = min(pause, max(1, asked.received_at + self.app.give_up_after - now))
        unclear: State = "" if error.is_refusal else state
        self._step(held, "failed", state=unclear, until=now + pause, why=error.why[:500])
        self.log(f"{_name(asked)}: {error.why}; tried again in {pause} s")

    def _step(self, held: Held, what: What, *, state: State = "", until: Instant = 0, why: str = "") -> Held:
        with self.store.writing() as rows:
            return step(rows, held, what, self.clock(), until=until, state=state, why=why)


def _may_have_arrived(held: Held, state: Answered) -> bool:
    """Whether an earlier try sent the same answer, and nobody knows what became of it; not where another answer was
    sent so, too, as it is unknown then which of them arrived."""
    pairs = zip(held.steps[:-1], held.steps[1:], strict=True)
    unclear = {
        one.state
        for one, following in pairs
        if one.what == "sending" and (following.what != "failed" or following.state)
    }
    return unclear == {state}


def _name(asked: Asked) -> str:
    return f"{asked.repository}, {asked.environment}, run {asked.run}"


__all__ = ["PAUSES", "SETTLED", "TRIES", "Judge", "Send", "Worker"]
