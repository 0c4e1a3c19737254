"""Files about people as systems really write them: nobody counts as trained who is not, and the reason is said.

The same program with the files below would go. No id of a person is ever printed: reports are read by many.
"""

from collections.abc import Sequence

import pytest
from support.console import Call
from support.faults import is_no_go, is_undecided
from support.program import AS_OF, Ended, Sample

pytestmark = pytest.mark.usefixtures("small_groups_are_shown")

RULES = ("TRN-01", "TRN-01-b")
ID = "u47"
ROSTER = "person,role,critical-process\nu4711,Sales rep,quote\nu4712,Sales rep,\nu4713,Clerk,\n"
HEADER = "person,module,completed-at"
ROWS = ("u4711,quoting,2026-03-01", "u4712,quoting,2026-03-01", "u4713,basics,2026-03-02")
PLACEHOLDER = "is a placeholder for no date, such as 1970-01-01: leave it empty if there is no date"
ERROR = "is a spreadsheet error such as #N/A: correct the file"


def _completions(*cells: str, header: str = HEADER, column: str = "") -> str:
    """Completions of everybody, with a column more, or rows more than those of everybody."""
    if column:
        return "\n".join([f"{header},{column}", *(",".join(each) for each in zip(ROWS, cells, strict=True))]) + "\n"
    return "\n".join([header, *ROWS, *cells]) + "\n"


def _configure(program: Sample, completions: str = "", roster: str = "") -> None:
    """Add keys to the sections of the files."""
    program.configure('completions = "completions.csv"', f'completions = {{ file = "completions.csv"{completions} }}')
    program.configure('roster = "roster.csv"', f'roster = {{ file = "roster.csv"{roster} }}')


def _check(program: Sample, call: Call, completions: str | None = None, roster: str = ROSTER) -> Ended:
    """Judge the gate with these files, committed; no id may be in what is printed."""
    program.repo.commit(89, {"roster.csv": roster, "completions.csv": completions or _completions()}, "people")
    ended = call("check", "--as-of", AS_OF, "--format", "json")
    assert ID not in ended.out + ended.err
    return ended


def _is_go(ended: Ended, *reasons: str) -> None:
    assert (ended.exit, ended.decision) == (0, "go"), ended.json["sentence"]
    for reason in reasons:
        assert reason in ended.finding("TRN-01")["message"]


OUTCOMES = (
    "Training Outcome",
    "Enrollment Status",
    "Course Status",
    "Transcript Status",
    "Training Status",
    "Registration Status",
    "Lesson Status",
    "Learner Progress Status",
    "Completion Status ID",
    "CompletionStatusDesc",
    "Status Code",
    "Result Code",
    "Pass/Fail",
    "Passed?",
    "Completed?",
    "Final Grade",
    "Score (%)",
    "Progress",
    "% Complete",
    "Is Complete",
    "Attendance",
    "Revoked",
    "Archived",
    "Abschlussstatus",
    "Ergebnis",
    "Statut",
    "R\u00e9sultat",
    "\u041e\u0446\u0435\u043d\u043a\u0430",
    "\u7d50\u679c",
    "No-show",
)
EXPIRIES = (
    "Certificate Expires On",
    "Expires On",
    "Expiry Date",
    "Expiration Date",
    "Valid Until",
    "Due for Renewal",
    "Renewal Date",
    "G\u00fcltig bis",
    "Revoked On",
)


@pytest.mark.parametrize("column", [*OUTCOMES, *EXPIRIES])
def test_a_column_of_outcomes_or_expiries_is_refused_by_its_name(program: Sample, call: Call, column: str) -> None:
    """It may say that somebody failed, or that a certificate ran out: nothing is known until somebody says."""
    ended = _check(program, call, _completions("Passed", "Failed", "Completed", column=column))
    if column == "Score (%)":
        reason = (
            f'completions.csv:1: the column "{column}" has scores: add passing-score to [people.completions], or list'
        )
        is_undecided(ended, reason, RULES)
        return
    is_undecided(ended, f'completions.csv:1: the column is unknown: "{column}". In [people.completions], ', RULES)
    is_undecided(ended, f'otherwise list it in ignore = ["{column}"]', RULES)


