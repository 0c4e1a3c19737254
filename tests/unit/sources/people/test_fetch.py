"""The roster and the completions as facts, or why they cannot be relied on."""

import pytest
from support.exports import NOW, no_file, people_settings, read_people, settings
from support.git import instant

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Completion, Membership
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.sources import people
from readiness_gate.sources.people.overview import overview

ROSTER = "person,role\nann,Clerk\n"
COMPLETIONS = "person,module,completed-at\nann,basics,2026-03-01\n"
NO_DATE = (
    'is not an ISO 8601 day or time with offset ("2027-02-14", "2027-02-14T09:00:00Z"): configure the form of dates, '
    'such as dates = "M/d/yyyy"'
)
END_OF_MARCH_1 = instant(60) - 3601


def _why(roster: bytes | str = ROSTER, completions: bytes | str = COMPLETIONS, *, zone: bool = True) -> str:
    with pytest.raises(CouldNotLook) as refused:
        read_people(roster, completions) if zone else read_people(roster, completions, zone=None)
    return str(refused.value)


def test_rows_are_read_as_facts() -> None:
    """A date means its last second in the program's time zone, a time is taken with its own offset."""
    found = read_people(
        "person,role,from,to,critical-process\n"
        "ann,Clerk,2026-03-01,2026-03-02T10:00:00+02:00,quote\n"
        "ann,Sales rep,,,\n",
        COMPLETIONS + "bob,quoting,2026-03-02 10:00Z\n",
    )
    assert found.roster == (
        Membership("ann", "Clerk", END_OF_MARCH_1 - 86399, instant(60) + 8 * 3600, critical=True, process="quote"),
        Membership("ann", "Sales rep", None, None, critical=False),
    )
    assert found.completions == (
        Completion("ann", "basics", END_OF_MARCH_1, None, END_OF_MARCH_1 - 86399),
        Completion("bob", "quoting", instant(60) + 10 * 3600),
    )


def test_without_its_column_nobody_knows_who_is_critical() -> None:
    """A missing column says neither yes nor no."""
    assert read_people(ROSTER, COMPLETIONS).roster == (Membership("ann", "Clerk", None, None, critical=None),)


@pytest.mark.parametrize(
    ("completed", "observed_at"),
    [
        pytest.param("2026-03-01", END_OF_MARCH_1, id="past"),
        pytest.param("2026-04-11T00:00:00Z", NOW, id="now"),
        pytest.param("2026-04-11T00:00:01Z", instant(32), id="future"),
    ],
)
def test_provenance_tells_how_much_was_read_and_up_to_when(completed: str, observed_at: int) -> None:
    """The files are known up to the newest time in them that is not in the future."""
    found = read_people(
        "person,role,from\nann,Clerk,2026-02-02T00:00:00Z\n", f"person,module,completed-at\nann,basics,{completed}\n"
    )
    asked = "everybody on the roster, and every completion"
    assert found.provenance == Provenance("people", "roster.csv, completions.csv", asked, 2, observed_at)


def test_files_without_times_are_known_up_to_nobody_knows_when() -> None:
    """Nobody completed anything yet, and the roster has no dates: both are facts, without a time."""
    found = read_people(ROSTER, "person,module,completed-at\n")
    assert (found.completions, found.provenance.observed_at) == ((), None)


