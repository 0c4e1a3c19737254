"""`readiness-gate serve` as a process, on a free port of loopback."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass
class Server:
    """A running server."""

    process: "subprocess.Popen[str]"
    address: str

    @property
    def place(self) -> tuple[str, int]:
        """Where it listens."""
        parts = urlsplit(self.address)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    def get(self, path: str = "/", headers: Mapping[str, str] | None = None, method: str = "GET") -> tuple[int, bytes]:
        """The status and the body of an answer."""
        connection = http.client.HTTPConnection(*self.place, timeout=60)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def sent(self, request: bytes) -> bytes:
        """What comes back for some bytes, until the server ends the connection."""
        with socket.create_connection(self.place, timeout=60) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End it by a signal; the exit code and what it said to stderr."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said

    @property
    def memory(self) -> float:
        """Its resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        [kilobytes] = re.findall(r"VmRSS:\s+(\d+) kB", status)
        return int(kilobytes) / 1_000


@contextmanager
def serving(folder: Path, *words: str) -> Generator[Server]:
    """A server that is started in a folder, until it ends with the block."""
    command = [sys.executable, "-m", "readiness_gate", "serve", "--port", "0", *words]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, cwd=folder, **streams) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found is not None, process.communicate(timeout=60)[1]
            yield Server(process, found[0])
        finally:
            process.kill()


__all__ = ["Server", "serving"]
