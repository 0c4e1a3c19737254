"""A program whose gate asks about surveys, tests and migrated data, in files that are all as they should be."""

from collections.abc import Mapping
from pathlib import Path

ROLES = ("Sales rep", "Clerk")
PEOPLE = 12
CONFIGURATION = """\
[program]
name = "Test program"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-06-01
packs = ["tests"]

[people]
roster = "roster.csv"
completions = "completions.csv"
required = {{ "Sales rep" = ["basics"], "Clerk" = ["basics"] }}
{files}

[[rules]]
id = "OUR-01"
title = "People know why"
dimension = "clarity"
signal = "clarity.favourable"
at-least = 0.6
owner = "change"
why = "People practice what they understand."
remedy = "Explain why the system is introduced."
source = "Agreed with the program"
evidence = "convention"
[[rules.examples]]
reading = 0.7
outcome = "pass"
[[rules.examples]]
reading = 0.5
outcome = "fail"

[[rules]]
id = "OUR-02"
title = "Nobody goes back to the old way"
dimension = "tests"
signal = "tests.fallback"
at-most = 0.1
owner = "change"
why = "Who has two ways takes the old one."
remedy = "Find out what the old way does better."
source = "Agreed with the program"
evidence = "convention"
[[rules.examples]]
reading = 0
outcome = "pass"
[[rules.examples]]
reading = 0.5
outcome = "fail"
"""
RULES_OF: Mapping[str, tuple[str, ...]] = {
    "surveys": ("OUR-01",),
    "acceptance-tests": ("TST-01", "TST-01-b", "TST-02", "TST-02-b", "TST-03"),
    "real-work-tests": ("TST-04", "TST-04-b", "OUR-02"),
    "reconciliation": ("DAT-01", "DAT-01-b"),
    "rehearsals": ("DAT-02", "DAT-02-b"),
}
"""The rules that read each table."""


def _roster() -> str:
    rows = [f"{role[0]}{number},{role}" for role in ROLES for number in range(PEOPLE)]
    return "\n".join(["person,role", *rows, ""])


def _surveys() -> str:
    rows = [f"{role},why,5,2026-03-20,{role[0]}{number}" for role in ROLES for number in range(PEOPLE)]
    return "\n".join(["role,question,answer,answered-at,respondent", *rows, ""])


def _real_work() -> str:
    rows = [f"{role},Quote {number},2026-03-20,yes,yes,yes,no,240,300" for role in ROLES for number in range(5)]
    header = "role,task,tried-at,success,unaided,critical,fallback,seconds,target-seconds"
    return "\n".join([header, *rows, ""])


TABLES: Mapping[str, str] = {
    "surveys": _surveys(),
    "acceptance-tests": """\
test,result,executed-at,critical,role,by-business,migrated-data,own-rights
UAT-1,passed,2026-03-20,yes,Sales rep,yes,yes,yes
UAT-2,failed,2026-03-18,no,Clerk,yes,yes,yes
UAT-2,passed,2026-03-20,no,Clerk,yes,yes,yes
""",
    "real-work-tests": _real_work(),
    "reconciliation": """\
data,reconciled-at,source-count,target-count,matching,source-amount,target-amount,explained,signed-by
Customers,2026-03-20,41250,41250,41250,,,,Sales operations
Open orders,2026-03-20,812,812,,1250400.50,1250400.50,,Finance
""",
    "rehearsals": """\
rehearsal,ended-at,whole,open-severe,hours,window-hours
Mock 1,2026-03-08,yes,3,61,48
Mock 2,2026-03-15,yes,0,44,48
Mock 3,2026-03-22,yes,0,41.5,48
""",
}
"""Each table in the standard form: with them the gate is a go on 2026-04-01."""


def write(folder: Path, key: str = "", content: bytes | None = None, *, name: str = "", section: str = "") -> None:
    """Write the program; the table of a key with other content, in a file of another name, or with keys in its
    section."""
    (folder / "roster.csv").write_text(_roster())
    (folder / "completions.csv").write_text("person,module,completed-at\nS0,basics,2026-03-20\n")
    files = {table: f"{table}.csv" for table in TABLES}
    for table, text in TABLES.items():
        (folder / files[table]).write_text(text)
    lines = [f'{table} = "{file}"' for table, file in files.items() if table != key]
    if key:
        name = name or files[key]
        if content is not None:
            (folder / name).write_bytes(content)
        lines.append(f'[people.{key}]\nfile = "{name}"\n{section}')
    (folder / "readiness-gate.toml").write_text(CONFIGURATION.format(files="\n".join(lines)), encoding="utf-8")
