"""Training is stale when configuration that a module depends on landed a change after a person completed it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.git import instant
from support.landings import FILE, PATHS, evidence, landing, mainline, read, reason, settings, value

from readiness_gate.model.components import Naming
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import SUBMODULE, GitFacts, Held
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.signals import SIGNALS

NO_ISSUES = Unavailable("no issues")
SECOND = 1 / 86_400
SIGNAL = "training.stale-share"
FILES = PeopleSettings(PeopleFile("r.csv"), PeopleFile("c.csv"), smallest_group=1)
REQUIRED = {"rep": ("quoting", "pipeline"), "clerk": ("quoting", "archive")}
QUOTING = Cover(("config/quote*",), ("docs/quote.md",), ("quoting",))
PIPELINE = Cover(("config/lead*",), modules=("pipeline",))
ARCHIVE = Cover(("config/old*",), modules=("archive",))
COVERS = (QUOTING, PIPELINE, ARCHIVE)
TREE = ["config/quote", "config/lead", "config/old"]
GIT = mainline(
    landing(80, "config/quote"),
    landing(60, "config/lead2", after=0),
    landing(50, "config/quote", "config/quote2"),
    tree=[*TREE, "config/quote2"],
    since=45,
    older={"config/lead": 10, "config/old": 5, "config/quote": 1},
)

Roster = Sequence[tuple[str, str]]
Completed = Sequence[tuple[str, str, float]]
REPS: Roster = [("ann", "rep"), ("bob", "rep")]
BOTH: Roster = [*REPS, ("cai", "clerk"), ("ann", "clerk")]


def _people(roster: Roster, completed: Completed) -> PeopleFacts:
    return PeopleFacts(
        Provenance("people", "x", "all", 0),
        tuple(Membership(person, role) for person, role in roster),
        tuple(Completion(person, module, instant(0) + round(day * 86_400)) for person, module, day in completed),
    )


def _settings(
    covers: Sequence[Cover] = COVERS, *, only: Sequence[str] = ("rep", "clerk"), paths: GitPaths = PATHS
) -> Settings:
    required = {role: REQUIRED[role] for role in only}
    return settings(
        paths=paths,
        covers=covers,
        people=replace(FILES, required=required),
    )


def _rep(person: str, quoting: float, pipeline: float) -> list[tuple[str, str, float]]:
    return [(person, "quoting", quoting), (person, "pipeline", pipeline)]


def _clerk(person: str, quoting: float, archive: float) -> list[tuple[str, str, float]]:
    return [(person, "quoting", quoting), (person, "archive", archive)]


def _reps(completed: Completed, day: float = 70, git: GitFacts = GIT, covers: Sequence[Cover] = COVERS) -> Reading:
    return read(SIGNAL, day, git, NO_ISSUES, _people(REPS, completed), configured=_settings(covers, only=["rep"]))


FRESH = [*_rep("ann", 65, 65), *_rep("bob", 65, 65)]


@pytest.mark.parametrize(
    ("day", "quoting", "pipeline", "grace", "share"),
    [
        pytest.param(70, 65, 65, "0d", 0, id="fresh"),
        pytest.param(70, 50, 65, "0d", 0, id="at-once"),
        pytest.param(70, 50 - SECOND, 65, "0d", 0.5, id="a-second-before"),
        pytest.param(70, 65, 60, "0d", 0, id="at-once-with-a-deletion"),
        pytest.param(70, 65, 60 - SECOND, "0d", 0.5, id="a-second-before-a-deletion"),
        pytest.param(70, 45, 45, "0d", 0.5, id="both-modules-are-one-person"),
        pytest.param(70, 40, 65, "10d", 0, id="at-the-end-of-the-grace"),
        pytest.param(70, 40 - SECOND, 65, "10d", 0.5, id="a-second-after-the-grace"),
        pytest.param(70, 40, 65, "239h", 0.5, id="a-grace-of-hours"),
        pytest.param(79, 65, 65, "0d", 0, id="a-change-to-come"),
        pytest.param(80 - SECOND, 65, 65, "0d", 0, id="a-second-before-the-change"),
        pytest.param(80, 65, 65, "0d", 0.5, id="a-change-just-now"),
        pytest.param(49, 45, 45, "0d", 0, id="what-was-known-then"),
    ],
)
def test_training_is_stale_when_what_it_taught_changed(
    day: float, quoting: float, pipeline: float, grace: str, share: float
) -> None:
    """Strictly later than the completion and the grace; a deleted path counts, and what is to come does not."""
    people = _people(REPS, [*_rep("ann", quoting, pipeline), *_rep("bob", day, day)])
    assert value(read(SIGNAL, day, GIT, NO_ISSUES, people, configured=_settings(only=["rep"]), grace=grace)) == share


def test_a_reading_says_why_and_names_nobody() -> None:
    """By role and module, with the landing that made it stale."""
    found = _reps([*_rep("ann", 45, 45), *_rep("bob", 45, 65)], 80)
    assert isinstance(found, Measured)
    assert found.summary == "2 of 2 trained people completed a module whose configuration changed later."
    assert evidence(found) == [
        (
            "role",
            "rep",
            (
                "2 of 2 trained people learned quoting, which changed on 2026-03-22 (commit 80xxxxxxxx: config/quote), "
                "2026-02-20 (commit 50xxxxxxxx: config/quote2)"
            ),
        ),
        (
            "role",
            "rep",
            "1 of 2 trained people learned pipeline, which changed on 2026-03-02 (commit 60xxxxxxxx: config/lead2)",
        ),
    ]
    assert evidence(_reps(FRESH)) == []


def test_components_have_the_names_that_people_know() -> None:
    """Those of a platform's pack."""
    configured = _settings(only=["rep"])
    named = (Naming("config/{name}", "{name} flow"),)
    configured = replace(configured, git=replace(configured.git, components=named))
    people = _people(REPS, [*_rep("ann", 45, 65), *_rep("bob", 45, 65)])
    found = read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=configured)
    (_, _, note) = evidence(found)[0]
    assert note.endswith("which changed on 2026-02-20 (commit 50xxxxxxxx: quote flow and 1 more)")


