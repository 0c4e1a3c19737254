"""The worker takes requests from the queue, judges their gates and answers them, several at the same time. Every
request ends with an answer, or with a log entry that the worker gave up.

If a worker is killed, the next one takes its request after the hold expires. It judges the gate again, and never
approves a request that may have been rejected before. An approval always rests on a fresh evaluation, even if the
worker was paused; only a pause during the transmission of an approval goes unnoticed. An approval that a service keeps
is watched: the gate is judged again in time, and if that is impossible by then, the approval is replaced by a
rejection.
"""

import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import field

from readiness_gate.deployments.age import running
from readiness_gate.deployments.answer import OLD, PATIENCE, NotSent
from readiness_gate.deployments.deciding import Deciding, Judge, Reply, rejection
from readiness_gate.deployments.failed import PAUSES, SETTLED, TRIES, WATCHED, failed
from readiness_gate.deployments.hands import Hands
from readiness_gate.deployments.service import Service
from readiness_gate.history import NoHistory, Store
from readiness_gate.history.deployments import HOLDS, Held, NotHeld, State, What, next_due, step, take
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Gate
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import counted
from readiness_gate.publishers.outcome import NotPublished

LEFT = WATCHED + DAY
"""How long a request waits for other servers if this one does not answer for its service."""
_SPARE = 60
_NO_RULE = "no server has a rule for this request: add it to {file} on each of them."
_NO_SERVER = "no server answered for {service} in {days} days"
_TOO_LONG = "the approval is {days} days old."
_NOT_IN_TIME = "the gate could not be judged again in time: {why}."
_IDLE = 15.0
"""The seconds after which the queue is read again: another server may have left a request in it."""
_NOT_NOW = 2**62
"""The time of a request that has to wait for others that are being answered."""


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
    hands: Hands = field(default_factory=Hands)

    def run(self, wake: threading.Event) -> None:
        """Answer requests until `stop` is set, each in a thread of its own. Every failure is logged, and the work is
        retried."""
        is_ready, threads = False, list[threading.Thread]()
        while not self.stop.is_set():
            wake.clear()
            wait = _IDLE
            with self._reporting():
                is_ready = is_ready or self._is_made()
                held = self._taken()
                threads = [one for one in threads if one.is_alive()]
                if held is not None:
                    threads.append(self.begun(held, wake))
                wait = self._until_next() if held is None else 0.0
            if wait:
                wake.wait(wait)
        for one in threads:
            one.join()

    @contextmanager
    def _reporting(self) -> Generator[None]:
        """Log a failure: one request must not end the answers to all others."""
        try:
            yield
        except NoHistory as error:
            self.log(f"the queue cannot be used: {error}")
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are answered
            self.log(f"readiness-gate itself failed ({type(error).__name__}); the request is tried again")

    def begun(self, held: Held, wake: threading.Event) -> threading.Thread:
        """Return a thread that answers a request, and then wakes `run`."""

        def work() -> None:
            try:
                with self._reporting():
                    self._answer(held)
            finally:
                self.hands.release(held)
                wake.set()

        thread = threading.Thread(target=work, daemon=True)
        self.hands.take(held)
        try:
            thread.start()
        except RuntimeError:  # the system has no thread left: the request is free again when its hold expires
            self.hands.release(held)
            raise
        return thread

    def _is_made(self) -> bool:
        """Create the tables if they are missing; return True."""
        with self.store.writing():
            return True

    def once(self) -> bool:
        """Answer one due request; return False if none is due."""
        held = self._taken()
        if held is not None:
            self._answer(held)
        return held is not None

    def _taken(self) -> Held | None:
        """Return a due request, which this worker now holds; None if none is due."""
        if not self._is_due():
            return None
        with self.store.writing() as rows:
            return take(rows, self.clock(), self._hold, self.free_at)

    def _hold(self, held: Held) -> int:
        """Return the seconds for which a request is held while its gate is judged."""
        service = self.services.get(held.asked.service)
        gate = None if service is None else service.gate(held.asked)
        return (0 if gate is None else gate.seconds) + int(PATIENCE) + _SPARE

    def free_at(self, held: Held) -> Instant:
        """Return when this worker may take a request. A request for which it has no rule is left to other servers
        first."""
        if not self.hands.has_room(held):
            return _NOT_NOW
        asked = held.asked
        service = self.services.get(asked.service)
        if service is None:
            return max(held.held_until, asked.received_at + LEFT)
        gate = service.gate(asked)
        if gate is None:
            # An approval is checked halfway through its validity; the second half is left to other servers.
            half = held.held_until - held.judged_at if held.is_left_watched else 0
            # The tries of another server count from its first one, and end after the same time.
            turns = 2 if held.tries else 1
            return max(held.held_until + half, held.begun_at + turns * service.checks.give_up_after)
        if held.steps and not held.is_sending and self._is_ahead(held.steps[-1].taken_at):
            return 0
        # Since then, valid-for may have been reduced.
        until = held.judged_at + gate.valid_for // 2 if held.is_left_watched else held.held_until
        return min(held.held_until, until)

    def _is_ahead(self, at: Instant) -> bool:
        """Return whether the clock was ahead at a step, and has been set back since."""
        return at > self.clock() + _SPARE

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
        is_last = held.tries >= TRIES or self.clock() - held.begun_at >= service.checks.give_up_after
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

    def _send(self, service: Service, held: Held, reply: Reply, *, is_last: bool) -> None:
        """Send an answer and record the result. Raises NotHeld."""
        asked, called = held.asked, service.called(held.asked)
        why = HOLDS if reply.valid_for else ""
        held = self._step(held, "sending", state=reply.state, until=self.clock() + int(PATIENCE) + _SPARE, why=why)
        try:
            service.send(asked, reply.state, reply.said, self.clock(), reply.is_current)
        except NotSent as error:
            self._failed(service, held, reply.state, error, is_last=is_last)
            return
        except Exception as error:  # noqa: BLE001 - else such a request would be tried for ever
            why = f"readiness-gate itself failed ({type(error).__name__})"
            self._failed(service, held, reply.state, NotSent(why, None, is_refusal=False), is_last=is_last)
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

    def _decided(self, service: Service, held: Held, *, is_last: bool) -> Reply | None:
        """Return the answer; None if the gate of an approval was judged again and there is nothing to send. Only a go
        of the current evaluation is an approval. Raises NotSent if it is unknown what to judge, or if nothing waits for
        the answer."""
        gate = service.gate(held.asked)
        if gate is not None and held.is_watched and not is_last:
            return self._looked(service, gate, held)
        if is_last:
            tries = counted(held.tries - 1, "try", "tries")
            return rejection(service, f"no answer arrived in {tries}, so the gate was not judged again.")
        if gate is None:
            return rejection(service, _NO_RULE.format(file=service.words.file))
        return self._deciding.reply(service, gate, held)

    @property
    def _deciding(self) -> Deciding:
        return Deciding(self.store, self.clock, self.judge, self.running)

    def _looked(self, service: Service, gate: Gate, held: Held) -> Reply | None:
        """Judge the gate of an approval again. Return None if it is still go, or if there is time for another try."""
        now = self.clock()
        until = now if self._is_ahead(held.judged_at) else held.judged_at + gate.valid_for
        if now - held.asked.received_at >= WATCHED:
            return rejection(service, _TOO_LONG.format(days=WATCHED // DAY))
        if now >= until and held.tries > 1:  # another worker was killed during the evaluation
            return rejection(service, _NOT_IN_TIME.format(why="judging was broken off"))
        try:
            reply = self._deciding.reply(service, gate, held)
        except NotSent as error:
            if error.is_over:
                raise
            reply, why = rejection(service, _NOT_IN_TIME.format(why=error.why), is_undecided=True), error.why
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

    def _watched(self, held: Held, reply: Reply) -> None:
        """Record when the gate was go, and schedule the next evaluation halfway through the validity of the
        approval."""
        with self.store.writing() as rows:
            step(rows, held, "watched", reply.at, until=reply.at + reply.valid_for // 2, state="approved")

    def _failed(self, service: Service, held: Held, state: State, error: NotSent, *, is_last: bool) -> None:
        """Record that an answer did not arrive, and when it is retried."""
        end = failed(service, held, state, error, self.clock(), is_last=is_last)
        self._step(held, end.what, state=end.state, until=end.until, why=end.why)
        self.log(f"{service.called(held.asked)}: {end.said}")

    def _step(self, held: Held, what: What, *, state: State = "", until: Instant = 0, why: str = "") -> Held:
        with self.store.writing() as rows:
            return step(rows, held, what, self.clock(), until=until, state=state, why=why)


__all__ = ["LEFT", "WATCHED", "Judge", "Worker"]
