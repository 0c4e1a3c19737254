"""A worker on a queue of its own, what its gate decides, and what becomes of each answer."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from readiness_gate.deployments.answer import Answered, NotSent
from readiness_gate.deployments.github import GitHub
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.worker import Worker
from readiness_gate.history.deployments import Asked, Held, ask, everything, next_due
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.lean_dataclass import replace
from readiness_gate.model.deployments import Gate, Rule
from readiness_gate.model.portfolio import GateState, OpenRule
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers.outcome import NotPublished
from support.github_app import ENVIRONMENT, INSTALLATION, REPOSITORY, SHA, app, rule, secrets

BEGUN = 1_800_000_000


def asked(number: int = 1, run: int = 42, environment: str = ENVIRONMENT) -> Asked:
    """A request."""
    return Asked(f"d-{number}", f"sha256:{number:064}", REPOSITORY, INSTALLATION, environment, run, number, SHA, BEGUN)


def gate(decision: Decision) -> GateState:
    """What a gate decides."""
    open_ = () if decision == "go" else (OpenRule("DEF-01", "No open defects", "fail", "2 are open"),)
    return GateState("crm", "go-live", decision, f"It is {decision}.", open=open_, evidence_digest="sha256:1")


REFUSED = NotSent("GitHub answered 403", None, is_refusal=True, nothing_waits=False)
NOTHING = NotSent("GitHub answered 422", None, is_refusal=True, nothing_waits=True)
UNCLEAR = NotSent("GitHub answered 502", None, is_refusal=False, nothing_waits=False)
Outcome = NotSent | None
Send = Callable[[Asked, Answered, str, Instant, Callable[[], bool]], None]


class _Waiting(GitHub):
    """GitHub, with another way to send, and with approvals that are watched, where the trial says so."""

    def __init__(self, trial: "Trial", sent: Send) -> None:
        super().__init__(app("https://api.github.com", *trial.rules), secrets())
        object.__setattr__(self, "trial", trial)
        object.__setattr__(self, "sent", sent)

    def gate(self, asked: Asked) -> Gate | None:
        """The gate, whose approval holds for a while."""
        found = super().gate(asked)
        return None if found is None else replace(found, valid_for=self.trial.valid_for)  # type: ignore[attr-defined]

    def commit(self, asked: Asked) -> str:
        """What is judged, where that is known."""
        why = self.trial.unknown  # type: ignore[attr-defined]
        if why is not None:
            raise why
        return asked.sha

    def explain(self, asked: Asked, comment: str) -> None:
        """As the trial says."""
        del asked, comment
        why = self.trial.unexplained  # type: ignore[attr-defined]
        if why is not None:
            raise why

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """As the trial says."""
        self.sent(asked, state, comment, now, is_current)  # type: ignore[attr-defined]


@dataclass
class Trial:
    """A worker, what the gate decides each time, and what becomes of each answer; the last of both is repeated."""

    store: SqliteStore
    decisions: Sequence[Decision | Exception] = ("go",)
    outcomes: Sequence[Outcome] = (None,)
    now: Instant = BEGUN
    ran: float = 0.0
    """What the other clock says besides: how much less the time of day moved."""
    seconds: float = 0.0
    """What the process of the gate says that it took."""
    judged: int = 0
    sent: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    said: list[str] = field(default_factory=list[str])
    on_judge: Callable[[], None] = lambda: None
    on_send: Callable[[], None] = lambda: None
    rules: tuple[Rule, ...] = (rule(),)
    stop: threading.Event = field(default_factory=threading.Event)
    valid_for: int = 0
    unknown: NotSent | None = None
    """Why it is unknown which commit counts."""
    unexplained: NotPublished | None = None
    """Why the reason cannot be shown."""

    @property
    def worker(self) -> Worker:
        """A worker, as one that was just started."""
        service = _Waiting(self, self._send)
        return Worker(
            {"github": service},
            self.store,
            lambda: self.now,
            self._judge,
            self.said.append,
            self.stop,
            lambda: self.now - BEGUN + self.ran,
        )

    def _judge(self, _gate: Gate, _asked: Asked, _now: Instant) -> Judged:
        decision = self.decisions[min(self.judged, len(self.decisions) - 1)]
        self.judged += 1
        if isinstance(decision, Exception):
            raise decision
        self.on_judge()
        return Judged(gate(decision), self.seconds)

    def _send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        del asked, now, is_current
        outcome = self.outcomes[min(len(self.sent), len(self.outcomes) - 1)]
        self.sent.append((state, comment))
        self.on_send()
        if outcome is not None:
            raise outcome

    def ask(self, *several: Asked) -> None:
        """Put requests on the queue."""
        with self.store.writing() as rows:
            for one in several or (asked(),):
                ask(rows, one)

    def to_the_end(self, most: int = 100) -> list[Held]:
        """Let time pass until nothing is open, and return what became of every request."""
        for _ in range(most):
            while self.worker.once():
                pass
            with self.store.reading() as rows:
                due = next_due(rows, self.worker.free_at)
                if due is None:
                    return everything(rows)
            self.now = max(self.now, due)
        raise AssertionError("it does not end")

    @property
    def states(self) -> list[str]:
        """What was sent."""
        return [state for state, _ in self.sent]


__all__ = ["BEGUN", "NOTHING", "REFUSED", "UNCLEAR", "Outcome", "Trial", "asked", "gate"]
