"""The records that people enter in the system."""

from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.order import first_before
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(entry: Entry) -> str | None:
    """Return a contradiction: a record must be entered after the work, and finished after that."""
    if entry.happened is not None and entry.created.end < entry.happened.start:
        return "created is before happened: correct one of them"
    return first_before(entry.created, {"finished": entry.finished})


ENTRIES = RecordTable(
    Table(
        "entries",
        "a list of records in the system",
        "who entered which record, for whom or when",
        (
            Column(
                "id",
                "the number or key of the record",
                "id",
                required=True,
                aliases="id number key recordid opportunityid caseid orderid casenumber ordernumber reference",
            ),
            Column(
                "created",
                "when it was entered",
                "when",
                required=True,
                aliases="created createdat createdon createddate creationdate entered enteredat enteredon",
            ),
            Column(
                "created-by",
                "the id of the person who entered it, the same as on the roster",
                "person",
                required=True,
                privacy="person",
                aliases="createdby createdbyid createdbyuser creator enteredby author",
            ),
            Column(
                "owner",
                "the id of the person whose work it is about; empty: unknown",
                "person",
                privacy="person",
                aliases="owner ownerid recordowner opportunityowner caseowner responsible",
            ),
            Column(
                "happened",
                "when the work was done that it is about; empty: unknown",
                "when",
                privacy="about-person",
                aliases="happened happenedat happenedon activitydate visitdate workdate closedate",
            ),
            Column(
                "process", "the process that it belongs to", "text", aliases="process recordtype type object entity"
            ),
            Column(
                "complete",
                "whether it has all that the process needs; empty: unknown",
                "flag",
                privacy="about-person",
                aliases="complete iscomplete allfields",
            ),
            Column(
                "duplicate",
                "whether it is about the same as another record; empty: unknown",
                "flag",
                aliases="duplicate isduplicate",
            ),
            Column(
                "bulk",
                "whether it came by an import or a mass upload; empty: unknown",
                "flag",
                aliases="bulk isbulk imported isimported massupload",
            ),
            Column(
                "finished",
                "when its process was finished; empty: not yet",
                "when",
                aliases="finished finishedat finishedon closed closedat closedon resolvedon completedon",
            ),
            Column(
                "owner-acted",
                "whether its owner did anything in it; empty: unknown",
                "flag",
                privacy="about-person",
                aliases="owneracted ownerisactive ownertouched",
            ),
        ),
        examples=(
            ("OPP-1", "2026-03-02", "E1001", "E1001", "2026-03-02", "Quote", "yes", "no", "no", "2026-03-06", "yes"),
            ("OPP-2", "2026-03-04", "E1003", "E1001", "2026-03-02", "Quote", "no", "no", "no", "", "no"),
        ),
        unique=("id",),
    ),
    Entry,
    EntryFacts,
    _problem,
)
