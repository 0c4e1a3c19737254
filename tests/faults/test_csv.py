"""People files with something wrong: none of them opens the gate, and each says what is wrong on which line.

The roster and the completions of the sample would go. The ids name the fault.
"""

import os

import pytest
from support.faults import is_no_go, is_undecided
from support.program import COMPLETIONS, ROSTER, Sample

pytestmark = pytest.mark.usefixtures("small_groups_are_shown")

RULES = ("TRN-01", "TRN-01-b", "TRN-01-c")
CRITICAL = 'includes = ["training"]\nonly = ["TRN-01-c"]\n'
SAVE = 'save it as "CSV UTF-8 (comma delimited)"'
BOM = "\ufeff"
NOT_UTF_8 = f'the file is not UTF-8: name its encoding, such as encoding = "windows-1252", or {SAVE}'
NO_DATE = 'is not an ISO 8601 day or time with offset ("2027-02-14", "2027-02-14T09:00:00Z")'
QUOTE = "a quoted cell does not end, or has text after its closing quote"

ROSTERS = {
    "zero-bytes": (b"", "roster.csv:1: the file is empty: it needs a header with person, role"),
    "white-space": (b"\n \n", "roster.csv:1: the file is empty"),
    "header-only": (b"person,role,critical-process\n", "the roster roster.csv has no people"),
    "utf-16": (ROSTER.encode("utf-16"), f'roster.csv:1: the file is UTF-16: add encoding = "utf-16", or {SAVE}'),
    "utf-16-without-mark": (ROSTER.encode("utf-16-le"), "roster.csv:1: the file has a NUL character"),
    "latin-1": (ROSTER.replace("cleo", "Chlo\u00e9").encode("latin-1"), f"roster.csv:4: {NOT_UTF_8}"),
    "semicolons": (
        ROSTER.replace(",", ";"),
        'roster.csv:1: the columns are separated by semicolons, not by commas: add delimiter = ";"',
    ),
    "tabs": (
        ROSTER.replace(",", "\t"),
        'roster.csv:1: the columns are separated by tabs, not by commas: add delimiter = "\\t"',
    ),
    "bars": (
        ROSTER.replace(",", "|"),
        'roster.csv:1: the columns are separated by bars, not by commas: add delimiter = "|"',
    ),
    "column-twice": (
        ROSTER.replace("critical-process", "role"),
        'roster.csv:1: 2 columns are called "role": rename or remove all but one',
    ),
    "column-missing": (
        ROSTER.replace("role,", "job,"),
        'roster.csv:1: the column is missing: "role". The header has: person, job,',
    ),
    "optional-column-misspelt": (
        ROSTER.replace("critical-process", "Critical"),
        'roster.csv:1: the column is unknown: "Critical". In [people.roster], add critical-process = "Critical" to',
    ),
    "no-header": (
        ROSTER.split("\n", 1)[1],
        "roster.csv:1: this row has none of the columns person, role: if they have other names, add these to",
    ),
    "row-too-short": (
        ROSTER.replace("cleo,Clerk,", "cleo,Clerk"),
        "roster.csv:4: the row has 2 cells, and the header has 3",
    ),
    "row-too-long": (
        ROSTER.replace("bob,Sales", "bob,x,Sales"),
        "roster.csv:3: the row has 4 cells, and the header has 3",
    ),
    "truncated": (ROSTER[: ROSTER.index("cleo") + 3], "roster.csv:4: the row has 1 cell, and the header has 3"),
    "quote-not-ended": (
        ROSTER.replace("bob", '"bob'),
        f"roster.csv:3: {QUOTE}",
    ),
    "quote-over-rows": (
        ROSTER.replace("bob", '"bob').replace("cleo", 'cleo"'),
        "roster.csv:3: a cell spans several rows: close its quote, or remove the line breaks",
    ),
    "nul": (ROSTER.replace("bob", "b\0b"), "roster.csv:3: the file has a NUL character, so it is not a text file"),
    "endless-cell": (ROSTER.replace("bob", "b" * 200_000), "roster.csv:3: a cell has more than 32767 characters"),
    "no-person": (ROSTER.replace("bob", " "), 'roster.csv:3: the cell "person" is empty'),
    "no-role": (ROSTER.replace("Clerk", ""), 'roster.csv:4: the cell "role" is empty'),
    "person-in-capitals": (
        ROSTER + "Bob,Clerk,\n",
        "roster.csv:5: the person of row 3 has another spelling here: use one",
    ),
    "person-decomposed": (
        ROSTER + "Zo\u00eb,Clerk,\nZoe\u0308,Clerk,\n",
        "roster.csv:6: the person of row 5 has another spelling here: use one",
    ),
    "from-after-to": (
        "person,role,critical-process,from,to\nann,Sales rep,x,2026-03-02,2026-03-01\n",
        "roster.csv:2: the end of the row is before its start",
    ),
    "ambiguous-date": (
        "person,role,critical-process,from\nann,Sales rep,x,03/04/2026\n",
        f'roster.csv:2: the cell "from" {NO_DATE}',
    ),
    "all-rows-ended": (
        "person,role,critical-process,to\nann,Sales rep,x,2026-03-31\ncleo,Clerk,,2026-04-01T11:59:59Z\n",
        "nobody is on the roster on 2026-06-01 (2 rows in all), so the share is unknown",
    ),
    "no-row-begun": (
        "person,role,critical-process,from\nann,Sales rep,x,2026-06-02\n",
        "nobody is on the roster on 2026-06-01 (1 row in all)",
    ),
}


