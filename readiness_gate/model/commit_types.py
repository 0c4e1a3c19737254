"""Of which type a commit is, by a line of its message, as https://www.conventionalcommits.org/en/v1.0.0/ has it, with
the types of Angular's guidelines, and with what people and hosts put before it.

What stands before a type is known: a mark of a list, an emoji, brackets, the key of an issue, what a host or git itself
writes. Behind any other words there is no type: "docs: describe the feature: rounding" is no feature.
"""

import re
import unicodedata

_FEATURE = "feat|feature|features"
_OTHERS = (
    "build|chore|ci|config|deploy|deps|doc|docs|fix|fixes|bugfix|hotfix|i18n|infra|lint|maint|ops|perf|refactor|release"
    "|revert|security|style|test|tests|wip|bump|translation|ui"
)
_KEY = r"[A-Za-z][A-Za-z0-9_]*-[1-9][0-9]*"
_NOT_A_TYPE = rf"(?!(?:{_FEATURE}|{_OTHERS})\b)"
# What may stand before a type, one after the other.
_BEFORE = rf"""(?:
    [*+\-\u2022\u2023\u25e6\u00b7\u2013\u2014>#`"'~_]+\s*      # marks of lists, bold, quotes
  | \d+[.)]\s+                                               # 1. or 1)
  | \[[^\[\]]{{0,60}}\]\s*                                    # [CRM-12], [Backport 1.0], [x]
  | \((?!(?:{_FEATURE})\))[^()]{{0,60}}\)\s*                  # (CRM-12)
  | :[a-z0-9_+-]+:\s*                                        # :sparkles:
  | {_KEY}\s*[:,-]?\s+                                       # CRM-12: or CRM-12
  | (?:fixup|squash|amend)!\s*
  | (?:merged?\s+(?:pr|pull\s+request)|pull\s+request)\s+[#!]?\d+\s*:?\s*
  | {_NOT_A_TYPE}[a-z][\w./ -]{{0,40}}:\s+                     # Cherry-pick: or commit 1:
)*"""
_SCOPE = r"\s*(?:\([^()]*\)\s*)*[*_`]*!?[*_`]*\s*"
_IS_FEATURE = re.compile(rf"{_BEFORE}(?:{_FEATURE}){_SCOPE}:", re.IGNORECASE | re.VERBOSE)
_IS_TYPED = re.compile(rf"{_BEFORE}(?:{_FEATURE}|{_OTHERS}){_SCOPE}:", re.IGNORECASE | re.VERBOSE)
# Written a little differently, which is understood in a title only: feat/quote: x, (feat): x, feat - x.
_NEARLY = re.compile(rf"{_BEFORE}\(?(?:{_FEATURE})(?:\)\s*:|/[^\s:]*:|\s+-\s)", re.IGNORECASE | re.VERBOSE)
_FROM_BRANCH = re.compile(rf"Merge pull request #\d+ from \S+/(?:{_FEATURE})", re.IGNORECASE)
_NUMBER = r"(?: \([#!]\d+\))?"
_UNDONE = re.compile(rf'Revert(?:\^(\d+))? "(.*)"{_NUMBER}', re.DOTALL)
_AGAIN = re.compile(rf'Reapply "(.*)"{_NUMBER}', re.DOTALL)


def is_typed(line: str) -> bool:
    """Whether a line says of which type a commit is, or what was undone."""
    text = _without_pictures(line)
    undone = _UNDONE.fullmatch(text)
    return is_typed(undone[2]) if undone else bool(_IS_TYPED.match(text)) or is_feature(text)


def is_feature(line: str, *, title: bool = False) -> bool:
    """Whether a line is of the type feat, as it stands, or as what brings such a one again; a `title` may be written a
    little differently."""
    text = _without_pictures(line)
    again, undone = _AGAIN.fullmatch(text), _UNDONE.fullmatch(text)
    if again:
        return is_feature(again[1], title=title)
    if undone:
        times, inner = int(undone[1] or 1), undone[2]
        return is_feature(inner, title=title) if times % 2 == 0 else _is_undone_feature(inner, title=title)
    if _IS_FEATURE.match(text):
        return True
    return title and bool(_NEARLY.match(text) or _FROM_BRANCH.fullmatch(text))


def _is_undone_feature(text: str, *, title: bool) -> bool:
    """Whether a text itself says that a feature was taken back: what takes that back brings it again."""
    undone = _UNDONE.fullmatch(text)
    return undone is not None and is_feature(f'Revert^{int(undone[1] or 1) + 1} "{undone[2]}"', title=title)


def _without_pictures(line: str) -> str:
    """A line in one form of each letter, without emoji and what the eye does not see."""
    plain = unicodedata.normalize("NFKC", line)
    seen = (each for each in plain if each.isascii() or unicodedata.category(each) not in ("So", "Sk", "Cf", "Mn"))
    return "".join(seen).strip()
