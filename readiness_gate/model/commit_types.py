"""The type of a commit, from a line of its message, by https://www.conventionalcommits.org/en/v1.0.0/, with the types
of Angular's guidelines and the prefixes that people and hosts put before it.

Only known prefixes may precede a type: a list mark, an emoji, brackets, an issue key, or what a host or git itself
writes. After any other words there is no type: "docs: describe the feature: rounding" is not a feature.
"""

import re
import unicodedata

_FEATURE = "feat|feature|features"
_OTHERS = (
    "build|chore|ci|config|deploy|deps|doc|docs|fix|fixes|bugfix|hotfix|i18n|infra|lint|maint|ops|perf|refactor|release"
    "|revert|security|style|test|tests|wip|bump|translation|ui"
)
_LONGEST = 2_000
"""How many letters of a line are examined: a type is at its beginning."""
_KEY = r"[A-Za-z][A-Za-z0-9_]*-[1-9][0-9]*"
_NOT_A_TYPE = rf"(?!(?:{_FEATURE}|{_OTHERS})\b)"
# What may stand before a type, one after the other: what begins with a sign, and what begins with a letter.
_SIGNS = re.compile(
    r"""
    [*+\-\u2022\u2023\u25e6\u00b7\u2013\u2014>#`"'~_]+\s*      # marks of lists, bold, quotes
  | \d+[.)]\s+                                               # 1. or 1)
  | \[[^\[\]]{0,60}\]\s*                                      # [CRM-12], [Backport 1.0], [x]
  | \((?!(?:"""
    + _FEATURE
    + r""")\))[^()]{0,60}\)\s*                                  # (CRM-12)
  | :[a-z0-9_+-]+:\s*                                        # :sparkles:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORDS = tuple(
    re.compile(expression, re.IGNORECASE)
    for expression in (
        rf"{_KEY}\s*[:,-]?\s+",  # CRM-12: or CRM-12
        r"(?:fixup|squash|amend)!\s*",
        r"(?:merged?\s+(?:pr|pull\s+request)|pull\s+request)\s+[#!]?\d+\s*(?::(?![a-z0-9_+-]+:))?\s*",
        rf"{_NOT_A_TYPE}[a-z][\w./ -]{{0,40}}:\s+",  # Cherry-pick: or commit 1:
    )
)
_SCOPE = r"\s*+(?:\([^()]*\)\s*+)*+[*_`]*+!?[*_`]*+\s*+"
_IS_FEATURE = re.compile(rf"(?:{_FEATURE}){_SCOPE}:", re.IGNORECASE)
_IS_TYPED = re.compile(rf"(?:{_FEATURE}|{_OTHERS}){_SCOPE}:", re.IGNORECASE)
# Written a little differently, which is understood in a title only: feat/quote: x, (feat): x, feat - x.
_NEARLY = re.compile(rf"\(?(?:{_FEATURE})(?:\)\s*:|/[^\s:]*:|\s+-\s)", re.IGNORECASE)
_FROM_BRANCH = re.compile(rf"Merge pull request #\d+ from \S+/(?:{_FEATURE})", re.IGNORECASE)
_NUMBER = r"(?: \([#!]\d+\))?"
_UNDONE = re.compile(rf'Revert(?:\^(\d{{1,9}}))? "(.*)"{_NUMBER}', re.DOTALL)
_AGAIN = re.compile(rf'Reapply "(.*)"{_NUMBER}', re.DOTALL)


def is_typed(line: str) -> bool:
    """Return whether a line states the type of a commit, or of a commit that it reverts."""
    text = _normalized(line)
    undone = _UNDONE.fullmatch(text)
    return is_typed(undone[2]) if undone else _begins_with(text, _IS_TYPED) or is_feature(text)


def is_feature(line: str, *, title: bool = False) -> bool:
    """Return whether a line has the type feat, directly or by reverting a revert; a `title` may spell it slightly
    differently."""
    text = _normalized(line)
    again, undone = _AGAIN.fullmatch(text), _UNDONE.fullmatch(text)
    if again:
        return is_feature(again[1], title=title)
    if undone:
        times, inner = int(undone[1] or 1), undone[2]
        return is_feature(inner, title=title) if times % 2 == 0 else _is_undone_feature(inner, title=title)
    if _begins_with(text, _IS_FEATURE):
        return True
    return title and (_begins_with(text, _NEARLY) or bool(_FROM_BRANCH.fullmatch(text)))


def _begins_with(text: str, type_: re.Pattern[str]) -> bool:
    """Return whether a type is at the beginning of a text, or after known prefixes. No position is examined twice,
    whatever the text: a line of dashes could be divided in too many ways."""
    places, seen = [0], {0}
    while places:
        at = places.pop()
        if type_.match(text, at):
            return True
        before = (_SIGNS.match(text, at), *(words.match(text, at) for words in _WORDS))
        ends = {mark.end() for mark in before if mark} - seen
        seen |= ends
        places += ends
    return False


def _is_undone_feature(text: str, *, title: bool) -> bool:
    """Return whether a text reverts a feature; reverting that restores it."""
    undone = _UNDONE.fullmatch(text)
    return undone is not None and is_feature(f'Revert^{int(undone[1] or 1) + 1} "{undone[2]}"', title=title)


def _normalized(line: str) -> str:
    """Return a normalized line without emoji and invisible characters."""
    plain = unicodedata.normalize("NFKC", line[:_LONGEST])
    seen = (
        letter for letter in plain if letter.isascii() or unicodedata.category(letter) not in ("So", "Sk", "Cf", "Mn")
    )
    return "".join(seen).strip()
