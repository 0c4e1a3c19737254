"""The worker takes requests from the queue, judges their gates and answers them. Every request ends with an answer, or
with a log entry that the worker gave up.

If a worker is killed, the next one takes its request after the hold expires. It judges the gate again, and never
approves a request that may have been rejected before. An approval always rests on a fresh evaluation, even if the
worker was paused; only a pause during the transmission of an approval goes unnoticed. An approval that a service keeps
is watched: the gate is judged again in time, and if that is impossible by then, the approval is replaced by a
rejection.
"""

import threading
from collections.abc import Callable, Mapping
from functools import partial

from readiness_gate.deployments.age import begun, running
from readiness_gate.deployments.answer import OLD, PATIENCE, Answered, Contradiction, NotSent
from readiness_gate.deployments.comment import comment, short
from readiness_gate.deployments.failed import PAUSES, SETTLED, TRIES, WATCHED, failed
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.service import Service
from readiness_gate.history import NoHistory, Store
from readiness_gate.history.deployments import HOLDS, Asked, Held, NotHeld, State, What, next_due, step, take
from readiness_gate.history.recording import has_go
from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.deployments import Gate
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.time import DAY, HOUR, Instant
from readiness_gate.model.wording import counted
from readiness_gate.publishers.outcome import NotPublished

LEFT = WATCHED + DAY
"""How long a request waits for other servers if this one does not answer for its service."""
_SPARE = 60
_NOT_RECORDED = (
    "the gate is go now, but no go by the same rules and on the same evidence was recorded in the last {hours} h. "
    "Record it with readiness-gate check {milestone} --record."
)
_NO_RULE = "no server has a rule for this request: add it to {file} on each of them."
_NO_SERVER = "no server answered for {service} in {days} days"
_BEFORE = "the gate is go now, but a rejection of this request was sent before, or may have been."
_TOO_LONG = "the approval is {days} days old."
_NOT_IN_TIME = "the gate could not be judged again in time: {why}."
_IDLE = 15.0
"""The seconds after which the queue is read again: another server may have left a request in it."""

Judge = Callable[[Gate, Asked, Instant], Judged]


