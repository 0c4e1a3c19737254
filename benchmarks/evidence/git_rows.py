"""What the product measured at each go-live of the repositories, and whether it was patched soon: numbers only.

Each clone is read once for each branch that its releases were made on. The mainline of a branch is the first-parent
chain of its newest release, so before a release there is nothing but what led to it; what comes later is cut off by the
product, as of the landing of the release's commit.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.evidence import tables
from benchmarks.evidence.clones import clone, whole
from benchmarks.evidence.design import (
    BASELINES,
    COUNTED,
    DAY,
    FEATURES,
    FIRST_OUTCOME,
    LATE,
    LEAST_LANDINGS,
    NOT_MEASURED,
    TRAIN_WITHIN,
    WITHIN,
    Feature,
)
from benchmarks.evidence.tags import Releases, Tag, releases
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import duration
from readiness_gate.plugins import tables as shipped_tables
from readiness_gate.run import measure_all
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.sources.git import chain, process

MEASURED = (*FEATURES, *BASELINES)
COLUMNS = ("repository", "tag", "as-of", *WITHIN, *(feature.name for feature in MEASURED), *COUNTED)
_FREEZING = tuple(feature for feature in MEASURED if feature.signal == "change.after-freeze")
_READ = tuple(feature for feature in MEASURED if feature not in _FREEZING)
_PROCESSES = 2


@dataclass(frozen=True)
class Release:
    """A go-live, as of the landing of its commit."""

    tag: Tag
    as_of: int


def write(folder: Path, only: Sequence[str] = ()) -> None:
    """Measure every release of every repository, or of some, with a line about each."""
    of = releases()
    work = [(folder, name) for name in only or of if name not in NOT_MEASURED]
    with Pool(_PROCESSES) as pool:
        for said in pool.imap_unordered(_write_one, work):
            print(said, flush=True)


def _write_one(work: tuple[Path, str]) -> str:
    folder, name = work
    of = releases()[name]
    with whole(clone(folder, name)) as path:
        rows = list(rows_of(path, name, of))
    tables.write(table(name), COLUMNS, rows)
    return f"{name}: {len(rows)} of {len(of.tried)} go-lives, {time.process_time():.0f} s so far"


def table(name: str) -> str:
    """The table with the rows of a repository."""
    return f"git/{name.replace('/', '+')}"


def rows_of(path: Path, name: str, of: Releases) -> Iterator[Mapping[str, object]]:
    """The rows of a repository, oldest first."""
    readings: dict[str, Mapping[str, Reading]] = {}
    as_of: dict[str, int] = {}
    for head, branch in _branches(path, of.tried):
        readings.update(_readings(path, of.scheme.platform, head, branch))
        as_of.update({one.tag.commit: one.as_of for one in branch})
    kept = [tag for tag in of.tried if _is_large_enough(readings[tag.commit])]
    before: list[bool] = []
    for tag in kept:
        outcomes = _outcomes(of, tag, as_of[tag.commit])
        yield _row(name, tag, as_of[tag.commit], outcomes, readings[tag.commit]) | _counted(of, tag, before)
        before.append(outcomes[FIRST_OUTCOME])


def _branches(path: Path, tried: Sequence[Tag]) -> Iterator[tuple[str, list[Release]]]:
    """The newest release of each branch with those on it."""
    repository = process.find(path)
    left = {tag.commit: tag for tag in tried}
    for newest in sorted(tried, key=lambda tag: -tag.committed):
        if newest.commit in left:
            mainline = chain.read(repository, newest.commit)
            places = mainline.places
            branch = [Release(tag, mainline.landed[places[one]]) for one, tag in left.items() if one in places]
            for one in branch:
                del left[one.tag.commit]
            yield newest.commit, branch


def _readings(
    path: Path, platform: str, head: str, branch: Sequence[Release]
) -> Iterator[tuple[str, Mapping[str, Reading]]]:
    """The readings at each release of a branch, from one read of it."""
    session = _session(path, platform, head)
    asked = {(one.tag.commit, of.name): _question(of, one.as_of) for one in branch for of in _READ}
    measured = measure_all(session.program, asked.values(), None, _frozen(branch))
    for one in branch:
        read = {feature.name: measured.readings[asked[one.tag.commit, feature.name]] for feature in _READ}
        freezing = {feature.name: _frozen_reading(feature, one, measured.facts) for feature in _FREEZING}
        yield one.tag.commit, {**read, **freezing}


def _question(feature: Feature, as_of: int) -> Question:
    return Question(feature.signal, as_of, SIGNALS[feature.signal].with_defaults(feature.parameters))


def _session(path: Path, platform: str, head: str) -> Session:
    """A program on the mainline that ends with a commit."""
    with TemporaryDirectory() as folder:
        Path(folder, "readiness-gate.toml").write_text(
            f"""[program]