def test_a_reading_tells_the_grace_and_how_many_files_changed_at_once() -> None:
    """So that nobody counts again and finds other numbers."""
    people = _people(REPS, [*_rep("ann", 30, 65), *_rep("bob", 45, 65)])
    found = read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings(only=["rep"]), grace="7d")
    assert isinstance(found, Measured)
    assert found.summary.startswith(
        "1 of 2 trained people completed a module whose configuration changed more than 7d later"
    )
    told = "1 of 2 trained people learned quoting, which changed more than 7d later, on 2026-02-20"
    assert evidence(found) == [("role", "rep", f"{told} (commit 50xxxxxxxx: config/quote and 1 more)")]


@pytest.mark.parametrize(
    ("completed", "share"),
    [
        pytest.param([*_rep("ann", 45, 65), ("ann", "quoting", 66)], 0, id="repeated"),
        pytest.param([("ann", "quoting", 66), *_rep("ann", 45, 65)], 0, id="in-any-order"),
        pytest.param([*_rep("ann", 45, 65), ("ann", "quoting", 71)], 1, id="to-be-repeated"),
        pytest.param([*_rep("ann", 65, 65), ("ann", "archive", 1)], 0, id="a-module-of-another-role"),
        pytest.param([*_rep("ann", 65, 65), *_rep("zoe", 1, 1)], 0, id="a-stranger"),
        pytest.param([*_rep("ann", 65, 65), ("bob", "quoting", 1)], 0, id="a-person-who-is-not-trained-yet"),
    ],
)
def test_the_last_completion_by_trained_people_counts(completed: Completed, share: float) -> None:
    """Of what their roles require, by the instant."""
    assert value(_reps(completed)) == share


@pytest.mark.parametrize(
    ("role", "share", "summary", "told"),
    [
        pytest.param("all", 1 / 3, "1 of 3 trained people", ["rep"], id="all"),
        pytest.param("worst", 1 / 2, "rep, the highest of 2 roles, 1 of 2 trained people", ["rep"], id="worst"),
        pytest.param("rep", 1 / 2, "rep: 1 of 2 trained people", ["rep"], id="named"),
        pytest.param("clerk", 0, "clerk: 0 of 2 trained people", [], id="the-other"),
    ],
)
def test_the_role_asked_for(role: str, share: float, summary: str, told: Sequence[str]) -> None:
    """All people, the role with the highest share, or one; ann holds two roles, and counts once among all."""
    people = _people(BOTH, [*_rep("ann", 65, 45), ("ann", "archive", 65), *_rep("bob", 65, 65), *_clerk("cai", 65, 65)])
    found = read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings(), role=role)
    assert isinstance(found, Measured)
    assert found.value == share
    assert found.summary.startswith(f"{summary} completed a module whose")
    assert [name for _, name, _ in evidence(found)] == told


