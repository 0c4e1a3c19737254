"""`[[git]]`: several repositories, each with a name."""

import pytest
from support.policy import complaint, complaints, gate, loaded

from readiness_gate.config.diff.policy import loosened
from readiness_gate.model.repositories import Repositories, together
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.model.time import DAY
from readiness_gate.sources.git.platforms import narrowed_in

PROGRAM = """\
[program]
name = "P"
timezone = "UTC"
[milestones.go-live]
date = 2027-03-01
packs = ["starter"]
"""
CORE = """\
[[git]]
name = "core"
mainline = "main"
baseline = "v1"
late-after = "3d"
ignore-dates-of = ["c66d7afa00000000000000000000000000000000"]
paths = { config = ["config/**"], exclude = ["a/**"] }
"""
OTHER = """\
[[git]]
name = "mw"
repository = "../mw"
paths = { config = [], code = ["src/**"] }
"""


def _git(text: str) -> GitSettings:
    return loaded(text).settings.git


def test_each_table_is_a_repository() -> None:
    """With all keys that the only one has; a list of patterns may be empty."""
    found = _git(PROGRAM + CORE + OTHER)
    assert isinstance(found, Repositories)
    core, other = found.by_name.values()
    assert (list(found.by_name), core.repository, other.repository) == (["core", "mw"], None, "../mw")
    assert (core.mainline, core.baseline, core.late_after, len(core.ignore_dates_of)) == ("main", "v1", 3 * DAY, 1)
    assert (other.mainline, other.baseline, other.paths) == ("HEAD", None, GitPaths((), ("src/**",)))
    assert found.paths.named("config+code").globs == ("core:/config/**", "mw:/src/**")


def test_paths_may_have_a_table_of_their_own() -> None:
    """Below the repository that they are of."""
    paths = 'paths = { config = [], code = ["src/**"] }'
    apart = OTHER.replace(paths, '[git.paths]\nconfig = []\ncode = ["src/**"]')
    assert _git(PROGRAM + CORE + apart) == _git(PROGRAM + CORE + OTHER)


def test_one_table_is_a_repository_with_a_name() -> None:
    """It does not matter how many there are."""
    assert isinstance(_git(PROGRAM + CORE), Repositories)


def test_a_platform_is_that_of_each() -> None:
    """Where a repository says nothing, not even that it has none."""
    found = _git(PROGRAM.replace('"starter"', '"starter", "platforms/salesforce"') + CORE + OTHER)
    assert isinstance(found, Repositories)
    core, other = found.by_name.values()
    assert (core.paths.config, other.paths.config) == (("config/**",), ())
    assert core.paths.code[0].startswith("**/")
    assert other.paths.exclude
    assert all(each.name.startswith(("core: ", "mw: ")) for each in found.components)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "mw"\n', "", '"name" is missing in git[2]'),
        ('"mw"', '"m w"', "git[2].name must be made of letters A to Z"),
        ('"mw"', '"core"', 'another repository is already called "core": give this one a different name'),
        ('"mw"', '"Core"', 'another repository is already called "Core"'),
        ('"../mw"', '"./x/.."', '"core" is already this repository, and its landings would count twice: remove one'),
        ("repository =", "repo =", 'unknown key "repo" in git[2]; known are: baseline,'),
        ("code =", "cod =", 'unknown key "cod" in git[2].paths; did you mean "code"?'),
        ('code = ["src/**"]', 'code = ["src/"]', 'git[2].paths.code[1]: "src/" names a folder'),
    ],
)
def test_what_is_wrong_is_told_at_its_place(old: str, new: str, told: str) -> None:
    """As of any other table."""
    found = complaints((PROGRAM + CORE + OTHER).replace(old, new))
    assert [each.what for each in found if told in each.what] != [], [each.what for each in found]


def test_neither_a_table_nor_tables() -> None:
    """It is told what the one must be."""
    assert "git must be a table" in complaint(f"git = 3\n{PROGRAM}").what
    assert complaint(f"git = []\n{PROGRAM}").what == "git must not be empty"
    assert "git[1] must be a table" in complaint(f"git = [3]\n{PROGRAM}").what


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("src/**", 'there are several repositories: begin the pattern with one of their names, such as "core:/src/**"'),
        ("mv:/src/**", 'no repository in [[git]] is called "mv": begin the pattern with'),
    ],
)
@pytest.mark.parametrize("key", ["docs", "config"])
def test_covers_name_the_repository(key: str, pattern: str, told: str) -> None:
    """A pattern that does not could mean any of them."""
    given = {"docs": "core:/docs/**", "config": "mw:/src/**", key: pattern}
    covers = "".join(f'{name} = ["{glob}"]\n' for name, glob in given.items())
    assert told in complaint(f"{PROGRAM}{CORE}{OTHER}[[covers]]\n{covers}").what


