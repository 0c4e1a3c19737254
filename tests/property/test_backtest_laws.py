"""A backtest says of each past go-live what `check` would have said, and knows nothing of what came later."""

import datetime as dt
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.dated_programs import NOW, opened, program
from support.git import instant
from support.program import Sample

from readiness_gate.app.backtest.trial import Request, backtest
from readiness_gate.model.backtest import Backtest
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.run import evaluate

REQUEST = Request("go-live", NOW, takes_today=True)
"""The roster of these programs has no dates."""
OLD = dt.date(2026, 6, 1)
DATES = 'after = "pilot"\nfreeze = {}\npolicy-lock = {}\n'
PILOT = """
[milestones.pilot]
date = {}
kind = "go-live"
packs = ["starter"]
freeze = {}
"""


def _dates(day: dt.date) -> tuple[str, str]:
    """The keys of the milestone, and the one before it, as far from a day as ever."""

    def at(days: int) -> dt.date:
        return day + dt.timedelta(days=days)

    return DATES.format(at(-80), at(-70)), PILOT.format(at(-60), at(-75))


def _program(folder: Path, ready: Path, seed: int, *, is_complex: bool) -> Sample:
    """A program with go-lives by hand and by tags, on random days."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    sample = program(folder, ready, seed)
    sample.configure("policy-lock = 2026-03-25\n", "")
    if is_complex:
        keys, pilot = _dates(OLD)
        sample.configure("date = 2026-06-01\n", f"date = 2026-06-01\n{keys}")
        sample.configure("[git]\n", f"{pilot}\n[git]\n")
    for number, day in enumerate(sorted(rng.sample(range(89, 99), 3))):
        sample.repo.commit(day + 0.5, {"config/order.xml": f"{number}"}, "go live")
        sample.repo.git("tag", f"v{number + 1}.0")
    hand = "".join(
        f'\n[[past-go-lives]]\nname = "Wave {number}"\ndate = 2026-0{rng.randrange(1, 4)}-{day:02}\n'
        f"went-wrong = {str(rng.random() < 0.5).lower()}\nsaid-by = 'm'\n"
        for number, day in enumerate(rng.sample(range(1, 29), 3))
    )
    text = (sample.path / "readiness-gate.toml").read_text()
    tags = '\n[[past-go-lives]]\nfrom = "tags"\npattern = "v*.0"\ngrave-defects-within = "7d"\n'
    sample.write("readiness-gate.toml", text + hand + tags)
    return sample


def _then(sample: Sample, day: dt.date, as_of: int, version: str | None) -> Verdict:
    """The verdict of `check` as of an instant, on a configuration with the milestone on a day."""
    path = sample.path / "readiness-gate.toml"
    before = path.read_text()
    text = before.replace(f"date = {OLD}\n", f"date = {day}\n" + (f'version = "{version}"\n' if version else ""))
    for old, new in zip(_dates(OLD), _dates(day), strict=True):
        text = text.replace(old, new)
    try:
        path.write_text(text)
        session = opened(sample)
        return evaluate(session.program, session.gates["go-live"], as_of)
    finally:
        path.write_text(before)


def _bare(verdict: Verdict) -> Verdict:
    """A verdict without where its facts come from: more was read for all dates together."""
    return replace(verdict, sources=())


@pytest.mark.parametrize("is_complex", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_each_verdict_is_that_of_check(tmp_path: Path, ready: Path, seed: int, *, is_complex: bool) -> None:
    """On a configuration that has the milestone on the day of the go-live, as of its instant: with every finding,
    reason and digest."""
    sample = _program(tmp_path / "p", ready, seed, is_complex=is_complex)
    found = backtest(opened(sample), REQUEST)
    assert len(found.replays) >= 4
    for replay in found.replays:
        go_live = replay.go_live
        alone = _then(sample, go_live.date, go_live.as_of, go_live.version)
        assert _bare(replay.verdict) == _bare(alone)
        assert {one.source for one in replay.verdict.sources} == {one.source for one in alone.sources}


def _other(label: re.Match[str]) -> str:
    return f"went-wrong = {'false' if label[1] == 'true' else 'true'}"


def _verdicts(found: Backtest) -> dict[str, Verdict]:
    return {one.go_live.name: _bare(one.verdict) for one in found.replays}


@pytest.mark.parametrize("seed", range(3))
def test_what_came_later_changes_nothing(tmp_path: Path, ready: Path, seed: int) -> None:
    """Landings, tags and labels after a go-live: its verdict is the same without them."""
    sample = _program(tmp_path / "p", ready, seed, is_complex=False)
    before = _verdicts(backtest(opened(sample), REQUEST))
    sample.repo.commit(99.2, {"config/quote.xml": "late", "docs/quoting.md": "late", "src/quote.py": "late"}, "late")
    sample.repo.git("tag", "v9.0")
    text = (sample.path / "readiness-gate.toml").read_text()
    swapped = re.sub("went-wrong = (true|false)", _other, text)
    sample.write("readiness-gate.toml", swapped)
    after = _verdicts(backtest(opened(sample), REQUEST))
    assert after.keys() - before.keys() == {"v9.0"}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("until", [40, 92, 95, 97])
def test_an_earlier_trial_knows_fewer_go_lives(tmp_path: Path, ready: Path, until: int) -> None:
    """And says the same of those that it knows; what became of them it may not know yet."""
    sample = _program(tmp_path / "p", ready, until, is_complex=False)
    path = sample.path / "readiness-gate.toml"
    path.write_text(re.sub(r"\n\[\[past-go-lives\]\]\nname(.|\n)*?said-by = 'm'\n", "", path.read_text()))
    whole = _verdicts(backtest(opened(sample), REQUEST))
    early = backtest(opened(sample), replace(REQUEST, as_of=instant(until)))
    known = {name: verdict for name, verdict in whole.items() if verdict.as_of <= instant(until)}
    assert _verdicts(early) == known
    assert all(iso(instant(until)) in why for why in early.left_out)