def test_several_unknown_columns_are_reported_together(program: Sample, call: Call) -> None:
    """With what the likely ones are."""
    text = _completions("Failed,x", "Failed,x", "Failed,x", column="Final Grade,Course Status")
    is_undecided(
        _check(program, call, text),
        'the columns are unknown: "Final Grade", "Course Status". In [people.completions], add status = "Course '
        'Status", score = "Final Grade" to columns if it says who completed what or until when; otherwise '
        'list it in ignore = ["Final Grade", "Course Status"]',
        RULES,
    )


@pytest.mark.parametrize("column", ["Name", "E-Mail", "Cost Center", "Manager Name", "Abteilung", "first_name"])
def test_a_column_that_says_who_somebody_is_is_left_out(program: Sample, call: Call, column: str) -> None:
    """It says nothing about training."""
    _is_go(_check(program, call, _completions("x", "y", "z", column=column)))


def test_a_column_that_is_ignored_on_purpose(program: Sample, call: Call) -> None:
    """Somebody said that it says nothing, by its name in any case and punctuation."""
    _configure(program, ', ignore = ["training-outcome"]')
    _is_go(_check(program, call, _completions("Passed", "Failed", "Completed", column="Training Outcome")))


MAPPED = ', columns = { status = "Training Outcome" }'
STATUSES = {
    "failed": (MAPPED, ("Passed", "Failed", "Completed"), "1 row with a status that does not count"),
    "not-completed": (MAPPED, ("Passed", "Not Completed", "Completed"), "1 row with a status that does not count"),
    "in-progress": (MAPPED, ("Passed", "In Progress", "Completed"), "1 row with a status that does not count"),
    "passed-with-more-text": (MAPPED, ("Passed", "Passed - revoked", "Passed"), "1 row with a status that does not"),
    "no-status": (MAPPED, ("Passed", "", "Completed"), "1 row without a status in completions.csv"),
    "another-list": (
        f'{MAPPED}, completed = ["Bestanden"]',
        ("bestanden", "Passed", "BESTANDEN"),
        "1 row with a status that does not count in completions.csv",
    ),
}


@pytest.mark.parametrize(("keys", "statuses", "reason"), STATUSES.values(), ids=STATUSES)
def test_only_a_status_that_counts_counts(
    program: Sample, call: Call, keys: str, statuses: Sequence[str], reason: str
) -> None:
    """Whoever has another one is untrained, and how many have is said."""
    _configure(program, keys)
    ended = _check(program, call, _completions(*statuses, column="Training Outcome"))
    is_no_go(ended, "Sales rep, the lowest of 2 roles, 1 of 2 people completed every module required", "TRN-01")
    is_no_go(ended, reason, "TRN-01")


@pytest.mark.parametrize("status", ["Passed", "COMPLETED", " completed "])
def test_a_status_that_counts(program: Sample, call: Call, status: str) -> None:
    """In any case, as Completed and Passed do by default; our own name for the column needs no mapping."""
    _is_go(_check(program, call, _completions(status, status, status, column="Status")))


STATUS_FAULTS = {
    "completed-without-a-date": (
        _completions("Passed", "Passed", "Passed", column="status").replace(
            "u4712,quoting,2026-03-01", "u4712,quoting,"
        ),
        'completions.csv:3: the cell "completed-at" is empty, though the status says completed: add the date',
    ),
    "error": (
        _completions("Passed", "#REF!", "Passed", column="status"),
        f'completions.csv:3: the cell "status" {ERROR}',
    ),
    "two-columns": (
        _completions("Passed,Passed", "Passed,Failed", "Passed,Passed", column="status,Status"),
        'completions.csv:1: 2 columns are called "status": rename or remove all but one',
    ),
}


@pytest.mark.parametrize(("completions", "reason"), STATUS_FAULTS.values(), ids=STATUS_FAULTS)
def test_a_doubtful_status_decides_nothing(program: Sample, call: Call, completions: str, reason: str) -> None:
    """It is neither completed nor not."""
    is_undecided(_check(program, call, completions), reason, RULES)