def test_a_table_that_is_wrong_makes_no_other_wrong() -> None:
    """A repository without a name is the only thing that is told, also where covers name it."""
    covers = '[[covers]]\ndocs = ["core:/docs/**"]\nconfig = ["mw:/src/**"]\n'
    assert complaint(PROGRAM + CORE + OTHER.replace('name = "mw"\n', "") + covers).what == '"name" is missing in git[2]'


def test_covers_reach_from_one_repository_into_another() -> None:
    """With captures, too; of modules there are no documents."""
    text = '[[covers]]\ndocs = ["core:/docs/{part}.md"]\nconfig = ["mw:/src/{part}/**"]\n'
    (cover,) = loaded(PROGRAM + CORE + OTHER + text).settings.covers
    assert (cover.docs, cover.config) == (("core:/docs/{part}.md",), ("mw:/src/{part}/**",))
    modules = '[[covers]]\nmodules = ["m"]\nconfig = ["mw:/src/**"]\n'
    assert loaded(PROGRAM + CORE + OTHER + modules).settings.covers[0].docs == ()


SHIPPED = GitPaths(("a/**", "b/**"), ("c/**",), ("d/**",))


@pytest.mark.parametrize(
    ("core", "other", "told"),
    [
        (SHIPPED, SHIPPED, []),
        (SHIPPED, GitPaths((), ("src/**",)), []),
        (
            GitPaths(("a/**",), ("c/**",), ("d/**",)),
            GitPaths((), ("src/**",)),
            ["core: git.paths.config lacks 1 pattern"],
        ),
        (
            GitPaths(("x/a/**", "x/b/**"), ("x/c/**",), ("x/d/**",)),
            GitPaths((), ("y",)),
            ["core: git.paths looks at x/ only"],
        ),
        (GitPaths(("x",), ("y",)), SHIPPED, []),
        (SHIPPED, GitPaths((), ("src/**",), ("d/**",)), []),
        (
            GitPaths(("x",), SHIPPED.code, SHIPPED.docs),
            GitPaths(("y",), ("z",)),
            ["core: git.paths.config lacks 2 patterns"],
        ),
        (
            GitPaths(("x",), ("x",), SHIPPED.docs),
            GitPaths(("y",), ("y",), SHIPPED.docs),
            [f"{name}: git.paths.{key} lacks" for name in ("core", "mw") for key in ("config", "code")],
        ),
    ],
)
def test_what_the_packs_look_at(core: GitPaths, other: GitPaths, told: list[str]) -> None:
    """A repository without anything of the packs is on another platform, but for one there must be."""
    found = narrowed_in(SHIPPED, together({"core": GitSettings(paths=core), "mw": GitSettings(paths=other)}))
    assert [each[: len(start)] for each, start in zip(found, told, strict=True)] == told
    assert narrowed_in(SHIPPED, GitSettings(paths=SHIPPED)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (OTHER, "", ["git: the repository mw was removed"]),
        (OTHER, OTHER + OTHER.replace("mw", "erp"), []),
        ("../mw", "../fork", ["git.mw.repository is ../fork instead of ../mw"]),
        ("src/**", "src/a/**", ["git.mw.paths.code no longer has src/**"]),
        ("a/**", "**", ["git.core.paths.exclude also has **"]),
        ('baseline = "v1"', 'baseline = "v2"', ["git.core.baseline is v2 instead of v1"]),
    ],
)
def test_what_an_edit_loosens(old: str, new: str, told: list[str]) -> None:
    """In which repository; a new one is looked at besides."""
    text = PROGRAM + CORE + OTHER
    assert loosened(loaded(text), loaded(text.replace(old, new)), "go-live") == told


def test_from_one_repository_to_several() -> None:
    """Nothing tells which of them is the one that there was."""
    one, several = loaded(f"{PROGRAM}[git]\nmainline = 'main'\n"), loaded(PROGRAM + CORE)
    assert loosened(one, several, "go-live") == ["[git] was replaced by other repositories"]
    assert loosened(several, one, "go-live") == ["git: the repository core was removed"]


def test_the_policy_is_the_same_whose_patterns_they_are() -> None:
    """Those of a platform's pack, written down, decide the same; others do not."""
    pack = {"p.toml": '[paths]\ndocs = ["docs/**"]\n'}
    text = PROGRAM.replace('"starter"', '"starter", "./p.toml"') + CORE
    texts = (text, text.replace("exclude =", 'docs = ["docs/**"], exclude ='), text.replace("a/**", "b/**"))
    first, again, other = (gate(each, pack).policy.digest for each in texts)
    assert first == again != other