@pytest.mark.parametrize(
    ("configured", "why"),
    [
        pytest.param(None, "no roster is configured: add roster", id="no-section"),
        pytest.param(people_settings(roster=None), "no roster is configured: add roster", id="no-roster"),
        pytest.param(
            people_settings(),
            r"^roster\.csv:1: the file is missing: export it, or correct its name in \[people\.roster\]",
            id="no-file",
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_to_provide(configured: PeopleSettings | None, why: str) -> None:
    """Neither an absent section nor an absent file is an empty one."""
    with pytest.raises(CouldNotLook, match=why):
        people.fetch(settings(people=configured), Needs(), NOW, no_file)


def test_a_roster_alone_says_who_uses_the_system() -> None:
    """That there are no completions is said, and is not the same as an empty file of them."""
    only = settings(people=people_settings(completions=None))
    found = people.fetch(only, Needs(), NOW, lambda path, _: {"roster.csv": ROSTER.encode()}[path])
    assert (found.has_completions, found.completions, found.hints) == (False, (), ())
    assert (found.provenance.identity, found.provenance.asked) == ("roster.csv", "everybody on the roster")
    assert read_people(ROSTER, "person,module,completed-at\n").has_completions
    [shown] = overview(Facts(only, None, {"people": found}), NOW)
    assert (shown.counts[-1], shown.doubts) == ("no completions", ())


def test_a_missing_file_of_completions_is_not_an_empty_one() -> None:
    """The roster alone is not enough."""
    with pytest.raises(CouldNotLook, match=r"^completions\.csv:1: the file is missing: export it"):
        people.fetch(
            settings(people=people_settings()),
            Needs(),
            NOW,
            lambda name, _limit: ROSTER.encode() if name == "roster.csv" else None,
        )


def test_a_file_that_cannot_be_read_says_why() -> None:
    """The reader's reason is told, and the reader is given the limit to hold."""

    def torn(name: str, limit: int) -> bytes:
        raise Unreadable(f"{name} has more than {limit} bytes")

    with pytest.raises(
        CouldNotLook, match=r"^roster\.csv:1: roster\.csv has more than 33554432 bytes; completions\.csv:1: "
    ):
        people.fetch(settings(people=people_settings()), Needs(), NOW, torn)


@pytest.mark.parametrize(
    ("roster", "why"),
    [
        pytest.param("person,role\n", "the roster roster.csv has no people", id="nobody"),
        pytest.param("person,role\nann,\n", 'roster.csv:2: the cell "role" is empty', id="no-role"),
        pytest.param('person,role\nann,x\n" ",x\n', 'roster.csv:3: the cell "person" is empty', id="no-person"),
        pytest.param(
            "person,role,from,to\nann,x,2026-03-02,2026-03-01\n",
            "roster.csv:2: the end of the row is before its start",
            id="ends-before-it-begins",
        ),
        pytest.param("person,role,to\nann,x,03/04/2026\n", f'the cell "to" {NO_DATE.partition(":")[0]}', id="date"),
        pytest.param("person,role,to\nann,x,2026-02-30\n", f'roster.csv:2: the cell "to" {NO_DATE}', id="no-such-day"),
        pytest.param(
            "person,role,to\nann,x,2026-02-20T10:00\n", f'the cell "to" {NO_DATE.partition(":")[0]}', id="no-offset"
        ),
        pytest.param("person,role,to\nann,x,2026-12-31T23:59:60Z\n", f'the cell "to" {NO_DATE}', id="leap-second"),
        pytest.param(
            "person,role\nann,x\nAnn,y\n",
            "roster.csv:3: the person of row 2 has another spelling here: use one spelling of the id",
            id="person-in-capitals",
        ),
        pytest.param(
            "person,role\nann,x\nann\u200b,y\n",
            "roster.csv:3: the person of row 2 has another spelling here: use one spelling of the id",
            id="person-with-something-invisible",
        ),
        pytest.param(
            "person,role\nJos\u00e9,x\nJose\u0301,x\n",
            "roster.csv:3: the person of row 2 has another spelling here: use one spelling of the id",
            id="person-of-other-characters",
        ),
        pytest.param(
            "person,role,from\nann,,x\nbob,y,z\n",
            f'roster.csv:2: the cell "role" is empty; roster.csv:2: the cell "from" {NO_DATE} (2 lines: 2, 3)',
            id="all-problems-in-their-order",
        ),
    ],
)
def test_a_doubtful_roster_is_refused(roster: str, why: str) -> None:
    """Each problem is told with its line."""
    assert why in _why(roster)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param("ann,,2026-03-01", 'completions.csv:2: the cell "module" is empty', id="no-module"),
        pytest.param(",basics,2026-03-01", 'completions.csv:2: the cell "person" is empty', id="no-person"),
        pytest.param("ann,basics,yes", f'completions.csv:2: the cell "completed-at" {NO_DATE}', id="no-date"),
        pytest.param("ann,basics", "completions.csv:2: the row has 2 cells", id="short"),
    ],
)
def test_doubtful_completions_are_refused(row: str, why: str) -> None:
    """Each problem is told with its line."""
    assert why in _why(completions=f"person,module,completed-at\n{row}\n")


@pytest.mark.parametrize(
    ("dates", "proposed"),
    [
        (("2026-03-01 10:00:00", "2026-03-02 11:30:00"), 'dates = "yyyy-MM-dd HH:mm:ss"'),
        (("2026-03-01T10:00:00",), "dates = \"yyyy-MM-dd'T'HH:mm:ss\""),
        (("01.03.2026", "31.03.2026"), 'dates = "d.M.yyyy"'),
        (("3/1/2026", "3/2/2026"), 'dates = "M/d/yyyy" or dates = "d/M/yyyy"'),
        (("3/1/2026", "3/25/2026"), 'dates = "M/d/yyyy"'),
        (("Mar 1, 2026",), 'dates = "MMM d, yyyy"'),
    ],
)
def test_the_form_that_dates_may_have_is_proposed(dates: tuple[str, ...], proposed: str) -> None:
    """By all dates of the file that have another form; if several forms fit, a person has to look."""
    completions = COMPLETIONS.partition("ann")[0] + "".join(f'ann,m{at},"{each}"\n' for at, each in enumerate(dates))
    why = _why(completions=completions)
    end = "" if len(dates) == 1 else " (2 lines: 2, 3)"
    assert why.endswith(f": the form is probably {proposed}{end}")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("46082", "is a number, and not a date: format the column as a date"),
        ("46082.41667", "is a number, and not a date: format the column as a date"),
        ("0000-00-00 00:00:00", "is a placeholder such as NULL or n/a: leave it empty if there is no date"),
        ("0000-00-00", "is a placeholder such as NULL or n/a: leave it empty if there is no date"),
    ],
)
def test_what_spreadsheets_and_databases_write_for_a_date(written: str, why: str) -> None:
    """No form reads it."""
    assert f'the cell "completed-at" {why}' in _why(completions=f"person,module,completed-at\nann,basics,{written}\n")