SCORES = {
    "below": (", passing-score = 80", ("80", "79.99", "100"), "1 row below the passing score in completions.csv"),
    "below-in-percent": (", passing-score = 80", ("80%", "79,5 %", "100%"), "1 row below the passing score"),
    "none": (", passing-score = 80", ("80", "", "100"), "1 row without a score in completions.csv"),
    "of-one": (", passing-score = 0.8", ("0.8", "0.79", "1"), "1 row below the passing score in completions.csv"),
}


@pytest.mark.parametrize(("keys", "scores", "reason"), SCORES.values(), ids=SCORES)
def test_only_a_score_that_passes_counts(
    program: Sample, call: Call, keys: str, scores: Sequence[str], reason: str
) -> None:
    """Whoever has less is untrained, and how many have is said."""
    _configure(program, keys)
    text = _completions(*(f'"{each}"' for each in scores), column="Score")
    is_no_go(_check(program, call, text), reason, "TRN-01")


SCALES = {
    "no-passing-score": ("", ("90", "12", "90"), 'the column "Score" has scores: add passing-score to'),
    "of-one-for-percent": (
        ", passing-score = 80",
        ("0.9", "0.95", "1"),
        'completions.csv:4: the cell "Score" and all others are at most 1, and passing-score is 80: use one scale',
    ),
    "percent-for-of-one": (
        ", passing-score = 0.8",
        ("85", "12", "90"),
        'completions.csv:4: the cell "Score" or another is above 1, and passing-score is 0.8: use one scale',
    ),
    "points-for-percent": (
        ", passing-score = 80",
        ("850", "81", "90"),
        'the cell "Score" or another is above 100, and passing-score is 80: use one scale',
    ),
    "words": (", passing-score = 80", ("90", "good", "90"), 'completions.csv:3: the cell "Score" is not a number'),
    "no-column": (
        ', passing-score = 80, ignore = ["Score"]',
        ("90", "12", "90"),
        "passing-score is set, and no column has a score: add its name to columns in [people.completions]",
    ),
}


@pytest.mark.parametrize(("keys", "scores", "reason"), SCALES.values(), ids=SCALES)
def test_scores_of_another_scale_decide_nothing(
    program: Sample, call: Call, keys: str, scores: Sequence[str], reason: str
) -> None:
    """Neither do those without a lowest one that passes."""
    _configure(program, keys)
    is_undecided(_check(program, call, _completions(*scores, column="Score")), reason, RULES)


EXPIRED = {
    "long-ago": (("2025-03-01",) * 3, "3 completions are expired by 2026-06-01"),
    "before-the-question": (("", "2026-03-31", ""), "1 completion is expired by 2026-06-01"),
    "between-the-question-and-the-milestone": (("", "2026-05-15", ""), "1 completion is expired by 2026-06-01"),
    "on-the-day-before-the-milestone": (("", "2026-05-31", ""), "1 completion is expired by 2026-06-01"),
    "during-the-milestone's-day": (("", "2026-06-01T12:00:00+02:00", ""), "1 completion is expired by 2026-06-01"),
}


@pytest.mark.parametrize("column", ["expires", "Certificate Expires On"])
@pytest.mark.parametrize(("expiries", "reason"), EXPIRED.values(), ids=EXPIRED)
def test_a_completion_that_has_expired_by_the_milestone_does_not_count(
    program: Sample, call: Call, expiries: Sequence[str], reason: str, column: str
) -> None:
    """By the name that we give the column, or by the one that the configuration names."""
    if column != "expires":
        _configure(program, f', columns = {{ expires = "{column}" }}')
    is_no_go(_check(program, call, _completions(*expiries, column=column)), reason, "TRN-01")


@pytest.mark.parametrize("expires", ["", "2026-06-01", "2026-06-02", "2027-03-01", "9999-12-31"])
def test_a_completion_that_holds_through_the_milestone_counts(program: Sample, call: Call, expires: str) -> None:
    """An empty cell never expires, and a day holds to its end."""
    _is_go(_check(program, call, _completions(expires, expires, expires, column="expires")))


