"""The releases and their patches as Jira lists the versions of the project."""

import json
from collections.abc import Iterator
from itertools import count

from readiness_gate.model.time import Instant, iso_day
from readiness_gate.sample.releases.calendar import AS_OF, QUARTER, RELEASES, day, patches

_FIRST, _FIRST_PATCH = 10_100, 10_200
"""The ids of the first release and of the first patch."""


def versions() -> str:
    """Return the response of Jira that lists the versions, each with its day; the last release is still planned."""
    return json.dumps(list(_versions()), indent=1) + "\n"


def version_id(release: int) -> str:
    """Return the id of a release, by its position."""
    return str(_FIRST + release)


def _versions() -> Iterator[dict[str, object]]:
    ids = count(_FIRST_PATCH)
    for quarter, release in enumerate(RELEASES):
        yield _version(version_id(quarter), release.version, day(quarter, QUARTER))
        for name, on in patches(release):
            yield _version(str(next(ids)), name, day(quarter + 1, on))


def _version(id_: str, name: str, on: Instant) -> dict[str, object]:
    return {"id": id_, "name": name, "archived": False, "released": on < AS_OF, "releaseDate": iso_day(on)}
