"""Whose a line of the decision log is follows from the configurations that were beside it when it landed."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.decisions import AT, closed, conditions, decided, written
from support.git import Repo, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.decisions import Entry
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.decisions import fetch
from readiness_gate.sources.decisions.landed import landed
from readiness_gate.sources.decisions.lines import FILE

NOW = instant(100)
CONFIG, SECOND = "readiness-gate.toml", "second.toml"
MALLORY = "mallory@evil.example"
OF_P = decided(conditions=conditions(1, "2026-04-20"))
OF_Q = decided(2, AT + 5, program="Q", conditions=conditions(2, "2026-04-20"))
LOG: list[Entry] = [OF_P, OF_Q, closed(3, "2.1", AT + 6)]


def config(program: str, *approvers: str) -> str:
    """A configuration of a program."""
    names = ", ".join(f'"{one}"' for one in ("sponsor@example.com", *approvers))
    return f'[program]\nname = "{program}"\n[waivers]\napprovers = [{names}]\n'


def settings(repo: Repo, program: str = "P", path: str = CONFIG, ref: str = "") -> Settings:
    """The settings of a configuration at a path."""
    root, git = repo.path / Path(path).parent, GitSettings(mainline="main")
    return Settings(program, root, git=git, policy_files=(Path(path).name,), policy_ref=ref)


def facts(repo: Repo, program: str = "P", path: str = CONFIG, ref: str = "") -> DecisionFacts:
    """What the log says for the program of a configuration."""
    of_program = settings(repo, program, path, ref)
    return fetch(of_program, Needs(), NOW, WorkTree(of_program.root).read)


def numbers(repo: Repo, program: str = "P", path: str = CONFIG, ref: str = "") -> tuple[list[int], list[int]]:
    """The numbers of the lines that are the program's, and of those that are another's."""
    found = facts(repo, program, path, ref)
    return [one.number for one in found.entries], [one.number for one in found.others]


@pytest.fixture
def alone(tmp_path: Path) -> Repo:
    """A program with a decision that landed."""
    made = Repo(tmp_path / "alone")
    made.commit(90, {CONFIG: config("P")})
    made.commit(91, {FILE: written([OF_P])})
    return made


@pytest.fixture
def two(tmp_path: Path) -> Repo:
    """Two programs in a folder, with a log that has lines of both."""
    made = Repo(tmp_path / "two")
    made.commit(90, {CONFIG: config("P"), SECOND: config("Q"), "odd.toml": "program = 1\n"})
    made.commit(91, {FILE: written(LOG)})
    return made


def test_two_programs_in_one_folder(two: Repo) -> None:
    """Share the file and its chain. The lines of the other program do not count, and are named."""
    assert numbers(two) == ([1], [2, 3])
    assert numbers(two, "Q", SECOND) == ([2, 3], [1])
    assert [(one.program, one.configuration) for one in facts(two).others] == [("Q", SECOND)] * 2
    assert numbers(two, ref="main") == ([1], [2, 3])


def test_a_line_that_has_not_landed(two: Repo) -> None:
    """Is another's if that program has landed."""
    log = [*LOG, replace(OF_Q, number=4, conditions=()), replace(OF_P, number=5, program="R", conditions=())]
    (two.path / FILE).write_bytes(written(log))
    assert numbers(two) == ([1, 5], [2, 3, 4])
    assert numbers(two, "Q", SECOND) == ([2, 3, 4, 5], [1])


def test_a_program_that_was_not_there(alone: Repo) -> None:
    """When the line landed: it is the own one's, whatever is added later."""
    alone.commit(92, {FILE: written(LOG)})
    alone.commit(93, {SECOND: config("Q")})
    assert numbers(alone) == ([1, 2, 3], [])
    assert numbers(alone, "Q", SECOND) == ([2, 3], [1])


def test_a_program_with_a_new_name(alone: Repo) -> None:
    """Has its lines: before that has landed, and after it, and beside a file with the old name."""
    assert numbers(alone, "P2") == ([1], [])
    alone.commit(92, {CONFIG: config("P2")})
    assert numbers(alone, "P2") == ([1], [])
    alone.commit(93, {"notes.toml": '[program]\nname = "P"\n'})
    for ref in ("", "main"):
        assert numbers(alone, "P2", ref=ref) == ([1], [])