def test_a_module_that_was_completed_again_counts(program: Sample, call: Call) -> None:
    """Of two completions the one that still holds."""
    text = _completions(*("2026-03-31",) * 3, column="expires")
    _is_go(_check(program, call, text + "".join(f"{row},2027-03-31\n" for row in ROWS)))


EXPIRY_FAULTS = {
    "1970": ("1970-01-01", f'completions.csv:3: the cell "expires" {PLACEHOLDER}'),
    "year-0": ("0001-01-01", f'completions.csv:3: the cell "expires" {PLACEHOLDER}'),
    "words": ("never", 'completions.csv:3: the cell "expires" is not an ISO 8601 day or time with offset'),
    "other-form": ("31.12.2027", 'completions.csv:3: the cell "expires" is not an ISO 8601 day or time with offset'),
    "null": ("NULL", 'completions.csv:3: the cell "expires" is a placeholder such as NULL or n/a: leave it empty'),
    "error": ("#N/A", f'completions.csv:3: the cell "expires" {ERROR}'),
}


@pytest.mark.parametrize(("expires", "reason"), EXPIRY_FAULTS.values(), ids=EXPIRY_FAULTS)
def test_an_expiry_that_cannot_be_read_decides_nothing(program: Sample, call: Call, expires: str, reason: str) -> None:
    """It is neither past nor never."""
    is_undecided(_check(program, call, _completions("", expires, "", column="expires")), reason, RULES)


PLACEHOLDERS = (
    "1970-01-01",
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00-05:00",
    "1969-12-31T19:00:00-05:00",
    "1970-01-01T09:00:00+09:00",
    "1899-12-30",
    "1899-12-31",
    "1900-01-01",
    "1601-01-01",
    "1753-01-01",
    "0001-01-01",
)


def test_placeholders_are_no_dates_of_completions(program: Sample, call: Call) -> None:
    """They are what systems write when there is none: all of them are refused, by their lines."""
    text = _completions(*(f"u4712,quoting,{each}" for each in PLACEHOLDERS))
    lines = "5, 6, 7, 8, 9, …"
    reason = f'completions.csv:5: the cell "completed-at" {PLACEHOLDER} ({len(PLACEHOLDERS)} cells: {lines})'
    is_undecided(_check(program, call, text), reason.replace("cells", "lines"), RULES)


NO_DATES = {
    "1970": ("", "1970-01-01", PLACEHOLDER),
    "1970-with-time": ("", "1970-01-01T00:00:00Z", PLACEHOLDER),
    "1900-by-its-own-form": (', dates = "d.M.yyyy"', "1.1.1900", PLACEHOLDER),
    "zeros": ("", "0000-00-00", "is a placeholder such as NULL or n/a: leave it empty if there is no date"),
    "before-there-were-systems": ("", "1999-12-31", "is before 2000-01-01, the first plausible date: correct it"),
    "before-the-earliest": (
        ", earliest = 2026-03-02",
        "2026-03-01",
        "is before 2026-03-02, the first plausible date: correct it, or set earliest",
    ),
    "null": ("", "NULL", "is a placeholder such as NULL or n/a: leave it empty if there is no date"),
    "dash": ("", "-", "is a placeholder such as NULL or n/a: leave it empty if there is no date"),
    "too-narrow": ("", "########", ERROR),
    "serial": ("", "46082", "is a number, and not a date: format the column as a date"),
    "seconds": ("", "1772323200", "is not an ISO 8601 day or time with offset"),
    "another-form": (', dates = "dd/MM/yyyy"', "2026-03-01", "is not a date of the form dd/MM/yyyy"),
    "month-first": (', dates = "dd/MM/yyyy"', "03/13/2026", "is not a date of the form dd/MM/yyyy"),
}


@pytest.mark.parametrize(("keys", "written", "reason"), NO_DATES.values(), ids=NO_DATES)
def test_what_is_no_date_decides_nothing(program: Sample, call: Call, keys: str, written: str, reason: str) -> None:
    """Nobody is trained by it, nor untrained."""
    _configure(program, keys)
    ended = _check(program, call, f"{HEADER}\nu4712,quoting,{written}\n")
    is_undecided(ended, f'completions.csv:2: the cell "completed-at" {reason}', RULES)


