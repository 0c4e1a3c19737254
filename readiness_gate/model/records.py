"""The kinds of values that are stored in files: the name of each kind, and its schema version."""

from collections.abc import Mapping

from readiness_gate.model.codec import Record
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.verdict import Verdict

VERDICT: Record[Verdict] = Record("verdict", 1, Verdict)
READINGS: Record[Mapping[Question, Reading]] = Record("readings", 1, Mapping[Question, Reading])