@dataclass(frozen=True, slots=True)
class _Reply:
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
class Worker:
    """Answers the requests in a queue."""

    services: Mapping[str, Service]
    """The services that it answers, by name."""
    store: Store
    clock: Callable[[], Instant]
    judge: Judge
    log: Callable[[str], None]
    stop: threading.Event
    """Set to end the worker."""
    running: Callable[[], float] = running

    def run(self, wake: threading.Event) -> None:
        """Answer requests until `stop` is set. Every failure is logged, and the work is retried."""
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
        """Create the tables if they are missing; return True."""
        with self.store.writing():
            return True

    def once(self) -> bool:
        """Process one due request; return False if none is due."""
        if not self._is_due():
            return False
        with self.store.writing() as rows:
            held = take(rows, self.clock(), self._seconds(), self.free_at)
        if held is not None:
            self._answer(held)
        return held is not None

    def _seconds(self) -> int:
        """Return the seconds for which a request is held while its gate is judged."""
        return max(service.longest for service in self.services.values()) + int(PATIENCE) + _SPARE

    def free_at(self, held: Held) -> Instant:
        """Return when this worker may take a request. A request for which it has no rule is left to other servers
        first."""
        asked = held.asked
        service = self.services.get(asked.service)
        if service is None:
            return max(held.held_until, asked.received_at + LEFT)
        gate = service.gate(asked)
        if gate is None:
            # An approval is checked halfway through its validity; the second half is left to other servers.
            half = held.held_until - held.judged_at if held.is_left_watched else 0
            return max(held.held_until + half, asked.received_at + service.give_up_after)
        if not held.is_left_watched:
            return held.held_until
        # Since then, valid-for may have been reduced, or a clock that was ahead may have been set back.
        is_ahead = held.judged_at > self.clock() + _SPARE
        return 0 if is_ahead else min(held.held_until, held.judged_at + gate.valid_for // 2)

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
        service = self.services.get(asked.service)
        if service is None:
            why = _NO_SERVER.format(service=asked.service, days=LEFT // DAY)
            self._step(held, "given-up", why=why)
            self.log(f"{asked.repository}, {asked.environment}, {asked.run}: {why}. Ask again there")
            return
        try:
            self._in_time(service, held)
        except NotHeld:
            self.log(f"{service.called(asked)}: somebody else answers it, or a later request replaced it")

    def _in_time(self, service: Service, held: Held) -> None:
        """Decide and send an answer, unless the server is ending or the verdict is no longer current. Raises
        NotHeld."""
        is_last = held.tries >= TRIES or self.clock() - held.begun_at >= service.give_up_after
        try:
            reply = self._decided(service, held, is_last=is_last)
        except NotSent as error:
            self._failed(service, held, "", error, is_last=is_last)
            return
        if self.stop.is_set():  # the evaluation may have been stopped as well
            what: What = "unjudged" if held.is_watched else "failed"
            self._step(held, what, until=self.clock(), why="the server ended")
        elif reply is not None and not reply.is_current():
            self._step(held, "failed", until=self.clock(), why=OLD)
            self.log(f"{service.called(held.asked)}: {OLD}, so it is judged again")
        elif reply is not None:
            self._send(service, held, reply, is_last=is_last)

    def _send(self, service: Service, held: Held, reply: _Reply, *, is_last: bool) -> None:
        """Send an answer and record the result. Raises NotHeld."""
        asked, called = held.asked, service.called(held.asked)
        why = HOLDS if reply.valid_for else ""
        held = self._step(held, "sending", state=reply.state, until=self.clock() + int(PATIENCE) + _SPARE, why=why)
        try:
            service.send(asked, reply.state, reply.said, self.clock(), reply.is_current)
        except NotSent as error:
            self._failed(service, held, reply.state, error, is_last=is_last)
            return
        if reply.valid_for:
            self._watched(held, reply)
        else:
            self._step(held, "answered", state=reply.state)
        self.log(f"{called}: {reply.state}")
        try:
            service.explain(asked, reply.said)
        except NotPublished as error:
            self.log(f"{called}: the reason is shown in this log alone. {error}. {reply.said}")

    def _decided(self, service: Service, held: Held, *, is_last: bool) -> _Reply | None:
        """Return the answer; None if the gate of an approval was judged again and there is nothing to send. Only a go
        of the current evaluation is an approval. Raises NotSent if it is unknown what to judge, or if nothing waits for
        the answer."""
        gate = service.gate(held.asked)
        if gate is not None and held.is_watched and not is_last:
            return self._looked(service, gate, held)
        if is_last:
            tries = counted(held.tries - 1, "try", "tries")
            return _rejection(service, f"no answer arrived in {tries}, so the gate was not judged again.")
        if gate is None:
            return _rejection(service, _NO_RULE.format(file=service.words.file))
        return self._judged(service, gate, held)

    def _judged(self, service: Service, gate: Gate, held: Held) -> _Reply:
        """Return the answer by the current decision of the gate. Raises NotSent if the relevant commit is unknown."""
        start = begun(self.clock, self.running)
        try:
            asked = replace(held.asked, sha=service.commit(held.asked))
        except Contradiction as error:
            return _rejection(service, str(error))
        judged = self.judge(gate, asked, self.clock())
        state, again = judged.gate, service.words.again
        if state.decision != "go":
            return _Reply("rejected", comment(state, again), is_undecided=state.decision == "undecided")
        if held.may_be_rejected:
            return _rejection(service, _BEFORE)
        if gate.max_age and not self._is_recorded(gate, state):
            return _rejection(service, _NOT_RECORDED.format(milestone=gate.milestone, hours=gate.max_age // HOUR))
        is_current = partial(start.is_current, judged.seconds)
        return _Reply("approved", comment(state, again), is_current, start.at, valid_for=gate.valid_for)

    def _looked(self, service: Service, gate: Gate, held: Held) -> _Reply | None:
        """Judge the gate of an approval again. Return None if it is still go, or if there is time for another try."""
        now, until = self.clock(), held.judged_at + gate.valid_for
        if now - held.asked.received_at >= WATCHED:
            return _rejection(service, _TOO_LONG.format(days=WATCHED // DAY))
        if now >= until and held.tries > 1:  # another worker was killed during the evaluation
            return _rejection(service, _NOT_IN_TIME.format(why="judging was broken off"))
        try:
            reply = self._judged(service, gate, held)
        except NotSent as error:
            if error.is_over:
                raise
            reply, why = _rejection(service, _NOT_IN_TIME.format(why=error.why), is_undecided=True), error.why
        else:
            why = "the gate is undecided" if reply.is_undecided else OLD
        if reply.state == "approved" and reply.is_current():
            self._watched(held, reply)
            return None
        if self.clock() < until and (reply.state == "approved" or reply.is_undecided):
            self._look_again(service, held, why, until)
            return None
        return reply

    def _look_again(self, service: Service, held: Held, why: str, until: Instant) -> None:
        """Schedule another evaluation of the gate of an approval that could not be judged now."""
        now = self.clock()
        pause = max(1, min(PAUSES[-1], max(SETTLED, (until - now) // 4), until - now))
        self._step(held, "unjudged", until=now + pause, why=why[:500])
        self.log(f"{service.called(held.asked)}: {why}; the gate of its approval is judged again in {pause} s")

    def _watched(self, held: Held, reply: _Reply) -> None:
        """Record when the gate was go, and schedule the next evaluation halfway through the validity of the
        approval."""
        with self.store.writing() as rows:
            step(rows, held, "watched", reply.at, until=reply.at + reply.valid_for // 2, state="approved")

    def _is_recorded(self, rule: Gate, gate: GateState) -> bool:
        """Return whether the current go was also recorded within the maximum age."""
        now = self.clock()
        digests = gate.policy_digest, gate.evidence_digest
        with self.store.reading() as rows:
            return has_go(rows, rule.milestone, *digests, now - rule.max_age, now)

    def _failed(self, service: Service, held: Held, state: State, error: NotSent, *, is_last: bool) -> None:
        """Record that an answer did not arrive, and when it is retried."""
        end = failed(service, held, state, error, self.clock(), is_last=is_last)
        self._step(held, end.what, state=end.state, until=end.until, why=end.why)
        self.log(f"{service.called(held.asked)}: {end.said}")

    def _step(self, held: Held, what: What, *, state: State = "", until: Instant = 0, why: str = "") -> Held:
        with self.store.writing() as rows:
            return step(rows, held, what, self.clock(), until=until, state=state, why=why)


def _rejection(service: Service, why: str, *, is_undecided: bool = False) -> _Reply:
    """Return a rejection without a verdict."""
    return _Reply("rejected", short(why, service.words.again), is_undecided=is_undecided)


__all__ = ["LEFT", "WATCHED", "Judge", "Worker"]
