"""Which milestone a command is about, and as of when."""

import pytest
from support.console import Call, Clock
from support.program import AS_OF, Ended, Sample

from readiness_gate.app import check
from readiness_gate.app.ci import VARIABLES

MILESTONE = '[milestones.go-live]\ndate = 2026-06-01\npacks = ["starter"]\n'


def _milestones(program: Sample, **dates: str) -> None:
    form = '[milestones.{}]\nkind = "go-live"\ndate = {}\npacks = ["starter"]\n'
    program.configure(MILESTONE, "".join(form.format(*each) for each in dates.items()))


def _judged(call: Call, as_of: str = AS_OF) -> str:
    ended = call("check", "--as-of", as_of, "--format", "json")
    return ended.json["milestone"]["name"] if ended.out else ended.err


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"late": "2026-06-01", "soon": "2026-04-02"}, "soon"),
        ({"past": "2026-03-31", "late": "2026-06-01"}, "late"),
        ({"today": "2026-04-01", "late": "2026-06-01"}, "today"),
        (
            {"one": "2026-06-01", "two": "2026-06-01"},
            "several milestones are on 2026-06-01: name the one to use with --milestone (one, two)",
        ),
        (
            {"one": "2026-03-01", "two": "2026-03-31"},
            "all milestones have passed: name the one to use with --milestone (one, two)",
        ),
        ({}, "the configuration has no milestone: add [milestones.go-live]"),
    ],
    ids=["earliest", "not-past", "today-is-ahead", "tie", "none-ahead", "none"],
)
def test_the_next_milestone(program: Sample, call: Call, dates: dict[str, str], expected: str) -> None:
    """Without a name it is the one with the earliest date that has not passed; a tie or none is bad use."""
    _milestones(program, **dates)
    assert expected in _judged(call)


def test_today_is_a_day_of_the_programs_zone(program: Sample, call: Call) -> None:
    """A milestone of today is ahead until midnight in Berlin, which is 22:00 in UTC."""
    _milestones(program, today="2026-04-01", late="2026-06-01")
    assert _judged(call, "2026-04-01T21:59:59Z") == "today"
    assert _judged(call, "2026-04-01T22:00:00Z") == "late"