@pytest.mark.parametrize("column", ["from", "to"])
@pytest.mark.parametrize("day", ["1970-01-01", "1900-01-01", "1939-12-31"])
def test_placeholders_are_no_dates_of_a_roster(program: Sample, call: Call, column: str, day: str) -> None:
    """They would take people off the roster who are untrained."""
    roster = f"person,role,critical-process,{column}\nu4711,Sales rep,x,\nu4713,Clerk,,\nu4714,Clerk,,{day}\n"
    what = "is before 1940-01-01" if day.startswith("1939") else PLACEHOLDER
    is_undecided(_check(program, call, roster=roster), f'roster.csv:4: the cell "{column}" {what}', RULES)


ERRORS = (
    "#N/A",
    "#n/a",
    "#NV",
    "#REF!",
    "#BEZUG!",
    "#NAME?",
    "#VALUE!",
    "#WERT!",
    "#DIV/0!",
    "#ZAHL!",
    "#\u00dcBERLAUF!",
    "#\u00a1REF!",
    "#\u00bfNOMBRE?",
    "#VALEUR!",
    "#SAYI/0!",
    "#DE\u011eER!",
    "#\u041d/\u0414",
    "#SPILL!",
    "#GETTING_DATA",
    "#####",
)
NULLS = ("NULL", "(null)", "None", "nan", "n/a", "N.A.", "-", "--", "\u2013", "?", "undefined", "\\N", "(blank)")
CELLS = {
    "roster-person": ("roster.csv", "person", "{0},Sales rep,"),
    "roster-role": ("roster.csv", "role", "u4799,{0},"),
    "completions-person": ("completions.csv", "person", "{0},quoting,2026-03-01"),
    "completions-module": ("completions.csv", "module", "u4712,{0},2026-03-01"),
}


@pytest.mark.parametrize(("file", "column", "row"), CELLS.values(), ids=CELLS)
def test_errors_and_nulls_are_no_names(program: Sample, call: Call, file: str, column: str, row: str) -> None:
    """Else many people would be one, and one completion would train them all: each is refused, by its line."""
    rows = [row.format(each) for each in (*ERRORS, *NULLS)]
    roster = ROSTER + "\n".join(rows) + "\n" if file == "roster.csv" else ROSTER
    completions = _completions(*rows) if file == "completions.csv" else _completions()
    ended = _check(program, call, completions, roster)
    nulls = sum(each.casefold() == "#n/a" for each in ERRORS) - 1
    first = 5 + len(ERRORS)
    is_undecided(ended, f'{file}:5: the cell "{column}" {ERROR} ({len(ERRORS) - nulls} lines: 5, 7, 8,', RULES)
    reason = "is a placeholder such as NULL or n/a: fill it in, or remove the row"
    counted = f"({len(NULLS) + nulls} lines: 6, {first}, {first + 1},"
    is_undecided(ended, f'{file}:6: the cell "{column}" {reason} {counted}', RULES)


@pytest.mark.parametrize("error", ERRORS)
def test_one_error_alone_is_refused(program: Sample, call: Call, error: str) -> None:
    """In the roster and in the completions alike."""
    ended = _check(program, call, _completions(f"{error},quoting,2026-03-01"), f"{ROSTER}{error},Sales rep,\n")
    is_undecided(ended, 'roster.csv:5: the cell "person" is a ', RULES)
    is_undecided(ended, 'completions.csv:5: the cell "person" is a ', RULES)


def test_an_error_in_another_column_is_no_critical_process(program: Sample, call: Call) -> None:
    """Somebody else would be the only one who is critical."""
    ended = _check(program, call, roster=ROSTER.replace("u4712,Sales rep,", "u4712,Sales rep,#N/A"))
    is_undecided(ended, f'roster.csv:3: the cell "critical-process" {ERROR}', RULES)


