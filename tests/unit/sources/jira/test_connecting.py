"""A connection that cannot come about is reported at once, with its own reason and what to do."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from support.exports import NOW, jira_settings, no_file, settings
from support.jira_server import FakeJira, issue, serving

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.needs import Needs
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client
from readiness_gate.waiting import listening
from readiness_gate.web import connecting

IN_TIME = 5.0


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.TOKEN, "s3cret")
    monkeypatch.delenv(client.EMAIL, raising=False)
    for name in ("HTTPS_PROXY", "https_proxy", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    look_up = socket.getaddrinfo

    def known(host: Any, *rest: Any, **more: Any) -> Any:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", known)


def _why(url: str) -> str:
    """Why nothing is read from an address; it is said in time, and without the secrets."""
    given = jira_settings(export=None, url=url, projects=("CRM",))
    began = time.monotonic()
    with pytest.raises(CouldNotLook) as refused:
        jira.fetch(settings(jira=given), Needs(), NOW, no_file)
    assert time.monotonic() - began < IN_TIME
    assert "s3cret" not in str(refused.value)
    return str(refused.value)


@contextmanager
def _proxy(status: int) -> Generator[str]:
    """A proxy that answers every CONNECT with a status."""

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _closed() -> int:
    """A port of loopback at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("url", ["https://jira.invalid", "https://jira.invalid:8443/jira", "https://nowhere.invalid"])
def test_a_name_that_does_not_resolve(url: str) -> None:
    """Says that the name is not known, and names the key to correct."""
    host = url.removeprefix("https://").partition(":")[0].partition("/")[0]
    assert _why(url).startswith(f"the name {host} ")
    assert "correct jira.url" in _why(url)


def test_a_name_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system waits longer for a name server than a person does."""
    ended = threading.Event()

    def slow(*_args: Any, **_more: Any) -> None:
        ended.wait(30)

    monkeypatch.setattr(connecting, "RESOLVE", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert "could not be looked up in 0 s" in _why("https://jira.example")
    ended.set()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (407, "asks for a login (407)"),
        (403, "refuses to connect to"),
        (502, "(502): ask for the address to be allowed"),
    ],
)
def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch, status: int, said: str) -> None:
    """Its own words for a login and for a refusal; its password is not shown."""
    with _proxy(status) as address:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:s3cret@{address}")
        found = _why("https://jira.invalid")
    assert said in found
    assert f"the proxy {address}" in found


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its port nor its name: the address of Jira is not to blame."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{_closed()}")
    assert "refuses the connection: correct HTTPS_PROXY" in _why("https://jira.invalid")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    assert _why("https://jira.invalid").startswith("the name of the proxy, proxy.invalid, ")


@pytest.mark.parametrize("port", ["99999", "-1", "x", "65536"])
def test_a_proxy_with_an_impossible_port(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """It is said without asking, and without the password."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:s3cret@127.0.0.1:{port}")
    assert _why("https://jira.invalid") == (
        "the port in HTTPS_PROXY is not a number from 1 to 65535: correct HTTPS_PROXY"
    )


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody but itself signed, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    file, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(file), "-keyout", str(key)]
    subprocess.run([*made, *names], check=True, capture_output=True)
    return file, key


@contextmanager
def _secured(fake: FakeJira, certificate: tuple[Path, Path]) -> Generator[str]:
    """The stand-in behind TLS: bytes go through to it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(fake) as served, socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_accept, args=(listening, context, served.url), daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"


def _accept(listening: socket.socket, context: ssl.SSLContext, url: str) -> None:
    while True:
        try:
            raw, _ = listening.accept()
        except OSError:
            return
        try:
            outer = context.wrap_socket(raw, server_side=True)
        except OSError:
            continue
        host, port = url.removeprefix("http://").split(":")
        inner = socket.create_connection((host, int(port)))
        for source, sink in ((outer, inner), (inner, outer)):
            threading.Thread(target=_copy, args=(source, sink), daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        return


def test_a_certificate_that_is_not_trusted(certificate: tuple[Path, Path]) -> None:
    """Names the certificate's own fault, and where to add its authority."""
    with _secured(FakeJira([issue(1)]), certificate) as url:
        found = _why(url)
    assert found.startswith(f"the certificate of {url} is not trusted (self-signed certificate)")
    assert "SSL_CERT_FILE" in found


def test_a_certificate_that_is_made_known(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the message advises helps."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with _secured(FakeJira([issue(1)]), certificate) as url:
        given = jira_settings(export=None, url=url, projects=("CRM",))
        found = jira.fetch(settings(jira=given), Needs(), NOW, no_file)
    assert [each.key for each in found.issues] == ["CRM-1"]


def test_a_port_that_does_not_speak_tls() -> None:
    """A plain server behind https is a wrong address, and no matter of trust."""
    with serving(FakeJira([issue(1)])) as fake:
        assert "does not speak TLS" in _why(fake.url.replace("http:", "https:"))


def test_a_listener_is_told_what_is_waited_for() -> None:
    """Whom the program connects to, and that it does no more."""
    told: list[str] = []
    with listening(told.append):
        _why("https://jira.invalid")
        assert "Connecting to jira.invalid …" in told
        assert told[-1] == ""
