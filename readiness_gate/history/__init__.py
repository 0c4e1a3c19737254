"""A memory of verdicts: what was judged, with its readings, kept for speed and for what sources forget. It is optional,
nothing is judged by it, and it never has a person's name.

`rows` has what is kept, `statements` all SQL, `recording` what is added and asked, `chain` and `verifying` what shows
that nobody edited it, and `sqlite` and `postgres` where it is kept.
"""

from readiness_gate.history.address import FILE, opened
from readiness_gate.history.store import NoHistory, NothingRecorded, Rows, Store

__all__ = ["FILE", "NoHistory", "NothingRecorded", "Rows", "Store", "opened"]
