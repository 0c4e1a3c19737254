"""A server on loopback that takes messages as JSON, and keeps them."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from support.jira_server import quiet_server


@dataclass
class Mailbox:
    """What was taken, and what is answered."""

    taken: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    statuses: dict[str, int] = field(default_factory=dict[str, int])
    """The answers by path; without one, 200."""
    port: str = ""

    def address(self, path: str = "hook/s3cret-path") -> str:
        """An address as Apprise writes it."""
        return f"json://s3cret-user:s3cret-password@127.0.0.1:{self.port}/{path}"


@contextmanager
def mailbox() -> Generator[Mailbox]:
    """The server, on a free port."""
    box = Mailbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status = box.statuses.get(self.path, 200)
            if status < 300:
                box.taken.append(json.loads(content))
            self.send_response_only(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
            pass

    with quiet_server(Handler) as url:
        box.port = url.rpartition(":")[2]
        yield box


__all__ = ["Mailbox", "mailbox"]
