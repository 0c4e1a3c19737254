"""A history in PostgreSQL is the one that a file would be: the same statements, the same rows, the same chain."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from support import postgres
from support.answered_once import KILLED, killed
from support.answered_once import nothing_is_lost as nothing_is_lost_of_deployments
from support.asking import ASKING
from support.histories import (
    TAMPERINGS,
    Tampering,
    check,
    decision,
    fill,
    in_file,
    recordings,
    to_be_tampered,
)
from support.older import OLD_DEPLOYMENTS, goes_on
from support.postgres import PASSWORD, Server
from support.served import client, decided, in_folder, sample
from support.written import KILLS, all_are_there, nothing_is_lost, said

from readiness_gate.history import NoHistory, NothingRecorded, Rows, Store, opened, recording
from readiness_gate.history import store as waiting
from readiness_gate.history.postgres import PostgresStore
from readiness_gate.history.statements import APPLICATION, MIGRATIONS

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that is there for the tests of this file alone."""
    postgres.programs_or_skip()
    with TemporaryDirectory() as folder, postgres.running(Path(folder)) as running:
        yield running


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


def _store(address: str) -> Store:
    return opened(address, Path())


def _why(store: Store) -> str:
    """Why nothing can be recorded; a reader is refused, too."""
    with pytest.raises(NoHistory), store.reading():
        pass
    with pytest.raises(NoHistory) as caught, store.writing():
        pass
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


def _asked(rows: Rows) -> list[object]:
    """Everything that can be asked of a history."""
    verdicts = recording.verdicts(rows, "CRM rollout")
    first, last = verdicts[1].verdict.as_of, verdicts[3].verdict.as_of
    return [
        recording.programs(rows),
        verdicts,
        recording.verdicts(rows, "CRM rollout", "wave-2", first, last),
        recording.trend(rows, "CRM rollout", "wave-2"),
        recording.trend(rows, "CRM rollout", "wave-2", first, last),
        recording.latest(rows),
        recording.decisions(rows, "CRM rollout"),
        [recording.readings(rows, one.number) for one in verdicts],
        recording.everything(rows),
    ]


def test_it_is_the_history_that_a_file_would_be(server: Server, tmp_path: Path) -> None:
    """To the digest."""
    found: list[object] = []
    for store in (in_file(tmp_path), _store(server.new())):
        with pytest.raises(NothingRecorded), store.reading():
            pass
        fill(store, [*recordings(6), *recordings(2, "Other")], [decision(1), decision(2)])
        fill(store, [*recordings(3), *recordings(7)], [decision(2)])
        with store.reading() as rows:
            found.append([check(store), *_asked(rows)])
        assert store.damage() == ""
    assert found[0] == found[1]


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=list(TAMPERINGS))
def test_what_was_edited_is_named(server: Server, tampering: Tampering) -> None:
    """As in a file."""
    address = server.new()
    store = _store(address)
    to_be_tampered(store)
    assert check(store).holds
    # Whoever edits rows by hand has the rights to switch off what keeps them together.
    server.run(";".join(("SET session_replication_role = replica", *tampering.statements)), address)
    result = check(store)
    assert any(tampering.says in one for one in result.against), result.against


def test_many_writers_at_once(server: Server) -> None:
    """32, none of which loses anything; the first of them makes the tables."""
    all_are_there(said("many", server.new(), 32), 32)


@pytest.mark.timeout(600)
def test_killed_writers(server: Server) -> None:
    """At any moment."""
    found = said("killed", server.new(), KILLS, 2)
    nothing_is_lost(found)
    assert len(found["acknowledged"]) > KILLS // 20


