"""Names of time zones: which are known, and which one somebody who misspelled one meant."""

from difflib import SequenceMatcher, get_close_matches
from zoneinfo import available_timezones

NO_PLACES = ("localtime", "Factory")
"""Names in the time zone database that are no zone of a place."""
_OFFSETS = "Etc/"
_NEAR = 0.8


def zones() -> list[str]:
    """The IANA names, sorted."""
    return sorted(available_timezones().difference(NO_PLACES))


def zone_hint(name: str) -> str:
    """What to write instead of an unknown name: the zone of the same or a similar city, else what a name looks like.

    Abbreviations and offsets are suggested only for the same letters: CEST is not EST, and Etc/GMT+1 lies west of UTC.
    """
    wanted = name.strip().casefold().replace(" ", "_")
    meant = {zone.casefold(): zone for zone in zones()}.get(wanted) or _of_city(wanted)
    return f'; did you mean "{meant}"?' if meant else ': write an IANA name, such as "Europe/Berlin"'


def _of_city(wanted: str) -> str | None:
    """The zone whose city is named most alike; of several the one that is named most alike as a whole."""
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