def test_a_module_of_two_roles_is_told_for_both() -> None:
    """The person is one, and the evidence is by role."""
    people = _people(BOTH, [*_rep("ann", 45, 65), ("ann", "archive", 65), *_rep("bob", 65, 65), *_clerk("cai", 65, 65)])
    found = read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings())
    assert value(found) == 1 / 3
    assert [(name, note[:37]) for _, name, note in evidence(found)] == [
        ("clerk", "1 of 2 trained people learned quoting"),
        ("rep", "1 of 2 trained people learned quoting"),
    ]
    worst = read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings(), role="worst")
    assert isinstance(worst, Measured)
    assert worst.summary.startswith("clerk, the highest of 2 roles, 1 of 2")


def test_whoever_lacks_a_module_of_one_role_is_not_trained_in_all() -> None:
    """But in the other role."""
    people = _people(BOTH, [*_rep("ann", 45, 65), *_rep("bob", 65, 65), *_clerk("cai", 65, 65)])
    for role, share in (("all", 0), ("rep", 0.5), ("clerk", 0), ("worst", 0.5)):
        assert value(read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings(), role=role)) == share


@pytest.mark.parametrize(("role", "left_out"), [("all", True), ("worst", True), ("rep", False)])
def test_a_role_in_which_nobody_is_trained_is_told(role: str, *, left_out: bool) -> None:
    """It has no share, and is none that holds."""
    found = read(
        SIGNAL, 70, GIT, NO_ISSUES, _people([*REPS, ("cai", "clerk")], FRESH), configured=_settings(), role=role
    )
    assert isinstance(found, Measured)
    assert found.value == 0
    assert found.summary.endswith("; left out, as nobody in them is trained: clerk.") is left_out


def test_what_no_entry_covers_is_told_as_not_judged() -> None:
    """Nobody is to take it for fresh."""
    found = _reps([*_rep("ann", 65, 1), *_rep("bob", 65, 1)], covers=(QUOTING, ARCHIVE))
    assert isinstance(found, Measured)
    assert found.value == 0
    assert found.summary.endswith(
        "configuration changed later; not judged, as no [[covers]] entry names them: pipeline."
    )


def test_a_module_that_no_entry_names_and_one_nearly_does() -> None:
    """Is told with the one that may be meant."""
    covers = (QUOTING, Cover(("config/lead*",), modules=("pipelines",)))
    found = _reps([*_rep("ann", 65, 1), *_rep("bob", 65, 1)], covers=covers)
    assert isinstance(found, Measured)
    assert found.summary.endswith("not judged, as no [[covers]] entry names them: pipeline.")
    required = {"rep": ("quoting", "quotings")}
    configured = replace(_settings(covers), people=replace(FILES, required=required))
    people = _people(REPS, [("ann", "quoting", 65), ("ann", "quotings", 65)])
    near = read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=configured)
    assert isinstance(near, Measured)
    assert near.summary.endswith('no [[covers]] entry names them: quotings (did you mean "quoting"?).')


def test_one_pattern_that_matches_nothing_is_enough() -> None:
    """What it was meant for would pass for unchanged; one that matched a deleted file is none."""
    lead = Cover(("config/lead", "config/lead2"), modules=("pipeline",))
    assert value(_reps(FRESH, covers=(QUOTING, lead))) == 0
    covers = (QUOTING, Cover(("config/lead*", "config/laed"), modules=("pipeline",)))
    assert "no configuration matches config/laed, which [[covers]] names" in reason(_reps(FRESH, covers=covers))


