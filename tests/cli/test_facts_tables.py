"""`facts tables` describes the tables that are read from files, and `init --template` begins them."""

import json
from pathlib import Path

import pytest
import tomli
from support.console import Call

from readiness_gate.config import FILE
from readiness_gate.sources.people.all_tables import TABLES

GIVEN = ("--go-live", "2150-03-01", "--timezone", "UTC")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_tables_are_listed(call: Call) -> None:
    """Each with what its file must have."""
    ended = call("facts", "tables")
    assert ended.exit == 0
    assert [line.split()[0] for line in ended.out.splitlines() if not line.startswith(" ")] == list(TABLES)


def test_a_table_in_each_form(call: Call) -> None:
    """For people, for files, for tools, for documents."""
    assert "version" in call("facts", "tables", "modules").out
    assert call("facts", "tables", "modules", "--format", "csv").out.startswith("module,version,published-at,owner\n")
    descriptor = json.loads(call("facts", "tables", "modules", "--format", "table-schema").out)
    assert [field["name"] for field in descriptor["fields"]] == ["module", "version", "published-at", "owner"]
    assert "## modules" in call("facts", "tables", "modules", "--format", "markdown").out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rosters"], 'there is no table "rosters". Name one of these: roster, completions'),
        (["--format", "csv"], "--format csv describes one table. Add its NAME: roster"),
    ],
)
def test_what_is_no_table(call: Call, words: list[str], why: str) -> None:
    """Says what there is."""
    ended = call("facts", "tables", *words)
    assert ended.exit == 2
    assert why in ended.err.replace("\n", " ")


def test_init_begins_a_table(folder: Path, call: Call) -> None:
    """With a header only, and names its file in the configuration; a file that is there stays as it is."""
    (folder / "people").mkdir()
    (folder / "people/calendar.csv").write_text("mine\n")
    ended = call("init", *GIVEN, "--template", "modules", "--template", "calendar")
    assert ended.exit == 0, ended.err
    assert (folder / "people/modules.csv").read_text() == "module,version,published-at,owner\n"
    assert (folder / "people/calendar.csv").read_text() == "mine\n"
    people = tomli.loads((folder / FILE).read_text())["people"]
    assert (people["modules"], people["calendar"]) == ("people/modules.csv", "people/calendar.csv")
    assert "Wrote people/modules.csv with a header only. Fill in the rows." in ended.out.replace("\n", " ")
    assert "Already exists, not changed: people/calendar.csv." in ended.out.replace("\n", " ")


def test_a_template_that_cannot_be_written(folder: Path, call: Call) -> None:
    """Says so; the configuration is there."""
    (folder / "people").write_text("a file\n")
    ended = call("init", *GIVEN, "--template", "modules")
    assert ended.exit == 4
    assert "people/modules.csv cannot be written" in ended.err
