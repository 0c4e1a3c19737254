"""The texts that all formats of a portfolio share."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import Assessment, GateState, SinceThen
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import WORST_FIRST
from readiness_gate.model.wording import agreeing, and_more, capitalized, counted

_FEW = 5


def headline(assessment: Assessment) -> str:
    """Return the number of gates by decision, worst first, without zeros: `2 gates no-go, 1 undecided, 4 go`. An old
    report also says how long ago it was evaluated."""
    counts = [(decision, len(assessment.with_decision(decision))) for decision in WORST_FIRST]
    found = [(decision, count) for decision, count in counts if count]
    if not found:
        return "no gate was evaluated"
    (first, count), *others = found
    counts_ = ", ".join([f"{counted(count, 'gate')} {first}", *(f"{number} {one}" for one, number in others)])
    reserved = sum(bool(gate.reservations) for gate in assessment.with_decision("go"))
    ago = f"; evaluated {counted(assessment.days_ago, 'day')} ago" if assessment.days_ago else ""
    return f"{counts_}{of_reserved(reserved)}{ago}"


def of_reserved(number: int) -> str:
    """Return how many of the gates that are go are so with reservations, to follow the counts; empty for none."""
    have = agreeing(number, "has", "have")
    return f"; {counted(number, 'go gate')} {have} accepted risks or a weakened policy" if number else ""


def about(assessment: Assessment) -> str:
    """Return the number of programs in the portfolio, when they were evaluated, and by which tags they were
    selected."""
    text = f"{counted(len(assessment.states), 'program')}, evaluated {iso(assessment.evaluated_at)}{_as_of(assessment)}"
    if not assessment.tags:
        return text
    tags = ", ".join(assessment.tags)
    return f"{text}; only those with the tag {tags}, {counted(len(assessment.left_out), 'program')} left out"


def _as_of(assessment: Assessment) -> str:
    """Return the days as of which the verdicts are; empty if that is the day of the evaluation."""
    days = sorted({gate.as_of[:10] for gate in assessment.gates if gate.as_of})
    if not days or days == [iso(assessment.evaluated_at)[:10]]:
        return ""
    return f", verdicts as of {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "")


def title(gate: GateState) -> str:
    """Return the title of a gate: its program and its milestone."""
    milestone = gate.milestone or "next milestone"
    return f"{gate.program}: {milestone}{f' on {gate.date}' if gate.date else ''}"


def after(assessment: Assessment, gate: GateState) -> str:
    """Return the earlier waves of the gate's program that are not go, as `after Wave 1 (no-go)`; empty if none."""
    waves = next(state.member.after for state in assessment.states if state.member.name == gate.program)
    worst = {
        name: min(
            (one.decision for one in assessment.gates if one.program == name), key=WORST_FIRST.index, default="go"
        )
        for name in waves
    }
    found = [f"{name} ({decision})" for name, decision in worst.items() if decision != "go"]
    return f"after {_few(found)}" if found else ""


def reason(gate: GateState) -> str:
    """Return the reason for a gate's decision on one line: the reservations about its verdict, and its sentence; or why
    there is no verdict."""
    return f"{reserved(gate)}{sentence(gate)}"


def sentence(gate: GateState) -> str:
    """Return the sentence of a gate, or why there is no verdict, on one line."""
    text = " ".join(gate.sentence.split())
    return text if gate.has_verdict else f"No verdict: {text}"


def reserved(gate: GateState) -> str:
    """Return the reservations about a verdict as a sentence with a trailing space; empty if there are none."""
    text = ", ".join(gate.reservations)
    return f"{capitalized(text)}. " if text else ""


def rules(gate: GateState) -> str:
    """Return the rules that prevent a go, failing ones first; empty if there are none."""
    fail = [one.rule for one in gate.open if one.outcome == "fail"]
    unknown = [one.rule for one in gate.open if one.outcome == "unknown"]
    parts = [f"{name} {_few(ids)}" for name, ids in (("Failing:", fail), ("Unknown:", unknown)) if ids]
    return ". ".join(parts)


def _few(names: list[str]) -> str:
    return ", ".join(names[:_FEW]) + and_more(len(names) - _FEW)


@dataclass(frozen=True, slots=True)
class Change:
    """The changes of one kind since an earlier report."""

    name: str
    items: tuple[str, ...]


def changes(since: SinceThen) -> Iterator[Change]:
    """Yield the changes, starting with the portfolio itself: programs that joined or left, and gates that are no longer
    or newly evaluated, come before anything that got worse or better."""
    kinds = (
        ("Joined", since.joined),
        ("Left", since.left),
        ("Another checkout", since.moved),
        ("No longer evaluated", since.stopped),
        ("Newly evaluated", since.started),
        ("Worse", since.worse),
        ("Better", since.better),
    )
    yield from (Change(name, items) for name, items in kinds if items)


def nothing_changed(since: SinceThen) -> str:
    """Return the sentence for the case that neither the programs nor any decision changed."""
    return f"Since {since.earlier}: the same programs, and the same decisions."