name = "evidence"
timezone = "UTC"

[git]
repository = "{path}"
mainline = "{head}"

[milestones.go-live]
date = 2100-01-01
packs = ["change", "platforms/{platform}"]
""",
            encoding="utf-8",
        )
        return open_session(shipped_tables(), Whereabouts(Path(folder)), int(time.time()))


def _frozen(branch: Sequence[Release]) -> Needs:
    """What features are looked for in: everything since 14 days before the first release."""
    first, last = min(one.as_of for one in branch), max(one.as_of for one in branch)
    start = first - duration(LATE) - DAY
    git = GitNeed(newest=last, since=start, oldest=start, paths=frozenset({"config+code"}), freeze=True, frozen=start)
    return Needs(frozenset({"git"}), git)


def _frozen_reading(feature: Feature, one: Release, facts: Facts) -> Reading:
    return measure(SIGNALS, _with_freeze(facts, one.as_of), _question(feature, one.as_of))


def _with_freeze(facts: Facts, as_of: int) -> Facts:
    """The same facts, for a milestone whose freeze began 14 days before an instant."""
    freeze = _day(as_of - duration(LATE))
    git = facts.git
    if isinstance(git, Unavailable):
        return facts
    since = as_of - duration(LATE)
    later = replace(git, outside=tuple(landing for landing in git.outside if landing.landed > since))
    milestone = Milestone("go-live", "go-live", _day(as_of), freeze=freeze)
    return replace(facts, milestone=milestone, sources={**facts.sources, "git": later})


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, UTC).date()


def _is_large_enough(readings: Mapping[str, Reading]) -> bool:
    size = readings["size-landings"]
    return isinstance(size, Measured) and size.value >= LEAST_LANDINGS


def _outcomes(of: Releases, tag: Tag, as_of: int) -> dict[str, bool]:
    within = TRAIN_WITHIN if of.scheme.train else WITHIN
    following = of.next_after(tag)
    after = None if following is None else following.committed - as_of
    return {name: after is not None and after <= days * DAY for name, days in within.items()}


def _row(
    name: str, tag: Tag, as_of: int, outcomes: Mapping[str, bool], readings: Mapping[str, Reading]
) -> dict[str, object]:
    came = {outcome: int(value) for outcome, value in outcomes.items()}
    values = {feature: _value(reading) for feature, reading in readings.items()}
    return {"repository": name, "tag": tag.name, "as-of": as_of, **came, **values}


def _value(reading: Reading) -> str:
    return tables.short(float(reading.value)) if isinstance(reading, Measured) else ""


def _counted(of: Releases, tag: Tag, before: Sequence[bool]) -> dict[str, object]:
    """What anybody can count, too; nothing where there is no go-live before."""
    earlier = [one.committed for one in of.go_lives if one.committed < tag.committed]
    return {
        "gap": tables.short((tag.committed - max(earlier)) / DAY) if earlier else "",
        "previous": int(before[-1]) if before else "",
        "mean": tables.short(sum(before) / len(before)) if before else "",
    }
