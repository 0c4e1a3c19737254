"""Times in command line options."""

from zoneinfo import ZoneInfo

from readiness_gate.errors import BadUse
from readiness_gate.model.time import Instant, day, day_of, duration, end_of_day, instant, is_day


def moment(option: str, text: str, zone: ZoneInfo | None, now: Instant) -> Instant:
    """Return the instant of an option: a time with its offset, a day of the zone, which means its end (today means
    now), or a duration before now (`-7d`). Raises BadUse for anything else."""
    try:
        if is_day(text):
            return _of_day(option, text, zone, now)
        return now - duration(text[1:]) if text[:1] == "-" and text[1:2].isdigit() else instant(text)
    except ValueError as error:
        raise BadUse(f"{option}: {error}, a day such as 2027-02-14, or a time before now such as -7d") from error


def _of_day(option: str, text: str, zone: ZoneInfo | None, now: Instant) -> Instant:
    if zone is None:
        raise BadUse(f"{option}: a day needs a time zone: give timezone in [program]")
    return now if day(text) == day_of(now, zone) else end_of_day(day(text), zone)
