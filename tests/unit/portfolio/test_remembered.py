"""Where verdicts are recorded: of a program that has mistakes, or reads elsewhere, that is unknown, and of no other."""

from pathlib import Path

import pytest
from support.remembered import member, program

from readiness_gate.errors import BadUse
from readiness_gate.portfolio.remembered import remembered


def test_each_program_has_its_own_history(tmp_path: Path) -> None:
    """The one that its configuration names, else the usual one beside it; a database is opened when it is read."""
    program(tmp_path, "One")
    program(tmp_path, "Two", more='[history]\nstore = "records/history.db"\n')
    found = remembered((member("One"), member("Two")), tmp_path, None)
    assert [(one.program, one.store and one.store.name) for one in found] == [
        ("The One", str(tmp_path / "one" / "readiness-history.sqlite")),
        ("The Two", str(tmp_path / "two" / "records/history.db")),
    ]


def test_a_shared_history(tmp_path: Path) -> None:
    """Is that of all programs, whatever they name."""
    program(tmp_path, "One")
    program(tmp_path, "Two", more='[history]\nstore = "../../elsewhere.db"\n')
    one, two = remembered((member("One"), member("Two")), tmp_path, "shared.db")
    assert one.store is two.store
    assert one.store is not None
    assert one.store.name == "shared.db"
    with pytest.raises(BadUse, match="mysql"):
        remembered((), tmp_path, "mysql://host/x")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "is not there. Clone it again"),
        ("", "has a mistake at program. Run `readiness-gate check`"),
        ("[program\n", "cannot be read. Run `readiness-gate check`"),
        ("[program]\nname = 7\n", "has a mistake at program.name"),
        ('[program]\nname = "x"\n[history]\nstore = "../x.db"\n', "is not in the folder of the configuration"),
        ('[program]\nname = "x"\n[history]\nstore = "link/x.db"\n', "a symbolic link leads out"),
        ('[program]\nname = "x"\n[history]\nstore = "mysql://host/x"\n', 'cannot be kept at "mysql://"'),
    ],
)
def test_a_program_whose_history_is_unknown(tmp_path: Path, text: str | None, why: str) -> None:
    """Says why, and what to do, and does not keep another one from being known."""
    program(tmp_path, "Good")
    if text is not None:
        (tmp_path / "bad").mkdir()
        (tmp_path / "bad" / "readiness-gate.toml").write_text(text)
        (tmp_path / "bad" / "link").symlink_to("/tmp")  # noqa: S108 - nothing is written there
    bad, good = remembered((member("Bad"), member("Good")), tmp_path, None)
    assert bad.store is None
    assert why in bad.unknown
    assert good.store is not None


@pytest.mark.parametrize("how", ["gone", "link"])
def test_a_configuration_that_is_not_there(tmp_path: Path, how: str) -> None:
    """Or that a link leads to, out of the checkout."""
    folder = program(tmp_path, "Bad")
    (folder / "readiness-gate.toml").rename(tmp_path / "elsewhere.toml")
    if how == "link":
        (folder / "readiness-gate.toml").symlink_to("../elsewhere.toml")
    [bad] = remembered((member("Bad"),), tmp_path, None)
    assert ("not found in" if how == "gone" else "symbolic link") in bad.unknown
