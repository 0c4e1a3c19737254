"""Every statement on a history: plain SQL with named parameters, the same for SQLite and PostgreSQL.

Rows are added and never changed: no statement updates or deletes them.
"""

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from readiness_gate.history import deployment_tables
from readiness_gate.history.rows import DecisionRow, ReadingRow, VerdictRow

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

APPLICATION = 0x52474831
"""The SQLite application id of a history file: `RGH1`."""

_OF_POLICY = ("ALTER TABLE verdicts ADD COLUMN policy_source TEXT",)
_OF_FACTS = ("ALTER TABLE verdicts ADD COLUMN facts_source TEXT",)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE programs (
  number BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  previous TEXT NOT NULL,
  chain TEXT NOT NULL
)""",
        """CREATE TABLE verdicts (
  number BIGINT NOT NULL PRIMARY KEY,
  program TEXT NOT NULL REFERENCES programs (name),
  milestone TEXT NOT NULL,
  kind TEXT NOT NULL,
  milestone_date TEXT NOT NULL,
  timezone TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  decision TEXT NOT NULL,
  decision_without_waivers TEXT NOT NULL,
  sentence TEXT NOT NULL,
  policy_digest TEXT NOT NULL,
  evidence_digest TEXT NOT NULL,
  waived BIGINT NOT NULL,
  weakened BIGINT NOT NULL,
  tool_version TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  readings BIGINT NOT NULL,
  previous TEXT NOT NULL,
  chain TEXT NOT NULL,
  UNIQUE (program, milestone, as_of, policy_digest, evidence_digest)
)""",
        """CREATE TABLE readings (
  verdict BIGINT NOT NULL REFERENCES verdicts (number),
  place BIGINT NOT NULL,
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  dimension TEXT NOT NULL,
  enforcement TEXT NOT NULL,
  outcome TEXT NOT NULL,
  waived BIGINT NOT NULL,
  status TEXT NOT NULL,
  result TEXT NOT NULL,
  due TEXT NOT NULL,
  signal TEXT NOT NULL,
  state TEXT NOT NULL,
  value TEXT,
  unit TEXT,
  observed_at BIGINT,
  bound TEXT NOT NULL,
  required TEXT NOT NULL,
  warning TEXT,
  digest TEXT NOT NULL,
  PRIMARY KEY (verdict, place),
  UNIQUE (verdict, rule)
)""",
        """CREATE TABLE decisions (
  number BIGINT NOT NULL PRIMARY KEY,
  program TEXT NOT NULL REFERENCES programs (name),
  line BIGINT NOT NULL,
  line_digest TEXT NOT NULL,
  what TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  milestone TEXT NOT NULL,
  choice TEXT NOT NULL,
  gate TEXT NOT NULL,
  against BIGINT NOT NULL,
  as_of BIGINT,
  policy_digest TEXT NOT NULL,
  evidence_digest TEXT NOT NULL,
  conditions TEXT NOT NULL,
  closes TEXT NOT NULL,
  revisit TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  previous TEXT NOT NULL,
  chain TEXT NOT NULL,
  UNIQUE (program, line, line_digest)
)""",
    ),
    ("ALTER TABLE readings ADD COLUMN why TEXT",),
    deployment_tables.TABLES,
    _OF_POLICY,
    deployment_tables.SERVICES,
    _OF_FACTS,
)
"""The statements that migrate the tables from each version to the next. Versions count from 1."""


_ADDED = {
    re.compile(r"(?:\breadings\.)?\bwhy\b"): 2,
    re.compile(r"\bpolicy_source\b"): MIGRATIONS.index(_OF_POLICY) + 1,
    re.compile(r"\bfacts_source\b"): MIGRATIONS.index(_OF_FACTS) + 1,
}
"""The columns that were added later, with the first schema version that has them."""


def for_version(statement: str, version: int) -> str:
    """Return a SELECT statement for the tables of a version: columns that an older version does not have are NULL."""
    for column, since in _ADDED.items():
        if version < since:
            statement = column.sub("NULL", statement)
    return statement


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES (:{', :'.join(columns)})"  # noqa: S608 - constants


def names(row: "type[DataclassInstance]") -> tuple[str, ...]:
    """Return the column names of a row type."""
    return tuple(field.name for field in fields(row))


OF_VERDICT, OF_READING, OF_DECISION = map(names, (VerdictRow, ReadingRow, DecisionRow))
_VERDICT = ", ".join(("number", *OF_VERDICT))

ADD_PROGRAM = _insert("programs", ("number", "name", "previous", "chain"))
ADD_VERDICT = _insert("verdicts", ("number", *OF_VERDICT, "readings", "previous", "chain"))
ADD_READING = _insert("readings", ("verdict", "place", *OF_READING, "digest"))
ADD_DECISION = _insert("decisions", ("number", *OF_DECISION, "previous", "chain"))

LAST_PROGRAM = "SELECT number, chain FROM programs ORDER BY number DESC LIMIT 1"
LAST_VERDICT = "SELECT number, chain FROM verdicts ORDER BY number DESC LIMIT 1"
LAST_DECISION = "SELECT number, chain FROM decisions ORDER BY number DESC LIMIT 1"

PROGRAM = "SELECT number FROM programs WHERE name = :name"
SAME_VERDICT = (
    "SELECT number, chain FROM verdicts WHERE program = :program AND milestone = :milestone AND as_of = :as_of "
    "AND policy_digest = :policy_digest AND evidence_digest = :evidence_digest"
)
SAME_DECISION = "SELECT number FROM decisions WHERE program = :program AND line = :line AND line_digest = :line_digest"

PROGRAMS = "SELECT name FROM programs ORDER BY name"
TREND = (
    "SELECT as_of, decision FROM verdicts WHERE program = :program AND milestone = :milestone "
    "AND as_of BETWEEN :first AND :last ORDER BY as_of, number"
)
OF_MILESTONE = (
    f"SELECT {_VERDICT}, chain FROM verdicts WHERE program = :program AND milestone = :milestone "  # noqa: S608 - constants
    "AND as_of BETWEEN :first AND :last ORDER BY as_of, number"
)
OF_PROGRAM = (
    f"SELECT {_VERDICT}, chain FROM verdicts WHERE program = :program "  # noqa: S608 - constants
    "AND as_of BETWEEN :first AND :last ORDER BY as_of, number"
)
_NEWEST = (
    "FROM verdicts AS newest WHERE NOT EXISTS (SELECT 1 FROM verdicts AS other "
    "WHERE other.program = newest.program AND other.milestone = newest.milestone AND other.as_of > newest.as_of "
    "AND NOT (other.number < newest.number AND other.as_of > newest.recorded_at))"
)
"""The verdicts that no other verdict replaces, as in `counting.is_replaced`: one for each gate, or several that may
contradict each other."""
_OF_ONE = "AND newest.program = :program"
LATEST = f"SELECT {_VERDICT}, chain {_NEWEST} ORDER BY program, milestone"
_LATEST_FIRST = "ORDER BY as_of DESC, number DESC LIMIT :most"
LATEST_OF_PROGRAM = f"SELECT {_VERDICT}, chain {_NEWEST} {_OF_ONE} ORDER BY program, milestone"
SEALED_LATEST = f"SELECT {_VERDICT}, readings, previous, chain {_NEWEST} ORDER BY number"
SEALED_LATEST_OF_PROGRAM = f"SELECT {_VERDICT}, readings, previous, chain {_NEWEST} {_OF_ONE} ORDER BY number"
DIGESTS_OF_LATEST = f"SELECT verdict, digest FROM readings WHERE verdict IN (SELECT number {_NEWEST}) ORDER BY place"  # noqa: S608 - constants
DIGESTS_OF_LATEST_OF_PROGRAM = DIGESTS_OF_LATEST.replace(_NEWEST, f"{_NEWEST} {_OF_ONE}")
SEALED_VERDICT = f"SELECT {_VERDICT}, readings, previous, chain FROM verdicts WHERE number = :number"  # noqa: S608 - constants
SEALED_READINGS = (
    f"SELECT verdict, place, {', '.join(OF_READING)}, digest FROM readings WHERE verdict = :number ORDER BY place"  # noqa: S608 - constants
)
LATEST_OF_MILESTONE = (
    f"SELECT {_VERDICT}, chain FROM verdicts WHERE program = :program AND milestone = :milestone {_LATEST_FIRST}"  # noqa: S608 - constants
)
FIRST_OF_EACH = (
    "SELECT program, milestone, MIN(as_of) FROM verdicts GROUP BY program, milestone ORDER BY program, milestone"
)
LAST_UNTIL = (
    "SELECT program, milestone, as_of, decision, policy_digest FROM verdicts AS newest WHERE as_of <= :last "
    "AND NOT EXISTS (SELECT 1 FROM verdicts AS other WHERE other.program = newest.program "
    "AND other.milestone = newest.milestone AND other.as_of > newest.as_of AND other.as_of <= :last)"
)
TRENDS = (
    "SELECT program, milestone, as_of, decision, policy_digest FROM verdicts WHERE as_of BETWEEN :first AND :last "
    "ORDER BY program, milestone, as_of, number"
)
_OF_GATE = (
    "FROM verdicts JOIN readings ON readings.verdict = verdicts.number WHERE verdicts.program = :program "
    "AND verdicts.milestone = :milestone AND verdicts.as_of BETWEEN :first AND :last"
)
STATUSES = f"SELECT verdicts.number, readings.rule, readings.status {_OF_GATE} ORDER BY verdicts.number, readings.place"
BLOCKING = (
    f"SELECT DISTINCT verdicts.number, readings.outcome, readings.waived {_OF_GATE} "
    "AND readings.enforcement = 'block' AND readings.outcome <> 'not-applicable' ORDER BY verdicts.number"
)
READINGS_OF_RULE = (
    f"SELECT verdicts.number, {', '.join(f'readings.{name}' for name in OF_READING)} {_OF_GATE} "
    "AND readings.rule = :rule ORDER BY verdicts.number"
)
RECORDED_GO = (
    "SELECT number FROM verdicts WHERE milestone = :milestone AND policy_digest = :policy_digest "
    "AND evidence_digest = :evidence_digest AND decision = 'go' AND as_of BETWEEN :first AND :last LIMIT 1"
)
READINGS = f"SELECT {', '.join(OF_READING)} FROM readings WHERE verdict = :verdict ORDER BY place"  # noqa: S608 - constants
DECISIONS = f"SELECT {', '.join(OF_DECISION)} FROM decisions WHERE program = :program ORDER BY line, number"  # noqa: S608 - constants

ALL_PROGRAMS = "SELECT number, name, previous, chain FROM programs ORDER BY number"
ALL_VERDICTS = f"SELECT {_VERDICT}, readings, previous, chain FROM verdicts ORDER BY number"  # noqa: S608 - constants
ALL_READINGS = f"SELECT verdict, place, {', '.join(OF_READING)}, digest FROM readings ORDER BY verdict, place"  # noqa: S608 - constants
ALL_DECISIONS = f"SELECT number, {', '.join(OF_DECISION)}, previous, chain FROM decisions ORDER BY number"  # noqa: S608 - constants
