"""A server of PostgreSQL for the tests: in its own folder, on a free port of loopback, as a user without rights."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

_CI = os.environ.get("CI") == "true"
USER, PASSWORD = "gate", "correct horse battery zq7"
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass
class Server:
    """A running server."""

    port: int
    pid: int
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, database: str) -> str:
        """The address of a database, without the password."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def new(self) -> str:
        """The address of a new database."""
        name = f"history{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}", "postgres")
        return self.address(name)

    def run(self, statement: str, database: str) -> list[tuple[object, ...]]:
        """Run a statement by hand, as somebody would who edits a history; its rows."""
        import psycopg  # noqa: PLC0415 - an extra

        name = database.rpartition("/")[2]
        with psycopg.connect(self.address(name), password=PASSWORD, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def programs() -> Path | None:
    """The folder with the programs of PostgreSQL; None where they are not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    debian = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return debian[-1].parent if debian else None


def programs_or_skip() -> Path:
    """The same; skips the test where they are not installed. Under CI=true the test fails then."""
    found = programs()
    if found is None:
        assert not _CI, "PostgreSQL is not installed (apt install postgresql)"
        pytest.skip("not installed: PostgreSQL (apt install postgresql)")
    return found


@contextmanager
def running(folder: Path) -> Generator[Server]:
    """A server in an empty folder, which ends with the block."""
    binaries = programs_or_skip()
    user, group = ("nobody", "nogroup") if os.getuid() == 0 else (None, None)
    others: list[str] | None = [] if user else None
    data, password = folder / "data", folder / "password"
    password.write_text(PASSWORD)
    if user:
        for path in (folder, password):
            shutil.chown(path, user, group)
    words = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={password}", "--no-sync", "--encoding=UTF8"]
    subprocess.run(
        [binaries / "initdb", "-D", data, "--locale=C", *words],
        check=True,
        capture_output=True,
        cwd=folder,
        user=user,
        group=group,
        extra_groups=others,
    )
    port = _free_port()
    options = [f"-p{port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}", "-cfsync=off"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options],
            stderr=log,
            stdout=log,
            cwd=folder,
            user=user,
            group=group,
            extra_groups=others,
        )
    try:
        _wait(server, port, folder / "log")
        yield Server(port, server.pid)
    finally:
        server.send_signal(signal.SIGINT)  # it ends its connections, and then itself
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Until the server answers."""
    import psycopg  # noqa: PLC0415 - an extra

    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://{USER}@127.0.0.1:{port}/postgres", password=PASSWORD).close()
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


__all__ = ["PASSWORD", "USER", "Server", "programs", "programs_or_skip", "running"]
