"""Decide who may see which program.

Without a proxy, everybody who reaches the server sees everything, so it listens on loopback only. If a proxy is
required for other reasons and does not identify users, nobody sees anything. Behind an identifying proxy, two headers
name the user and the groups. They are trusted only from the listed peers, by the address of the socket.
"""

import ipaddress
from collections.abc import Sequence
from http import HTTPStatus
from typing import Protocol, TypeAlias

from readiness_gate.lean_dataclass import dataclass

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
USER, GROUPS = "x-forwarded-user", "x-forwarded-groups"
"""The headers that identify the user. No other header does, and `X-Forwarded-For` never."""
EVERY = "*"
"""Stands for every program in place of a program's name."""
_FORWARDED = (b"forwarded", b"via")
_FORWARDED_PREFIX = b"x-forwarded-"


class Refused(Exception):
    """A request is refused: the message is why, and what to do."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Viewer:
    """The user of a request, described by what they may see."""

    programs: frozenset[str] = frozenset[str]()
    every: bool = False
    """Whether the user may see every program, including future ones."""

    def sees(self, program: str) -> bool:
        """Return whether a program may be shown."""
        return self.every or program in self.programs


class Access(Protocol):
    """Decides who may see what."""

    def viewer(self, peer: str, headers: Headers) -> Viewer:
        """Return the viewer behind a request from a socket address. Raises Refused."""
        ...

    def is_known(self) -> bool:
        """Return whether it is known who may see what."""
        ...


class Stated:
    """Access that is known from the start."""

    __slots__ = ()

    def is_known(self) -> bool:
        """Return whether it is known who may see what."""
        return True


@dataclass(frozen=True, slots=True)
class Everybody(Stated):
    """Everybody on this machine sees everything, and nobody else gets an answer."""

    def viewer(self, peer: str, headers: Headers) -> Viewer:  # noqa: ARG002 - the address of a socket may be a proxy's
        """Return a viewer of everything. Raises Refused for a request through a proxy, which may have let anybody
        in."""
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
    """Nobody sees anything: a stranger's request that a proxy forwards looks like a request from this machine."""

    def viewer(self, peer: str, headers: Headers) -> Viewer:  # noqa: ARG002 - the same for everybody
        """Raise Refused in every case."""
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
    """A proxy identifies the user; the grants define what that user may see."""

    peers: tuple[Network, ...]
    grants: tuple[Grant, ...]

    def viewer(self, peer: str, headers: Headers) -> Viewer:
        """Return the viewer that the proxy names. Raises Refused for a peer that is not listed, for a header that is
        missing, empty or repeated, and for a user who may see nothing."""
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
    """Return the value of a header that must occur exactly once."""
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