def test_a_line_that_lands_with_a_new_name(alone: Repo) -> None:
    """Of its program: it is the program's all the same."""
    log = [OF_P, decided(2, AT + 5, conditions=conditions(2, "2026-04-20"))]
    alone.commit(92, {FILE: written(log), CONFIG: config("P2"), SECOND: config("P")})
    assert numbers(alone, "P2") == ([1, 2], [])


def test_a_log_that_lands_with_the_first_configurations(tmp_path: Path) -> None:
    """Nothing was there before."""
    made = Repo(tmp_path)
    made.commit(91, {CONFIG: config("P"), SECOND: config("Q"), FILE: written(LOG)})
    assert numbers(made) == ([1], [2, 3])


def test_a_configuration_with_a_new_name(alone: Repo) -> None:
    """Has its lines, too, before that has landed and after it, whatever has the old name of the program."""
    assert numbers(alone, "P2", "gate.toml") == ([1], []), "it may be the one that landed"
    alone.commit(92, {CONFIG: None, "gate.toml": config("P2"), "notes.toml": config("P")})
    assert numbers(alone, "P2", "gate.toml") == ([1], [])


def test_another_program_with_a_new_name(two: Repo) -> None:
    """Or in another file: its lines are still its own."""
    two.commit(92, {SECOND: config("Q2")})
    assert numbers(two) == ([1], [2, 3])
    assert numbers(two, "Q2", SECOND) == ([2, 3], [1])
    two.commit(93, {SECOND: None, "third.toml": config("Q")})
    assert numbers(two) == ([1], [2, 3])
    assert numbers(two, "Q", "third.toml") == ([2, 3], [1])


def test_a_program_that_ended(two: Repo) -> None:
    """Nobody else has its lines, so those who stay have."""
    two.commit(92, {SECOND: None})
    assert numbers(two) == ([1, 2, 3], [])


# In another folder ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", ["Q", "Q2"])
def test_one_of_two_that_moved_without_its_log(two: Repo, program: str) -> None:
    """Its lines go along, and those of the one that stayed are still that one's."""
    moved = f"w2/{CONFIG}"
    two.commit(92, {SECOND: None, moved: config(program)})
    shown = f"which landed as {FILE}|landed as {FILE}, from which the configuration moved away: copy it here"
    for ref in ("", "main"):
        with pytest.raises(CouldNotLook, match=shown):
            facts(two, program, moved, ref)
    stayed = [*LOG, decided(4, AT + 7)]
    two.commit(93, {FILE: written(stayed)})
    with pytest.raises(CouldNotLook, match="copy it here"):
        facts(two, program, moved)
    mine = [*LOG, decided(4, AT + 8, program=program)]
    two.commit(94, {f"w2/{FILE}": written(mine)})
    assert numbers(two, program, moved) == ([2, 3, 4], [1])
    assert landed(settings(two, program, moved), NOW, brief=True).others == (CONFIG, "", "", "")
    assert [(touch.landed - instant(0)) / 86_400 for touch in landed(settings(two, program, moved), NOW).touches] == [
        *[91] * 3,
        94,
    ]
    assert numbers(two) == ([1, 2, 3, 4], [])


def test_a_program_that_moved_step_by_step(two: Repo) -> None:
    """And got another name as the last of them."""
    moved = f"w2/{CONFIG}"
    two.commit(92, {moved: config("Q")})
    two.commit(93, {SECOND: None})
    two.commit(94, {moved: config("Q2")})
    with pytest.raises(CouldNotLook, match="from which the configuration moved away: copy it here"):
        facts(two, "Q2", moved)


def test_two_programs_that_began_with_one_name(alone: Repo) -> None:
    """In folders of their own: neither has the other's log."""
    other = f"b/{CONFIG}"
    alone.commit(92, {other: config("P")})
    alone.commit(93, {other: config("B"), CONFIG: config("A")})
    assert numbers(alone, "B", other) == ([], [])