ALL_YEAR = "person,role,critical-process,from,to\nu4711,Sales rep,quote,2026-01-01,\nu4713,Clerk,,2026-01-01,\n"
COUNTING = {
    "joins-on-the-day": "u4799,Sales rep,,2026-06-01,",
    "joins-late-on-the-day": "u4799,Sales rep,,2026-06-01T23:59:59+02:00,",
    "joins-before": "u4799,Sales rep,,2026-04-02,",
    "leaves-on-the-day": "u4799,Sales rep,,,2026-06-01",
    "leaves-early-on-the-day": "u4799,Sales rep,,,2026-06-01T00:00:00+02:00",
    "leaves-after": "u4799,Sales rep,,,2026-06-02",
    "there-for-that-day": "u4799,Sales rep,,2026-06-01,2026-06-01",
}


@pytest.mark.parametrize("row", COUNTING.values(), ids=COUNTING)
def test_who_is_there_on_the_milestones_day_must_be_trained(program: Sample, call: Call, row: str) -> None:
    """Two months before, the gate says so already."""
    ended = _check(program, call, roster=f"{ALL_YEAR}{row}\n")
    is_no_go(ended, "Sales rep, the lowest of 2 roles, 1 of 2 people completed every module required", "TRN-01")


OTHERS = {
    "joins-after": ("u4799,Sales rep,,2026-06-02,", "1 person joins the roster after 2026-06-01"),
    "joins-at-midnight": ("u4799,Sales rep,,2026-06-01T22:00:00Z,", "1 person joins the roster after 2026-06-01"),
    "left-the-day-before": ("u4799,Sales rep,,,2026-05-31", "1 of 1 people completed every module required"),
    "left-at-the-last-second": ("u4799,Sales rep,,,2026-05-31T21:59:59Z", "1 of 1 people completed"),
}


@pytest.mark.parametrize(("row", "reason"), OTHERS.values(), ids=OTHERS)
def test_who_is_not_there_on_the_milestones_day_does_not_count(
    program: Sample, call: Call, row: str, reason: str
) -> None:
    """And who joins later is said."""
    _is_go(_check(program, call, roster=f"{ALL_YEAR}{row}\n"), reason)


def test_thirty_who_join_on_the_day_of_the_milestone(program: Sample, call: Call) -> None:
    """They count two months before, and they count on the day itself."""
    roster = ALL_YEAR + "".join(f"u479{each:02},Sales rep,,2026-06-01,\n" for each in range(30))
    is_no_go(_check(program, call, roster=roster), "1 of 31 people completed every module required", "TRN-01")
    on_the_day = call("measure", "training.coverage", "--as-of", "2026-06-01")
    assert "    3.2 %\n" in on_the_day.out


def test_after_the_milestone_the_day_of_the_question_counts(program: Sample, call: Call) -> None:
    """There is no other day then."""
    _check(program, call, roster=f"{ALL_YEAR}u4799,Sales rep,,2026-06-15,\n")
    before = call("measure", "training.coverage", "--as-of", "2026-06-14T12:00:00Z")
    told = " ".join(before.out.split())
    assert "1 of 1 people completed every module required (1 person joins the roster after 2026-06-14;" in told
    assert "1 of 2 people" in call("measure", "training.coverage", "--as-of", "2026-06-15").out


def test_what_is_completed_between_the_question_and_the_milestone_does_not_count_yet(
    program: Sample, call: Call
) -> None:
    """People are planned, and completions are not."""
    text = _completions("u4799,quoting,2026-04-02")
    ended = _check(program, call, text, f"{ALL_YEAR}u4799,Sales rep,,2026-06-01,\n")
    is_no_go(ended, "1 of 2 people completed every module required (1 completion is dated later", "TRN-01")


NAMESAKES = {
    "unit": ("person,role,critical-process,unit", "quote,North", ",South", '"critical-process", "unit"'),
    "ignored-by-default": ("person,role,critical-process,Name", ",X", ",Y", '"Name"'),
    "critical-process": ("person,role,critical-process", "quote", "", '"critical-process"'),
    "time": ("person,role,critical-process,from,to", "x,2026-01-01,", "x,,2026-05-31", '"from", "to"'),
    "wave": ("person,role,critical-process,wave", ",1", ",2", '"wave"'),
}


