"""The names of branches, tags and commits, as the configuration gives them."""

import re
import unicodedata

LONGEST_REF = 4_000

_DAY = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})([T ].*)?", re.ASCII)
_TIP = ("HEAD", "@")


def why_no_ref(text: str) -> str | None:
    """Why a text can be no name of a branch, a tag or a commit; None for one that can."""
    strange = (each.isspace() or each in "~^:?*[\\" or unicodedata.category(each) == "Cc" for each in text)
    if len(text) > LONGEST_REF:
        return f"has more than {LONGEST_REF} characters"
    if not text or text.startswith("-") or ".." in text or "@{" in text or any(strange):
        return f'"{text}" is no name of a branch, tag or commit'
    return None


def why_no_lock(text: str) -> str | None:
    """Why a text is no ref that a policy can be locked by; None for one that is."""
    written = _DAY.fullmatch(text)
    if written:
        return f'must be a day without quotes, as {written[1]}; a tag that is called so is "refs/tags/{written[1]}"'
    if text in _TIP:
        return f'"{text}" names whatever is checked out, and moves with it: give a tag or the id of a commit'
    return why_no_ref(text)
