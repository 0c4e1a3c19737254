"""A verdict as a short message for a chat or an email: the decision, what changed, and what to do first."""

from collections.abc import Iterator, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import and_more, counted
from readiness_gate.reports.escape import chat, printable
from readiness_gate.reports.page import page
from readiness_gate.reports.words import DECISIONS, short, weakened

_FIRST = 3
_NAMED = 8
_NAME, _STEP = 60, 280


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported last."""

    decision: str
    rules: frozenset[str] | None = frozenset()
    """The ids of the rules that blocked a go; None if only the decision is known."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message in plain text."""

    title: str
    body: str


def notice(verdict: Verdict, in_the_way: Sequence[str], before: Reported | None, link: str) -> Notice:
    """Return a verdict in a few lines. `in_the_way` has the ids of the rules that block a go."""
    milestone, called = _cut(verdict.milestone.name, _NAME), DECISIONS[verdict.decision]
    body = [*_state(verdict), *_changes(verdict, in_the_way, before), *_steps(verdict)]
    return Notice(f"{called}: {milestone}", "\n".join([*body, *([link] if link else [])]))


def not_judged(name: str, link: str) -> Notice:
    """Return the message that withdraws a go because the gate cannot be judged; `name` is its milestone."""
    body = ("A go from before holds no longer: the gate cannot be judged. The log of the run says why.", link)
    named = _cut(name, 2 * _NAME)
    return Notice(f"? NOT JUDGED: {named}" if named else "? NOT JUDGED", "\n".join(filter(None, body)))


def _state(verdict: Verdict) -> Iterator[str]:
    head = page(verdict).headline
    yield f"{_cut(head.program, _NAME)}, milestone on {head.when}. As of {head.as_of}."
    if verdict.decision != verdict.decision_without_waivers:
        yield f"Without the risks that were accepted: {verdict.decision_without_waivers}."
    places = len(weakened(verdict))
    if places:
        yield f"The policy is weakened in {counted(places, 'place')}."
    if verdict.not_measured:
        yield f"Not measured: {_cut(', '.join(verdict.not_measured), _STEP)}."


def _cut(text: str, most: int) -> str:
    """Return a foreign text as plain words, cut to the shown length."""
    return chat(short(printable(text), most))


def _changes(verdict: Verdict, in_the_way: Sequence[str], before: Reported | None) -> Iterator[str]:
    if before is None:
        return
    if before.decision != verdict.decision:
        yield f"Changed from {before.decision} to {verdict.decision}."
    elif before.rules is None:
        yield "Other rules are in the way, or waived, than at the last message."
    if before.rules is None:
        return
    new = [one for one in in_the_way if one not in before.rules]
    gone = sorted(before.rules - set(in_the_way))
    yield from (f"{lead}: {_ids(ids)}." for lead, ids in (("New", new), ("No longer in the way", gone)) if ids)


def _ids(ids: Sequence[str]) -> str:
    return f"{', '.join(_cut(one, _NAME) for one in ids[:_NAMED])}{and_more(len(ids) - _NAMED)}"


def _steps(verdict: Verdict) -> Iterator[str]:
    """Yield the first things to do, failing rules before unknown ones."""
    acting = [item for status in ("fail", "unknown") for item in page(verdict).requirements if item.status == status]
    if not acting:
        return
    yield "To do:"
    for number, item in enumerate(acting[:_FIRST], 1):
        who = f"{short(item.owner, _NAME)}, {item.due}"
        yield f"{number}) {_cut(f'{item.rule} {item.title}: {item.action}', _STEP)} ({chat(who)})"
    if len(acting) > _FIRST:
        yield f"And {len(acting) - _FIRST} more: see the report."


__all__ = ["Notice", "Reported", "not_judged", "notice"]
