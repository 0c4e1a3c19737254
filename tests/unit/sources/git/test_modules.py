"""What training modules depend on is looked for as far back as its last landing."""

from pathlib import Path

from support.git import Repo, instant
from support.landings import settings

from readiness_gate.config.reader import WorkTree
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.settings.git import Cover
from readiness_gate.sources.git import fetch

COVERS = (
    Cover(("config/quote*",), ("docs/quote.md",), ("quoting",)),
    Cover(("config/order*",), modules=("orders",)),
    Cover(("config/only-described",), ("docs/quote.md",)),
)


def _fetched(repo: Repo, *, modules: bool = True, oldest: float = 100) -> GitFacts:
    now = instant(100)
    need = GitNeed(now, now, instant(oldest), modules=modules)
    configured = settings(repo.path, covers=COVERS)
    return fetch(configured, Needs(frozenset({"git"}), need), now, WorkTree(configured.root).read)


def _older(facts: GitFacts) -> dict[str, int]:
    return {path: (touch.landed - instant(0)) // 86_400 for path, touch in facts.older.items()}


def _made(path: Path) -> Repo:
    repo = Repo(path)
    repo.commit(0, {"config/quote": "0", "config/order": "0", "config/only-described": "0", "docs/quote.md": "0"})
    repo.commit(10, {"config/quote2": "1"})
    repo.commit(20, {"config/order": "2", "config/only-described": "2"})
    repo.commit(30, {"config/quote2": None})
    repo.commit(40, {"config/quote": "4"})
    repo.commit(50, {"docs/quote.md": "5", "config/only-described": "5"})
    return repo


def test_the_last_landing_of_what_each_module_depends_on(tmp_path: Path) -> None:
    """However old, deletions too, and no further back; what only documents describe is not asked for."""
    facts = _fetched(_made(tmp_path))
    assert _older(facts) == {"config/quote": 40, "config/quote2": 30, "config/order": 20}
    assert set(facts.tree) == {"config/quote", "config/order"}
    assert facts.provenance.asked.startswith("landings since 2026-04-11T00:00:00Z that touch 2 path sets, up to")


def test_an_older_instant_is_read_for_too(tmp_path: Path) -> None:
    """What was the last landing then."""
    facts = _fetched(_made(tmp_path), oldest=15)
    assert _older(facts) == {"config/quote2": 10, "config/quote": 0, "config/order": 0}
    assert [(each.landed - instant(0)) // 86_400 for each in facts.landings] == [40, 30, 20]


def test_without_that_need_nothing_is_read_for_it(tmp_path: Path) -> None:
    """Nobody pays for what nobody asks."""
    facts = _fetched(_made(tmp_path), modules=False)
    assert (_older(facts), facts.tree) == ({}, {})


def test_a_folder_that_became_a_submodule(tmp_path: Path) -> None:
    """Git shows it above what the patterns name; each place at which one was is known."""
    repo = Repo(tmp_path)
    repo.commit(0, {"packages/core/config/a": "0", "docs/a.md": "0"})
    repo.commit(5, {"packages/core/config/a": None})
    for day, commit in ((10, "1" * 40), (20, "2" * 40), (60, "3" * 40)):
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},packages/core")
        repo.git("commit", "-qm", "move", at=instant(day))
    now = instant(100)
    need = GitNeed(now, instant(50), now, documents=True)
    covers = (Cover(("packages/core/config/**",), ("docs/a.md",)),)
    found = fetch(
        settings(repo.path, covers=covers),
        Needs(frozenset({"git"}), need),
        now,
        WorkTree(settings(repo.path).root).read,
    )
    assert found.modules == {"packages/core"}
    assert [change.path for each in found.landings for change in each.changes] == ["packages/core"]
