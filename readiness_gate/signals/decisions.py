"""The signal on what the committee decided."""

from readiness_gate.model.decisions import Condition, Decided, known, left_out, open_conditions
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Signal, all_of


def overdue(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many conditions of decisions are open after their due date, for whichever milestone they were
    decided: those of an earlier milestone must be met before the next."""
    said = facts.require("decisions", DecisionFacts)
    entries = known(said.entries, as_of)
    ignored = {one.condition: f"line {one.number} {one.why}" for one in said.ignored if one.at < as_of}
    still_open = open_conditions(entries)
    today = facts.day(as_of)
    late = sorted((pair for pair in still_open if pair[1].due < today), key=lambda pair: pair[1].due)
    number, of = len(late), counted(len(still_open), "open condition")
    summary = f"{number} of {of} {agreeing(number, 'is', 'are')} overdue."
    summary = summary if still_open else "No condition of a decision is open."
    others = left_out([one for one in said.others if one.at < as_of])
    return Measured(
        number,
        f"{summary} {others}" if others else summary,
        tuple(_evidence(*pair, ignored.get(pair[1].id, ""), facts.settings.program) for pair in late),
        shortfall=counted(number, "overdue condition"),
        levers=(work("close", "condition", tuple(condition.id for _, condition in late)),) if late else (),
    )


def _evidence(decided: Decided, condition: Condition, ignored: str, program: str) -> Evidence:
    """Return a condition as evidence, with the entry that fails to close it, and the program's name at that time if
    it has changed."""
    of = f' of "{decided.program}"' if decided.program != program else ""
    about = f"of the decision {decided.choice} for {decided.milestone}{of}, due {condition.due}: {condition.text}"
    return Evidence("condition", condition.id, f"{about} ({ignored})" if ignored else about)


OVERDUE = Signal(
    name="decisions.overdue",
    unit="count",
    sources=("decisions",),
    meaning="Conditions of the committee's decisions that nobody closed by their day.",
    needs=all_of("decisions"),
    measure=overdue,
    topic="which conditions of decisions are overdue",
)

SIGNALS = (OVERDUE,)
