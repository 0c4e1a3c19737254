"""Everything that is wrong with a configuration is told in one run, in words that say what to write."""

import re
import shutil
from pathlib import Path

import pytest
from support.golden import check_golden
from support.program import run

HERE = Path(__file__).parent
PLACE = re.compile(r"(?P<file>[a-z-]+\.toml):(?P<line>\d+):(?P<column>\d+): ")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with a configuration, a pack and waivers that are full of mistakes."""
    shutil.copy(HERE / "mistakes.toml", tmp_path / "readiness-gate.toml")
    shutil.copy(HERE / "our-rules.toml", tmp_path)
    shutil.copy(HERE / "readiness-waivers.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "words", [["check"], ["measure", "defects.open"], ["rules", "list"]], ids=lambda words: words[0]
)
def test_all_mistakes_are_told_at_once(broken: Path, words: list[str]) -> None:
    """Every command that needs the configuration tells all of it, on stderr, and ends with bad use."""
    ended = run(*words, cwd=broken)
    assert (ended.exit, ended.out) == (2, "")
    check_golden(HERE / "mistakes.txt", ended.err)


def test_the_order_of_mistakes(broken: Path) -> None:
    """They are told file by file, and from the top of each file down; hardly one without its place."""
    told = [(found["file"], int(found["line"])) for found in PLACE.finditer(run("check", cwd=broken).err)]
    files = list(dict.fromkeys(file for file, _ in told))
    assert files == ["readiness-gate.toml", "our-rules.toml", "readiness-waivers.toml"]
    assert told == sorted(told, key=lambda each: (files.index(each[0]), each[1]))
    assert len([file for file, _ in told if file == files[0]]) >= 25


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("no-toml", '[program]\nname = "Northwind CRM", timezone = "Europe/Berlin"\n', id="no-toml"),
        pytest.param("no-kind", None, id="no-kind"),
    ],
)
def test_one_mistake(tmp_path: Path, name: str, text: str | None) -> None:
    """A single mistake is told in the singular."""
    (tmp_path / "readiness-gate.toml").write_text(text or NO_KIND)
    ended = run("check", cwd=tmp_path)
    assert (ended.exit, ended.out) == (2, "")
    check_golden(HERE / f"{name}.txt", ended.err)


NO_KIND = """\
[program]
name = "Northwind CRM"
timezone = "Europe/Berlin"

[milestones.wave-2]
date = 2027-03-01
packs = ["starter"]
"""
