"""Who asks, and what that person may see: only the address of a socket and two headers say so."""

import ipaddress
from http import HTTPStatus

import pytest

from readiness_gate.server.access import EVERY, Everybody, Grant, Headers, Proxied, Refused, Viewer

PROXY = "10.0.3.7"
PROXIED = Proxied(
    (ipaddress.ip_network("10.0.3.0/28"), ipaddress.ip_network("fd00::7")),
    (Grant("crm", frozenset({"CRM"})), Grant("erp", frozenset({"ERP", "HR"})), Grant("pmo", frozenset({EVERY}))),
)


def _headers(user: str = "jane", groups: str = "crm") -> list[tuple[bytes, bytes]]:
    return [(b"x-forwarded-user", user.encode()), (b"x-forwarded-groups", groups.encode())]


@pytest.mark.parametrize("peer", [PROXY, "10.0.3.15", "::ffff:10.0.3.7", "fd00::7"])
@pytest.mark.parametrize(
    ("groups", "sees"),
    [
        ("crm", {"CRM"}),
        ("crm, erp", {"CRM", "ERP", "HR"}),
    ],
)
def test_groups(peer: str, groups: str, sees: set[str]) -> None:
    """Each group sees its programs."""
    viewer = PROXIED.viewer(peer, _headers(groups=groups))
    assert viewer == Viewer(frozenset(sees))
    assert {name for name in ("CRM", "ERP", "HR", EVERY) if viewer.sees(name)} == sees


@pytest.mark.parametrize(
    "headers", [_headers()[:1], *(_headers(groups=groups) for groups in ("", " ", "other", "CRM", ",", "*"))]
)
def test_no_group(headers: Headers) -> None:
    """Or one that is not named, or is in other letters: whoever that is sees nothing, and is not asked to sign in."""
    with pytest.raises(Refused, match=r"You may see no program\. Ask the owner of the access file") as caught:
        PROXIED.viewer(PROXY, headers)
    assert caught.value.status == HTTPStatus.FORBIDDEN


def test_every_program() -> None:
    """Also those that come later; `*` is no name of a program."""
    assert PROXIED.viewer(PROXY, _headers(groups="pmo,crm")).sees("later")


@pytest.mark.parametrize(
    ("peer", "headers", "says"),
    [
        ("10.0.3.16", _headers(), "through its proxy only"),
        ("127.0.0.1", [*_headers(), (b"x-forwarded-for", PROXY.encode())], "through its proxy only"),
        ("127.0.0.1", [*_headers(), (b"forwarded", f"for={PROXY}".encode())], "through its proxy only"),
        ("", _headers(), "through its proxy only"),
        ("10.0.3.7.evil.example", _headers(), "through its proxy only"),
        (PROXY, _headers()[1:], "x-forwarded-user exactly once, and it was there 0 times"),
        (PROXY, [*_headers(), *_headers(groups="pmo")[1:]], "x-forwarded-groups exactly once, and it was there 2"),
        (PROXY, [*_headers(), *_headers()[:1]], "x-forwarded-user exactly once, and it was there 2 times"),
        (PROXY, _headers(user=" "), "x-forwarded-user of the proxy is empty"),
        (PROXY, [*_headers(groups=""), *_headers()[1:]], "x-forwarded-groups exactly once, and it was there 2"),
        (PROXY, [(b"x-forwarded-user", b"\xff"), *_headers()[1:]], "x-forwarded-user of the proxy is empty"),
        (PROXY, [(b"x_forwarded_user", b"jane"), *_headers()[1:]], "x-forwarded-user exactly once"),
    ],
)
def test_who_is_not_believed(peer: str, headers: Headers, says: str) -> None:
    """Neither a stranger, whatever that one sends, nor a proxy that does not say exactly once who asks."""
    with pytest.raises(Refused, match=says) as caught:
        PROXIED.viewer(peer, headers)
    assert caught.value.status == HTTPStatus.UNAUTHORIZED


def test_everybody_on_this_machine() -> None:
    """Sees everything, but nobody who came through a proxy."""
    assert Everybody().viewer("127.0.0.1", [(b"host", b"localhost")]).sees("anything")
    for name in (b"x-forwarded-for", b"x-forwarded-user", b"forwarded", b"via"):
        with pytest.raises(Refused, match="Start it with --auth proxy") as caught:
            Everybody().viewer("127.0.0.1", [(name, b"1")])
        assert caught.value.status == HTTPStatus.FORBIDDEN