def test_several_entries_of_a_module_are_one() -> None:
    """Its last change is that of any of them, whatever their order."""
    both = (QUOTING, PIPELINE, Cover(("config/old*",), modules=("quoting",)))
    for covers in (both, both[::-1]):
        assert value(_reps([*_rep("ann", 49, 65), *_rep("bob", 65, 65)], covers=covers)) == 0.5


def test_a_submodule_in_which_configuration_may_be_counts() -> None:
    """What changed in it is in another repository, so that training may be behind it."""
    moved = landing(68, "config/crm", before=SUBMODULE, after=SUBMODULE)
    git = replace(GIT, landings=(moved, *GIT.landings[1:]), modules=frozenset({"config/crm", "config"}))
    within = Cover(("config/quote", "config/*/quote*"), modules=("quoting",))
    covers = (within, PIPELINE, Cover(("config/crm/lead", "config/lead"), modules=("pipeline",)))
    assert "no configuration matches" in reason(_reps(FRESH, covers=covers, git=git))
    git = replace(git, tree={**git.tree, "config/a/quote": 0o100644})
    assert value(_reps(FRESH, covers=(within, PIPELINE), git=git)) == 1
    assert value(_reps(FRESH, covers=(within, PIPELINE), git=replace(git, modules=frozenset()))) == 0


def test_what_is_excluded_is_not_covered() -> None:
    """As for documents."""
    paths = replace(PATHS, exclude=("config/lead2",))
    people = _people(REPS, [*_rep("ann", 65, 45), *_rep("bob", 65, 65)])
    for given, share in ((PATHS, 0.5), (paths, 0)):
        assert value(read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings(only=["rep"], paths=given))) == share


def test_an_entry_of_other_modules_may_match_nothing() -> None:
    """What nobody who is trained needs is not looked at; nor is an entry of documents."""
    covers = (*COVERS, Cover(("absent",), modules=("other",)), Cover(("absent",), ("docs/x",)))
    assert value(_reps(FRESH, covers=covers)) == 0


@pytest.mark.parametrize(
    ("git", "covers", "completed", "why"),
    [
        pytest.param(
            GIT,
            (Cover(("config/quote*",), ("docs/quote.md",)),),
            FRESH,
            "which configuration training modules depend on is not configured: provide modules = […] in [[covers]]",
            id="no-modules",
        ),
        pytest.param(GIT, COVERS, [], "nobody is trained by 2026-03-12, so the share is unknown", id="nobody-trained"),
        pytest.param(
            GIT, COVERS, [("ann", "quoting", 65)], "nobody is trained by 2026-03-12", id="nobody-wholly-trained"
        ),
        pytest.param(
            GIT,
            (ARCHIVE,),
            FRESH,
            "no [[covers]] entry says what configuration pipeline and 1 more depends on, so it is unknown",
            id="none-covered",
        ),
        pytest.param(mainline(tree=TREE, first=99), COVERS, FRESH, "the first commit of the mainline", id="early"),
        pytest.param(
            mainline(tree=TREE, doubtful_from=60), COVERS, FRESH, "of the mainline is in the future", id="doubtful"
        ),
        pytest.param(
            GIT,
            (QUOTING, Cover(("Config/**",), modules=("pipeline",))),
            FRESH,
            "no configuration matches Config/**, which [[covers]] names: patterns are case sensitive and begin at the "
            'top of the repository; did you mean "config"?',
            id="void",
        ),
        pytest.param(
            mainline(tree=TREE),
            COVERS,
            FRESH,
            "no landing is known that brought config/quote (1 such files of configuration)",
            id="undated",
        ),
    ],
)
@pytest.mark.parametrize("role", ["all", "worst"])
def test_what_cannot_be_told(role: str, git: GitFacts, covers: Sequence[Cover], completed: Completed, why: str) -> None:
    """Is unavailable, with the reason; of nobody there is no share."""
    people = _people(REPS, completed)
    assert why in reason(
        read(SIGNAL, 70, git, NO_ISSUES, people, configured=_settings(covers, only=["rep"]), role=role)
    )


def test_without_git_or_people_there_is_no_reading() -> None:
    """What could not be read says why."""
    people = _people(REPS, FRESH)
    assert reason(read(SIGNAL, 70, Unavailable("no git"), NO_ISSUES, people, configured=_settings())) == "no git"
    assert reason(read(SIGNAL, 70, GIT, NO_ISSUES, Unavailable("nobody"), configured=_settings())) == "nobody"
    assert "the role" in reason(read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings()))


