"""Who may see which program.

Without a proxy everybody who reaches the server sees everything, so it listens on loopback only. Where a proxy must be
before it for other reasons, and says nobody who asks, nobody sees anything. Behind a proxy two
headers say who asks, and they are believed only of a peer on the list, by the address of its socket.
"""

import ipaddress
from collections.abc import Sequence
from http import HTTPStatus
from typing import Protocol, TypeAlias

from readiness_gate.lean_dataclass import dataclass

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
USER, GROUPS = "x-forwarded-user", "x-forwarded-groups"
"""The headers that say who asks. No other does, and `X-Forwarded-For` never."""
EVERY = "*"
"""In place of a program's name: every program."""
_FORWARDED = (b"forwarded", b"via")
_FORWARDED_PREFIX = b"x-forwarded-"


class Refused(Exception):
    """A request is not answered: the text says why, and what to do."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asks, by what they may see."""

    programs: frozenset[str] = frozenset[str]()
    every: bool = False
    """Whether that is every program, also those that come later."""

    def sees(self, program: str) -> bool:
        """Whether a program may be shown."""
        return self.every or program in self.programs


class Access(Protocol):
    """What decides who may see what."""

    def viewer(self, peer: str, headers: Headers) -> Viewer:
        """Whoever asks from the address of a socket. Raises Refused."""
        ...

    def is_known(self) -> bool:
        """Whether it is known who may see what."""
        ...


class Stated:
    """Access that is known from the start."""

    __slots__ = ()

    def is_known(self) -> bool:
        """Whether it is known who may see what."""
        return True


@dataclass(frozen=True, slots=True)
class Everybody(Stated):
    """Everybody on this machine sees everything, and nobody else is answered."""

    def viewer(self, peer: str, headers: Headers) -> Viewer:  # noqa: ARG002 - the address of a socket may be a proxy's
        """Everything. Raises Refused for what came through a proxy, which may have let anybody in."""
        for name, _ in headers:
            if name in _FORWARDED or name.startswith(_FORWARDED_PREFIX):
                raise Refused(
                    HTTPStatus.FORBIDDEN,
                    "This server answers requests of its own machine only, and this one came through a proxy. "
                    "Start it with --auth proxy and an access file",
                )
        return Viewer(every=True)


@dataclass(frozen=True, slots=True)
class Nobody(Stated):
    """Nobody sees anything: what a proxy passes on for a stranger looks like a request of this machine."""

    def viewer(self, peer: str, headers: Headers) -> Viewer:  # noqa: ARG002 - whoever asks
        """Nothing. Raises Refused."""
        raise Refused(
            HTTPStatus.FORBIDDEN,
            "This server answers deployments, and shows no pages. Start another one without --github-app for them, or "
            "this one with --auth proxy and an access file",
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """The programs that the members of a group may see."""

    group: str
    programs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proxied(Stated):
    """A proxy says who asks; the grants say what that person may see."""

    peers: tuple[Network, ...]
    grants: tuple[Grant, ...]

    def viewer(self, peer: str, headers: Headers) -> Viewer:
        """Whoever the proxy says. Raises Refused for another peer, and for a header that is
        missing, empty or there more than once, and for somebody who may see nothing."""
        if not self._believes(peer):
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "This server is reached through its proxy only. Open the proxy's address, or add the proxy to peers in "
                "the access file",
            )
        _only(headers, USER)
        has_groups = any(name == GROUPS.encode() and value.strip() for name, value in headers)
        given = _only(headers, GROUPS) if has_groups else ""
        groups = frozenset(one.strip() for one in given.split(",") if one.strip())
        programs = frozenset(one for grant in self.grants if grant.group in groups for one in grant.programs)
        if not programs:
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "You may see no program. Ask the owner of the access file to grant one to a group of yours, and "
                "the owner of the proxy whether your groups are passed on",
            )
        return Viewer(programs - {EVERY}, EVERY in programs)

    def _believes(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self.peers)


def _only(headers: Headers, name: str) -> str:
    """The value of a header that must be there once."""
    found = [value for key, value in headers if key == name.encode()]
    if len(found) != 1:
        raise Refused(
            HTTPStatus.UNAUTHORIZED,
            f"The proxy must send the header {name} exactly once, and it was there {len(found)} times. "
            "Sign in again, or correct the proxy",
        )
    try:
        value = found[0].decode().strip()
    except UnicodeDecodeError:
        value = ""
    if not value:
        raise Refused(
            HTTPStatus.UNAUTHORIZED, f"The header {name} of the proxy is empty. Sign in again, or correct the proxy"
        )
    return value
