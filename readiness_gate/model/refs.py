"""The names of branches, tags and commits in the configuration."""

import re
import unicodedata

LONGEST_REF = 4_000

_DAY = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})([T ].*)?", re.ASCII)
_TIP = ("HEAD", "@")
_HEX = re.compile(r"[0-9a-f]{4,64}", re.ASCII | re.IGNORECASE)
_WHOLE = (40, 64)


def why_no_ref(text: str) -> str | None:
    """Return why a text cannot be the name of a branch, a tag or a commit; None if it can."""
    if len(text) > LONGEST_REF:
        return f"has more than {LONGEST_REF} characters"
    if not text or text.startswith("-") or ".." in text or "@{" in text or any(map(_is_forbidden, text)):
        return f'"{text}" is not the name of a branch, tag or commit'
    return None


def _is_forbidden(letter: str) -> bool:
    """Return whether git forbids this letter in names."""
    return letter.isspace() or letter in "~^:?*[\\" or unicodedata.category(letter) == "Cc"


def is_id(text: str) -> bool:
    """Return whether a text is the full id of a commit, which no ref can shadow."""
    return _HEX.fullmatch(text) is not None and len(text) in _WHOLE


def why_no_lock(text: str) -> str | None:
    """Return why a text is not a ref that can lock a policy; None if it is."""
    written = _DAY.fullmatch(text)
    if written:
        return f'must be a day without quotes, as {written[1]}; a tag that is called so is "refs/tags/{written[1]}"'
    if text in _TIP:
        return f'"{text}" names whatever is checked out, and moves with it: give a tag or the id of a commit'
    if _HEX.fullmatch(text) and not is_id(text):
        return (
            f'"{text}" may be a part of the id of a commit, and a tag that is called so would take its place: write '
            f'the whole id (40 or 64 digits), or a tag as "refs/tags/{text}"'
        )
    return why_no_ref(text)
