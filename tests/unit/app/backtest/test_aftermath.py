"""What became of a go-live: by what people say, and by what facts show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import settings
from support.gates import gate, judged
from support.git import instant
from support.tracker import MARKED, lived, tracker

from readiness_gate.app.backtest.aftermath import ACTIVE, aftermath, asked
from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.app.backtest.releases import Listing
from readiness_gate.model.backtest import Aftermath, PastGoLive
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.past_go_lives import Label, Signs
from readiness_gate.model.reading import Measured, Parameters, Question, Reading, Unavailable
from readiness_gate.model.releases import Release
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY
from readiness_gate.run import Evaluation

AS_OF, LATER = instant(200), instant(300)
GO_LIVE = PastGoLive("v2.4.0", dt.date(2026, 7, 20), AS_OF, "tag v2.4.0")
WRONG = Label(went_wrong=True, said_by="j.meyer", because="orders on paper")
WELL = Label(went_wrong=False, said_by="k.lang")
PATCH = Signs(patch_within=14 * DAY)
GRAVE = Signs(grave_defects_within=10 * DAY)
ADOPTED = Signs(adoption_below=0.6, by=60 * DAY)
ASKED = Question(ACTIVE, AS_OF + 60 * DAY, Parameters((("role", "all"), ("window", "28d"))))
OWN = Release("v2.4.0", AS_OF)


def _case(*claims: Claim) -> Case:
    return Case(GO_LIVE, claims)


def _patches(*releases: Release, **fields: object) -> Claim:
    return replace(Claim(signs=PATCH, release="v2.4.0", listing=Listing((OWN, *releases))), **fields)  # type: ignore[arg-type]


def _until(until: int, *releases: Release) -> Claim:
    return _patches(listing=Listing((OWN, *releases), until, "fetch it"))


def _told(why: str) -> str:
    told = "say how it went in [[past-go-lives]], by hand, with date = 2026-07-20 and went-wrong"
    return f"Whether it was patched is unknown: {why}; {told}."


def _found(jira: JiraFacts | Unavailable, readings: Mapping[Question, Reading]) -> Evaluation:
    facts = Facts(replace(settings(jira=MARKED), zone=ZoneInfo("UTC")), None, {"jira": jira})
    return Evaluation(judged(gate(), {}), readings, facts)


def _became(
    *claims: Claim,
    until: int = LATER,
    jira: JiraFacts | Unavailable = Unavailable("no issues"),  # noqa: B008 - it never changes
    reading: Reading | None = None,
) -> Aftermath:
    return aftermath(_case(*claims), _found(jira, {} if reading is None else {ASKED: reading}), until)


def test_nothing_says_anything() -> None:
    """That is unknown, with what to add."""
    assert _became(Claim()) == Aftermath(
        None, "The outcome is not stated. Add went-wrong = true or false, or patch-within."
    )


def test_what_somebody_says() -> None:
    """Is shown with who says so, and why."""
    assert _became(Claim(WRONG)) == Aftermath(
        went_wrong=True, seen="j.meyer says that it went wrong: orders on paper.", said_by="j.meyer"
    )
    assert _became(Claim(WELL)) == Aftermath(went_wrong=False, seen="k.lang says that it went well.", said_by="k.lang")


@pytest.mark.parametrize(
    ("claim", "until", "went_wrong", "seen"),
    [
        (_patches(Release("v2.4.1", AS_OF + 6 * DAY)), LATER, True, "v2.4.1 followed 6 days later."),
        (_patches(Release("v2.4.1", AS_OF + 60)), LATER, True, "v2.4.1 followed less than a day later."),
        (_patches(Release("v2.4.1", AS_OF + 14 * DAY + 1)), LATER, True, "v2.4.1 followed 14 days later."),
        (_patches(Release("v2.4.1", AS_OF + 15 * DAY)), LATER, False, "No patch of v2.4.0 in 14 days."),
        (
            _patches(Release("v2.4.1", AS_OF - DAY)),
            LATER,
            None,
            _told("by its date, v2.4.1 is older than the go-live on 2026-07-20"),
        ),
        (_patches(Release("v2.4.1", AS_OF - DAY, AS_OF + 9)), LATER, True, "v2.4.1 followed less than a day later."),
        (_patches(Release("v2.4.0-rc.1", AS_OF - DAY)), LATER, False, "No patch of v2.4.0 in 14 days."),
        (_patches(Release("v2.4.0-1", AS_OF + DAY)), LATER, None, _told("v2.4.0-1 may be a patch of v2.4.0")),
        (_patches(Release("v2.4.0-1", AS_OF + 20 * DAY)), LATER, False, "No patch of v2.4.0 in 14 days."),
        (_patches(Release("2.4.1", AS_OF + DAY)), LATER, None, _told("2.4.1 may be a patch of v2.4.0")),
        (_patches(Release("hotfix", None)), LATER, None, _told("hotfix may be a patch of v2.4.0")),
        (
            _patches(Release("v2.4.1", AS_OF + DAY, is_go_live=True)),
            LATER,
            False,
            "No patch of v2.4.0 in 14 days.",
        ),
        (
            _patches(Release("v2.4.1", AS_OF + 90 * DAY, committed=AS_OF + DAY)),
            LATER,
            None,
            _told("nothing says for certain when v2.4.1 was released"),
        ),
        (
            _until(AS_OF + 3 * DAY),
            LATER,
            None,
            "Patches of v2.4.0 count until 2026-08-03, and releases are known until 2026-07-23 only: fetch it.",
        ),
        (_until(AS_OF + 14 * DAY), LATER, False, "No patch of v2.4.0 in 14 days."),
        (_until(AS_OF, Release("v2.4.1", AS_OF + DAY)), LATER, True, "v2.4.1 followed 1 day later."),
        (_patches(Release("v2.5.0", AS_OF + DAY)), LATER, False, "No patch of v2.4.0 in 14 days."),
        (_patches(Release("v2.4.1-rc.1", AS_OF + DAY)), LATER, False, "No patch of v2.4.0 in 14 days."),
        (
            _patches(Release("v2.4.2", AS_OF + 9 * DAY), Release("v2.4.1", AS_OF + 2 * DAY)),
            LATER,
            True,
            "v2.4.1 followed 2 days later.",
        ),
        (
            _patches(),
            AS_OF + 13 * DAY,
            None,
            "Patches of v2.4.0 count until 2026-08-03, which is still to come.",
        ),
        (_patches(Release("v2.4.1", AS_OF + DAY)), AS_OF + 2 * DAY, True, "v2.4.1 followed 1 day later."),
        (
            _patches(Release("v2.4.1", AS_OF + 3 * DAY)),
            AS_OF + 2 * DAY,
            None,
            "Patches of v2.4.0 count until 2026-08-03, which is still to come.",
        ),
        (
            _patches(Release("v2.4.1", None)),
            LATER,
            None,
            _told("nothing says for certain when v2.4.1 was released"),
        ),
        (
            _patches(release="3.0"),
            LATER,
            None,
            "Whether it was patched is unknown: no tag or version is called 3.0: add its version, or correct it.",
        ),
        (
            _patches(Release("web-2.4.0", AS_OF), release="2.4.0"),
            LATER,
            None,
            "Whether it was patched is unknown: several releases may be 2.4.0: v2.4.0, web-2.4.0.",
        ),
        (_patches(why_no_releases="it is cut off"), LATER, None, "Whether it was patched is unknown: it is cut off."),
    ],
)
def test_patches(claim: Claim, until: int, went_wrong: bool | None, seen: str) -> None:  # noqa: FBT001
    """A later release of the same line in time; where that time is not over, only one that came says anything."""
    assert _became(claim, until=until) == Aftermath(went_wrong, seen)


TAGGED = Release("v2.4.0", AS_OF, committed=AS_OF - DAY)
BACK_TAGGED = Release("v2.4.0", AS_OF + 90 * DAY, committed=AS_OF)


@pytest.mark.parametrize(
    ("own", "others", "went_wrong", "seen"),
    [
        (TAGGED, [Release("v2.4.1", AS_OF + 90 * DAY, committed=AS_OF + DAY)], False, "No patch of v2.4.0 in 14 days."),
        (TAGGED, [Release("v2.4.1", AS_OF + DAY, committed=AS_OF - 3 * DAY)], True, "v2.4.1 followed 1 day later."),
        (
            BACK_TAGGED,
            [Release("v2.4.1", AS_OF + 90 * DAY + 9, committed=AS_OF + 50 * DAY)],
            None,
            _told("v2.4.0 was tagged long after its commit landed, and so may be v2.4.1"),
        ),
        (
            BACK_TAGGED,
            [Release("hotfix/2.4.1", AS_OF + 90 * DAY + 9, committed=AS_OF + DAY)],
            None,
            _told("v2.4.0 was tagged long after its commit landed, and so may be hotfix/2.4.1"),
        ),
        (BACK_TAGGED, [Release("v2.5.0", AS_OF + 91 * DAY)], False, "No patch of v2.4.0 in 14 days."),
    ],
)
def test_tags_with_dates_of_their_own(own: Release, others: list[Release], went_wrong: bool | None, seen: str) -> None:  # noqa: FBT001
    """Count by these, where the go-live has one, too; tags that were put on later date nothing."""
    claim = _patches(listing=Listing((own, *others)))
    case = replace(_case(claim), live_since=own.at)
    found = aftermath(case, _found(Unavailable("no issues"), {}), AS_OF + 200 * DAY)
    assert found == Aftermath(went_wrong, seen)


def test_a_go_live_on_a_branch_that_is_merged_later() -> None:
    """Its patches count from its own date on, and not from its landing, as of which it is judged."""
    claim = _patches(listing=Listing((Release("v2.4.0", AS_OF - 10 * DAY), Release("v2.4.1", AS_OF - 7 * DAY))))
    case = replace(_case(claim), live_since=AS_OF - 10 * DAY)
    found = aftermath(case, _found(Unavailable("no issues"), {}), LATER)
    assert found == Aftermath(went_wrong=True, seen="v2.4.1 followed 3 days later.")


def test_a_label_that_a_fact_contradicts() -> None:
    """Is shown, too."""
    found = _became(Claim(WELL), _patches(Release("v2.4.1", AS_OF + DAY)))
    assert found == Aftermath(went_wrong=True, seen="v2.4.1 followed 1 day later. k.lang says that it went well.")


def test_what_is_unclear_is_for_somebody_to_say() -> None:
    """Who says that it went well knows what a program cannot; what is not known yet stays so."""
    unclear = _patches(Release("v2.4.0-hotfix", AS_OF + DAY))
    assert _became(unclear).went_wrong is None
    assert _became(unclear, Claim(WELL)).went_wrong is False
    assert _became(unclear, Claim(WRONG)).went_wrong is True
    assert _became(_until(AS_OF), Claim(WELL)).went_wrong is None


def _defects(*days: float, severity: str = "sev1") -> JiraFacts:
    """Defects raised on some days."""
    issues = (lived(f"CRM-{number}", (day, {"severity": severity})) for number, day in enumerate(days, start=1))
    return tracker(*issues, updated=290)


EVERY_WINDOW = [5 + 10 * number for number in range(20)]
"""A defect in each window of ten days before the go-live."""


@pytest.mark.parametrize(
    ("jira", "went_wrong", "seen"),
    [
        (
            _defects(*EVERY_WINDOW, 201, 202),
            True,
            "2 severe defects in 10 days (more than in 13 of the 13 times 10 days before, median 1).",
        ),
        (
            _defects(*EVERY_WINDOW, 201),
            False,
            "1 severe defect in 10 days (more than in 0 of the 13 times 10 days before, median 1; it went wrong",
        ),
        (_defects(*EVERY_WINDOW, 71, 91, 111, 201, 202), True, "(more than in 10 of the 13 times"),
        (_defects(*EVERY_WINDOW, 71, 91, 111, 131, 201, 202), False, "(more than in 9 of the 13 times"),
        (_defects(*EVERY_WINDOW, 201, 211), False, "1 severe defect in 10 days"),
        (_defects(*EVERY_WINDOW, 201, 202, severity="sev3"), False, "0 severe defects in 10 days (more than in 0"),
        (_defects(135, 155, 201), True, "(more than in 5 of the 6 times 10 days before, median 0)."),
        (_defects(135, 155, 165, 201), False, "(more than in 4 of the 6 times 10 days before, median 0;"),
        (
            _defects(145, 201),
            None,
            "5 earlier times can be counted, and 6 are needed (no issue had been raised by",
        ),
        (_defects(), None, "Whether more severe defects followed than usual is unknown: none of 0 issues is of a type"),
        (Unavailable("the server is away"), None, "than usual is unknown: the server is away."),
    ],
)
def test_severe_defects(jira: JiraFacts | Unavailable, went_wrong: bool | None, seen: str) -> None:  # noqa: FBT001
    """More of them than in the median of the windows before; a window counts if there were issues before it."""
    found = _became(Claim(signs=GRAVE), jira=jira)
    assert found.went_wrong is went_wrong
    assert seen in found.seen


def test_severity_counts_as_it_was_at_the_end_of_a_window() -> None:
    """A defect that was severe only later did not alarm anybody then; one whose past is unknown makes it unknown."""
    raised = lived("CRM-90", (202, {"severity": "sev3"}), (230, {"severity": "sev1"}))
    lowered = lived("CRM-91", (202, {"severity": "sev1"}), (230, {"severity": "sev3"}))
    before = _defects(*EVERY_WINDOW).issues
    found = _became(Claim(signs=GRAVE), jira=tracker(*before, raised, lowered, updated=290))
    assert (found.went_wrong, found.seen[:16]) == (False, "1 severe defect ")
    undated = lived("CRM-92", (202, {"severity": "sev1"}), known=False)
    unknown = _became(Claim(signs=GRAVE), jira=tracker(*before, undated, updated=290))
    assert unknown.went_wrong is None
    assert "CRM-92" in unknown.seen


def test_an_earlier_window_that_is_unknown_is_the_last() -> None:
    """Those after it count."""
    before = list(_defects(*EVERY_WINDOW).issues)
    before[16] = replace(before[16], past=(), known_since=None)
    found = _became(Claim(signs=GRAVE), jira=tracker(*before, updated=290))
    assert "3 earlier times can be counted" in found.seen
    assert "CRM-17" in found.seen


def test_severe_defects_of_a_time_that_is_not_over() -> None:
    """Are not counted yet."""
    found = _became(Claim(signs=GRAVE), until=AS_OF + 9 * DAY)
    assert found == Aftermath(None, "Severe defects count until 2026-07-30, which is still to come.")


def test_severe_defects_of_a_time_that_an_export_does_not_reach() -> None:
    """Are unknown: the quiet after an export is none."""
    found = _became(Claim(signs=GRAVE), jira=tracker(*_defects(*EVERY_WINDOW).issues, updated=205))
    assert found.went_wrong is None
    assert found.seen.startswith(
        "Severe defects count until 2026-07-30, and issues are known until 2026-07-25 only: exp"
    )
    whole = _became(Claim(signs=GRAVE), jira=tracker(*_defects(*EVERY_WINDOW).issues, updated=210))
    assert whole.went_wrong is False


@pytest.mark.parametrize(
    ("reading", "went_wrong", "seen"),
    [
        (
            Measured(0.5, "5 of 10 people used the system."),
            True,
            "After 60 days: 5 of 10 people used the system; 60",
        ),
        (
            Measured(0.6, "6 of 10 people used the system."),
            False,
            "After 60 days: 6 of 10 people used the system;",
        ),
        (Unavailable("no usage"), None, "How many people used the system after 60 days is unknown: no usage."),
    ],
)
def test_adoption(reading: Reading, went_wrong: bool | None, seen: str) -> None:  # noqa: FBT001
    """Less than the share that is expected, that long after."""
    found = _became(Claim(signs=ADOPTED), reading=reading)
    assert (found.went_wrong, found.seen[: len(seen)]) == (went_wrong, seen)


def test_adoption_of_a_time_that_is_not_over() -> None:
    """Is not measured yet."""
    found = _became(Claim(signs=ADOPTED), until=AS_OF + 59 * DAY)
    assert found == Aftermath(None, "How many people use the system is measured on 2026-09-18, which is still to come.")


def test_what_is_asked() -> None:
    """Only of times that are over, and of a milestone that went live on that day."""
    milestone = Milestone("go-live", "hypercare-exit", dt.date(2026, 8, 1))
    case = _case(Claim(signs=GRAVE), Claim(signs=ADOPTED))
    both = asked(case, milestone, LATER)
    assert (both.questions, both.milestone.go_live) == ((ASKED,), GO_LIVE.date)
    assert (both.needs.sources, both.needs.issues_since) == (frozenset({"jira"}), AS_OF - 130 * DAY)
    early = asked(case, milestone, AS_OF + DAY)
    assert (early.questions, early.needs.sources) == ((), frozenset())


CLAIMS = st.lists(
    st.sampled_from(
        [
            Claim(WRONG),
            Claim(WELL),
            _patches(Release("v2.4.1", AS_OF + DAY)),
            _patches(),
            _patches(why_no_releases="cut off"),
            Claim(),
        ]
    ),
    max_size=5,
)


@given(CLAIMS)
def test_wrong_beats_unknown_beats_well(claims: list[Claim]) -> None:
    """Whatever else is said: any sign that it went wrong counts, and well takes that everything is known."""
    alone = [_became(claim).went_wrong for claim in claims if claim != Claim()]
    together = _became(*claims)
    if True in alone:
        assert together.went_wrong is True
    elif None in alone or not alone:
        assert together.went_wrong is None
    else:
        assert together.went_wrong is False
    assert together.seen
