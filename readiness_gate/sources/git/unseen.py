"""Notes for every report on what is not visible on the mainline: files in no path set, links, a clone that lags behind,
and landings whose time on the mainline is hidden."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.globs import PathSet, folder
from readiness_gate.model.needs import GitNeed
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.sources.git import moves, process
from readiness_gate.sources.git.chain import Chain, fetched, is_there
from readiness_gate.sources.git.named import inside
from readiness_gate.sources.git.overview import most_kinds, void_patterns
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import differing

_LINK = 0o120000
_MODULE = "160000 "
_CHECKED_OUT = ("HEAD", "@")
_USUAL = ("main", "master", "trunk")
_SETS = ("config", "code", "docs")
_BESIDE = (
    "readiness-gate.toml",
    "readiness-gate.schema.json",
    "readiness-waivers.toml",
    "readiness-signoffs.toml",
    "readiness-decisions.jsonl",
)
_KINDS = 3
_MOST_LINKS = 20
_OLD_FETCH = 7 * DAY


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the mainline's chain: after one index and up to another, with the files there at its end."""

    chain: Chain
    after: int
    newest: int
    present: dict[str, int]

    @property
    def end(self) -> str:
        """The commit at the end."""
        return self.chain.commits[self.newest]


def notes(repository: Repository, settings: Settings, need: GitNeed, window: Window, now: Instant) -> tuple[str, ...]:
    """Return the notes on what was not visible."""
    git = settings.git
    notes = [
        *(_behind(repository, git.mainline) or _beside(repository, git.mainline)),
        *_fetched_long_ago(repository, now),
        *moves.forwarded(repository, git, window.chain),
        *moves.forced(repository, git, window.chain, window.after),
        *moves.rebased(repository, git, window.chain, window.after, window.newest),
    ]
    if need.paths or need.last or need.documents:
        changed = differing(repository, window.chain.commits[max(window.after, 0)], window.end)
        notes += [
            *_in_no_set(changed, git.paths, window, _read_otherwise(settings, repository.prefix)),
            *_void(git, need, window),
            *_links(repository, git.paths, window),
            *_modules(repository, git.paths, window),
            *_alike(repository, git.paths, window),
        ]
    return tuple(notes)


def _read_otherwise(settings: Settings, prefix: str) -> frozenset[str]:
    """Return the files that are read for other reasons: the policy, the people files, the export of issues."""
    names = [*settings.policy_files, *_BESIDE]
    if settings.people:
        names += [file.file for file in settings.people.files.values()]
    if settings.jira and settings.jira.export:
        names.append(settings.jira.export)
    return frozenset(inside(names, settings, settings.root / (settings.git.repository or ""), prefix).values())


def _in_no_set(changed: Iterable[str], paths: GitPaths, window: Window, otherwise: frozenset[str]) -> Iterator[str]:
    """Yield how many changed files are neither configuration, code nor documents, and not excluded either."""
    everything = [path for path in changed if path not in otherwise]
    known = {path for name in _SETS for path in paths.named(name).of(everything)}
    left = [path for path in PathSet(("**",), paths.exclude).of(everything) if path not in known]
    if left:
        yield _not_seen(left, len(everything), window)


def _not_seen(left: Sequence[str], changed: int, window: Window) -> str:
    most = most_kinds(map(_ending, left), _KINDS)
    total = counted(changed, "changed file")
    are = "is" if len(left) == 1 else "are"
    return f"{len(left)} of {total} since {_began(window)} {are} in no path set, and not visible (most are: {most})"


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2]}" if "." in name else "without an ending"


def _began(window: Window) -> str:
    return iso_day(window.chain.landed[max(window.after, 0)])


def _void(git: GitSettings, need: GitNeed, window: Window) -> Iterator[str]:
    """Patterns of the configuration that match no file, in the path sets that are needed."""
    named = (selector for selector in (*need.paths, *need.last) if isinstance(selector, str))
    asked = {"docs"} if need.documents else set[str]()
    asked.update(part for selector in named for part in selector.split("+"))
    for name in _SETS:
        if name in asked:
            yield from void_patterns(name, git.written.named(name).globs, git.paths.exclude, window.present)


def _links(repository: Repository, paths: GitPaths, window: Window) -> Iterator[str]:
    """Links in configuration and code to files in no path set."""
    chosen = paths.named("config+code")
    links = [path for path in chosen.of(window.present) if window.present[path] == _LINK]
    for link in sorted(links)[:_MOST_LINKS]:
        target = _text(process.output(repository, "cat-file", "blob", f"{window.end}:{link}"))
        place = _resolved(link, target)
        inside = place is not None and (place in chosen or chosen.reaches_into(place))
        if not inside:
            yield f"{link} is a link to {target}, which is in no path set: changes there are not visible"


def _modules(repository: Repository, paths: GitPaths, window: Window) -> Iterator[str]:
    """Submodules that may contain files of the path sets, and the first that was committed by mistake."""
    listed = process.whole(repository, "ls-tree", "-r", "-z", "--full-tree", window.end)
    entries = (entry.partition("\t") for entry in listed.decode(errors="surrogateescape").split("\0")[:-1])
    modules = sorted(path for about, _, path in entries if about.startswith(_MODULE) and _may_be_seen(paths, path))
    if modules:
        yield _of_modules(modules)
        yield from _added_by_mistake(repository, modules, window)


def _of_modules(modules: Sequence[str]) -> str:
    one = len(modules) == 1
    are, their = ("is a submodule", "its files") if one else ("are submodules", "their files")
    where, its = ("another repository", "its") if one else ("other repositories", "their")
    return f"{some(modules)} {are}: {their} are in {where}, and only {its} moves are seen"


