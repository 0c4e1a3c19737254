"""The five questions that a committee asks first, each with its answer."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.model.wording import agreeing, capitalized, counted, listed
from readiness_gate.reports.changes import in_a_sentence
from readiness_gate.reports.committee.asks import Ask, AskKind, last_accepted_day
from readiness_gate.reports.page import Headline
from readiness_gate.reports.words import short, weakened

Topic: TypeAlias = Literal["go", "why", "asked", "changed", "data"]
_QUESTIONS: dict[Topic, str] = {
    "go": "May we go?",
    "why": "Why?",
    "asked": "What do you want from us?",
    "changed": "What changed?",
    "data": "How sure is the data?",
}
_SAID: dict[Decision, str] = {"go": "Yes", "no-go": "No", "undecided": "It is not known yet"}
_NAMED, _NAME = 3, 20
_NOT_COMPARED = "Not compared. Give the day of the last meeting: check --since DATE."
_TODAY = "Every source has facts that are less than a day old."


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer in a sentence or two."""

    topic: Topic
    question: str
    text: str


def answers(verdict: Verdict, headline: Headline, asks: Sequence[Ask]) -> tuple[Answer, ...]:
    """Return the answers that a verdict gives, in the order of the questions."""
    texts: dict[Topic, str] = {
        "go": _may_we_go(verdict),
        "why": " ".join((*headline.reasons[-1:], *headline.reasons[:-1])),  # the counts first: it may be cut
        "asked": _asked(asks),
        "changed": in_a_sentence(verdict) or _NOT_COMPARED,
        "data": " ".join(_data(verdict)),
    }
    question = {**_QUESTIONS, "why": "Why not?" if verdict.decision == "no-go" else "Why?"}
    return tuple(Answer(topic, question[topic], text) for topic, text in texts.items())


def _may_we_go(verdict: Verdict) -> str:
    """Return the decision, with and without waivers."""
    said = _SAID[verdict.decision]
    if verdict.decision == verdict.decision_without_waivers:
        return f"{said}, with and without waivers."
    last = last_accepted_day(verdict)
    ends = f", the first of them only until {last}, before the milestone" if last is not None else ""
    return f"{said}, with the risks that were accepted{ends}. Without waivers: {verdict.decision_without_waivers}."


def _asked(asks: Sequence[Ask]) -> str:
    """Return how many decisions of each kind are requested."""
    kinds = [ask.kind for ask in asks]
    phrases: dict[AskKind, str] = {
        "confirm": "confirm the date",
        "rules": "have rules set up",
        "date": "decide on the date",
        "stop": "stop change",
        "facts": "have missing facts delivered",
        "extend": f"look again at {counted(kinds.count('extend'), 'accepted risk')}",
        "accept": f"accept or refuse {counted(kinds.count('accept'), 'risk')}",
        "refuse": "insist on what cannot be accepted",
    }
    said = [phrase for kind, phrase in phrases.items() if kind in kinds]
    text = ", ".join(said[:-1]) + (", and " if len(said) > 1 else "") + said[-1]
    return f"{capitalized(text)}."


def _data(verdict: Verdict) -> Iterator[str]:
    """Yield how many sources were read, the one whose newest facts are the oldest, and remarks on them."""
    read = [source for source in verdict.sources if source.complete]
    names = listed([_name(source) for source in verdict.sources if not source.complete], _NAMED)
    doubtful = listed(dict.fromkeys(_name(source) for source in verdict.sources if source.doubts), _NAMED)
    total = counted(len(verdict.sources), "source")
    yield f"{len(read)} of {total} read{f'; could not be read: {names}' if names else ''}."
    ages = [(verdict.as_of - source.observed_at, _name(source)) for source in read if source.observed_at is not None]
    if ages:
        oldest, name = max(ages)
        age = counted(oldest // DAY, "day")
        yield f"Nothing in {name} is newer than {age}." if oldest >= DAY else _TODAY
    if doubtful:
        yield f"Not proven to be whole: {doubtful}."
    places = len(weakened(verdict))
    if places:
        yield f"The policy is weakened in {counted(places, 'place')}."
    unknown = sum(finding.outcome == "unknown" for finding in verdict.findings)
    if unknown:
        yield f"{counted(unknown, 'rule')} {agreeing(unknown, 'is', 'are')} unknown."


def _name(source: Provenance) -> str:
    return short(source.source, _NAME)
