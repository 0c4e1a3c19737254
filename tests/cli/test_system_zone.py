"""The time zone that a machine is set to."""

from pathlib import Path

import pytest

from readiness_gate.cli.system_zone import system_zone


def _machine(root: Path, timezone: bytes | None, localtime: str | None) -> Path:
    (root / "etc").mkdir()
    if timezone is not None:
        (root / "etc" / "timezone").write_bytes(timezone)
    if localtime is not None:
        (root / "etc" / "localtime").symlink_to(localtime)
    return root


TOKYO = "/usr/share/zoneinfo/Asia/Tokyo"


@pytest.mark.parametrize(
    ("variable", "timezone", "localtime", "zone"),
    [
        ("Europe/Berlin", b"UTC\n", TOKYO, "Europe/Berlin"),
        (":Europe/Berlin", None, None, "Europe/Berlin"),
        ("/usr/share/zoneinfo/Europe/Berlin", None, None, "Europe/Berlin"),
        ("CET-1CEST", b"America/Lima\n", TOKYO, "America/Lima"),
        ("", b"Etc/UTC\n", TOKYO, "Etc/UTC"),
        (None, b"# none\n", TOKYO, "Asia/Tokyo"),
        (None, b"", TOKYO, "Asia/Tokyo"),
        (None, b"\xff" * 9_999, TOKYO, "Asia/Tokyo"),
        (None, None, "../usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        (None, None, "/var/db/timezone/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        (":/etc/localtime", None, "/etc/elsewhere", None),
        ("Factory", None, "/usr/share/zoneinfo/localtime", None),
        (None, None, None, None),
    ],
)
def test_the_first_that_has_a_name(
    tmp_path: Path, variable: str | None, timezone: bytes | None, localtime: str | None, zone: str | None
) -> None:
    """The variable, then the file, then where the link leads; what is no IANA name is passed over."""
    environment = {} if variable is None else {"TZ": variable}
    assert system_zone(environment, _machine(tmp_path, timezone, localtime)) == zone


def test_a_copy_of_the_database_has_no_name(tmp_path: Path) -> None:
    """A file in the place of the link, and a folder in the place of the file, say nothing."""
    (tmp_path / "etc" / "timezone").mkdir(parents=True)
    (tmp_path / "etc" / "localtime").write_bytes(b"TZif2")
    assert system_zone({}, tmp_path) is None
