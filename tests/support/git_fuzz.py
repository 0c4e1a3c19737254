"""Random refs and surroundings of a repository whose commits are known, and what the product makes of them.

Three commits have policies: the base, whose policy is strict; that of the change, whose author loosened it; and one
of a quiet history, on which nothing lands. An independent judge says which of them a name may mean.
"""

import contextlib
import io
import json
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pytest

from readiness_gate.cli.main import execute
from readiness_gate.errors import GateError
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.git import mainline
from readiness_gate.sources.git.reader import at_ref
from support.git import Repo, git, instant
from support.git_surroundings import SURROUNDINGS, environment
from support.program import AS_OF

LANDINGS: Mapping[str, tuple[int, int]] = {"base": (2, 8), "author": (3, 10), "quiet": (0, 0)}
"""The landings and the lines that count on a history, as of the day."""
LENIENT = "author"
_LIMIT = 1 << 20
_CONFIGURATION = """\
[program]
name = "Test program"
timezone = "UTC"
[milestones.go-live]
date = 2026-06-01
packs = ["./own.toml"]
[git]
mainline = "{mainline}"
[git.paths]
config = ["config/**"]
"""
_RULES = """\
# {name}
[[rules]]
id = "OWN-01"
title = "{name}"
dimension = "change"
signal = "change.landings"
with = {{ window = "28d", paths = "config" }}
at-most = {limit}

[[rules]]
id = "OWN-02"
title = "Lines"
dimension = "change"
signal = "change.lines"
with = {{ window = "28d", paths = "config" }}
at-most = 1000
"""
_NAMES = (
    *("refs/heads/main", "refs/remotes/origin/main", "refs/tags/main", "refs/main", "refs/remotes/main/HEAD"),
    *("refs/heads/refs/heads/main", "refs/tags/refs/heads/main", "refs/remotes/origin/refs/heads/main"),
    *("refs/heads/refs/remotes/origin/main", "refs/tags/refs/remotes/origin/main", "refs/tags/refs/tags/main"),
    *("refs/tags/origin/main", "refs/heads/origin/main", "refs/origin/main", "refs/remotes/origin/HEAD"),
    *("refs/heads/HEAD", "refs/tags/HEAD", "refs/heads/@", "refs/heads/change", "refs/heads/Main", "refs/stash"),
    *("refs/remotes/upstream/main", "refs/tags/upstream/main", "refs/remotes/origin/release", "refs/heads/release"),
    *("refs/tags/release", "refs/pull/1/merge", "FETCH_HEAD", "ORIG_HEAD", "refs/heads/OID", "refs/tags/OID"),
    *("refs/heads/SHORT", "refs/tags/SHORT", "refs/heads/heads/main", "refs/tags/heads/main", "refs/heads/tags/main"),
)
_ASKED = (
    *("main", "main", "main", "origin/main", "HEAD", "@", "refs/heads/main", "refs/remotes/origin/main", "release"),
    *("refs/heads/main", "refs/remotes/origin/main", "refs/tags/main", "tags/main", "heads/main", "upstream/main"),
    *("refs/remotes/upstream/main", "refs/heads/release", "refs/remotes/origin/release", "refs/pull/1/merge", "change"),
    *("OID", "SHORT", "AUTHOR", "FETCH_HEAD", "refs/heads/refs/heads/main", "refs/heads/nowhere", "nowhere", "stash"),
    *("main~0", "origin/main^{commit}", "main..change", "main:own.toml", "--all", "-q", "refs//heads/main", "./main"),
    *(
        "refs/heads/../heads/main",
        "refs/heads/main ",
        "main\n",
        "@{-1}",
        "main@{1}",
        "refs/heads",
        "refs/",
        "*",
        "^main",
    ),
    *(
        "refs/heads/OID",
        "refs/heads/HEAD",
        "remotes/origin/main",
        "origin",
        "main^{tree}",
        "m\u00e4in",
        "refs/heads/ma?n",
    ),
)
_USUAL = 17
"""How many of these are names as people give them."""
_HEADS = ("ref: refs/heads/change", "ref: refs/heads/change", "ref: refs/heads/main", "ref: refs/heads/none", "author")
Judged: TypeAlias = frozenset[str]


@dataclass(frozen=True)
class Template:
    """The repository that cases begin with: its folder, and the objects in it by what they are called here."""

    folder: Path
    objects: Mapping[str, str]


@dataclass
class Case:
    """A seed's refs by their full names, as they are loose and packed, what is asked for, and what is around."""

    seed: int
    written: str
    asked: str
    head: str
    loose: dict[str, str] = field(default_factory=dict[str, str])
    packed: dict[str, str] = field(default_factory=dict[str, str])
    around: tuple[str, ...] = ()
    whole: bool = False
    """Whether the command line is run, or only what reads refs."""


