"""The caveats of an answer, in readiness-gate's own words: they stand beside the decision, and not only among the texts
that an assistant should distrust."""

from collections.abc import Iterator, Sequence

from readiness_gate.app.session import Session
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.untrusted import number_of, of_remarks
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.model.wording import listed as phrase
from readiness_gate.reports.words import listed, waivers_needed, weakened

_NAMED = 5
_OF_WORK_TREE = "in the work tree, "


class Qualified(Closed):
    """In what a verdict is worth less than it seems."""

    caveats: list[str]
    """Sentences of readiness-gate on that. They belong to the decision: pass them on with it."""
    policy_weakened: int
    """In how many places the policy asks for less than its packs; the untrusted texts say how."""
    waivers: int
    """How many accepted risks the decision rests on."""
    dimensions_left_out: list[str]
    """What the program does not measure."""
    remarks: int
    """How many remarks the untrusted texts have: on waivers that are void, on what was not counted, on how the sources
    were read, and on decisions against the gate."""


def qualified(verdict: Verdict, *others: str) -> Qualified:
    """Return the caveats of a verdict, with the additional ones in `others`."""
    places, remarks = weakened(verdict), number_of(of_remarks(verdict))
    return Qualified(
        caveats=[
            *_of_waivers(verdict),
            *_of_policy(places, [one.rule.id for one in verdict.findings]),
            *_left_out(verdict),
            *of_sources(verdict.sources, verdict.as_of),
            *others,
            *of_number(remarks),
        ],
        policy_weakened=len(places),
        waivers=waivers_needed(verdict),
        dimensions_left_out=sorted({*verdict.not_measured, *verdict.not_covered}),
        remarks=remarks,
    )


def lines(caveats: Sequence[str]) -> Iterator[str]:
    """Return the caveats as lines of a text."""
    return (f"Caveat: {one}" for one in caveats)


def _of_waivers(verdict: Verdict) -> Iterator[str]:
    if verdict.decision != verdict.decision_without_waivers:
        number = counted(waivers_needed(verdict), "accepted risk")
        yield f"The decision rests on {number}. Without waivers: {verdict.decision_without_waivers}."


def _of_policy(places: Sequence[str], rules: Sequence[str]) -> Iterator[str]:
    """Yield the caveat that the policy is weakened, with the rules concerned, if the texts begin with a rule's id."""
    if not places:
        return
    ids = {what: what.removeprefix(_OF_WORK_TREE).partition(": ")[0] for what in places}
    named = list(dict.fromkeys(one for one in ids.values() if one in rules))
    more = ", …" if len(named) > _NAMED or not {*ids.values()} <= {*named} else ""
    of = f" ({', '.join(named[:_NAMED])}{more})" if named else ""
    yield f"The policy is weakened in {counted(len(places), 'place')}{of}; the untrusted texts say how."


def _left_out(verdict: Verdict) -> Iterator[str]:
    if verdict.not_measured:
        yield f"Not measured: {', '.join(verdict.not_measured)}."
    if verdict.not_covered:
        yield f"No rule of this gate is about {listed(verdict.not_covered)}."


def of_sources(sources: Sequence[Provenance], as_of: Instant) -> Iterator[str]:
    """Yield the gaps in the facts: sources that could not be read or may be incomplete, and the age of the oldest
    facts."""
    missing = dict.fromkeys(one.source for one in sources if not one.complete)
    doubtful = dict.fromkeys(one.source for one in sources if one.complete and one.doubts)
    if missing:
        yield f"Could not be read: {', '.join(missing)}."
    if doubtful:
        yield f"Not proven to be whole: {', '.join(doubtful)}."
    ages = [(as_of - one.observed_at, one.source) for one in sources if one.complete and one.observed_at is not None]
    oldest, name = max(ages, default=(0, ""))
    if oldest >= DAY:
        yield f"Nothing in {name} is newer than {counted(oldest // DAY, 'day')}."


def of_two_versions(session: Session, *, of_worse: bool) -> Iterator[str]:
    """Yield the caveat that a change edits files of facts, if it does, and that the answer uses only one version of
    them: the one with the worse verdict, or the one at the ref of the policy."""
    reader = session.facts_reader
    if reader is not None and reader.edited:
        number = len(reader.edited)
        files = f"{counted(number, 'file')} of facts {agreeing(number, 'has', 'have')}"
        which = (
            "This is of the version whose verdict is worse, as in check; of the ref's where both are as bad."
            if of_worse
            else "This is of the ref's; check judges both, and the worse verdict counts."
        )
        yield f"{files} another version in this checkout than at the ref of the policy. {which}"


def of_question(session: Session, asked: str | None, as_of: Instant) -> Iterator[str]:
    """Yield the caveats of a request: it judges a past time; or it names no milestone, so the next one is judged
    although others have passed."""
    age = session.program.now - as_of
    if age >= DAY:
        yield f"It was judged as of {iso(as_of)}, {counted(age // DAY, 'day')} ago, and says nothing of today."
    passed = session.passed(as_of) if asked is None else []
    if passed:
        days = phrase([f"{gate.milestone.name} of {gate.milestone.date}" for gate in passed], _NAMED)
        yield f"No milestone was named, so the next one is judged. Passed, and not judged here: {days}."


def of_number(remarks: int) -> Iterator[str]:
    """Yield the caveat that there are remarks, whose wording is untrusted."""
    if remarks:
        them = agreeing(remarks, "it", "them")
        yield f"There {agreeing(remarks, 'is', 'are')} {counted(remarks, 'remark')}; the untrusted texts have {them}."
