"""Takes what asks from the queue, judges it, and answers it: each request ends in an answer, or in a logged giving up.

A worker that is killed leaves a request that the next one takes once its time is over. It judges again, and what may
have been rejected before is never approved. What is approved was judged a moment ago, also where the worker was paused:
only a pause while the bytes of an approval are sent stays unseen.
"""

import threading
from collections.abc import Callable
from typing import Protocol

from readiness_gate.deployments.age import begun, running
from readiness_gate.deployments.comment import comment, short
from readiness_gate.deployments.github import OLD, PATIENCE, Answered, NotSent
from readiness_gate.deployments.judged import Judged
from readiness_gate.history import NoHistory, Store
from readiness_gate.history.deployments import Asked, Held, NotHeld, State, What, next_due, step, take
from readiness_gate.history.recording import has_go
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import DeploymentRule, GitHubApp
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.time import HOUR, Instant
from readiness_gate.model.wording import counted

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
_NO_RULE = "no server has a rule for this environment: add it to github-app.toml on each of them."
_UNCLEAR = "an approval that was sent before may have arrived: look at the run"
_IDLE = 15.0
"""Seconds after which the queue is looked at again: another server may have left something in it."""

Judge = Callable[[DeploymentRule, Asked, Instant], Judged]


class Send(Protocol):
    """Sends an answer."""

    def __call__(
        self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]
    ) -> None:
        """Raises NotSent where it may not have arrived."""
        ...


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer, and what is said."""

    state: Answered
    said: str
    is_current: Callable[[], bool] = lambda: True
    """Whether it may still be sent: a rejection always."""


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
    running: Callable[[], float] = running

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
            held = take(rows, self.clock(), self._seconds(), self.free_at)
        if held is not None:
            self._answer(held)
        return held is not None

    def _seconds(self) -> int:
        """For how long a request is held while its gate is judged."""
        return max(rule.seconds for rule in self.app.rules) + _SPARE

    def free_at(self, held: Held) -> Instant:
        """When this worker may take a request: one that no rule here is for, only once no other server took it."""
        asked = held.asked
        if self.app.rule(asked.repository, asked.environment, asked.installation) is not None:
            return held.held_until
        return max(held.held_until, asked.received_at + self.app.give_up_after)

    def _is_due(self) -> bool:
        with self.store.reading() as rows:
            due = next_due(rows, self.free_at)
        return due is not None and due <= self.clock()

    def _until_next(self) -> float:
        with self.store.reading() as rows:
            due = next_due(rows, self.free_at)
        return _IDLE if due is None else min(_IDLE, max(0.2, float(due - self.clock())))

    def _answer(self, held: Held) -> None:
        asked = held.asked
        is_last = held.tries >= TRIES or self.clock() - held.begun_at >= self.app.give_up_after
        reply = self._decided(held, is_last=is_last)
        try:
            if self.stop.is_set():  # the process of the gate may have been ended, too
                self._step(held, "failed", until=self.clock(), why="the server ended")
                return
            if not reply.is_current():
                self._step(held, "failed", until=self.clock(), why=OLD)
                self.log(f"{_name(asked)}: {OLD}, so it is judged again")
                return
            held = self._step(held, "sending", state=reply.state, until=self.clock() + int(PATIENCE) + _SPARE)
            try:
                self.send(asked, reply.state, reply.said, self.clock(), reply.is_current)
            except NotSent as error:
                self._failed(held, reply.state, error, is_last=is_last)
                return
            self._step(held, "answered", state=reply.state)
            self.log(f"{_name(asked)}: {reply.state}")
        except NotHeld:
            self.log(f"{_name(asked)}: somebody else answers it, or a later request replaced it")

    def _decided(self, held: Held, *, is_last: bool) -> _Reply:
        """The answer. Only a go that was judged now is an approval."""
        asked = held.asked
        if is_last:
            tries = counted(held.tries - 1, "try", "tries")
            return _rejection(f"no answer arrived in {tries}, so the gate was not judged again.")
        rule = self.app.rule(asked.repository, asked.environment, asked.installation)
        if rule is None:
            return _rejection(_NO_RULE)
        start = begun(self.clock, self.running)
        judged = self.judge(rule, asked, self.clock())
        gate = judged.gate
        if gate.decision != "go":
            return _Reply("rejected", comment(gate))
        if held.may_be_rejected:
            return _rejection("the gate is go now, but a rejection of this request was sent before, or may have been.")
        if rule.max_age and not self._is_recorded(rule, gate):
            return _rejection(_NOT_RECORDED.format(milestone=rule.milestone, hours=rule.max_age // HOUR))
        return _Reply("approved", comment(gate), lambda: start.is_current(judged.seconds))

    def _is_recorded(self, rule: DeploymentRule, gate: GateState) -> bool:
        """Whether the go that was judged now was recorded before, and not too long ago."""
        now = self.clock()
        digests = gate.policy_digest, gate.evidence_digest
        with self.store.reading() as rows:
            return has_go(rows, rule.milestone, *digests, now - rule.max_age, now)

    def _failed(self, held: Held, state: Answered, error: NotSent, *, is_last: bool) -> None:
        """Note that an answer did not arrive, and when it is tried again."""
        now, asked = self.clock(), held.asked
        unclear = _unclear(held)
        if error.nothing_waits and now - asked.received_at >= SETTLED and unclear == {state}:
            self._step(held, "answered", state=state, why="an earlier answer arrived: GitHub waits for none any more")
            self.log(f"{_name(asked)}: {state}, by an earlier answer that was not acknowledged")
            return
        if error.nothing_waits and now - asked.received_at >= SETTLED and unclear:
            self._step(held, "unclear", why=_UNCLEAR)
            self.log(
                f"{_name(asked)}: approved or rejected, that is unclear. GitHub waits for no answer, and {_UNCLEAR}"
            )
            return
        if is_last:
            self._step(held, "given-up", why=error.why[:500])
            remark = f". But {_UNCLEAR}" if "approved" in unclear else ""
            self.log(
                f"{_name(asked)}: given up after {counted(held.tries, 'try', 'tries')}. {error.why}. Re-run the job to "
                f"ask again{remark}"
            )
            return
        pause = max(PAUSES[min(held.tries, len(PAUSES)) - 1], int(error.wait or 0))
        pause = min(pause, max(1, held.begun_at + self.app.give_up_after - now))
        left: State = "" if error.is_refusal else state
        self._step(held, "failed", state=left, until=now + pause, why=error.why[:500])
        self.log(f"{_name(asked)}: {error.why}; tried again in {pause} s")

    def _step(self, held: Held, what: What, *, state: State = "", until: Instant = 0, why: str = "") -> Held:
        with self.store.writing() as rows:
            return step(rows, held, what, self.clock(), until=until, state=state, why=why)


def _rejection(why: str) -> _Reply:
    """A rejection without a verdict."""
    return _Reply("rejected", short(why))


def _unclear(held: Held) -> set[State]:
    """The answers of earlier tries of which nobody knows what became."""
    pairs = zip(held.steps[:-1], held.steps[1:], strict=True)
    return {
        one.state
        for one, following in pairs
        if one.what == "sending" and (following.what != "failed" or following.state)
    }


def _name(asked: Asked) -> str:
    return f"{asked.repository}, {asked.environment}, run {asked.run}"


__all__ = ["PAUSES", "SETTLED", "TRIES", "Judge", "Send", "Worker"]