def build(folder: Path) -> Template:
    """The template, with the policies of both ways to name the mainline."""
    objects: dict[str, str] = {}
    for written in ("main", "HEAD"):
        repo = Repo(folder) if written == "main" else Repo(folder, is_there=True)
        repo.git("checkout", "-q", "--orphan", f"base-{written}")
        repo.commit(0, {**_policy(written, "base", 0), "config/a.xml": "a\n" * 3, "docs/a.md": "1"})
        repo.commit(70, {"config/a.xml": "a\n" * 6})
        objects[f"{written}/base"] = repo.commit(80, {"config/a.xml": "a\n" * 11})
        change = {**_policy(written, "author", 99), "config/b.xml": "b\n" * 2}
        objects[f"{written}/author"] = repo.commit(85, change, "the change of the author")
        repo.git("checkout", "-q", "--orphan", f"quiet-{written}")
        repo.git("rm", "-q", "--cached", "config/b.xml")
        (folder / "config" / "b.xml").unlink()
        objects[f"{written}/quiet"] = repo.commit(1, _policy(written, "quiet", 0))
        for name in ("base", "author", "quiet"):
            git(folder, "tag", "-a", "-m", "x", f"{name}-{written}", objects[f"{written}/{name}"], at=instant(86))
            objects[f"{written}/tag of {name}"] = repo.git("rev-parse", f"refs/tags/{name}-{written}").strip()
        objects[f"{written}/tree"] = repo.git("rev-parse", "HEAD^{tree}").strip()
        objects[f"{written}/blob"] = repo.git("rev-parse", "HEAD:config/a.xml").strip()
    repo.git("checkout", "-q", "-f", objects["main/author"])
    repo.git("gc", "-q", "--prune=never")
    for name in ("logs", "hooks", "packed-refs", "refs", "branches", "gc.log"):
        where = folder / ".git" / name
        shutil.rmtree(where) if where.is_dir() else where.unlink(missing_ok=True)
    (folder / ".git" / "refs").mkdir()
    return Template(folder, objects)


def _policy(written: str, name: str, limit: int) -> dict[str, str]:
    return {
        "readiness-gate.toml": _CONFIGURATION.format(mainline=written),
        "own.toml": _RULES.format(name=name, limit=limit),
    }


def some_case(seed: int) -> Case:
    """The random case of a seed."""
    rng = random.Random(seed)  # noqa: S311 - the same draws each time are what is wanted
    asked = rng.choice(rng.choice((_ASKED[:_USUAL], _ASKED[:_USUAL], _ASKED)))
    case = Case(seed, rng.choice(("main", "main", "HEAD")), asked, rng.choice(_HEADS))
    usual = rng.choice((*LANDINGS, *LANDINGS, ""))
    named = [each for each in _NAMES if each.endswith(f"/{case.asked}") or case.asked.endswith(each)]
    names = {"refs/heads/main", *rng.sample(_NAMES, rng.randint(1, 4)), *(each for each in named if rng.random() < 0.4)}
    for name in sorted(names):
        stores = rng.choice(((case.loose,), (case.packed,), (case.loose, case.packed)))
        for store in stores:
            if not any(_in_the_way(name, other) for other in store):
                store[name] = usual if usual and rng.random() < 0.5 else _target(rng)
    case.packed = {name: to for name, to in case.packed.items() if "/" in name and not to.startswith((":", "ref"))}
    case.whole = seed % 6 == 0
    most = 4 if case.whole else 1
    case.around = tuple(rng.sample(sorted(SURROUNDINGS), rng.randint(0, most)))
    return case


def _in_the_way(name: str, other: str) -> bool:
    """Whether one is a folder of the other, which no store has both of."""
    return name.startswith(f"{other}/") or other.startswith(f"{name}/")


def _target(rng: random.Random) -> str:
    targets = ("base", "author", "quiet", f"tag of {rng.choice(('base', 'author', 'quiet'))}")
    odd = ("tree", "blob", ":missing", ":junk", ":empty", f"ref: {rng.choice(_NAMES)}", "ref: refs/heads/change")
    return rng.choice((*targets, *targets, *targets, rng.choice(odd)))


def write(case: Case, template: Template, folder: Path) -> None:
    """Write the repository of a case."""
    shutil.copytree(template.folder, folder, symlinks=True)
    place = folder / ".git"
    for name, target in case.loose.items():
        where = place / _spelled(case, name, template)
        with contextlib.suppress(OSError):  # a folder is in the way
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_text(_content(case, target, template))
    rows = [
        f"{_content(case, to, template).strip()} {_spelled(case, name, template)}" for name, to in case.packed.items()
    ]
    (place / "packed-refs").write_text(
        "".join(f"{row}\n" for row in sorted(rows, key=lambda row: row.split(" ", 1)[1]))
    )
    (place / "HEAD").write_text(_content(case, case.head, template))


def _spelled(case: Case, name: str, template: Template) -> str:
    base = template.objects[f"{case.written}/base"]
    author = template.objects[f"{case.written}/author"]
    return name.replace("OID", base).replace("SHORT", base[:10]).replace("AUTHOR", author)


