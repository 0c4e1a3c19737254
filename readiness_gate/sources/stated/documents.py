"""Documents that the configuration names: links, or files, which must exist and have some content."""

from collections.abc import Iterator

from readiness_gate.errors import Unreadable
from readiness_gate.model.settings import Reader

_LARGEST = 1 << 26
_LINKS = ("https://", "http://")


def problems(section: str, key: str, place: str, read: Reader) -> Iterator[str]:
    """What is wrong with a document that a key of a section names; nothing for a link, and where none is named."""
    if not place or place.casefold().startswith(_LINKS):
        return
    try:
        content = read(place, _LARGEST)
    except Unreadable as error:
        yield f"{key} in [{section}]: {error}"
        return
    if content is None:
        yield f"{place}, {key} in [{section}], does not exist: write it, or correct {key}"
    elif not content.strip():
        yield f"{place}, {key} in [{section}], is empty: write it"