@pytest.fixture
def sample(sample: Sample) -> Sample:
    """The sample with a rule on critical processes, too, for which its roster has the column."""
    sample.write("critical.toml", CRITICAL)
    sample.configure('packs = ["starter"]', 'packs = ["starter", "./critical.toml"]')
    return sample


@pytest.mark.parametrize(("roster", "reason"), ROSTERS.values(), ids=ROSTERS)
def test_a_roster_that_is_doubtful_decides_nothing(sample: Sample, roster: str | bytes, reason: str) -> None:
    """Undecided, with the reason in every finding that rests on the people."""
    sample.write("roster.csv", roster)
    is_undecided(sample.check(), reason, RULES)


ROLES = {
    "role-without-requirement": (ROSTER + "dan,Boss,\n", '[people.required] has no entry for the role "Boss"'),
    "role-cyrillic": (
        ROSTER + "dan,\u0421lerk,\n",
        'has no entry for the role "\u0421lerk" of the roster; did you mean "Clerk"?',
    ),
    "role-in-capitals": (ROSTER.replace("Clerk", "CLERK"), 'has no entry for the role "CLERK" of the roster'),
}


@pytest.mark.parametrize(("roster", "reason"), ROLES.values(), ids=ROLES)
def test_a_role_of_which_nothing_is_known_decides_nothing(sample: Sample, roster: str, reason: str) -> None:
    """Names of roles are equal to the letter; a role without requirements might be one that was misspelt."""
    sample.write("roster.csv", roster)
    is_undecided(sample.check(), reason, RULES[:2])


COMPLETED = "person,module,completed-at\nann,quoting,2026-03-01\n"
COMPLETIONS_FILES = {
    "zero-bytes": (b"", "completions.csv:1: the file is empty: it needs a header with person, module, completed-at"),
    "utf-16": (
        COMPLETIONS.encode("utf-16"),
        f'completions.csv:1: the file is UTF-16: add encoding = "utf-16", or {SAVE}',
    ),
    "latin-1": (COMPLETED + "J\u00f6rg,quoting,2026-03-01\n", f"completions.csv:3: {NOT_UTF_8}"),
    "column-missing": (
        COMPLETIONS.replace("completed-at", "date"),
        'completions.csv:1: the column is missing: "completed-at".',
    ),
    "ambiguous-date": (COMPLETED + "bob,quoting,03/04/2026\n", f'completions.csv:3: the cell "completed-at" {NO_DATE}'),
    "time-without-zone": (
        COMPLETED + "bob,quoting,2026-03-01T10:00\n",
        f'completions.csv:3: the cell "completed-at" {NO_DATE}',
    ),
    "no-such-day": (COMPLETED + "bob,quoting,2026-02-30\n", f'completions.csv:3: the cell "completed-at" {NO_DATE}'),
    "yes-for-a-date": (COMPLETED + "bob,quoting,yes\n", f'completions.csv:3: the cell "completed-at" {NO_DATE}'),
    "row-too-short": (COMPLETED + "bob,quoting\n", "completions.csv:3: the row has 2 cells, and the header has 3"),
    "quote-not-ended": (COMPLETED + '"bob,quoting,2026-03-01\n', f"completions.csv:3: {QUOTE}"),
    "module-over-rows": (
        COMPLETED + 'bob,"quoting\nx",2026-03-01\n',
        'completions.csv:3: the cell "module" spans several lines',
    ),
    "roster-in-its-place": (ROSTER, 'completions.csv:1: the columns are missing: "module", "completed-at".'),
}