@pytest.mark.timeout(900)
@pytest.mark.parametrize("service", sorted(ASKING))
def test_a_killed_server(server: Server, service: str) -> None:
    """It loses nothing that asked, and answers nothing twice, whichever service asks."""
    found, fake = killed(server.new(), KILLS // KILLED, 2, service)
    nothing_is_lost_of_deployments(found, fake)
    assert found["killed"] == KILLS // KILLED


def test_deployments_that_asked_before_other_services_did(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are GitHub's, and go on where they were."""
    address = server.new()
    monkeypatch.setattr("readiness_gate.history.postgres.MIGRATIONS", MIGRATIONS[:3])
    with _store(address).writing():
        pass
    for statement in OLD_DEPLOYMENTS:
        server.run(statement, address)
    monkeypatch.setattr("readiness_gate.history.postgres.MIGRATIONS", MIGRATIONS)
    goes_on(_store(address))


def test_what_fails_in_the_middle_leaves_nothing(server: Server) -> None:
    """Not even the tables."""
    store = _store(server.new())

    def halfway() -> None:
        with store.writing() as rows:
            recording.record(rows, recordings(1)[0])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        halfway()
    with pytest.raises(NothingRecorded), store.reading():
        pass
    fill(store, recordings(1))
    with pytest.raises(ZeroDivisionError):
        halfway()
    assert check(store).verdicts == 1


def test_a_newer_and_an_older_version(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one is left alone, the other brought up to date by the next writer."""
    address = server.new()
    store = _store(address)
    fill(store, recordings(2))
    newer = (*MIGRATIONS, ("CREATE TABLE more (number BIGINT)",))
    monkeypatch.setattr("readiness_gate.history.postgres.MIGRATIONS", newer)
    assert check(store).verdicts == 2
    fill(store, recordings(3))
    assert check(store).verdicts == 3
    monkeypatch.setattr("readiness_gate.history.postgres.MIGRATIONS", MIGRATIONS)
    assert _why(store).endswith("was written by a newer version of readiness-gate. Update readiness-gate to use it")


def test_tables_of_another_program(server: Server) -> None:
    """Are left alone."""
    address = server.new()
    server.run("CREATE TABLE verdicts (number INTEGER)", address)
    assert "it has tables of another program" in _why(_store(address))
    assert server.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", address) == [(1,)]


def test_who_may_not_write(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who may read reads, and one who may not is refused; a wrong password, too."""
    address = server.new()
    fill(_store(address), recordings(1))
    name = address.rpartition("/")[2]
    server.run(f"CREATE ROLE reader_{name} LOGIN PASSWORD '{PASSWORD}'", address)
    other = address.replace(f"{postgres.USER}@", f"reader_{name}@")
    assert "this is forbidden to the user" in _why(_store(other))
    server.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}", address)
    assert check(_store(other)).holds
    with pytest.raises(NoHistory, match="this is forbidden to the user"):
        fill(_store(other), recordings(2))
    monkeypatch.setenv("PGPASSWORD", "wrong")
    assert "password authentication failed" in _why(_store(address))


def test_a_lock_is_waited_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for ever; readers go on."""
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    address = server.new()
    store = _store(address)
    fill(store, recordings(1))
    with _store(address).writing() as rows:
        recording.record(rows, recordings(2)[1])
        with pytest.raises(NoHistory, match=r"another program has had it locked for 1 s\. Run this again"):
            fill(store, recordings(3))
        assert check(store).verdicts == 1
    assert check(store).verdicts == 2
    assert APPLICATION > 0
    assert isinstance(store, PostgresStore)
    with store.engine.begin() as other:
        other.execute(text("LOCK TABLE programs"))
        with pytest.raises(NoHistory, match="has had it locked for 2 s"), store.reading(2) as rows:
            recording.programs(rows)


def test_a_connection_that_breaks(server: Server) -> None:
    """What was not kept is not there."""
    address = server.new()
    store = _store(address)
    fill(store, recordings(1))

    def broken() -> None:
        with store.writing() as rows:
            recording.record(rows, recordings(2)[1])
            own = [pid for (pid,) in rows.select("SELECT pg_backend_pid()")]
            server.run(f"SELECT pg_terminate_backend({own[0]})", address)
            recording.record(rows, recordings(3)[2])

    with pytest.raises(NoHistory, match="recording twice changes nothing"):
        broken()
    fill(store, recordings(3))
    assert check(store).verdicts == 3


def test_no_server(server: Server) -> None:
    """Nobody listens, or there is no such database."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert "the database cannot be used (" in _why(_store(f"postgresql://gate@127.0.0.1:{port}/history"))
    assert 'database "nothing" does not exist' in _why(_store(server.address("nothing")))


def test_no_password_is_sent_to_whoever_asks_for_it() -> None:
    """A server that wants it in clear, as one that a configuration was edited to name, gets nothing."""
    heard = bytearray()

    def listen(door: socket.socket) -> None:
        connection, _ = door.accept()
        with connection:
            connection.settimeout(5)
            first = connection.recv(8)
            if first[4:] == b"\x04\xd2\x16/":  # asks for TLS
                connection.sendall(b"N")
            connection.recv(1_000)
            connection.sendall(b"R\0\0\0\x08\0\0\0\x03")  # the password in clear, please
            heard.extend(connection.recv(1_000))

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=listen, args=(door,))
        thread.start()
        why = _why_not_read(_store(f"postgresql://gate@127.0.0.1:{door.getsockname()[1]}/history"))
        thread.join()
    assert PASSWORD.encode() not in heard
    assert "authentication method requirement" in why


def _why_not_read(store: Store) -> str:
    with pytest.raises(NoHistory) as caught, store.reading():
        pass
    return str(caught.value)


def test_the_same_pages(server: Server, tmp_path: Path) -> None:
    """Of the web server, to the byte."""
    ours, of_a_file = _store(server.new()), in_folder(tmp_path)
    fill(ours, sample(), decided())
    there, here = client(ours), client(of_a_file)
    paths = [path for path, _ in here.walk()]
    assert {path: there.get(path).text for path in paths[::8]} == {path: here.get(path).text for path in paths[::8]}
