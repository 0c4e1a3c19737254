"""Which time zone somebody meant."""

import pytest

from readiness_gate.toml.zones import zone_hint, zones


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("Erope/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("Berln", "Europe/Berlin"),
        (" berlin ", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Tokio", "Asia/Tokyo"),
        ("America/Kentuky/Louisville", "America/Kentucky/Louisville"),
        ("Louisville", "America/Louisville"),
        ("utc", "UTC"),
        ("etc/gmt+1", "Etc/GMT+1"),
        ("posix/Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_a_similar_city_is_suggested(name: str, meant: str) -> None:
    """By the name as a whole, by the city alone, whatever the case."""
    assert meant in zones()
    assert zone_hint(name) == f'; did you mean "{meant}"?'


@pytest.mark.parametrize(
    "name", ["CEST", "GMT+1", "UTC+1", "Europe/Munich", "", "/", "Factory", "localtime", "x" * 4_000]
)
def test_what_is_not_similar_gets_an_example(name: str) -> None:
    """No abbreviation, offset or city stands for another one."""
    assert zone_hint(name) == ': write an IANA name, such as "Europe/Berlin"'