@pytest.mark.parametrize(("completions", "reason"), COMPLETIONS_FILES.values(), ids=COMPLETIONS_FILES)
def test_completions_that_are_doubtful_decide_nothing(sample: Sample, completions: str | bytes, reason: str) -> None:
    """Undecided, with the reason in every finding that rests on the people."""
    encoding = "latin-1" if "not UTF-8" in reason else "utf-8"
    sample.write("completions.csv", completions.encode(encoding) if isinstance(completions, str) else completions)
    is_undecided(sample.check(), reason, RULES)


WORSE = {
    "header-only": ("person,module,completed-at\n", "0 of 1 people completed every module required"),
    "person-in-capitals": (
        COMPLETIONS.replace("cleo", "Cleo"),
        (
            "(1 person with completions is not on the roster; the person in completions.csv:4 is probably the one "
            "in roster.csv:4, whose id differs only in leading zeros, case or blanks: write ids alike in both files, "
            "as text)"
        ),
    ),
    "person-with-invisible-space": (COMPLETIONS.replace("cleo", "cleo\u200b"), "Clerk, the lowest of 2 roles, 0 of 1"),
    "module-in-capitals": (COMPLETIONS.replace("basics", "Basics"), "Clerk, the lowest of 2 roles, 0 of 1 people"),
    "no-date": (COMPLETIONS.replace("2026-03-02", ""), "0 of 1 people completed every module required (1 row without"),
    "in-the-future": (COMPLETIONS.replace("2026-03-02", "2199-01-01"), "(1 completion is dated later)"),
    "after-the-question": (
        COMPLETIONS.replace("2026-03-02", "2026-04-01T12:00:01Z"),
        "(1 completion is dated later)",
    ),
    "on-the-day-of-the-question": (COMPLETIONS.replace("2026-03-02", "2026-04-01"), "(1 completion is dated later)"),
}


@pytest.mark.parametrize(("completions", "reason"), WORSE.values(), ids=WORSE)
def test_who_is_missing_from_the_completions_is_untrained(sample: Sample, completions: str, reason: str) -> None:
    """Names are equal to the letter, and the future has not happened: the gate stays shut by a failing rule."""
    sample.write("completions.csv", completions)
    is_no_go(sample.check(), reason, "TRN-01")


@pytest.mark.parametrize(
    ("roster", "rule", "reason"),
    [
        pytest.param(
            ROSTER + "ann,Clerk,\n",
            "TRN-01-b",
            "2 of 3 people completed every module that their roles require",
            id="two-roles",
        ),
        pytest.param(
            ROSTER + "dan,Sales rep,\ndan,Clerk,pay\n",
            "TRN-01-c",
            "Clerk, the lowest of 2 roles, 0 of 1",
            id="critical-in-one-role",
        ),
    ],
)
def test_a_person_is_trained_in_every_role(sample: Sample, roster: str, rule: str, reason: str) -> None:
    """Who holds two roles completes the modules of both."""
    sample.write("roster.csv", roster)
    is_no_go(sample.check(), reason, rule)


