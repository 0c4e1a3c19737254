"""The type of a commit, from a line of its message, by https://www.conventionalcommits.org/en/v1.0.0/, with the types
of Angular's guidelines and the prefixes that people and hosts put before it.

Only known prefixes may precede a type: a list mark, an emoji, brackets, an issue key, or what a host or git itself
writes. After any other words there is no type: "docs: describe the feature: rounding" is not a feature.
"""

import re
import unicodedata

_FEATURE = "feat|feature|features"
# Not here, because they are also areas, in which there are features: config, ui.
_OTHERS = (
    "build|chore|ci|deploy|deps|doc|docs|fix|fixes|bugfix|hotfix|i18n|infra|lint|maint|ops|perf|refactor|release"
    "|revert|security|style|test|tests|wip|bump|translation"
)
_LONGEST = 2_000
"""How many letters of a line are examined: a type is at its beginning."""
_KEY = r"[A-Za-z][A-Za-z0-9_]*-[1-9][0-9]*"
_REQUEST = r"(?:pr|mr|pull\s+request|merge\s+request)"
_NOT_A_TYPE = rf"(?!(?:{_FEATURE}|{_OTHERS})\b)"
# What may stand before a type, one after the other: what begins with a sign, and what begins with a letter.
_SIGNS = re.compile(
    r"""
    [#!]\d+\s*[:,|/-]?\s+                                      # #12
  | [*+\-\u2022\u2023\u25e6\u00b7\u2013\u2014>#`"'~_|]+\s*     # marks of lists, bold, quotes, columns
  | \d+[.)]\s+                                               # 1. or 1)
  | \[[^\[\]]{0,60}\][\s:]*                                   # [CRM-12], [Backport 1.0]:, [x]
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
        rf"{_KEY}(?:\s*[:,|/]\s*|\s*-?\s+)",  # CRM-12: or CRM-12
        r"[A-Za-z]{1,10}#\d+\s*[:,|/-]?\s+",  # AB#12 or GH#12:
        r"(?:fixup|squash|amend)!\s*",
        r"(?:wip|draft)\b\s*[:-]?\s*(?=\S)",
        rf"(?:merged?\s+)?{_REQUEST}\s+[#!]?\d+\s*(?::(?![a-z0-9_+-]+:))?\s*",
        r"(?:merged?|resolved?s?|closed?s?)\s*:?\s+",  # Merge "feat: x", as Gerrit writes it
        rf"{_NOT_A_TYPE}[a-z][\w./ -]{{0,40}}:\s+",  # Cherry-pick: or commit 1:
    )
)
_SCOPE = r"\s*+(?:(?:\([^()]*\)|\[[^\[\]]*\])\s*+)*+[*_`]*+!?[*_`]*+\s*+"
_AND = r"\s*[,+/&|]\s*"
_ANY = rf"(?:{_FEATURE}|{_OTHERS})"
# Several types may be joined: fix,feat: x.
_JOINED = rf"(?:{_AND}{_ANY}){{0,5}}{_SCOPE}:"
_IS_TYPED = re.compile(rf"{_ANY}{_JOINED}", re.IGNORECASE)
_IS_FEATURE = re.compile(rf"(?:(?:{_OTHERS}){_AND}){{0,5}}(?:{_FEATURE}){_JOINED}", re.IGNORECASE)


def _nearly(types: str) -> re.Pattern[str]:
    """Return the pattern of a type that is written a little differently, which is understood in a title only."""
    return re.compile(
        rf"""
        \(?(?:{types})(?:
          \)\s*:                                       # (feat): x
        | /[^\s:]*:                                    # feat/quote: x
        | \s+[-|\u2013\u2014]\s                        # feat - x
        | \s*\(?(?:{_KEY}|\#\d+)\)?(?:\s*:|\s)       # feat CRM-12: x, feat(CRM-12) x
        )
      | [\[<\u3010](?:{types})[\]>\u3011]              # [feat] x
        """,
        re.IGNORECASE | re.VERBOSE,
    )


_NEARLY_FEATURE, _NEARLY_TYPED = _nearly(_FEATURE), _nearly(_ANY)
_FROM_BRANCH = re.compile(rf"Merge pull request #\d+ from \S+/(?:{_FEATURE})", re.IGNORECASE)
# Of Dependabot, Renovate, npm and Maven.
_BY_PROGRAM = re.compile(
    r"Bump \S+ from \S+ to v?\d|Update dependency \S+ to v?\d|Bump the \S+ group\b|v?\d+\.\d+\.\d+[\w.+-]*$"
    r"|\[maven-release-plugin\]|\[Gradle Release Plugin\]",
    re.IGNORECASE,
)
_NUMBER = r"(?: \([#!]\d+\))?"
_UNDONE = re.compile(rf'Revert(?:\^(\d{{1,9}}))? "(.*)"{_NUMBER}', re.DOTALL)
_REVERT = re.compile(r"revert(?:\([^()]*\))?!?:\s+(.*)", re.IGNORECASE | re.DOTALL)
_AGAIN = re.compile(rf'Reapply "(.*)"{_NUMBER}', re.DOTALL)


def is_typed(line: str, *, title: bool = False) -> bool:
    """Return whether a line states the type of a commit, or of a commit that it reverts; a `title` may spell it
    slightly differently. What programs write about a release or a new version of a dependency is a type, too."""
    text = _normalized(line)
    undone = _UNDONE.fullmatch(text)
    if undone:
        return is_typed(undone[2], title=title)
    if _begins_with(text, _IS_TYPED) or is_feature(text, title=title) or _BY_PROGRAM.match(text):
        return True
    return title and _begins_with(text, _NEARLY_TYPED)


def is_feature(line: str, *, title: bool = False) -> bool:
    """Return whether a line has the type feat, directly or by reverting a revert; a `title` may spell it slightly
    differently."""
    text = _normalized(line)
    again, undone = _AGAIN.fullmatch(text), _undone(text)
    if again:
        return is_feature(again[1], title=title)
    if undone:
        times, inner = undone
        return is_feature(inner, title=title) if times % 2 == 0 else _is_undone_feature(inner, title=title)
    if _begins_with(text, _IS_FEATURE):
        return True
    return title and (_begins_with(text, _NEARLY_FEATURE) or bool(_FROM_BRANCH.fullmatch(text)))


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
    undone = _undone(text)
    return undone is not None and is_feature(f'Revert^{undone[0] + 1} "{undone[1]}"', title=title)


def _undone(text: str) -> tuple[int, str] | None:
    """Return how many times in a row a text reverts a commit, and that commit's title; None if it reverts none."""
    by_git = _UNDONE.fullmatch(text)
    if by_git:
        return int(by_git[1] or 1), by_git[2]
    by_type = _REVERT.fullmatch(text)
    return (1, by_type[1]) if by_type else None


def _normalized(line: str) -> str:
    """Return a normalized line without emoji and invisible characters."""
    plain = unicodedata.normalize("NFKC", line[:_LONGEST])
    seen = (
        letter for letter in plain if letter.isascii() or unicodedata.category(letter) not in ("So", "Sk", "Cf", "Mn")
    )
    return "".join(seen).strip()
