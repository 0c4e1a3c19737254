"""Why a connection fails if retrying does not help: a name, a proxy, a certificate."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from readiness_gate.errors import CouldNotLook
from readiness_gate.waiting import report

RESOLVE = 4.0
"""The time limit in seconds for resolving a name."""
_HTTPS = 443
_CODE = re.compile(r"Tunnel connection failed: ([0-9]{3})\b", re.ASCII)
_DENIED = re.compile(r"Tunnel connection failed: 407\b", re.ASCII)


def check_name(address: str, setting: str, *, is_proxy: bool) -> None:
    """Raise CouldNotLook for an address with an invalid port, or whose name cannot be resolved in time; `setting` is
    where the address is configured, such as `jira.url`."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    host = parts.hostname or ""
    report(f"Connecting to {host} …")
    try:
        port = parts.port or _HTTPS
    except ValueError as error:
        where = "HTTPS_PROXY" if is_proxy else setting
        raise CouldNotLook(f"the port in {where} is not a number from 1 to 65535: correct {where}") from error
    how = _not_known(host, port)
    if how is None:
        return
    if is_proxy:
        raise CouldNotLook(
            f"the name of the proxy, {host}, {how}: correct HTTPS_PROXY, or check the network (DNS, VPN)"
        )
    raise CouldNotLook(f"the name {host} {how}: correct {setting}, and check the network (DNS, VPN)")


def _not_known(host: str, port: int) -> str | None:
    """Return why a name cannot be resolved; None if it can."""
    failed: list[OSError | UnicodeError] = []
    done = threading.Event()

    def look_up() -> None:
        try:
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failed.append(error)
        done.set()

    # The system's resolver has no time limit, so its thread may be left behind.
    threading.Thread(target=look_up, daemon=True).start()
    if not done.wait(RESOLVE):
        return f"could not be looked up in {RESOLVE:.0f} s"
    return "is not known here" if failed else None


def refusal(error: BaseException, shown: str, proxy: str, setting: str) -> str | None:
    """Return why a connection was permanently refused, and what to do; None if a retry may succeed. `setting` is where
    the address is configured."""
    causes = list(_causes(error))
    names = {type(cause).__name__ for cause in causes}
    if "ProxyError" in names and proxy:
        return _of_proxy(" ".join(map(str, causes)), names, proxy, shown)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"the certificate of {shown} is not trusted ({cause.verify_message}): add the authority that issued "
                "it to the trust store of the system, or set SSL_CERT_FILE to a file that has it"
            )
    if "SSLError" in names:
        return f"{shown} does not speak TLS, which https needs: check the address and port in {setting}"
    if "NameResolutionError" in names:
        return (
            f"the name {urlsplit(shown).hostname} is not known here: correct {setting}, and check the network "
            "(DNS, VPN)"
        )
    return None


def _of_proxy(messages: str, names: set[str], proxy: str, shown: str) -> str:
    if _DENIED.search(messages):
        return (
            f"the proxy {proxy} asks for a login (407): add user and password to HTTPS_PROXY "
            "(http://user:password@proxy:port)"
        )
    if "Tunnel connection failed" in messages:
        code = _CODE.search(messages)
        why = f" ({code[1]})" if code else ""
        remedy = "ask for the address to be allowed, or correct HTTPS_PROXY"
        return f"the proxy {proxy} refuses to connect to {shown}{why}: {remedy}"
    how = "cannot be reached" if "ConnectionRefusedError" not in names else "refuses the connection"
    return f"the proxy {proxy} {how}: correct HTTPS_PROXY, or unset it where Jira can be reached directly"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all its causes, including the reasons that urllib3 keeps in its arguments."""
    seen: set[int] = set()
    left = [error]
    while left:
        cause = left.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        held = [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
        left += [inner for inner in held if isinstance(inner, BaseException)]


def without_secret(address: str) -> str:
    """Return a proxy's address without user name and password."""
    return address.rpartition("@")[2].rpartition("://")[2].rstrip("/")