def test_a_milestone_by_its_name(program: Sample, call: Call) -> None:
    """A name decides, even of one that has passed; one that is not there is bad use."""
    _milestones(program, past="2026-03-01", late="2026-06-01")
    assert call("check", "past", "--as-of", AS_OF, "--format", "json").json["milestone"]["name"] == "past"
    ended = call("check", "pasd", "--as-of", AS_OF)
    assert ended.exit == 2
    assert 'there is no milestone "pasd"; the configuration has: late, past' in ended.err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2026-04-01T12:00:00Z", "2026-04-01T12:00:00Z"),
        ("2026-04-01T14:00:00+02:00", "2026-04-01T12:00:00Z"),
        ("2026-04-01 12:00:00.9Z", "2026-04-01T12:00:00Z"),
        ("2026-04-01", "2026-04-01T21:59:59Z"),
        ("2026-03-28", "2026-03-28T22:59:59Z"),
        ("2026-04-02", "2026-04-02T10:00:00Z"),
        ("2026-04-02T10:00:00Z", "2026-04-02T10:00:00Z"),
        (None, "2026-04-02T10:00:00Z"),
        ("-7d", "2026-03-26T10:00:00Z"),
        ("-2w", "2026-03-19T10:00:00Z"),
        ("-12h", "2026-04-01T22:00:00Z"),
        ("-0d", "2026-04-02T10:00:00Z"),
    ],
    ids=[
        "instant",
        "offset",
        "fraction",
        "day",
        "winter-day",
        "today-is-now",
        "this-second",
        "default",
        "days-ago",
        "weeks-ago",
        "hours-ago",
        "no-time-ago",
    ],
)
@pytest.mark.usefixtures("program")
def test_as_of(call: Call, clock: Clock, given: str | None, meant: str) -> None:
    """An instant is taken as it is, a day as its last second in the program's zone, today as now, and a duration is
    counted back from now, a day being 24 hours also where clocks were changed."""
    clock("2026-04-02T10:00:00Z")
    words = () if given is None else ("--as-of", given)
    told = call("check", "--format", "json", *words).json
    assert told["as-of"] == meant
    assert {each["fetched-at"] for each in told["sources"]} == {"2026-04-02T10:00:00Z"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2026-04-02T10:00:01Z", "2026-04-02T10:00:01Z is in the future (now: 2026-04-02T10:00:00Z)"),
        ("2026-04-03", "is in the future"),
        ("2026-04-01T12:00:00", "has no offset from UTC"),
        ("yesterday", '"yesterday" is not an ISO 8601 time such as'),
        ("2026-02-30", "is not a day that exists"),
        ("2026-4-1", "is not an ISO 8601 time"),
        ("", '"" is not an ISO 8601 time'),
        ("１９９９-01-01", "is not an ISO 8601 time"),
        ("2026-04-01T25:00:00Z", "is not a time that exists"),
        ("--", '"--" is not an ISO 8601 time'),
        ("-7", '"7" is not a duration: write a number with d, w or h, such as "28d"'),
        ("-7m", '"7m" is not a duration'),
        ("-99999999d", '"99999999d" has more than 5 digits: write a shorter duration, such as "28d"'),
        ("-1.5d", '"1.5d" is not a duration'),
        ("-123456d", '"123456d" has more than 5 digits'),
        ("+7d", '"+7d" is not an ISO 8601 time such as "2027-02-14T09:00:00+01:00", a day such as 2027-02-14, or'),
        ("7d", "or a time before now such as -7d"),
    ],
)
@pytest.mark.parametrize("command", ["check", "measure"])
@pytest.mark.usefixtures("program")
def test_as_of_what_is_no_time(call: Call, clock: Clock, command: str, given: str, told: str) -> None:
    """A time to come, or a text that is no time, is bad use: nothing is evaluated."""
    clock("2026-04-02T10:00:00Z")
    ended = call(command, "--as-of", given)
    assert (ended.exit, ended.out) == (2, "")
    assert ended.err.startswith("Error: --as-of: ")
    assert told in ended.err


def test_a_day_needs_a_zone(program: Sample, call: Call) -> None:
    """Without a time zone nobody knows which second a day means."""
    program.configure('timezone = "Europe/Berlin"\n', "")
    program.configure(MILESTONE, "")
    ended = call("measure", "change.landings", "--as-of", "2026-04-01")
    assert ended.exit == 2
    assert "a day needs a time zone: give timezone in [program]" in ended.err
    assert call("measure", "change.landings", "--as-of", AS_OF).exit == 0


LATER = """
[milestones.hypercare]
kind = "go-live"
date = 2026-08-01
packs = ["starter"]
"""
AFTER_THE_GO_LIVE = "2026-06-15T08:00:00Z"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _with_a_later_one(program: Sample) -> None:
    program.configure("[git]\n", f"{LATER}\n[git]\n")