@pytest.mark.parametrize(("header", "first", "second", "names"), NAMESAKES.values(), ids=NAMESAKES)
def test_namesakes_decide_nothing(
    program: Sample, call: Call, header: str, first: str, second: str, names: str
) -> None:
    """Two rows of one id and role that differ may be two people, of whom one is trained."""
    blank = "," * (header.count(",") - 2) + ("1" if "wave" in header else "")
    roster = f"{header}\nu4713,Clerk,{blank}\nu4711,Sales rep,{first}\nu4711,Sales rep,{second}\n"
    is_undecided(
        _check(program, call, roster=roster),
        f"roster.csv:4: rows 3 and 4 have the same person and role, and differ in {names}: give two people two ids; "
        "for one person keep one row, or add to ignore what may differ",
        RULES,
    )


def test_rows_that_are_equal_are_one_person(program: Sample, call: Call) -> None:
    """As often as they come, and whatever an ignored column says."""
    _configure(program, roster=', ignore = ["seen"]')
    rows = ROSTER.replace("\n", ",1\n").replace("critical-process,1", "critical-process,seen")
    roster = rows + rows.replace(",1\n", ",2\n").partition("\n")[2]
    _is_go(_check(program, call, roster=roster), "1 of 1 people")


LOOKALIKES = {
    "zeros": ("000u4712", "u4712"),
    "zeros-of-a-number": ("0047", "47"),
    "case": ("U4712", "u4712"),
    "case-of-an-address": ("u4712@X.example", "U4712@x.example"),
    "blanks": ("u 4712", "u4712"),
    "no-break-space": ("u\u00a04712", "u 4712"),
    "punctuation": ("u-4712", "u4712"),
    "wide-letters": ("\uff554712", "u4712"),
}


@pytest.mark.parametrize(("on_roster", "completed"), LOOKALIKES.values(), ids=LOOKALIKES)
@pytest.mark.parametrize("form", ["json", "text", "markdown"])
def test_ids_that_are_nearly_alike_are_named_by_their_lines(
    program: Sample, call: Call, on_roster: str, completed: str, form: str
) -> None:
    """The gate stays shut, says why, and does not repeat an id."""
    roster = ROSTER.replace("u4712", on_roster)
    _check(program, call, _completions().replace("u4712", completed), roster)
    ended = call("check", "--as-of", AS_OF, "--format", form)
    assert ended.exit == 1
    said = " ".join((ended.out + ended.err).replace("\\", "").split())
    assert (
        "1 person with completions is not on the roster; the person in completions.csv:3 is probably the one in "
        "roster.csv:3, whose id differs only in leading zeros, case or blanks: write ids alike in both files, as text"
        in said
    )
    for each in {on_roster, completed} - {"47"}:
        assert each not in said


def test_many_ids_that_are_nearly_alike_are_counted(program: Sample, call: Call) -> None:
    """One of them is enough to find them all."""
    ended = _check(program, call, _completions().replace("u47", "U47"))
    is_no_go(
        ended, "roster.csv:2, whose id differs only in leading zeros, case or blanks, and 2 more: write ids", "TRN-01"
    )


def test_ids_that_differ_otherwise_are_no_lookalikes(program: Sample, call: Call) -> None:
    """There is nothing to propose then."""
    ended = _check(program, call, _completions().replace("u4712", "u4719"))
    is_no_go(ended, "(1 person with completions is not on the roster)", "TRN-01")


CHANGED = {
    "scientific": ("1.2346E+11", "is in scientific notation: format the column as text and export it again"),
    "scientific-with-a-comma": ('"1,2346E+11"', "is in scientific notation: format the column as text and"),
    "fraction": ("4712.0", "is a number that a spreadsheet changed: format the column as text and export it again"),
    "cut-to-15-digits": ("4712345678901230", "is a number that a spreadsheet changed: format the column as text"),
}


@pytest.mark.parametrize(("person", "reason"), CHANGED.values(), ids=CHANGED)
@pytest.mark.parametrize("file", ["roster.csv", "completions.csv"])
def test_ids_that_a_spreadsheet_changed_decide_nothing(
    program: Sample, call: Call, file: str, person: str, reason: str
) -> None:
    """Several people may have become one."""
    roster, completions = ROSTER, _completions()
    if file == "roster.csv":
        roster += f"{person},Sales rep,\n"
    else:
        completions += f"{person},quoting,2026-03-01\n"
    is_undecided(_check(program, call, completions, roster), f'{file}:5: the cell "person" {reason}', RULES)


