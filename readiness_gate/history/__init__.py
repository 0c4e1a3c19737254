"""A store of recorded verdicts with their readings, kept for speed and because sources forget. It is optional, no gate
is judged by it, and it never contains a person's name.

`rows` defines the records, `statements` has all SQL, `recording` adds and queries records, `chain` and `verifying`
detect edits, and `sqlite` and `postgres` are the storage backends.
"""

from readiness_gate.history.address import FILE, opened
from readiness_gate.history.store import NoHistory, NothingRecorded, Rows, Store

__all__ = ["FILE", "NoHistory", "NothingRecorded", "Rows", "Store", "opened"]