@pytest.mark.parametrize(
    ("role", "why"),
    [("boss", 'nobody holds the role "boss"; the roster has clerk, rep'), ("clerk", 'nobody in the role "clerk" is')],
)
def test_a_role_without_trained_people_has_no_share(role: str, why: str) -> None:
    """Whether nobody holds it, or nobody in it is trained."""
    people = _people([*REPS, ("cai", "clerk")], FRESH)
    assert why in reason(read(SIGNAL, 70, GIT, NO_ISSUES, people, configured=_settings(), role=role))


SHALLOW = mainline(landing(60, "config/quote"), tree=TREE, since=45, first=40, shallow=True)


@pytest.mark.parametrize(
    ("quoting", "pipeline", "grace", "share"),
    [
        pytest.param(65, 40, "0d", 0, id="what-did-not-change-since-is-older"),
        pytest.param(65, 40 - SECOND, "0d", None, id="a-second-before-it-begins"),
        pytest.param(65, 35, "5d", 0, id="with-grace"),
        pytest.param(65, 35 - SECOND, "5d", None, id="before-the-grace"),
        pytest.param(50, 1, "0d", 1, id="stale-anyhow"),
        pytest.param(1, 65, "0d", 1, id="what-changed-in-it-is-known"),
    ],
)
def test_a_shallow_clone_tells_of_what_was_completed_in_it(
    quoting: float, pipeline: float, grace: str, share: float | None
) -> None:
    """What was completed before may be stale by a change that was not fetched."""
    people = _people(REPS, _rep("ann", quoting, pipeline))
    found = read(SIGNAL, 70, SHALLOW, NO_ISSUES, people, configured=_settings(only=["rep"]), grace=grace)
    if share is None:
        assert "the clone is shallow: it begins on 2026-02-10" in reason(found)
    else:
        assert value(found) == share


def test_a_shallow_clone_may_lack_what_was_deleted() -> None:
    """A pattern that matches nothing in it may have matched before."""
    git = replace(SHALLOW, tree={"config/quote": FILE})
    assert "the clone is shallow" in reason(_reps(FRESH, git=git))


def test_another_entry_of_the_module_may_tell_nothing_in_a_shallow_clone() -> None:
    """What changed in the one is stale; what did not is judged by when the clone begins."""
    covers = (Cover(("config/quote",), modules=("quoting", "pipeline")), Cover(("config/old",), modules=("quoting",)))
    for quoting, share in ((59, 1), (60, 0)):
        people = _people([("ann", "rep")], _rep("ann", quoting, 65))
        assert value(read(SIGNAL, 70, SHALLOW, NO_ISSUES, people, configured=_settings(covers, only=["rep"]))) == share


def test_what_is_needed() -> None:
    """People, and the last landing that touched what modules depend on."""
    now = instant(50)
    needs = SIGNALS[SIGNAL].needs(Parameters(), now)
    assert needs == Needs(frozenset({"git", "people"}), GitNeed(now, now, now, modules=True))


@pytest.mark.parametrize(("day", "stale"), [(49, 0), (50, 1), (51, 1), (52, 0)])
def test_a_completion_of_a_day_is_of_any_instant_of_it(day: int, stale: float) -> None:
    """Of the day on which configuration changed, too, although it later came back to what it was."""
    held = tuple(
        Held(f"c{content}", instant(0) + round(at * 86_400), content)
        for at, content in ((1, "x"), (50.4, "y"), (51.9, "x"))
    )
    git = replace(mainline(landing(51.9, "config/quote"), tree=TREE, since=45), held={"config/quote": held})
    start = instant(day)
    people = PeopleFacts(
        Provenance("people", "x", "all", 0),
        (Membership("ann", "rep"),),
        tuple(Completion("ann", module, start + 86_399, None, start) for module in ("quoting", "pipeline")),
    )
    covers = (replace(QUOTING, docs=()), replace(PIPELINE, modules=("archive",)))
    found = read(SIGNAL, 70, git, NO_ISSUES, people, configured=_settings(covers, only=["rep"]))
    assert value(found) == stale
