"""What packs know of a platform, and what of it a configuration replaces."""

import pytest
from support.policy import BEGIN, Files, complaint, loaded

from readiness_gate.config.packs.catalog import paths_of
from readiness_gate.model.components import Naming
from readiness_gate.model.settings.git import GitPaths, Platform
from readiness_gate.sources.git.platforms import joined, narrowed, only_folder, paths_below

PACK = """\
[paths]
config = ["a/**"]
code = ["b/**"]
exclude = ["**/t/**"]
[[components]]
path = "a/{part}/**"
name = "part {part}"
"""
OTHER = '[paths]\nconfig = ["c/**", "a/**"]\ndocs = ["d/**"]\n'


def _configuration(packs: str, more: str = "") -> str:
    return BEGIN.replace('["starter"]', packs) + more


def test_a_pack_says_which_paths_are_what() -> None:
    """Its names of components come with them; what it leaves out is nothing."""
    found = loaded(_configuration('["starter", "./p.toml"]'), {"p.toml": PACK}).settings.git
    assert found.paths == GitPaths(("a/**",), ("b/**",), (), ("**/t/**",))
    assert found.components == (Naming("a/{part}/**", "part {part}"),)


def test_what_the_configuration_says_replaces_the_same_key() -> None:
    """And no other; an empty exclude excludes nothing."""
    text = _configuration('["starter", "./p.toml"]', '[git.paths]\nconfig = ["x/**"]\nexclude = []\n')
    assert loaded(text, {"p.toml": PACK}).settings.git.paths == GitPaths(("x/**",), ("b/**",))


@pytest.mark.parametrize(
    ("packs", "files"),
    [
        ('["starter", "./p.toml", "./q.toml"]', {"p.toml": PACK, "q.toml": OTHER}),
        ('["starter", "./r.toml"]', {"p.toml": PACK, "q.toml": OTHER, "r.toml": 'includes = ["p.toml", "q.toml"]\n'}),
    ],
    ids=["named", "included"],
)
def test_several_platforms_are_joined(packs: str, files: Files) -> None:
    """A program on two of them has the paths of both."""
    found = loaded(_configuration(packs), files).settings.git.paths
    assert found == GitPaths(("a/**", "c/**"), ("b/**",), ("d/**",), ("**/t/**",))


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("", ("**",)),
        ('config = ["x/**"]', ("**",)),
        ('noise = ["x/**"]', ("**",)),
        ('code = ["x/**"]', ()),
        ('code = ["x/**"]\nrest = ["y/**"]', ("y/**",)),
        ("rest = []", ()),
    ],
)
def test_code_of_its_own_has_no_rest_but_its_own(written: str, rest: tuple[str, ...]) -> None:
    """The rest is a part of the code, which the configuration replaces."""
    text = _configuration('["starter", "platforms/sap"]', f"[git.paths]\n{written}\n")
    assert loaded(text).settings.git.paths.rest == rest


def test_milestones_share_their_paths() -> None:
    """Whatever milestone names the pack, the repository is the same for all."""
    second = '[milestones.training-start]\ndate = 2027-02-01\npacks = ["./p.toml"]\n'
    found = loaded(_configuration('["starter"]', second), {"p.toml": PACK})
    assert found.settings.git.paths.config == ("a/**",)


def test_what_the_configuration_itself_has_is_known() -> None:
    """Apart from what its packs have; where a pattern is from decides nothing."""
    packs, files = '["starter", "./p.toml"]', {"p.toml": PACK}
    of_pack = loaded(_configuration(packs), files)
    written = loaded(_configuration(packs, '[git.paths]\nconfig = ["a/**"]\n'), files)
    assert of_pack.settings.git.written == GitPaths()
    assert written.settings.git.written == GitPaths(("a/**",))
    assert of_pack.settings.git.paths == written.settings.git.paths
    assert len({each.gates["go-live"].policy.digest for each in (of_pack, written)}) == 1


def test_the_patterns_of_a_platform_for_one_folder_are_the_platforms() -> None:
    """As `init` writes them for a part of a repository: that many match nothing says nothing."""
    below = _below("x").replace("'x/**/*.abap'", "'x/**/*.abap', 'mine/**'")
    found = loaded(_configuration('["starter", "platforms/sap"]', f"[git.paths]\n{below}\n")).settings.git
    assert "x/**/*.abap" in found.paths.code
    assert found.written == GitPaths(code=("mine/**",))


SHIPPED = '["starter", "platforms/sap", "./p.toml"]'
SHIPPED_PATHS = paths_of(["platforms/sap"])
EXCLUDE = SHIPPED_PATHS.exclude


