"""What git is told to have said, for tests of what is made of it: days count from 2026-01-01T00:00:00Z."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.git import Change, GitFacts, Landing, Touch
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.reading import Measured, ParameterValue, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from support.git import instant

FILE, LINK, MODULE = 0o100644, 0o120000, 0o160000
PATHS = GitPaths(config=("config/**",), code=("src/**",), docs=("docs/**",))
COVERS = (Cover(("config/quote*",), ("docs/quote.md",)),)
PEOPLE = PeopleSettings(PeopleFile("roster.csv"), PeopleFile("completions.csv"), smallest_group=1)


def settings(
    root: Path = Path(),
    *,
    paths: GitPaths = PATHS,
    covers: Sequence[Cover] = COVERS,
    people: PeopleSettings | None = PEOPLE,
    repository: str | None = None,
) -> Settings:
    """A configuration of what these tests are about."""
    git = GitSettings(repository=repository, mainline="main", paths=paths)
    return Settings("test", root, git=git, covers=tuple(covers), people=people)


def story(git: GitFacts, day: float = 50, /, *, freeze: float | None = None, **fields: Any) -> Facts:
    """Facts of git for a milestone on a day, with a freeze that begins on a day."""
    first = date(2026, 1, 1)
    begins = None if freeze is None else first + timedelta(days=freeze)
    milestone = Milestone("wave-2", "go-live", first + timedelta(days=day), freeze=begins)
    sources: dict[str, SourceFacts | Unavailable] = {"git": git, **fields.pop("sources", {})}
    return Facts(replace(settings(), zone=ZoneInfo("UTC"), **fields), milestone, sources)


def landing(day: float, *paths: str, before: int = FILE, after: int = FILE) -> Landing:
    """A landing that changed these paths; its commit is named after its day, and its place is the instant."""
    changes = tuple(Change(each, before, after) for each in paths)
    return Landing(f"{day:g}".ljust(40, "x"), instant(day), "change", changes, instant(day))


def mainline(
    *landings: Landing,
    tree: Mapping[str, int] | Sequence[str] = (),
    since: float = 0,
    older: Mapping[str, float] | None = None,
    files: Mapping[str, str] | None = None,
    first: float = 0,
    shallow: bool = False,
    doubtful_from: float | None = None,
) -> GitFacts:
    """Facts of git: landings, newest first; `older` gives the day of a path's last change before `since`."""
    return GitFacts(
        Provenance("git", "main at 0123", "all", len(landings), instant(400)),
        landings=landings,
        since=instant(since),
        older={path: Touch(f"{day:g}".ljust(40, "x"), instant(day)) for path, day in (older or {}).items()},
        tree=dict(tree) if isinstance(tree, Mapping) else dict.fromkeys(tree, FILE),
        files=files or {},
        first_landed=instant(first),
        shallow=shallow,
        doubtful_from=None if doubtful_from is None else instant(doubtful_from),
        doubtful_commit="" if doubtful_from is None else "d" * 40,
    )


def issues(day: float | None = None) -> JiraFacts:
    """An export of issues made on a day; a live read, if none is given."""
    return JiraFacts(Provenance("jira", "export x", "all", 0, None if day is None else instant(day)), (), 0)


def people(*completed: float, roster: Sequence[tuple[float | None, float | None]] = ()) -> PeopleFacts:
    """People with completions on some days, and rows of the roster from and until some days."""
    rows = [tuple(None if day is None else instant(day) for day in row) for row in roster]
    return PeopleFacts(
        Provenance("people", "x", "all", 0),
        tuple(Membership("ann", "rep", since, until) for since, until in rows),
        tuple(Completion("ann", "quoting", instant(day)) for day in completed),
    )


def read(
    signal: str,
    day: float,
    *sources: SourceFacts | Unavailable,
    configured: Settings | None = None,
    **given: ParameterValue,
) -> Reading:
    """A signal's reading as of a day, from the facts of some sources: git, and then jira and people.

    Parameters are given with _ for -.
    """
    facts = Facts(configured or settings(), None, dict(zip(("git", "jira", "people"), sources, strict=False)))
    parameters = SIGNALS[signal].with_defaults({name.replace("_", "-"): value for name, value in given.items()})
    return answered(SIGNALS[signal], facts, instant(day), parameters)


def value(found: Reading) -> float:
    """The value of a reading, which there must be."""
    assert isinstance(found, Measured), found
    return found.value


def reason(found: Reading) -> str:
    """Why there is no reading, which there must not be."""
    assert isinstance(found, Unavailable), found
    return found.reason


def evidence(found: Reading) -> list[tuple[str, str, str]]:
    """The kind, the id and the note of what a reading rests on."""
    assert isinstance(found, Measured), found
    return [(each.kind, each.id, each.note) for each in found.evidence]
