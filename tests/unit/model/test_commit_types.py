"""Of which type a commit is, by a line of its message."""

import time

import pytest

from readiness_gate.model.commit_types import is_feature, is_typed

FEATURES = (
    "feat: x",
    "Feat!: x",
    "FEATURE(quote)!: x",
    "features: x",
    "feat (quote): x",
    "feat : x",
    "feat(a)(b): x",
    "feat\uff1ax",
    "\ufefffeat: x",
    "[CRM-12] feat: x",
    "[release/1.0] [Backport 1.0] feat: x",
    "CRM-12: feat: x",
    "CRM-12 feat: x",
    "crm-12 - feat: x",
    "(CRM-12) feat: x",
    "\u2728 feat: x",
    "\U0001f3a8\ufe0f feat: x",
    ":sparkles: feat: x",
    "- **feat:** x",
    "* feat: x",
    "\u2022 feat: x",
    "+ [CRM-1] feat: x",
    "1. feat: x",
    "12) feat: x",
    "* commit 1: feat: x",
    "> feat: x",
    "- [x] feat: x",
    "Merged PR 12: feat: x",
    "Merge pull request #3: feat: x",
    "fixup! feat: x",
    "squash! squash! feat: x",
    "amend! feat: x",
    "backport: feat: x",
    "Cherry-pick: feat: x",
    'Revert "Revert "feat: x""',
    'Revert "Revert "feat: x (#12)" (#13)" (#14)',
    'Revert^2 "feat: x"',
    'Reapply "feat: x"',
    'Reapply "Reapply "feat: x""',
    'Revert "Revert "Revert "Revert "feat: x""""',
    'Revert "revert: feat: x"',
    "revert: revert(quote): feat: x",
    "feat[quote]: x",
    "#12 feat: x",
    "#12: feat: x",
    "AB#12 feat: x",
    "CRM-1/feat: x",
    "CRM-1 | feat: x",
    "[CRM-1]: feat: x",
    "PR #12: feat: x",
    "Merge request !12: feat: x",
    "WIP: feat: x",
    'Merge "feat: x" into main',
    'Resolve "feat: x"',
    "Closes #12: feat: x",
    "feat,docs: x",
    "fix/feat: x",
    "fix, docs & feat(quote)!: x",
)
TITLES = (
    "feat/quote: x",
    "(feat): x",
    "feat - x",
    "feat | CRM-12 | x",
    "feat CRM-12: x",
    "feat #12: x",
    "feat(CRM-12) x",
    "[feat] x",
    "<feature> x",
    "\u3010feat\u3011x",
    "CRM-12 | feat | x",
    "Merged PR 12: [Feature] x",
    "Merge pull request #3 from org/feat",
)
TYPED = (
    "fix: x",
    "fix(feat): x",
    "chore(deps): bump feat: to 2",
    "docs: describe the feature: rounding",
    "revert: feat: x",
    "revert(quote): feat: x",
    'Revert "feat: x"',
    'Revert "Revert "Revert "feat: x"""',
    "[CRM-1] fix!: x",
    "fix, docs: x",
    "WIP: fix: x",
    'Merge "fix: feat" into main',
    "Bump lodash from 4.17.20 to 4.17.21 in /web",
    "Bump the npm group with 3 updates",
    "Update dependency react to v19",
    "v2.4.0",
    "2.4.0-rc.1",
    "[maven-release-plugin] prepare release 2.4.0",
    "\u2022 perf: x",
)
UNTYPED = (
    "",
    "Add a screen",
    "a new feature: x",
    "Sprint 12 (#45)",
    "feature x",
    "feature-flags: x",
    "defeat: x",
    "Merge branch 'feat/x' into main",
    "Merge pull request #10 from org/feat/screen10",
    'Revert "Add a screen"',
    "https://example.com/feat: x",
    "Feature",
    "feature(s) of old",
    "1.4.1).",
    "UI: add a screen",
    "Config - a new stage",
    "Bump the discount from 2 to 3",
    "Bump discount to 3",
    "2.4.0 of the quotes",
    "Update dependency of quotes",
    "Closed the feature",
    "wiped feat",
    "x | feat",
)


@pytest.mark.parametrize("line", FEATURES)
def test_features(line: str) -> None:
    """Behind what hosts, git and people put before the type, and again when what undid it was undone."""
    assert is_feature(line)
    assert is_typed(line)


@pytest.mark.parametrize("line", TITLES)
def test_titles_may_be_written_a_little_differently(line: str) -> None:
    """In a body the same words may be prose."""
    assert is_feature(line, title=True)
    assert not is_feature(line)
    assert is_typed(line, title=True)


@pytest.mark.parametrize(
    "line", ["[fix] x", "(fix): x", "fix/quote: x", "Docs - x", "fix CRM-12: x", 'Revert "[fix] x"']
)
def test_other_types_may_be_written_a_little_differently(line: str) -> None:
    """In a title, as well."""
    assert is_typed(line, title=True)
    assert not is_typed(line)
    assert not is_feature(line, title=True)


@pytest.mark.parametrize("line", TYPED)
def test_other_types(line: str) -> None:
    """A type that is no feature's, whatever follows it."""
    assert is_typed(line)
    assert not is_feature(line, title=True)


@pytest.mark.parametrize("line", UNTYPED)
def test_lines_of_no_type(line: str) -> None:
    """Prose, names of branches, and words that only begin alike."""
    assert not is_typed(line, title=True)
    assert not is_feature(line, title=True)


def test_a_long_line_is_read_quickly() -> None:
    """Whatever its characters repeat."""
    for line in ("a: " * 2_000, "[a] " * 2_000, "CRM-1 " * 2_000, "feat" * 2_000, "x" * 10_000, "- " * 5_000):
        assert not is_feature(line, title=True)


SLOW = [
    "-" * 3_000,
    "* " * 2_000 + "x",
    "=" * 50 + "-" * 200 + "x",
    "a: " * 1_000 + "x",
    "(a) " * 1_000 + "y",
    "A-1 " * 1_000 + "x",
    "a-1: b-2: " * 500 + "x",
    ":a:" * 1_000 + "x",
    "[x]" * 1_000 + "x",
    "feat" + "()" * 1_000 + "x",
    "feat" + "*" * 3_000 + "x",
    "feat" + " " * 3_000 + "x",
    'Revert "' * 1_000 + '"' * 1_000,
    "Revert^" + "9" * 5_000 + ' "feat: x"',
    "Merge pull request #1 from " + "a/" * 3_000,
    "fix," * 1_000 + "x",
    "fix" + " , fix" * 1_000,
    "CRM-1|" * 1_000 + "x",
    "merge " * 1_000 + "x",
    "#1 " * 1_000 + "x",
    "feat[" + "[]" * 1_000,
    "revert: " * 1_000 + "x",
]


@pytest.mark.parametrize("line", SLOW, ids=lambda line: line[:12])
def test_no_line_takes_long(line: str) -> None:
    """A line of dashes is usual, and can be divided in more ways than there is time for."""
    begun = time.process_time()
    assert not is_typed(line) or "revert" in line.lower() or line.startswith("feat")
    is_feature(line, title=True)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "before", ["--- ", "* - > ", "1. [x] ", "CRM-1 CRM-2: ", "merged pr 3 :sparkles: ", "(a) (b) b: "]
)
def test_what_stands_before_a_type_is_read_in_any_number(before: str) -> None:
    """One after the other, however many there are."""
    for times in (1, 2, 20):
        assert is_feature(f"{before * times}feat(quote): rounding")
        assert not is_feature(f"{before * times}fix: rounding")