def _content(case: Case, target: str, template: Template) -> str:
    forms = {":missing": "1234567890" * 4, ":junk": "no ref at all", ":empty": ""}
    if target.startswith("ref: "):
        return f"{_spelled(case, target, template)}\n"
    return forms.get(target, template.objects.get(f"{case.written}/{target}", "")) + "\n"


@dataclass(frozen=True)
class Judge:
    """Says which commits a name may mean, of refs that are known."""

    case: Case

    def commit(self, name: str, depth: int = 0) -> str | None:
        """What a ref of exactly this name leads to."""
        case = self.case
        target = case.head if name == "HEAD" else case.loose.get(name, case.packed.get(name))
        if target is None or depth > 5:
            return None
        if target.startswith("ref: "):
            return self.commit(target.removeprefix("ref: "), depth + 1)
        target = target.removeprefix("tag of ")
        return target if target in LANDINGS else None

    def policy(self, asked: str) -> Judged:
        """The commits that a name may mean: one, or it is not to be judged by."""
        asked = asked.removesuffix("~0").removesuffix("^{commit}")
        if asked in ("OID", "SHORT"):
            return frozenset({"base"}) if self._all(asked) <= {"base"} else frozenset()
        if asked == "AUTHOR":
            return frozenset({"author"})
        if asked in ("HEAD", "@"):
            return self._one("HEAD")
        if asked.startswith("refs/"):
            return self._one(asked) or self._fetched(asked.removeprefix("refs/heads/"))
        found = self._all(asked)
        return found if len(found) == 1 else frozenset() if found else self._fetched(asked)

    def mainline(self, asked: str) -> Judged:
        """The commits that the mainline may end with, under the policy of a name."""
        if self.case.written == "HEAD":
            return self.policy(asked)
        upstream = self._one("refs/remotes/upstream/main") if "upstream" in asked else frozenset[str]()
        return upstream or self._fetched("main") or self.policy("main")

    def _all(self, short: str) -> Judged:
        places = (short, f"refs/{short}", f"refs/tags/{short}", f"refs/heads/{short}", f"refs/remotes/{short}")
        found = (self.commit(each) for each in (*places, f"refs/remotes/{short}/HEAD"))
        return frozenset(each for each in found if each)

    def _one(self, name: str) -> Judged:
        found = self.commit(name)
        return frozenset({found}) if found else frozenset()

    def _fetched(self, branch: str) -> Judged:
        return self._one(f"refs/remotes/origin/{branch}")


@dataclass
class Seen:
    """What the product made of a case: whose policy was read, of which history by its landings and lines, and the exit
    code, where the command line was run; None for what was refused."""

    policy: str | None = None
    landings: int | None = None
    lines: int | None = None
    exit: int | None = None
    said: str = ""


def look(case: Case, template: Template, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Read a case, by the command line or in parts."""
    write(case, template, folder)
    with monkeypatch.context() as patch:
        rng = random.Random(case.seed)  # noqa: S311 - the same draws each time
        for name in case.around:
            SURROUNDINGS[name](rng, folder, {**template.objects, "written": case.written})
        for name, value in environment(rng, folder).items() if case.whole else ():
            patch.setenv(name, value)
        asked = _spelled(case, case.asked, template)
        return _whole(asked, folder, patch) if case.whole else _parts(case, asked, folder, template)


def _whole(asked: str, folder: Path, patch: pytest.MonkeyPatch) -> Seen:
    patch.chdir(folder)
    patch.setenv("PWD", str(folder))
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = execute(("check", "--as-of", AS_OF, "--format", "json", f"--policy-ref={asked}"))
    said = out.getvalue() + err.getvalue()
    if not out.getvalue():
        return Seen(exit=code, said=said)
    findings = {each["rule"]: each for each in json.loads(out.getvalue())["findings"]}
    values = [findings[rule]["reading"].get("value") for rule in ("OWN-01", "OWN-02")]
    return Seen(findings["OWN-01"]["title"], values[0], values[1], code, said)


def _parts(case: Case, asked: str, folder: Path, template: Template) -> Seen:
    seen = Seen()
    try:
        content = at_ref(folder, asked).read("own.toml", _LIMIT)
        if content is None:  # where a setting says that the work tree is another folder
            return seen
        seen.policy = content.split(b"\n")[0].removeprefix(b"# ").decode()
        found = mainline.find(Settings("p", folder, None, git=GitSettings(mainline=case.written), policy_ref=asked))
    except (GateError, ValueError) as error:
        seen.said = str(error)
        return seen
    names = {id_: name.removeprefix(f"{case.written}/") for name, id_ in template.objects.items()}
    seen.landings, seen.lines = LANDINGS[names[found.commit]]
    return seen


Surround: TypeAlias = Callable[[random.Random, Path, Mapping[str, str]], None]

__all__ = ["LANDINGS", "LENIENT", "Case", "Judge", "Seen", "Surround", "Template", "build", "look", "some_case"]
