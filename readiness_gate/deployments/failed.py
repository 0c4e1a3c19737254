"""The result of an answer that did not arrive: the request is retried or ends, and the log says which."""

from readiness_gate.deployments.answer import NotSent
from readiness_gate.deployments.service import Service
from readiness_gate.history.deployments import Held, State, What
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, HOUR, Instant
from readiness_gate.model.wording import capitalized, counted

TRIES = 10
PAUSES = (5, 15, 45, 120, 300, 600)
"""The seconds until the next try, after the first, the second, …; the last value applies to all further tries."""
WATCHED = 30 * DAY
"""How long after the request an approval is watched, in seconds; then it is rejected."""
_TAKING_BACK = 2 * WATCHED
"""How long after the request to keep trying to withdraw an approval that may exist, in seconds."""
SETTLED = 60
"""The seconds after which a service reports the present state of its request; before that, it may report an older
one, in which nothing waits yet."""
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Failed:
    """The step to record, and the line for the log."""

    what: What
    why: str
    said: str
    state: State = ""
    until: Instant = 0


def failed(service: Service, held: Held, state: State, error: NotSent, now: Instant, *, is_last: bool) -> Failed:
    """Return what happens to a request next; `state` is the answer that did not arrive, or may not have arrived."""
    words, why = service.words, error.why[:_LONGEST]
    unclear, doubt = _unclear(held), f"an approval that was sent before may have arrived: {words.look}"
    is_settled = now - held.asked.received_at >= SETTLED
    if error.is_over and is_settled:
        return Failed("superseded", why, f"not answered, as something else is asked in its place. {error.why}")
    if error.nothing_waits and is_settled and unclear:
        if unclear == {state}:
            arrived = f"an earlier answer arrived: {words.title} waits for none any more"
            return Failed("answered", arrived, f"{state}, by an earlier answer that was not acknowledged", state)
        said = f"approved or rejected, that is unclear. {words.title} waits for no answer, and {doubt}"
        return Failed("unclear", doubt, said)
    keeps_on = held.may_hold and now - held.asked.received_at < _TAKING_BACK
    if error.is_lost or (is_last and not keeps_on):
        tries, again = counted(held.tries, "try", "tries"), capitalized(words.again)
        remark = f". But {_kept(held, doubt)}" if "approved" in unclear or held.may_hold else ""
        return Failed("given-up", why, f"given up after {tries}. {error.why}. {again} to ask again{remark}")
    pause = max(PAUSES[min(held.tries, len(PAUSES)) - 1], int(error.wait or 0))
    pause = HOUR if is_last else min(pause, max(1, held.begun_at + service.checks.give_up_after - now))
    left: State = "" if error.is_refusal else state
    remark = f". Until then, {_kept(held, doubt)}" if is_last else ""
    return Failed("failed", why, f"{error.why}; tried again in {pause} s{remark}", left, now + pause)


def _kept(held: Held, doubt: str) -> str:
    return "its approval still counts, although nobody judges its gate any more" if held.watched else doubt


def _unclear(held: Held) -> set[State]:
    """Return the answers of earlier tries whose result is unknown."""
    pairs = zip(held.steps[:-1], held.steps[1:], strict=True)
    return {
        one.state
        for one, following in pairs
        if one.what == "sending" and following.what != "watched" and (following.what != "failed" or following.state)
    }


__all__ = ["PAUSES", "SETTLED", "TRIES", "WATCHED", "Failed", "failed"]
