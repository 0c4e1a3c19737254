"""The names of time zones, and suggestions for misspelled ones."""

from difflib import SequenceMatcher, get_close_matches
from zoneinfo import available_timezones

NO_PLACES = ("localtime", "Factory")
"""Names in the time zone database that are not the zone of a place."""
_OFFSETS = "Etc/"
_NEAR = 0.8


def zones() -> list[str]:
    """Return the IANA names, sorted."""
    return sorted(available_timezones().difference(NO_PLACES))


def zone_hint(name: str) -> str:
    """Return what to write instead of an unknown name: the zone of the same or a similar city, else an example.

    Abbreviations and offsets are suggested only for the same letters: CEST is not EST, and Etc/GMT+1 lies west of UTC.
    """
    wanted = name.strip().casefold().replace(" ", "_")
    meant = {zone.casefold(): zone for zone in zones()}.get(wanted) or _of_city(wanted)
    return f'; did you mean "{meant}"?' if meant else ': write an IANA name, such as "Europe/Berlin"'


def _of_city(wanted: str) -> str | None:
    """Return the zone with the most similar city; of several, the one whose whole name is most similar."""
    cities: dict[str, list[str]] = {}
    for zone in zones():
        if "/" in zone and not zone.startswith(_OFFSETS):
            cities.setdefault(_city(zone.casefold()), []).append(zone)
    close = get_close_matches(_city(wanted), cities, n=1, cutoff=_NEAR)
    if not close:
        return None
    return max(cities[close[0]], key=lambda zone: SequenceMatcher(None, zone.casefold(), wanted).ratio())


def _city(zone: str) -> str:
    return zone.rpartition("/")[2]