def _below(folder: str, docs: tuple[str, ...] | None = None, exclude: tuple[str, ...] = ()) -> str:
    """The path sets of the platform for a folder, as the configuration has them."""
    found = paths_below(folder, SHIPPED_PATHS)
    of_docs = found.docs if docs is None else (*docs, "y")
    sets = {
        "config": found.config,
        "code": found.code,
        "docs": of_docs,
        "exclude": (*found.exclude, *exclude),
        "rest": found.rest,
        "noise": found.noise,
    }
    return "\n".join(f"{key} = {list(globs)}" for key, globs in sets.items())


@pytest.mark.parametrize(
    ("paths", "pack", "told"),
    [
        ("", "[paths]\nconfig = ['z']\n", []),
        ("docs = ['z']", "[paths]\nconfig = ['z']\n", ["git.paths.docs lacks 18 patterns (docs/**, …)"]),
        (f"exclude = {list(EXCLUDE)}", "[paths]\nconfig = ['z']\n", []),
        (_below("x"), "[paths]\nconfig = ['z']\n", ["git.paths looks at x/ only"]),
        (
            _below("x/y", exclude=("x/y/z",)),
            "[paths]\nconfig = ['z']\n",
            ["git.paths looks at x/y/ only", "git.paths.exclude has 1 pattern (x/y/z) beyond"],
        ),
        (
            _below("x", docs=()),
            "[paths]\nconfig = ['z']\n",
            [
                f"git.paths.{key} lacks {len(getattr(SHIPPED_PATHS, key))} patterns ({first}, …)"
                for key, first in (("config", "**/*.tabl.xml"), ("code", "**/*.abap"), ("docs", "docs/**"))
            ]
            + ["git.paths.rest lacks 1 pattern (**)"]
            + [f"git.paths.exclude has {len(EXCLUDE)} patterns (x/**/package-lock.json, …) beyond"]
            + [f"git.paths.noise has {len(SHIPPED_PATHS.noise)} patterns (x/**/.git*, …) beyond"],
        ),
        ("exclude = []", "[paths]\nconfig = ['z']\n", []),
        (f"exclude = {[*EXCLUDE, 'x']}", "[paths]\nconfig = ['z']\n", ["git.paths.exclude has 1 pattern (x) beyond"]),
        ("", "[paths]\nexclude = ['src/**', 'y']\n", ["git.paths.exclude has 2 patterns (src/**, …) beyond"]),
    ],
    ids=[
        "more",
        "less",
        "the-same",
        "a-folder",
        "a-folder-and-less",
        "a-folder-in-part",
        "nothing",
        "more-excluded",
        "by-a-pack",
    ],
)
def test_looking_at_less_than_the_platform_is_told(paths: str, pack: str, told: list[str]) -> None:
    """By the configuration itself, or by a pack of one's own beside the shipped one."""
    found = (
        loaded(_configuration(SHIPPED, f"[git.paths]\n{paths}\n"), {"p.toml": pack}).gates["go-live"].policy.weakened
    )
    seen = [
        each.partition(" of the platform")[0].partition(" the platform's")[0] for each in found if "git.paths" in each
    ]
    assert seen == told


@pytest.mark.parametrize(
    ("globs", "ours", "folder"),
    [
        (("a", "**/b"), ("x/a", "x/**/b", "c"), "x"),
        (("a", "b"), ("x/a", "y/a", "y/b"), "y"),
        (("a", "b"), ("x/a", "y/b"), ""),
        (("a", "b"), ("a", "b", "x/a", "x/b"), ""),
        (("a",), ("xa", "/a"), ""),
        ((), ("x/a",), ""),
    ],
)
def test_the_only_folder(globs: tuple[str, ...], ours: tuple[str, ...], folder: str) -> None:
    """The one for which all patterns are there, in place of some that are for the whole repository."""
    assert only_folder(globs, ours) == folder


def test_without_a_platform_nothing_is_narrowed() -> None:
    """What a configuration excludes by itself is its own affair."""
    assert narrowed(GitPaths(), GitPaths(("a",), (), (), ("b",))) == []
    assert joined([]) == Platform()


@pytest.mark.parametrize(
    ("components", "what"),
    [
        ('path = "a/{b}"\nname = "c"', "must have the same parts: {b} is in one of them only"),
        ('path = "a/{B}"\nname = "c"', "{part}, in small letters"),
    ],
)
def test_names_that_do_not_go_together_are_told_where_they_stand(components: str, what: str) -> None:
    """With file and line."""
    found = complaint(_configuration('["starter", "./p.toml"]'), {"p.toml": f"{OTHER}[[components]]\n{components}\n"})
    assert (found.file, what in found.what, found.marked[:4]) == ("p.toml", True, "[[co")