def _may_be_seen(paths: GitPaths, module: str) -> bool:
    """Return whether a submodule may contain files of a path set."""
    sets = (paths.named(name) for name in _SETS)
    return any(module in chosen or chosen.reaches_into(module) for chosen in sets)


def _added_by_mistake(repository: Repository, modules: list[str], window: Window) -> Iterator[str]:
    """Yield the first submodule that .gitmodules does not declare."""
    lines = _text(process.output(repository, "cat-file", "blob", f"{window.end}:.gitmodules")).split("\n")
    declared = {line.partition("=")[2].strip() for line in lines if line.strip().startswith("path")}
    first = next((path for path in modules if path not in declared), None)
    if first is not None:
        yield (
            f"{first} is a repository inside this one and not in .gitmodules: if it was added by mistake, run "
            f"git rm --cached {first}, delete {first}/.git, and add its files"
        )


def _resolved(link: str, target: str) -> str | None:
    """Return the target of a link, as a path from the top of the repository; None if it is outside."""
    parts = [] if target.startswith("/") else link.split("/")[:-1]
    for part in target.split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return None if target.startswith("/") else "/".join(parts)


def _alike(repository: Repository, paths: GitPaths, window: Window) -> Iterator[str]:
    """Folders at the top that differ only in case or in the form of a letter from the first folder of a pattern."""
    listed = process.whole(repository, "ls-tree", "-d", "-z", "--name-only", "--full-tree", window.end)
    folders = listed.decode(errors="surrogateescape").split("\0")[:-1]
    chosen = paths.named("config+code")
    for first in sorted({folder(glob).partition("/")[0] for glob in chosen.globs} - {""}):
        others = [name for name in _namesakes(first, folders) if not chosen.reaches_into(name)]
        if others:
            yield f'"{others[0]}" differs from "{first}" only in case or in the form of a letter, and is in no path set'


def _namesakes(first: str, folders: Iterable[str]) -> list[str]:
    return [name for name in folders if name != first and _plain(name) == _plain(first)]


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _behind(repository: Repository, mainline: str) -> tuple[str, ...]:
    """Return a note if the mainline lacks commits that were already fetched, from its upstream or its branch of
    origin."""
    upstream = upstream_of(repository, mainline)
    lacking = _lacking(repository, mainline, upstream) if upstream else 0
    if not lacking:
        return ()
    behind = f"{mainline} is {counted(lacking, 'commit')} behind {upstream} as fetched"
    return (f"{behind}: pull, or set git.mainline to {upstream}",)


def _beside(repository: Repository, mainline: str) -> tuple[str, ...]:
    """Return a note if whatever is checked out is the mainline, and lacks commits of the main branch."""
    main = _main_branch(repository) if mainline in _CHECKED_OUT else ""
    lacking = _lacking(repository, mainline, main) if main else 0
    if not lacking:
        return ()
    branch = _line(repository, "symbolic-ref", "--quiet", "--short", "HEAD")
    here = branch or f"commit {_line(repository, 'rev-parse', '--short=12', 'HEAD')}"
    name = main.removeprefix("refs/heads/").removeprefix("refs/remotes/")
    lacks = f'git.mainline is "{mainline}", which is {here} here and lacks {counted(lacking, "commit")} of {name}'
    return (f"{lacks}: set it to the branch that is deployed",)


def _main_branch(repository: Repository) -> str:
    """Return the full name of the main branch: the default branch of origin, else the first with a usual name; empty
    for none."""
    of_origin = _line(repository, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    usual = (f"{place}{name}" for name in _USUAL for place in ("refs/remotes/origin/", "refs/heads/"))
    return next((name for name in (of_origin, *usual) if name and is_there(repository, name)), "")


def _lacking(repository: Repository, mainline: str, other: str) -> int:
    """Return how many commits of another branch the mainline lacks; 0 if that cannot be counted."""
    return int(_line(repository, "rev-list", "--count", "--end-of-options", f"{mainline}..{other}") or "0")


def upstream_of(repository: Repository, mainline: str) -> str:
    """Return the branch that the mainline follows: its upstream, or the same branch of origin; empty for none."""
    upstream = _line(repository, "rev-parse", "--abbrev-ref", "--verify", "--quiet", f"{mainline}@{{upstream}}")
    if upstream:
        return upstream
    branch = _line(repository, "rev-parse", "--symbolic-full-name", "--verify", "--quiet", mainline)
    of_origin = fetched(repository, branch) if branch.startswith("refs/heads/") else None
    return (of_origin or "").removeprefix("refs/remotes/")


def _fetched_long_ago(repository: Repository, now: Instant) -> Iterator[str]:
    """Yield a note if the clone was not fetched for a while."""
    try:
        written = (Path(repository.git_dir) / "FETCH_HEAD").stat()
    except OSError:
        return
    fetched = int(written.st_mtime)
    if not written.st_size and _line(repository, "remote"):
        yield f"git fetch failed on {iso_day(fetched)}: changes since the fetch before are not visible; run it again"
        return
    if now - fetched > _OLD_FETCH:
        days = (now - fetched) // DAY
        yield (
            f"this clone was last fetched on {iso_day(fetched)}, {days} days ago: later changes are not visible; run "
            "git fetch"
        )


def _line(repository: Repository, *words: str) -> str:
    return _text(process.output(repository, *words)).strip()


def _text(out: bytes | None) -> str:
    return (out or b"").decode(errors="replace")