@pytest.mark.usefixtures("program")
def test_the_milestone_is_named_however_short_the_answer(call: Call) -> None:
    """A reader of one line knows of which gate it is."""
    ended = call("check", "-q", "--as-of", AS_OF)
    assert ended.out.partition("\n")[0].endswith(" (go-live).")


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_milestone_that_passed_is_not_passed_over_in_silence(
    program: Sample, call: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """A person reads that it was not judged; a pipeline, which would turn green on the day after, is stopped."""
    clock("2026-10-01T08:00:00Z")
    _with_a_later_one(program)
    told = "go-live of 2026-06-01 passed and is not judged here. To judge it: readiness-gate check go-live"
    here = call("check", "--as-of", AFTER_THE_GO_LIVE, "--format", "json")
    assert (here.json["milestone"]["name"], here.json["notes"][0]) == ("hypercare", told)
    monkeypatch.setenv(variable, "true")
    ended = call("check", "--as-of", AFTER_THE_GO_LIVE)
    assert (ended.exit, ended.out) == (2, "")
    assert _flat(ended.err) == (
        "Error: name the milestone: go-live of 2026-06-01 passed, so write readiness-gate check go-live or "
        "readiness-gate check hypercare"
    )
    for words in (("hypercare",), ("--milestone", "hypercare"), ("hypercare", "--milestone", "hypercare")):
        named = call("check", *words, "--as-of", AFTER_THE_GO_LIVE, "--format", "json")
        assert named.json["milestone"]["name"] == "hypercare"
        assert told not in named.json.get("notes", [])
    assert call("check", "--as-of", AS_OF, "--format", "json").json["milestone"]["name"] == "go-live"


def test_a_milestone_is_named_once(program: Sample, call: Call) -> None:
    """Two names are a mistake, as is a name beside --all."""
    _with_a_later_one(program)
    ended = call("check", "go-live", "--milestone", "hypercare")
    assert ended.exit == 2
    assert 'two milestones are given, "go-live" and --milestone "hypercare". Give one of them' in _flat(ended.err)
    assert "--all judges every future milestone" in _flat(call("check", "go-live", "--all").err)


def test_all_milestones_that_lie_ahead(program: Sample, call: Call, clock: Clock) -> None:
    """Each is judged, the nearest first, and the worst decides; one that has passed is none of them."""
    clock("2026-10-01T08:00:00Z")
    _with_a_later_one(program)
    found = call("check", "--all", "--as-of", AS_OF, "--format", "json")
    verdicts = found.json["verdicts"]
    assert [each["milestone"]["name"] for each in verdicts] == ["go-live", "hypercare"]
    decisions = {each["decision"] for each in verdicts}
    assert found.exit == (1 if "no-go" in decisions else 3 if "undecided" in decisions else 0)
    quiet = call("check", "--all", "-q", "--as-of", AS_OF).out
    assert quiet.index("(go-live).") < quiet.index("(hypercare).")
    later = call("check", "--all", "--as-of", AFTER_THE_GO_LIVE, "--format", "json")
    assert [each["milestone"]["name"] for each in later.json["verdicts"]] == ["hypercare"]
    none = call("check", "--all", "--as-of", "2026-09-01")
    assert (none.exit, "all milestones have passed" in _flat(none.err)) == (2, True)


@pytest.mark.usefixtures("program")
def _all(call: Call, as_of: str) -> Ended:
    return call("check", "--all", "-q", "--as-of", as_of)


def test_a_missed_milestone_is_not_left_behind_by_all(
    program: Sample, call: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was go on its day is said to have passed; a pipeline does not go on from one that was not."""
    clock("2026-10-01T08:00:00Z")
    _with_a_later_one(program)
    assert "go-live of 2026-06-01 passed and is not judged here" in _flat(_all(call, AFTER_THE_GO_LIVE).out)
    monkeypatch.setenv("TF_BUILD", "True")
    missed = _all(call, AFTER_THE_GO_LIVE)
    assert (missed.exit, missed.out) == (2, "")
    assert "name the milestone: go-live of 2026-06-01 passed, so write" in _flat(missed.err)

    def never(*_: object) -> bool:
        return False

    monkeypatch.setattr(check, "_was_missed", never)
    assert "go-live of 2026-06-01 passed and is not judged here" in _flat(_all(call, AFTER_THE_GO_LIVE).out)


@pytest.mark.usefixtures("program")
def test_explain_and_waive_take_the_milestone_alike(call: Call) -> None:
    """As the argument, or as the option."""
    by_argument = call("explain", "DEF-01", "go-live", "--as-of", AS_OF)
    assert by_argument.out == call("explain", "DEF-01", "--milestone", "go-live", "--as-of", AS_OF).out
    assert "Current result for go-live" in by_argument.out
    assert "two milestones are given" in _flat(call("explain", "DEF-01", "go-live", "--milestone", "x").err)
    given = ("--reason", "r", "--requested-by", "a@x.example", "--approved-by", "b@x.example", "--expires", "3d")
    assert "two milestones are given" in _flat(call("waive", "DEF-01", "go-live", "--milestone", "x", *given).err)
    assert 'there is no milestone "elsewhere"' in _flat(call("waive", "DEF-01", "elsewhere", *given).err)
