"""How long the baseline is frozen, and how much of it is still there."""

from dataclasses import replace

import pytest
from support.frozen import BASELINE, asked, program
from support.git import instant
from support.landings import FILE, evidence, landing, mainline, reason, settings, value

from readiness_gate.model.components import Naming
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.model.facts.people import CalendarFacts, Session
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.signals import SIGNALS


@pytest.mark.parametrize(
    ("day", "freeze", "days"), [(60, None, 71 - 1 / 86_400), (60, 30, 60), (60, 90, 0), (10, 62, 28)]
)
def test_the_length_of_the_freeze(day: float, freeze: float | None, days: float) -> None:
    """To the end of the milestone's day; a freeze that is planned has a length, too."""
    assert value(asked("change.freeze-days", program(freeze=freeze), day)) == pytest.approx(days, abs=1e-9)


def test_the_length_of_the_freeze_in_words() -> None:
    """With both its ends."""
    found = asked("change.freeze-days", program(freeze=30))
    assert isinstance(found, Measured)
    assert found.summary == "The freeze of 2026-01-31 lies 60.0 days before 2026-04-01."


def test_without_a_time_zone_there_is_no_day() -> None:
    """And no length of days."""
    facts = program()
    found = asked("change.freeze-days", replace(facts, settings=replace(facts.settings, zone=None)))
    assert "there is no milestone" in reason(found)


@pytest.mark.parametrize(
    ("day", "paths", "share", "names"),
    [
        (60, "config+code", 1, ["config", "config/deep", "src"]),
        (49, "config+code", 2 / 3, ["config/deep", "src"]),
        (25, "config+code", 1 / 3, ["config/deep"]),
        (20, "config+code", 0, []),
        (60, "docs", 1, ["docs"]),
    ],
)
def test_components_that_changed_since_the_baseline(day: float, paths: str, share: float, names: list[str]) -> None:
    """By all that there are then."""
    found = asked("change.since-baseline", program(), day, paths=paths)
    assert value(found) == pytest.approx(share)
    assert [name for _, name, _ in evidence(found)] == names


def test_components_that_are_gone_changed() -> None:
    """The share stays a share."""
    git = replace(
        mainline(landing(30, "config/a"), landing(25, "src/b", after=0), tree=["config/a"], since=0), baseline=BASELINE
    )
    found = asked("change.since-baseline", program(git))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (
        1,
        "2 components changed since the baseline of 2026-01-21, 1 of them gone; there are 1.",
    )


A, B, NONE = "a" * 40, "b" * 40, "0" * 40


@pytest.mark.parametrize(
    ("changes", "share", "said"),
    [
        pytest.param(
            [("config/a", A, B), ("config/a", B, A)], 0, "and 1 more has its earlier content again", id="reverted"
        ),
        pytest.param([("config/a", A, B), ("config/a", B, A), ("config/a", A, B)], 1 / 2, "2026-01-21;", id="returned"),
        pytest.param([("config/a", A, NONE), ("config/a", NONE, A)], 0, "and 1 more has", id="removed-and-restored"),
        pytest.param([("config/x", NONE, A), ("config/x", A, NONE)], 0, "and 1 more has", id="added-and-removed"),
        pytest.param([("config/a", A, B), ("config/x", NONE, A)], 1 / 2, "2026-01-21;", id="moved-on"),
        pytest.param([("config/a", None, None), ("config/a", None, None)], 1 / 2, "2026-01-21;", id="unknown-contents"),
        pytest.param(
            [("config/a", A, B), ("src/b", A, B), ("config/a", B, A), ("src/b", B, A)], 0, "and 2 more have", id="both"
        ),
    ],
)
def test_what_was_reverted_is_as_in_the_baseline(
    changes: list[tuple[str, str | None, str | None]], share: float, said: str
) -> None:
    """By content, so that reverting a change helps, as the rule says."""
    landings = [_changed(30 + place, *change) for place, change in enumerate(changes)]
    git = replace(mainline(*landings[::-1], tree=["config/a", "src/b"], since=0), baseline=BASELINE)
    found = asked("change.since-baseline", program(git))
    assert isinstance(found, Measured)
    assert found.value == share
    assert said in found.summary


def test_another_mode_is_a_change() -> None:
    """An executable file is not the same file."""
    first, second = _changed(30, "config/a", A, B), _changed(31, "config/a", B, A)
    second = replace(second, changes=(replace(second.changes[0], after=0o100755),))
    git = replace(mainline(second, first, tree=["config/a"], since=0), baseline=BASELINE)
    assert value(asked("change.since-baseline", program(git))) == 1


