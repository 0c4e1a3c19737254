"""`readiness-gate serve`, as users start it and as strangers reach it."""

import signal
import socket
from importlib import util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from support.command import run
from support.histories import fill, in_file, recordings
from support.served import in_folder
from support.serving import Server, serving

FILE = "readiness-history.sqlite"
ACCESS = '[proxy]\npeers = ["127.0.0.1"]\n\n[[grants]]\ngroup = "crm"\nprograms = ["Steady"]\n'


def _has_ended(server: Server, number: signal.Signals) -> None:
    assert server.end(number) == (0, "")


def test_it_serves_and_ends(tmp_path: Path) -> None:
    """With a history alone, no configuration; SIGTERM ends it with 0, without a word."""
    in_folder(tmp_path)
    with serving(tmp_path, "--store", FILE) as server:
        status, page = server.get()
        assert (status, b"Forgotten go" in page) == (200, True)
        assert server.get(method="HEAD") == (200, b"")
        assert server.get(method="POST")[0] == 405
        assert server.get(headers={"Host": "evil.example"})[0] == 421
        _has_ended(server, signal.SIGTERM)


@pytest.mark.heavy
def test_strangers(tmp_path: Path) -> None:
    """Behind a proxy, by the address of the socket: a header that is missing, doubled or forged identifies nobody; what
    is no request is refused; nothing is said of what is inside."""
    in_folder(tmp_path)
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    with serving(tmp_path, "--store", FILE, "--auth", "proxy", "--access", "access.toml") as server:
        jane = {"X-Forwarded-User": "jane", "X-Forwarded-Groups": "crm"}
        status, page = server.get(headers=jane)
        assert (status, b"Steady" in page, b"Failing" in page) == (200, True, False)
        head = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        lines = "X-Forwarded-User: jane\r\nX-Forwarded-Groups: crm\r\n"
        for request, code in (
            (f"{head}{lines}\r\n", 200),
            (f"{head}\r\n", 401),
            (f"{head}{lines}X-Forwarded-Groups: pmo\r\n\r\n", 401),
            (f"{head}{lines}x-forwarded-user: admin\r\n\r\n", 401),
            (f"{head}X_Forwarded_User: jane\r\nX_Forwarded_Groups: crm\r\n\r\n", 401),
            (f"{head}X-Forwarded-For: 127.0.0.1\r\n\r\n", 401),
            (f"{head}Host: evil.example\r\n{lines}\r\n", 400),
            (f"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n", 404),
            ("nonsense\r\n\r\n", 400),
        ):
            answer = server.sent(request.encode())
            assert answer.startswith(f"HTTP/1.1 {code} ".encode()), (request[:200], answer[:200])
            assert b"Traceback" not in answer
            assert b"uvicorn" not in answer.lower()
        _has_ended(server, signal.SIGINT)


@pytest.mark.heavy
def test_a_stranger_that_names_a_proxy(tmp_path: Path) -> None:
    """By forwarded headers: another peer than the proxy is never believed."""
    in_folder(tmp_path)
    (tmp_path / "access.toml").write_text(ACCESS.replace("127.0.0.1", "10.0.3.7"), encoding="utf-8")
    with serving(tmp_path, "--store", FILE, "--auth", "proxy", "--access", "access.toml") as server:
        jane = {"X-Forwarded-User": "jane", "X-Forwarded-Groups": "crm"}
        for more in ({}, {"X-Forwarded-For": "10.0.3.7"}, {"Forwarded": "for=10.0.3.7"}, {"X-Real-IP": "10.0.3.7"}):
            status, page = server.get(headers={**jane, **more})
            assert (status, b"Steady" in page) == (401, False)
        _has_ended(server, signal.SIGTERM)


@pytest.mark.heavy
def test_it_ends_in_the_middle(tmp_path: Path) -> None:
    """Of requests that somebody sends slowly, too."""
    in_folder(tmp_path)
    with serving(tmp_path, "--store", FILE) as server, socket.create_connection(server.place) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert server.get()[0] == 200
        _has_ended(server, signal.SIGTERM)


@pytest.mark.heavy
def test_memory(tmp_path: Path) -> None:
    """It does not grow with requests."""
    store = in_file(tmp_path)
    for number in range(20):
        fill(store, recordings(8, f"Program {number}"))
    with serving(tmp_path, "--store", FILE) as server:
        sizes: list[float] = []
        for _ in range(3):
            assert {server.get(path)[0] for path in ("/", "/portfolio.json") * 30} == {200}
            sizes.append(server.memory)
        assert sizes[2] < min(sizes[1] + 3, 80), sizes


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--host", "0.0.0.0"), 2, "--host: others reach this address"),  # noqa: S104
        (("--host", "::"), 2, "--host: others reach this address"),
        (("--host", "example.com"), 2, '--host: "example.com" is not an address'),
        (("--auth", "proxy"), 2, "--auth proxy and --access FILE belong together"),
        (("--access", "access.toml"), 2, "--auth proxy and --access FILE belong together"),
        (("--auth", "proxy", "--access", "none.toml"), 2, "none.toml: not found. Write a file with [proxy]"),
        (("--auth", "proxy", "--access", "bad.toml"), 2, 'bad.toml:1:1: unknown key "x"'),
        (("--hostname", "http://gate.example.com"), 2, '--hostname: "http://gate.example.com" is not a host name'),
        (("--max-age", "2d"), 2, "--max-age 2d: a go is valid for a day"),
        (("--max-age", "0h"), 2, "--max-age 0h"),
        (("--max-age", "soon"), 2, '--max-age: "soon" is not a duration'),
        (("--store", "none.sqlite"), 3, "none.sqlite: there is no such file, so nothing has been recorded yet. Run"),
        (("--store", "bad.toml"), 3, "bad.toml is damaged, or no SQLite file"),
        (("--store", "mysql://x"), 2, "the history cannot be kept at"),
        (("--port", "70000"), 2, "70000"),
        ((), 2, "readiness-gate.toml"),
    ],
)
def test_what_is_refused(tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    """In a sentence, before anything listens."""
    in_folder(tmp_path)
    (tmp_path / "bad.toml").write_text("x = 1\n", encoding="utf-8")
    store = () if "--store" in words or not words else ("--store", FILE)
    ended = run("serve", *store, *words, cwd=tmp_path)
    assert (ended.exit, says in ended.err, ended.out) == (code, True, ""), ended.err


def test_a_port_in_use(tmp_path: Path) -> None:
    """The message says what to do."""
    in_folder(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = run("serve", "--store", FILE, "--port", str(port), cwd=tmp_path)
    assert (ended.exit, ended.out) == (2, "")
    assert f"port {port} of 127.0.0.1 is in use. Choose another with --port" in ended.err
    assert run("serve", "--store", FILE, "--host", "192.0.2.1", cwd=tmp_path).exit == 2


def test_a_missing_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what to install."""
    found = util.find_spec

    def without(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "uvicorn" else found(name, package)

    monkeypatch.setattr("readiness_gate.cli.serve.find_spec", without, raising=False)
    ended = run("serve", cwd=tmp_path)
    assert (ended.exit, 'serve needs uvicorn: pip install "readiness-gate[serve]"' in ended.err) == (2, True)