def test_two_that_moved_together(two: Repo) -> None:
    """With their log: each has its own lines."""
    moved: dict[str, str | bytes | None] = dict.fromkeys((CONFIG, SECOND, FILE))
    moved |= {f"gate/{CONFIG}": config("P"), f"gate/{SECOND}": config("Q"), f"gate/{FILE}": written(LOG)}
    two.commit(92, moved)
    assert numbers(two, "P", f"gate/{CONFIG}") == ([1], [2, 3])
    assert numbers(two, "Q", f"gate/{SECOND}") == ([2, 3], [1])


def test_one_of_two_that_never_decided(two: Repo) -> None:
    """Has nothing to take along."""
    two.commit(92, {"third.toml": config("R")})
    two.commit(93, {"third.toml": None, f"w3/{CONFIG}": config("R")})
    assert numbers(two, "R", f"w3/{CONFIG}") == ([], [])


@pytest.mark.parametrize("path", ["tool.toml", CONFIG])
@pytest.mark.parametrize("name", ["x", "P"])
def test_a_file_that_stays_in_place_of_the_configuration(alone: Repo, path: str, name: str) -> None:
    """Is no reader of the log; only the configuration itself is one."""
    moved = f"gates/{CONFIG}"
    alone.commit(92, {CONFIG: None, moved: config("P"), path: f'[program]\nname = "{name}"\n'})
    if (path, name) == (CONFIG, "P"):
        assert numbers(alone, "P", moved) == ([], []), "it was copied"
        return
    for ref in ("", "main"):
        with pytest.raises(CouldNotLook, match="from which the configuration moved away: copy it here"):
            facts(alone, "P", moved, ref)


# Who might decide -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("renamed", ["P", "P2"])
def test_who_might_decide_under_another_name_of_the_file(alone: Repo, renamed: str) -> None:
    """A new name of the configuration makes no line count that did not."""
    alone.commit(92, {FILE: written([OF_P, closed(2, "1.1", AT + 5, by=MALLORY)])})
    alone.commit(93, {CONFIG: config(renamed, MALLORY)})
    assert [one.number for one in facts(alone, renamed).ignored] == [2]
    alone.commit(94, {CONFIG: None, "gate.toml": config(renamed, MALLORY)})
    found = facts(alone, renamed, "gate.toml")
    assert ([one.number for one in found.entries], [one.number for one in found.ignored]) == ([1], [2])


def test_who_might_decide_by_configurations_of_other_names(tmp_path: Path) -> None:
    """Must be named in all of them."""
    made = Repo(tmp_path)
    made.commit(90, {"a.toml": config("A", MALLORY), "b.toml": config("B")})
    made.commit(91, {FILE: written([OF_P, closed(2, "1.1", AT + 5, by=MALLORY)])})
    made.commit(92, {CONFIG: config("P", MALLORY)})
    assert [one.number for one in facts(made).ignored] == [2]


MOVES = [
    ({CONFIG: None, "gate.toml": config("P", MALLORY)}, "P", "gate.toml"),
    ({CONFIG: None, "gate.toml": config("P2", MALLORY)}, "P2", "gate.toml"),
    ({CONFIG: config("P2", MALLORY)}, "P2", CONFIG),
    ({CONFIG: None, FILE: None, f"a/{CONFIG}": config("P", MALLORY)}, "P", f"a/{CONFIG}"),
    ({CONFIG: None, FILE: None, f"a/{CONFIG}": config("P2", MALLORY)}, "P2", f"a/{CONFIG}"),
]


@pytest.mark.parametrize(("files", "program", "path"), MOVES)
def test_who_may_decide_by_a_configuration_that_moves(
    alone: Repo, files: dict[str, str | bytes | None], program: str, path: str
) -> None:
    """With the line: whoever might by the one before, and nobody that the new one has in addition."""
    log: list[Entry] = [OF_P, closed(2, "1.1", AT + 5, by=MALLORY), closed(3, "1.1", AT + 6)]
    alone.commit(92, {**files, str(Path(path).with_name(FILE)): written(log)})
    found = facts(alone, program, path)
    assert [one.number for one in found.entries] == [1, 3]
    assert [one.number for one in found.ignored] == [2]


