"""A program with the tables that it has after go-live, in files that are all as they should be."""

from collections.abc import Mapping
from pathlib import Path

PEOPLE = 6
CONFIGURATION = """\
[program]
name = "Test program"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-06-01
packs = ["starter"]

[people]
roster = "roster.csv"
completions = "completions.csv"
required = {{ "Clerk" = ["basics"] }}
{files}
"""


def _usage() -> str:
    header = "person,week,active,actions,records,complete,late,minimal,rushed,prompted,features,features-of-role"
    rows = [f"C{number},2026-03-{day:02},yes,20,9,8,1,0,0,2,5,8" for number in range(PEOPLE) for day in (2, 9, 16, 23)]
    return "\n".join([header, *rows, ""])


TABLES: Mapping[str, str] = {
    "usage": _usage(),
    "entries": """\
id,created,created-by,owner,happened,process,complete,duplicate,bulk,finished,owner-acted
O-1,2026-03-02T10:00:00Z,C1,C1,2026-03-02T09:00:00Z,Quote,yes,no,no,2026-03-06,yes
O-2,2026-03-04T10:00:00Z,C2,C1,2026-03-02T09:00:00Z,Quote,no,no,no,,no
O-3,2026-03-04T10:00:00Z,C3,,,,,,,,
""",
    "kpis": """\
kpi,process,engagement,baseline,captured-at,target,target-set-at,actual,measured-at
Minutes for a quote,Quote,no,62,2026-01-10,20,2026-01-15,31,2026-03-20
Minutes for a quote,Quote,no,62,2026-01-10,20,2026-01-15,24,2026-03-30
Quotes in the system,Quote,yes,0,2026-01-10,0.9,2026-01-15,,
""",
    "audits": """\
day,held-on,asked-harder,answers,answers-with-issue,link
7,2026-03-09,yes,3,3,https://wiki.example.com/audit-7
30,2026-03-30,yes,3,2,
60,,,,,
""",
    "handovers": """\
item,receiver,signed-on
Support of quoting,Service desk,2026-03-28
Monthly release,Platform team,
""",
    "old-systems": """\
system,last-entry
Order database,2026-03-20
Quotes sheet,2026-03-28
""",
    "task-runs": """\
task,until,started,completed,critical
Quote,2026-03-29,40,36,yes
Export,2026-03-29,20,9,no
""",
}
"""Each table in the standard form, as it is on 2026-04-01."""
ROWS: Mapping[str, int] = {
    "usage": 24,
    "entries": 3,
    "kpis": 3,
    "audits": 3,
    "handovers": 2,
    "old-systems": 2,
    "task-runs": 2,
}
"""How many rows each has."""


def write(folder: Path, key: str = "", content: bytes | None = None, *, name: str = "", section: str = "") -> None:
    """Write the program; the table of a key with other content, in a file of another name, or with keys in its
    section."""
    people = "".join(f"C{number},Clerk\n" for number in range(PEOPLE))
    (folder / "roster.csv").write_text(f"person,role\n{people}")
    (folder / "completions.csv").write_text("person,module,completed-at\nC0,basics,2026-02-20\n")
    for table, text in TABLES.items():
        (folder / f"{table}.csv").write_text(text)
    lines = [f'{table} = "{table}.csv"' for table in TABLES if table != key]
    if key:
        name = name or f"{key}.csv"
        if content is not None:
            (folder / name).write_bytes(content)
        lines.append(f'[people.{key}]\nfile = "{name}"\n{section}')
    (folder / "readiness-gate.toml").write_text(CONFIGURATION.format(files="\n".join(lines)), encoding="utf-8")