WIDE = "person,quoting,basics\nu4711,2026-03-01,\nu4712,2026-03-01,\nu4713,,2026-03-02\n"
WIDES = {
    "status": (WIDE.replace("basics", "basics,Status").replace("\nu", "\nu"), 'the column is unknown: "Status"'),
    "expires": (WIDE.replace("basics", "basics,expires"), 'the column is unknown: "expires"'),
    "another-module": (WIDE.replace("basics", "basics,archive"), 'the column is unknown: "archive"'),
    "no-module": (
        "person,a\nu4711,2026-03-01\n",
        "no column is a module of [people.required] (quoting, basics)",
    ),
    "yes-for-a-date": (
        WIDE.replace("u4712,2026-03-01", "u4712,yes"),
        'completions.csv:3: the cell "quoting" is not an',
    ),
    "placeholder": (WIDE.replace("u4713,", "u4713,1970-01-01"), f'completions.csv:4: the cell "quoting" {PLACEHOLDER}'),
    "module-twice": (
        WIDE.replace("basics", "basics,Basics"),
        '2 columns are called "basics": rename or remove all but one',
    ),
}


@pytest.mark.parametrize(("completions", "reason"), WIDES.values(), ids=WIDES)
def test_a_doubtful_file_with_a_column_for_each_module_decides_nothing(
    program: Sample, call: Call, completions: str, reason: str
) -> None:
    """A column that is no module is refused by its name, though we would read it in a file of rows."""
    _configure(program, ', modules = "columns"')
    is_undecided(_check(program, call, completions), reason, RULES)


def test_a_file_with_a_column_for_each_module(program: Sample, call: Call) -> None:
    """A date in the cell is a completion, and an empty cell is none."""
    _configure(program, ', modules = "columns"')
    _is_go(_check(program, call, WIDE))
    is_no_go(_check(program, call, WIDE.replace("u4712,2026-03-01", "u4712,")), "1 of 2 people", "TRN-01")


def test_a_file_with_a_status_and_a_date_for_each_module(program: Sample, call: Call) -> None:
    """The status counts as it does in a file of rows."""
    _configure(program, ', modules = "columns", date-suffix = " - Completion date"')
    header = "person,Quoting,Quoting - Completion date,Basics,Basics - Completion date\n"
    rows = "u4711,Completed,2026-03-01,Not completed,\nu4712,{},2026-03-01,,\nu4713,,,Completed,2026-03-02\n"
    _is_go(_check(program, call, header + rows.format("Completed")))
    failed = _check(program, call, header + rows.format("Failed"))
    is_no_go(failed, "2 rows with a status that does not count in completions.csv", "TRN-01")
    undated = header + rows.format("Completed").replace("u4712,Completed,2026-03-01", "u4712,Completed,")
    reason = 'the cell "Quoting - Completion date" is empty, though the status says completed: add the date'
    is_undecided(_check(program, call, undated), f"completions.csv:3: {reason}", RULES)


def test_who_left_by_a_column_of_the_roster_does_not_count(program: Sample, call: Call) -> None:
    """How many did is said; a roster of people who all left is none."""
    _configure(program, roster=', active = { column = "Employment Status", values = ["Active", "On leave"] }')
    roster = (
        "person,role,critical-process,Employment status\nu4711,Sales rep,x,active\nu4713,Clerk,,On Leave\n"
        "u4714,Clerk,,Terminated\n"
    )
    _is_go(_check(program, call, roster=roster), "1 row of the roster is of people who left")
    everybody = roster.replace("active\n", "Left\n").replace("On Leave", "Left")
    reason = "the roster roster.csv has no people (all 3 rows are of people who left, by active)"
    is_undecided(_check(program, call, roster=everybody), reason, RULES)
    unknown = roster.replace("Terminated", "")
    is_undecided(_check(program, call, roster=unknown), 'roster.csv:4: the cell "Employment status" is empty', RULES)
    gone = roster.replace("Employment status", "State")
    is_undecided(_check(program, call, roster=gone), 'the column is missing: "Employment Status"', RULES)