def test_both_files_are_refused_in_one_run() -> None:
    """Everything that is wrong is reported, the roster first."""
    assert _why("person,role\nann,\n", "person,module,completed-at\n,x,2026-03-01\n") == (
        'roster.csv:2: the cell "role" is empty; completions.csv:2: the cell "person" is empty'
    )


def test_a_row_without_a_date_is_not_completed() -> None:
    """Learning systems list courses that nobody began; how many is said, and what to check if it is all of them."""
    found = read_people(ROSTER, "person,module,completed-at\nann,basics,\nbob,basics,\n")
    assert (found.completions, found.uncounted) == ((), ("2 rows without a date in completions.csv",))
    assert found.hints == (
        "no row of the completions counts: check completed, passing-score and columns in [people.completions]",
    )
    some = read_people(ROSTER, COMPLETIONS + "bob,basics,\n")
    assert (len(some.completions), some.uncounted, some.hints) == (1, ("1 row without a date in completions.csv",), ())


def test_a_row_may_have_one_end_or_be_of_one_instant() -> None:
    """A row that has only an end, or ends as it begins, holds until then."""
    rows = read_people("person,role,from,to\nann,x,,2026-03-01\nbob,x,2026-03-01,2026-03-01\n", COMPLETIONS).roster
    assert [(row.since, row.until) for row in rows] == [
        (None, END_OF_MARCH_1),
        (END_OF_MARCH_1 - 86399, END_OF_MARCH_1),
    ]


def test_a_date_without_a_time_zone_is_refused() -> None:
    """A day is a different one in every zone; a time with its offset needs none."""
    why = _why(zone=False)
    unknown = "is a local date in an unknown time zone: add timezone in [program]"
    assert why == f'completions.csv:2: the cell "completed-at" {unknown}'
    roster = "person,role,from,to\nann,x,2026-03-01,2026-03-01\n"
    assert _why(roster, zone=False) == (
        f'roster.csv:2: the cell "from" {unknown}; roster.csv:2: the cell "to" {unknown}; {why}'
    )
    assert read_people(ROSTER, "person,module,completed-at\nann,basics,2026-03-01T10:00:00Z\n", zone=None)


def test_a_person_may_hold_several_roles_written_alike() -> None:
    """The same row twice is one, and two people are two."""
    rows = read_people("person,role\nann,x\nann,y\nann,x\nbob,x\n", COMPLETIONS).roster
    assert [(row.person, row.role) for row in rows] == [("ann", "x"), ("ann", "y"), ("bob", "x")]


@pytest.mark.parametrize("column", ["RESULT", "Passed", "Completion Status", "completion_status"])
def test_results_of_a_training_are_not_passed_over(column: str) -> None:
    """Who failed would count as trained: the file is refused, and says what to add."""
    completions = f"person,module,completed-at,{column}\nann,quoting,2026-03-01,failed\n"
    assert _why("person,role\nann,Sales rep\n", completions) == (
        f'completions.csv:1: the column is unknown: "{column}". In [people.completions], add status = "{column}" to '
        "columns if it says who completed what or until when; otherwise list it in ignore = "
        f'["{column}"]'
    )


def test_a_score_counts_only_with_the_lowest_that_passes() -> None:
    """Nothing is known of a score without it."""
    assert _why(completions="person,module,completed-at, score \nann,basics,2026-03-01,12\n") == (
        'completions.csv:1: the column "score" has scores: add passing-score to [people.completions], or list it in '
        "ignore"
    )


def test_our_own_columns_of_results_are_read() -> None:
    """A status that does not count, and an expiry."""
    found = read_people(
        ROSTER,
        "person,module,completed-at,status,expires\n"
        "ann,basics,2026-03-01,failed,\nann,quoting,2026-03-01,Passed,2026-03-01\n",
        completed=("Passed",),
    )
    assert found.completions == (Completion("ann", "quoting", END_OF_MARCH_1, END_OF_MARCH_1, END_OF_MARCH_1 - 86399),)
    assert found.uncounted == ("1 row with a status that does not count in completions.csv",)