def test_the_first_line_of_another_program_in_the_folder(alone: Repo) -> None:
    """Counts by its own configuration, though that lands with it: the one that is there says nothing of it."""
    log = [OF_P, replace(OF_Q, by=MALLORY)]
    alone.commit(92, {SECOND: config("Q", MALLORY), FILE: written(log)})
    assert (numbers(alone, "Q", SECOND), facts(alone, "Q", SECOND).ignored) == (([2], [1]), ())


def test_who_may_decide_by_a_configuration_whose_place_is_taken(alone: Repo) -> None:
    """By that of another program: nobody of that one might."""
    moved = f"x/{CONFIG}"
    alone.commit(91.5, {moved: config("X", MALLORY)})
    log: list[Entry] = [OF_P, closed(2, "1.1", AT + 5, by=MALLORY)]
    alone.commit(92, {CONFIG: None, FILE: None, moved: config("P", MALLORY), f"x/{FILE}": written(log)})
    assert [one.number for one in facts(alone, "P", moved).ignored] == [2]
    alone.commit(93, {moved: config("P", MALLORY), f"x/{FILE}": written([*log, closed(3, "1.1", AT + 6, by=MALLORY)])})
    assert [one.number for one in facts(alone, "P", moved).ignored] == [2]


def test_a_new_name_of_the_program_takes_nobody_away(alone: Repo) -> None:
    """Who might decide, and was added after the first line: under whatever names the program had then and has now."""
    alone.commit(92, {CONFIG: config("P2", MALLORY)})
    alone.commit(93, {FILE: written([OF_P, closed(2, "1.1", AT + 5, by=MALLORY)])})
    alone.commit(94, {CONFIG: config("P3", MALLORY)})
    assert facts(alone, "P3").ignored == ()


@pytest.mark.parametrize("name", ["X", "P"])
def test_who_might_decide_by_a_file_whose_place_is_taken_later(alone: Repo, name: str) -> None:
    """A configuration that takes the place of another program's lets nobody decide whom that one named."""
    log: list[Entry] = [OF_P, closed(2, "1.1", AT + 5, by=MALLORY), closed(3, "1.1", AT + 6)]
    alone.commit(91.5, {SECOND: config(name, MALLORY)})
    alone.commit(92, {FILE: written(log[:2])})
    alone.commit(93, {CONFIG: None, SECOND: config("P")})
    assert [one.number for one in facts(alone, "P", SECOND).ignored] == [2]
    alone.commit(94, {FILE: written(log)})
    assert [one.number for one in facts(alone, "P", SECOND).ignored] == [2]


def test_who_might_decide_by_the_first_commit_and_a_file_whose_place_is_taken(tmp_path: Path) -> None:
    """Is whom the configuration of the line's program named, too."""
    repo = Repo(tmp_path / "first")
    log: list[Entry] = [OF_P, closed(2, "1.1", AT + 5, by=MALLORY)]
    repo.commit(92, {CONFIG: config("P"), SECOND: config("X", MALLORY), FILE: written(log)})
    repo.commit(93, {CONFIG: None, SECOND: config("P")})
    assert [one.number for one in facts(repo, "P", SECOND).ignored] == [2]


@pytest.mark.parametrize("name", ["gate.toml", "gate.conf"])
def test_a_program_that_moved_after_its_file_and_its_name_changed(two: Repo, name: str) -> None:
    """Misses its log, until that is copied."""
    moved = f"w1/{CONFIG}"
    two.commit(92, {CONFIG: None, name: config("P1")})
    assert 1 in numbers(two, "P1", name)[0]
    two.commit(93, {name: None, moved: config("P1")})
    for ref in ("", "main"):
        with pytest.raises(CouldNotLook, match="from which the configuration moved away: copy it here"):
            facts(two, "P1", moved, ref)
    two.commit(94, {f"w1/{FILE}": written(LOG)})
    assert numbers(two, "P1", moved) == ([1], [2, 3])


def test_a_file_that_takes_the_place_of_the_configuration(alone: Repo) -> None:
    """Takes no line away from a program whose file and name changed, at once or one after the other."""
    alone.commit(92, {CONFIG: config("notes"), "gate.toml": config("P1")})
    for ref in ("", "main"):
        assert numbers(alone, "P1", "gate.toml", ref) == ([1], [])
    alone.commit(93, {"gate.toml": config("P2")})
    assert numbers(alone, "P2", "gate.toml") == ([1], [])