def test_other_files_of_a_landing_are_of_no_concern() -> None:
    """A guide that a landing changes beside the configuration is no component that changed."""
    first, second = _changed(30, "config/a", A, B), _changed(31, "config/a", B, A)
    beside = replace(first, changes=(*_changed(30, "docs/guide.md", A, B).changes, *first.changes))
    git = replace(mainline(second, beside, tree=["config/a", "docs/guide.md"], since=0), baseline=BASELINE)
    assert value(asked("change.since-baseline", program(git))) == 0


def _changed(day: float, path: str, before: str | None, after: str | None) -> Landing:
    """A landing that changed the content of a file: "000…" without the file, None if it is unknown."""
    contents = None if before is None or after is None else (before, after)
    change = Change(path, 0 if before == NONE else FILE, 0 if after == NONE else FILE, contents)
    return replace(landing(day, path), changes=(change,))


def test_components_are_told_as_people_call_them() -> None:
    """By their names, of which each counts once."""
    facts = program()
    named = replace(facts.settings.git, components=(Naming("config/**/{part}", "object {part}"),))
    found = asked("change.since-baseline", replace(facts, settings=replace(facts.settings, git=named)))
    assert [name for _, name, _ in evidence(found)] == ["object a", "object c", "src"]
    assert value(found) == 1


def _trained(*days: float, facts: Facts | None = None) -> Facts:
    """The program with sessions on some days."""
    sessions = tuple(Session(instant(day), f"m{day:g}", "rep") for day in days)
    calendar = CalendarFacts(Provenance("calendar", "calendar.csv", "all", len(days)), sessions)
    given = facts or program()
    return replace(given, sources={**given.sources, "calendar": calendar})


@pytest.mark.parametrize(
    ("days", "freeze", "lead"),
    [
        ((50, 34, 80), None, 14),
        ((33.5,), None, 13.5),
        ((20,), None, 0),
        ((10, 90), None, -10),
        ((60,), 30, 29 + 1 / 86_400),
    ],
)
def test_training_begins_after_the_freeze(days: tuple[float, ...], freeze: float | None, lead: float) -> None:
    """From when the freeze began to the first session, whether it was held or is planned."""
    found = asked("change.baseline-lead", _trained(*days, facts=program(freeze=freeze)))
    assert value(found) == pytest.approx(lead, abs=1e-9)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((34,), "The first session, m34 on 2026-02-04, is 14.0 days after the freeze of 2026-01-21."),
        ((10,), "The first session, m10 on 2026-01-11, is 10.0 days before the freeze of 2026-01-21."),
    ],
)
def test_the_first_session_in_words(days: tuple[float, ...], told: str) -> None:
    """With the module, and whose session it is."""
    found = asked("change.baseline-lead", _trained(*days))
    assert isinstance(found, Measured)
    assert found.summary == told
    ((kind, name, note),) = evidence(found)
    assert (kind, name, note[10:]) == ("session", f"m{days[0]:g}", "T00:00:00Z, for rep")


@pytest.mark.parametrize(
    ("sessions", "lead"),
    [
        pytest.param([(34, 1)], 14, id="from-the-start-of-its-day"),
        pytest.param([(34, 1), (34.4, 0)], 14, id="before-a-session-with-a-time"),
        pytest.param([(34, 1), (33.9, 0)], 13.9, id="after-one-of-the-day-before"),
        pytest.param([(20, 1)], 0, id="the-day-of-the-freeze"),
        pytest.param([(19, 1)], -1, id="the-day-before-it"),
    ],
)
def test_a_session_of_a_day_may_begin_with_it(sessions: list[tuple[float, float]], lead: float) -> None:
    """The worse end of the day is taken."""
    days = tuple(Session(instant(day + span), "m", "rep", instant(day) if span else None) for day, span in sessions)
    calendar = CalendarFacts(Provenance("calendar", "calendar.csv", "all", len(days)), days)
    given = program()
    found = asked("change.baseline-lead", replace(given, sources={**given.sources, "calendar": calendar}))
    assert value(found) == pytest.approx(lead, abs=1e-9)


def test_a_lead_that_cannot_be_told() -> None:
    """Without a calendar, a freeze, or git."""
    without = replace(program(), sources={**program().sources, "calendar": Unavailable("no calendar")})
    assert reason(asked("change.baseline-lead", without)) == "no calendar"
    assert "begins on 2026-01-21" in reason(asked("change.baseline-lead", _trained(50), 19))
    blind = replace(_trained(50), sources={"git": Unavailable("no git")})
    assert reason(asked("change.baseline-lead", blind)) == "no git"
    never = replace(_trained(50), settings=settings())
    assert "provide freeze" in reason(asked("change.baseline-lead", never))


def test_a_lead_needs_the_calendar() -> None:
    """And of git, when the baseline landed."""
    signal, now = SIGNALS["change.baseline-lead"], instant(60)
    needs = signal.needs(signal.with_defaults({}), now)
    assert needs == Needs(frozenset({"git", "calendar"}), GitNeed(now, now, now, baseline=True))
