"""The benefits for people in each role."""

from readiness_gate.model.facts.records.benefits import Benefit, BenefitFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

BENEFITS = RecordTable(
    Table(
        "benefits",
        "a list of benefits",
        "which role gets what",
        (
            Column(
                "role",
                "the role, as on the roster",
                required=True,
                privacy="group",
                aliases="role jobrole userrole audience",
            ),
            Column(
                "statement",
                "what people in the role get from the system, in their words",
                required=True,
                aliases="statement benefit whatsinit value message summary",
            ),
        ),
        examples=(("Sales rep", "A quote takes 5 minutes, and not an hour"), ("Service agent", "One screen, not four")),
        unique=("role", "statement"),
    ),
    Benefit,
    BenefitFacts,
)
