"""A history in a file: what is there already, what cannot be read, and what cannot be written."""

import os
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from support.histories import check, fill, in_file, recordings, tamper
from support.older import OLD_DEPLOYMENTS, goes_on

from readiness_gate.history import NoHistory, NothingRecorded, recording
from readiness_gate.history import store as waiting
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.history.statements import APPLICATION, MIGRATIONS, OF_READING, OF_VERDICT
from readiness_gate.history.store import OF_OTHERS, Bounds


def _read(store: SqliteStore) -> str:
    """Why a history cannot be read."""
    with pytest.raises(NoHistory) as caught, store.reading():
        pass
    return str(caught.value)


def _write(store: SqliteStore) -> str:
    """Why nothing can be recorded in a history."""
    with pytest.raises(NoHistory) as caught, store.writing():
        pass
    return str(caught.value)


def test_recording_twice_changes_nothing(tmp_path: Path) -> None:
    """Not a byte."""
    store = in_file(tmp_path)
    first = fill(store, recordings())
    before = store.path.read_bytes()
    assert fill(store, recordings()) == first
    assert store.path.read_bytes() == before
    with store.writing() as rows:
        assert recording.record(rows, recordings()[0]) == (first[0], False)


def test_what_is_asked_is_what_was_recorded(tmp_path: Path) -> None:
    """Verdicts, readings, trends and the last ones, in the order of their times."""
    store, given = in_file(tmp_path), recordings(6)
    fill(store, [*reversed(given), *recordings(2, "Other")])
    with store.reading() as rows:
        assert recording.programs(rows) == ["CRM rollout", "Other"]
        found = recording.verdicts(rows, "CRM rollout")
        assert [one.verdict for one in found] == [one.verdict for one in given]
        assert recording.verdicts(rows, "CRM rollout", "wave-2") == found
        assert recording.verdicts(rows, "CRM rollout", "other") == []
        first, last = given[1].verdict.as_of, given[3].verdict.as_of
        assert recording.verdicts(rows, "CRM rollout", None, first, last) == found[1:4]
        dates = [(one.verdict.as_of, one.verdict.decision) for one in given]
        assert recording.trend(rows, "CRM rollout", "wave-2") == dates
        assert recording.trend(rows, "CRM rollout", "wave-2", first, last) == dates[1:4]
        newest = [given[5].verdict, recordings(2, "Other")[1].verdict]
        assert [one.verdict for one in recording.latest(rows)] == newest
        for one, of in zip(found, given, strict=True):
            assert recording.readings(rows, one.number) == list(of.readings)
        whole = {one.number: readings for one, readings in recording.everything(rows)}
        assert all(whole[one.number] == list(of.readings) for one, of in zip(found, given, strict=True))


def test_readers_and_writers_wait_for_nobody_and_see_nothing_half(tmp_path: Path) -> None:
    """A reader sees what was there when it began."""
    store = in_file(tmp_path)
    fill(store, recordings(2))
    with store.reading() as rows:
        before = recording.verdicts(rows, "CRM rollout")
        fill(store, recordings(4))
        assert recording.verdicts(rows, "CRM rollout") == before
    assert check(store).verdicts == 4


def test_what_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    """Also the first time, when the tables are made."""
    store = in_file(tmp_path)

    def halfway() -> None:
        with store.writing() as rows:
            recording.record(rows, recordings(1)[0])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        halfway()
    assert "nothing has been recorded yet" in _read(store)
    fill(store, recordings(2))
    with pytest.raises(ZeroDivisionError):
        halfway()
    assert check(store).verdicts == 2


def test_it_is_as_safe_as_sqlite_can_make_it(tmp_path: Path) -> None:
    """A log that is written ahead, and on the disk before anybody is told."""
    store = in_file(tmp_path)
    with store.writing() as rows:
        assert [tuple(row) for row in rows.select("PRAGMA journal_mode")] == [("wal",)]
        assert [tuple(row) for row in rows.select("PRAGMA synchronous")] == [(2,)]
        assert [tuple(row) for row in rows.select("PRAGMA foreign_keys")] == [(1,)]


