"""What a program changed lately, and what of that cannot be known."""

from pathlib import Path

import pytest
from support.git import Repo, instant
from support.portfolio import CONFIGURATION, program

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import open_session
from readiness_gate.plugins import tables
from readiness_gate.portfolio import changed as module
from readiness_gate.portfolio.changed import Changed, changed

NOW = instant(90)
COVERS = '\n[[covers]]\nmodules = ["basics"]\nconfig = ["config/quote.xml"]\n'
GIT = '\n[git]\nmainline = "main"\n\n[git.paths]\nconfig = ["config/**"]\n'
FREEZE = ("packs =", "freeze = 2026-03-10\npacks =")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that lands things on the days 40 (before the freeze, and too old), 60, 72, 80 and 81."""
    folder = program(tmp_path_factory.mktemp("changed"), "one")
    repo = Repo(folder)
    repo.commit(0, {"config/quote.xml": "1", "config/case.xml": "1", "config/back.xml": "1"}, "begin")
    repo.commit(40, {"config/case.xml": "2"})
    repo.commit(60, {"config/quote.xml": "2"})
    repo.commit(72, {"config/quote.xml": "3", "README.md": "x"})
    repo.commit(80, {"config/back.xml": "2"})
    repo.commit(81, {"config/back.xml": "1"})
    return folder


def of(where: Path, more: str = GIT, replaced: tuple[str, str] = ("", ""), as_of: int = NOW) -> Changed:
    """What the program changed, by a configuration of its own."""
    text = CONFIGURATION.format(name="one") + more
    (where / "readiness-gate.toml").write_text(text.replace(*replaced))
    session = open_session(tables(), Whereabouts(where), as_of, "readiness-gate.toml", None)
    return changed(session, session.gate("go-live", as_of), as_of)


def test_what_landed(where: Path) -> None:
    """In the last four weeks and since the freeze began; what was taken back in it does not count."""
    found = of(where, GIT + COVERS, FREEZE)
    assert {name: len(landed) for name, landed in found.things.items()} == {"config/quote.xml": 1}
    assert [at for at, _ in found.things["config/quote.xml"]] == [instant(72)]
    assert found.by_role == {"Clerk": {instant(72): 1}}
    assert found.frozen is not None
    assert found.frozen[0] == instant(69) - 3_601  # the end of March 10 in Berlin
    assert found.unknown == ()


def test_without_a_freeze(where: Path) -> None:
    """Everything of the last four weeks is there, and it says what is not known."""
    found = of(where, as_of=instant(85))
    assert {name: len(landed) for name, landed in found.things.items()} == {
        "config/back.xml": 2,
        "config/quote.xml": 2,
    }
    assert (found.by_role, found.frozen) == ({}, None)
    assert [one.partition(":")[0] for one in found.unknown] == ["its freeze", "its module changes"]


def test_a_freeze_that_is_over(where: Path) -> None:
    """Is none, and nothing is unknown about it."""
    found = of(where, GIT + COVERS, ("date = 2026-06-01", "date = 2026-03-20\nfreeze = 2026-03-10"))
    assert (found.frozen, found.unknown) == (None, ())
    assert set(found.things) == {"config/back.xml", "config/quote.xml"}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("", "configuration changes: which files count as config is not configured"),
        (GIT.replace('"main"', '"gone"'), "configuration changes: "),
    ],
)
def test_nothing_is_known(where: Path, more: str, why: str) -> None:
    """Without paths of configuration, or without a mainline."""
    found = of(where, more)
    assert (found.things, found.by_role, found.frozen) == ({}, {}, None)
    assert found.unknown[0].startswith(why)


def test_very_much(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is cut, and that is said."""
    monkeypatch.setattr(module, "MOST", 1)
    found = of(where, GIT + COVERS, ("date = 2026-06-01", "date = 2026-03-20"))
    assert len(found.things) == 1
    assert found.unknown == ("configuration changes: 2 things changed, and 1 are compared",)
