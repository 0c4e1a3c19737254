"""Every table of facts that is read from a file, by the key of its section in [people]."""

from collections.abc import Mapping

from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.declared import CALENDAR, COMPLETIONS, ROSTER
from readiness_gate.sources.people.records import RECORD_TABLES

TABLES: Mapping[str, Table] = {
    table.key: table for table in (ROSTER, COMPLETIONS, CALENDAR, *(records.table for records in RECORD_TABLES))
}