@pytest.mark.parametrize("content", [None, b"", "empty"], ids=["none", "no-bytes", "no-tables"])
def test_nothing_was_recorded_yet(tmp_path: Path, content: bytes | str | None) -> None:
    """A file without tables is nobody's, and becomes ours."""
    store = in_file(tmp_path)
    if isinstance(content, bytes):
        store.path.write_bytes(content)
    elif content is not None:
        with closing(sqlite3.connect(store.path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(NothingRecorded):
        store.reading().__enter__()
    why = "there is no such file, so " if content is None else ""
    assert _read(store) == f"{store.path}: {why}nothing has been recorded yet. Run `readiness-gate history record`"
    fill(store, recordings(1))
    assert check(store).verdicts == 1


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """Not a byte of it changes, nor is anything written beside it."""
    store = in_file(tmp_path)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("CREATE TABLE verdicts (number INTEGER)")
    before = store.path.read_bytes()
    assert _read(store) == _write(store)
    assert _write(store) == f"{store.path} is a SQLite file of another program. Name another file for the history"
    assert store.path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [store.path.name]


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """Whoever wrote it knows more than this version."""
    store = in_file(tmp_path)
    fill(store, recordings(1))
    tamper(store.path, (f"PRAGMA user_version = {len(MIGRATIONS) + 1}",))
    why = f"{store.path} was written by a newer version of readiness-gate. Update readiness-gate to use it"
    assert (_read(store), _write(store)) == (why, why)


def test_an_older_version_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the next writer; until then it is read as it is."""
    store = in_file(tmp_path)
    fill(store, recordings(2))
    monkeypatch.setattr(
        "readiness_gate.history.sqlite.MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE more (number BIGINT)",))
    )
    assert check(store).verdicts == 2
    fill(store, recordings(3))
    assert check(store).verdicts == 3
    with store.reading() as rows:
        assert list(rows.select("SELECT number FROM more")) == []


def _first_with(column: str) -> int:
    """The first version of the tables that has a column of verdicts."""
    return next(number for number, one in enumerate(MIGRATIONS, 1) if column in one[0])


def _of_version(version: int, folder: Path) -> SqliteStore:
    """A history that this version of the tables made, with one verdict."""
    now, store = in_file(folder / "now"), in_file(folder)
    now.path.parent.mkdir()
    missing = [name for name in ("policy_source", "facts_source") if version < _first_with(name)]
    unknown: dict[str, Any] = dict.fromkeys(missing)
    fill(now, [replace(one, verdict=replace(one.verdict, **unknown)) for one in recordings(1)])
    kept = (name for name in OF_VERDICT if name not in missing)
    of_verdict = ", ".join(("number", *kept, "readings", "previous", "chain"))
    of_reading = ", ".join(("verdict", "place", *(OF_READING if version > 1 else OF_READING[:-1]), "digest"))
    with closing(sqlite3.connect(store.path)) as connection, connection:
        for statement in (one for each in MIGRATIONS[:version] for one in each):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("ATTACH DATABASE ? AS now", (str(now.path),))
        connection.execute("INSERT INTO programs SELECT * FROM now.programs")
        for table, columns in (("verdicts", of_verdict), ("readings", of_reading)):
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM now.{table}")  # noqa: S608 - ours
    return store


@pytest.mark.parametrize(("column", "known"), [("policy_source", "work-tree"), ("facts_source", "sources")])
def test_what_was_recorded_before_a_source_was_kept(tmp_path: Path, column: str, known: str) -> None:
    """Holds as it was, and its source is unknown; one that somebody adds to it is found."""
    store = _of_version(_first_with(column) - 1, tmp_path)

    def sources() -> list[str | None]:
        assert check(store).against == ()
        with store.reading() as rows:
            return [getattr(one.verdict, column) for one in recording.verdicts(rows, "CRM rollout")]

    assert sources() == [None]
    fill(store, recordings(2))
    assert sources() == [None, known]
    tamper(store.path, (f"UPDATE verdicts SET {column} = '{known}' WHERE number = 1",))  # noqa: S608 - ours
    assert len(check(store).against) == 1


def test_what_was_recorded_before_reasons_were_kept(tmp_path: Path) -> None:
    """Holds as it was, and goes on; a reason that somebody adds to it is found."""
    store = _of_version(1, tmp_path)
    before = check(store)
    assert (before.verdicts, before.against) == (1, ())
    with store.reading() as rows:
        [(_, readings)] = recording.everything(rows)
        assert [one.rule for one in recording.readings(rows, 1)] == [one.rule for one in readings]
        assert not any(one.why for one in readings)
    fill(store, recordings(3))
    result = check(store)
    assert (result.verdicts, result.against) == (3, ())
    with store.reading() as rows:
        assert not any(one.why for one in recording.readings(rows, 1))
        assert any(one.why for number in (2, 3) for one in recording.readings(rows, number))
    tamper(store.path, ("UPDATE readings SET why = 'nobody asked' WHERE verdict = 1 AND place = 1",))
    assert "was edited" in check(store).against[0]


def test_a_trigger_would_run_with_every_row(tmp_path: Path) -> None:
    """So a file that has one is refused, also by readers."""
    store = in_file(tmp_path)
    fill(store, recordings(1))
    tamper(store.path, ("CREATE TRIGGER quiet AFTER INSERT ON verdicts BEGIN DELETE FROM readings; END",))
    why = f"{store.path} has tables that readiness-gate did not make. Restore the file from a backup"
    assert (_read(store), _write(store)) == (why, why)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough " * 40, b"SQLite format 3\0" + b"\xff" * 4_080]
)
def test_no_database(tmp_path: Path, content: bytes) -> None:
    """Anything else that may be there."""
    store = in_file(tmp_path)
    store.path.write_bytes(content)
    assert "is damaged, or no SQLite file (" in _read(store)
    assert "is damaged, or no SQLite file (" in _write(store)
    assert store.path.read_bytes() == content


def test_damage_is_found(tmp_path: Path) -> None:
    """Where a page is overwritten, whoever reads it says so."""
    store = in_file(tmp_path)
    fill(store, recordings(30))
    assert store.damage() == ""
    content = bytearray(store.path.read_bytes())
    for page in range(8, len(content) // 4_096):
        content[page * 4_096 + 1 : page * 4_096 + 60] = b"\xff" * 59
    store.path.write_bytes(content)
    try:
        assert "is damaged" in store.damage()
    except NoHistory as error:
        assert "is damaged" in str(error)  # noqa: PT017 - either is right, by where the damage is
    with pytest.raises(NoHistory, match="is damaged"):
        check(store)


def test_a_folder_and_a_device(tmp_path: Path) -> None:
    """Neither is a file; nothing waits for either."""
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe"):
        store = SqliteStore(tmp_path / name)
        assert _write(store).endswith("is not a file. Name a file for the history")
        assert _read(store).endswith("is not a file. Name a file for the history")
    nowhere = SqliteStore(tmp_path / "no" / "folder" / "h.sqlite")
    assert "cannot be opened (" in _write(nowhere)


def test_a_locked_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for ever; readers go on."""
    monkeypatch.setattr(waiting, "PATIENCE", 0.2)
    store = in_file(tmp_path)
    fill(store, recordings(1))
    with store.writing() as rows:
        recording.record(rows, recordings(2)[1])
        assert "has been locked by another program for" in _write(store)
        assert check(store).verdicts == 1
    assert check(store).verdicts == 2


def test_a_new_file_that_somebody_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it has a log."""
    monkeypatch.setattr(waiting, "PATIENCE", 0.1)
    store = in_file(tmp_path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert "has been locked by another program for" in _write(store)


_AS_NOBODY = """
import os, sys
from pathlib import Path
from support.histories import fill, in_file, recordings, check
from readiness_gate.history import NoHistory
given = recordings(2)
os.setgid(65534)
os.setuid(65534)
for work in (lambda store: fill(store, given), check):
    try:
        work(in_file(Path(sys.argv[1])))
        print("done")
    except NoHistory as error:
        print(error)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root may become somebody else")
def test_a_file_of_somebody_else() -> None:
    """What may not be written is not written, and what may not be read is not read."""
    with TemporaryDirectory() as name:  # others may not look into the folders of pytest
        folder = Path(name)
        folder.chmod(0o755)
        store = in_file(folder)
        fill(store, recordings(1))
        store.path.chmod(0o644)
        assert "cannot be opened (attempt to write a readonly database)" in _as_nobody(folder)[0]
        store.path.chmod(0o600)
        said = _as_nobody(folder)
        assert all("cannot be opened (unable to open database file)" in one for one in said), said
        assert check(store).verdicts == 1
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def _as_nobody(folder: Path) -> list[str]:
    return _run(_AS_NOBODY, folder).splitlines()


def _run(script: str, folder: Path) -> str:
    """What a script prints, in a process of its own."""
    words = [sys.executable, "-c", script, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout


_SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
from support.histories import fill, in_file, recordings
from readiness_gate.history import NoHistory
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
done, given = 0, recordings(80)
try:
    for number in range(4, 80, 4):
        fill(in_file(Path(sys.argv[1])), given[:number])
        done = number
except NoHistory as error:
    print(done, error)
"""


def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    """What was recorded before is there, whole; nothing else is."""
    said = _run(_SMALL_DISK, tmp_path)
    count, _, why = said.partition(" ")
    assert "cannot be used (disk I/O error)" in why or "the disk is full" in why, said
    result = check(in_file(tmp_path))
    assert result.holds
    assert result.verdicts == int(count) > 0


def test_a_full_disk_is_called_full(tmp_path: Path) -> None:
    """As SQLite calls it."""
    store = in_file(tmp_path)
    fill(store, recordings(1))

    def limited() -> None:
        with store.writing() as rows:
            rows.select("PRAGMA max_page_count = 1")
            for one in recordings(40):
                recording.record(rows, one)

    with pytest.raises(NoHistory, match=r"cannot be written: the disk is full\. Make room, and run this again"):
        limited()
    assert check(store).verdicts == 1


def test_deployments_that_asked_before_other_services_did(tmp_path: Path) -> None:
    """They are GitHub's, and go on where they were."""
    store = in_file(tmp_path)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        for statement in (one for version in MIGRATIONS[:3] for one in version):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 3")
        for statement in OLD_DEPLOYMENTS:
            connection.execute(statement)
    goes_on(store)


FOREVER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


def test_a_history_that_takes_for_ever(tmp_path: Path) -> None:
    """Ends in its time, where somebody gave it one."""
    store = in_file(tmp_path)
    fill(store, recordings())
    began = time.process_time()
    with (
        pytest.raises(NoHistory, match=r"takes more than 0 s to read\. Check it with"),
        store.reading(bounds=Bounds(0.2, 2**20)) as rows,
    ):
        rows.select(FOREVER)
    assert time.process_time() - began < 5


def test_a_history_with_more_than_may_be_read(tmp_path: Path) -> None:
    """By all rows together, also of several statements; a whole one is read within the usual bounds."""
    store = in_file(tmp_path)
    fill(store, recordings(30))
    size = 0
    with store.reading(bounds=OF_OTHERS) as rows:
        found = recording.verdicts(rows, "CRM rollout")
        size = sum(len(one.verdict.sentence) for one in found)
    with store.reading(bounds=Bounds(60, 4 * size)) as rows:
        recording.programs(rows)
        with pytest.raises(NoHistory, match="MiB to be read"):
            [recording.verdicts(rows, "CRM rollout") for _ in range(4)]


def test_a_cell_out_of_proportion(tmp_path: Path) -> None:
    """Is not read into memory where others write the file."""
    store = in_file(tmp_path)
    fill(store, recordings(1))
    tamper(store.path, ("UPDATE verdicts SET sentence = zeroblob(5000000)",))
    with pytest.raises(NoHistory, match="has more than 4 MiB to be read"), store.reading(bounds=OF_OTHERS) as rows:
        recording.verdicts(rows, "CRM rollout")


def test_a_file_of_very_many_tables(tmp_path: Path) -> None:
    """Is none of ours, and its tables are not all read."""
    store = in_file(tmp_path)
    fill(store, recordings(1))
    tamper(store.path, tuple(f"CREATE TABLE t{number:04} (x)" for number in range(200)))
    with pytest.raises(NoHistory, match="has tables that readiness-gate did not make"), store.reading(bounds=OF_OTHERS):
        pass
