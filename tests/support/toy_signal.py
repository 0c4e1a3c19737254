"""A signal of our own, as anybody would write one: a module of its own, and one line in a table."""

from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.signals import SIGNALS, Parameter, Signal, SignalTable


def needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    """The roster."""
    return Needs(frozenset({"people"}))


def people_in_role(facts: Facts, _as_of: Instant, parameters: Parameters) -> Measured:
    """How many people have a role."""
    people = [row for row in facts.require_people().roster if row.role == parameters.text("role")]
    evidence = tuple(Evidence("role", row.role) for row in people)
    return Measured(len(people), f"{len(people)} people have the role {parameters.text('role')}.", evidence)


TOY = Signal(
    name="toy.people",
    unit="people",
    sources=("people",),
    meaning="How many people have a role.",
    needs=needs,
    measure=people_in_role,
    parameters=(Parameter("role", "text", "Sales rep", "the role"),),
)
WITH_TOY: SignalTable = {**SIGNALS, TOY.name: TOY}