FINE = {
    "byte-order-mark": (BOM + ROSTER, BOM + COMPLETIONS),
    "windows-lines": (ROSTER.replace("\n", "\r\n"), COMPLETIONS.replace("\n", "\r\n")),
    "white-space-around": (ROSTER.replace(",", " , "), COMPLETIONS.replace(",", "\t,\u00a0")),
    "rows-twice": (ROSTER + "ann,Sales rep,quote\n", COMPLETIONS + "ann,quoting,2026-03-01\n"),
    "header-in-capitals": (ROSTER.replace("person", "Person").replace("-process", " Process"), COMPLETIONS),
    "more-columns": (ROSTER.replace("person,", "unit,person,").replace("\n", '\n"a\nb",', 3), COMPLETIONS),
    "untrained-but-gone": (
        "person,role,critical-process,to\nann,Sales rep,x,\ncleo,Clerk,,\ndan,Clerk,x,2026-03-31\n",
        COMPLETIONS,
    ),
}


@pytest.mark.parametrize(("roster", "completions"), FINE.values(), ids=FINE)
def test_what_only_looks_wrong_is_read(sample: Sample, roster: str, completions: str) -> None:
    """The right value is read, and the gate opens."""
    sample.repo.commit(89, {"roster.csv": roster, "completions.csv": completions}, "export the people anew")
    ended = sample.check()
    assert (ended.exit, ended.decision) == (0, "go"), ended.json["sentence"]


def test_a_roster_that_never_landed_is_not_dated_by_the_one_that_did(sample: Sample) -> None:
    """Nobody knows how old it is: what landed is another one."""
    sample.write("roster.csv", ROSTER + "dan,Sales rep,\n")
    sample.write("completions.csv", COMPLETIONS + "dan,quoting,2026-03-02\n")
    is_undecided(
        sample.check(), "the age of roster.csv is unknown: it is not on the mainline as it is here", ["GOV-05"]
    )


CONFIGURED = {
    "missing": ('"roster.csv"', '"rooster.csv"', "rooster.csv:1: the file is missing: export it, or correct"),
    "folder": ('"completions.csv"', '"docs"', "docs is not a file"),
    "no-roster": ('roster = "roster.csv"', "", "no roster is configured: add roster"),
    "no-completions": ('completions = "completions.csv"', "", "no completions are configured: add completions"),
    "no-requirements": (
        '[people.required]\n"Sales rep" = ["quoting"]\n"Clerk" = ["basics"]',
        "",
        "which modules a role requires is not configured: provide them in [people.required]",
    ),
    "role-that-nobody-holds": (
        '"Clerk" =',
        '"Boss" = ["basics"]\n"Clerk" =',
        'nobody on the roster holds the role "Boss", which [people.required] names',
    ),
}


@pytest.mark.parametrize(("old", "new", "reason"), CONFIGURED.values(), ids=CONFIGURED)
def test_a_configuration_that_does_not_fit_the_files_decides_nothing(
    sample: Sample, old: str, new: str, reason: str
) -> None:
    """What the configuration promises must be in the files."""
    sample.configure(old, new)
    is_undecided(sample.check(), reason, RULES[:2])


def test_a_required_role_with_a_cyrillic_letter_is_bad_configuration(sample: Sample) -> None:
    """It would look the same as the roster's, and be another."""
    sample.configure('"Clerk" =', '"\u0421lerk" =')
    ended = sample.check()
    assert (ended.exit, ended.out) == (2, "")
    assert "mixes Latin and Cyrillic letters" in ended.err


def test_a_required_module_that_is_misspelt_is_completed_by_nobody(sample: Sample) -> None:
    """The evidence names the module that everybody lacks."""
    sample.configure('["basics"]', '["basic"]')
    ended = sample.check()
    is_no_go(ended, "Clerk, the lowest of 2 roles, 0 of 1", "TRN-01")
    evidence = {each["id"]: each["note"] for each in ended.finding("TRN-01")["reading"]["evidence"]}
    assert evidence["Clerk"] == "0 of 1 trained; still to complete: basic 1"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_roster_without_permission_decides_nothing(sample: Sample) -> None:
    """The system's own words say why."""
    sample.write("roster.csv", ROSTER).chmod(0)
    is_undecided(sample.check(), "roster.csv cannot be read: Permission denied", RULES)
