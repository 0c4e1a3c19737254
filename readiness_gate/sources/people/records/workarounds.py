"""How people work around the system."""

from readiness_gate.model.facts.records.workarounds import Workaround, WorkaroundFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.order import first_before
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(workaround: Workaround) -> str | None:
    """Return a problem if a workaround was closed before it was created."""
    return first_before(workaround.created, {"closed": workaround.closed})


WORKAROUNDS = RecordTable(
    Table(
        "workarounds",
        "a list of workarounds",
        "which workaround was found or closed when",
        (
            Column(
                "id",
                "the number or key of the workaround",
                "id",
                required=True,
                aliases="id number key issuekey workaround reference",
            ),
            Column(
                "created",
                "when it was found",
                "when",
                required=True,
                aliases="created createdat createdon found foundon date",
            ),
            Column(
                "fix", "the issue that fixes its cause; empty: none", "text", aliases="fix fixedby solution linkedissue"
            ),
            Column(
                "closed",
                "when its use ended; empty: still in use",
                "when",
                aliases="closed closedon resolved done",
            ),
        ),
        examples=(("WA-1", "2026-01-11", "CRM-431", ""), ("WA-2", "2026-01-12", "", "2026-01-20")),
        unique=("id",),
    ),
    Workaround,
    WorkaroundFacts,
    _problem,
)
