"""Send a short message if a verdict changed, at most one an hour; but a message that withdraws a go is sent
immediately."""

from collections.abc import Callable, Sequence

from readiness_gate.errors import BadUse
from readiness_gate.model.time import HOUR, Instant, local
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.notify.addresses import Address
from readiness_gate.publishers.notify.send import Service, is_sent, services
from readiness_gate.publishers.notify.sent import Memory, Sent
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.reports.notice import Notice, Reported, notice
from readiness_gate.reports.notice import not_judged as of_not_judged

APART = HOUR
"""The least seconds between two messages on a milestone."""
_NOT_JUDGED, _UNKNOWN = "not judged", "undecided"


def notify(
    judged: tuple[Verdict, Message],
    known: Sequence[Address],
    memory: Memory,
    now: Instant,
    link: str,
    show: Callable[[str, Notice], None] | None = None,
) -> str | None:
    """Send a message if there is news, and return what was done. A dry run shows it instead, and returns why nothing
    would be sent. Raises NotPublished if it did not arrive everywhere."""
    verdict, said = judged
    milestone = f"{said.program}/{said.milestone}"
    made = services(known)
    last, doubt = _last(memory, milestone)
    if last is not None and last.state == said.state:
        return f"Nothing to send: {said.milestone} is still {said.decision}, for the same reasons"
    if last is not None and 0 <= now - last.at < APART and (said.decision == "go" or not last.may_say_go):
        return _held_back(last, local(last.at + APART, verdict.zone))
    text = notice(verdict, (*said.failing, *said.unknown), _before(last), link)
    if show is not None:
        show(f"Would send to {', '.join(one.shown for one in known)}", text)
        return doubt or None
    failed = _send_all(made, text)
    if len(failed) < len(known):
        _remember(memory, milestone, Sent.of(said, now) if not failed else _partly_sent(last, said, now))
    if failed:
        raise NotPublished(_joined(_not_accepted(failed, len(known)), doubt))
    return _joined(f"Sent a message on {said.milestone} to {counted(len(known), 'address', 'addresses')}", doubt)


def not_judged(milestone: str | None, known: Sequence[Address], memory: Memory, now: Instant, link: str) -> str | None:
    """Withdraw the go that was sent last, because the gate cannot be judged, and return what was done; None if there
    is none to withdraw. Raises NotPublished if a go may still be read somewhere."""
    made, (sent, doubt) = services(known), _last_of_all(memory)
    if sent is None:
        failed = _send_all(made, of_not_judged(milestone or "", link))
    else:
        going = [name for name, last in sent.items() if _is_of(name, milestone) and _says_go(last, now)]
        if not going:
            return None
        if len(going) > 1:
            raise NotPublished(
                f"the last messages on {' and '.join(going)} said go, and which of them this run is about is not "
                "known: name the milestone, and remember each program in a separate file"
            )
        failed, last = _send_all(made, of_not_judged(going[0], link)), sent[going[0]]
        if len(failed) < len(known):
            state, decision = ("", last.decision) if failed else (_NOT_JUDGED, _UNKNOWN)
            _remember(memory, going[0], Sent(state, decision, last.rules, now, _UNKNOWN if failed else ""))
    if failed:
        why = _joined(_not_accepted(failed, len(known)), doubt)
        raise NotPublished(f"the last message may have said go, and still does: {why}")
    done = f"Sent a message to {counted(len(known), 'address', 'addresses')}: the gate cannot be judged"
    return _joined(done, doubt)


def _last(memory: Memory, milestone: str) -> tuple[Sent | None, str]:
    """Return what was sent last; if unknown, None and the reason: one message too many is better than one too few."""
    try:
        return memory.read(milestone), ""
    except NotPublished as error:
        return None, _doubt(error)


def _last_of_all(memory: Memory) -> tuple[dict[str, Sent] | None, str]:
    """Return what was sent last on each milestone; if unknown, None and the reason."""
    try:
        return memory.all(), ""
    except NotPublished as error:
        return None, _doubt(error)


def _remember(memory: Memory, milestone: str, sent: Sent) -> None:
    try:
        memory.write(milestone, sent)
    except (NotPublished, BadUse) as error:
        why = "the message was sent, but that could not be remembered, so the next run sends it again"
        raise NotPublished(f"{why}: {error}") from error


def _doubt(error: NotPublished) -> str:
    return f"The last message could not be read back, so this one may repeat it: {error}"


def _joined(done: str, doubt: str) -> str:
    return f"{done}. {doubt}" if doubt else done


def _before(last: Sent | None) -> Reported | None:
    if last is None or not last.decision:
        return None
    return Reported(last.decision, None if last.rules is None else frozenset(last.rules))


def _is_of(name: str, milestone: str | None) -> bool:
    return milestone is None or name.endswith(f"/{milestone}")


def _says_go(last: Sent, now: Instant) -> bool:
    """Return whether somebody may still read a go; what did not arrive everywhere is repeated, though not within the
    hour."""
    return last.may_say_go or (last.decision == "go" and not 0 <= now - last.at < APART)


def _send_all(made: Sequence[tuple[Address, Service]], text: Notice) -> list[str]:
    """Send a message to each address, and return those that did not accept it."""
    return [one.shown for one, service in made if not is_sent(service, text.title, text.body)]


def _held_back(last: Sent, again: str) -> str:
    """Return why nothing is sent within the hour. Raises NotPublished if the last message did not arrive everywhere."""
    if last.tried:
        raise NotPublished(
            "Nothing sent: the last message did not arrive everywhere, and is less than an hour old, so some may have "
            f"an older one. A run after {again} sends to all of them again"
        )
    return f"Nothing sent: the last message is less than an hour old. A run after {again} reports the change"


def _partly_sent(last: Sent | None, said: Message, now: Instant) -> Sent:
    """Return the record of a message that did not arrive everywhere: it is sent again, though not within the hour."""
    return Sent("", last.decision if last else "", last.rules if last else (), now, said.decision)


def _not_accepted(failed: Sequence[str], of: int) -> str:
    later = "" if len(failed) == of else " A run in more than an hour sends the message to all of them again"
    return (
        f"{', '.join(failed)} did not take the message: check the address and its secret, and that the system can be "
        f"reached from here; test it with the apprise command, which shows why.{later}"
    )


__all__ = ["not_judged", "notify"]
