"""Find the commit that the mainline ends with, and what a reader must know about its name."""

from dataclasses import replace

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Settings
from readiness_gate.model.wording import counted
from readiness_gate.sources.git import process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.chain import fetched, is_there, resolve
from readiness_gate.sources.git.process import Repository

_CHECKED_OUT = ("HEAD", "@")
_BRANCHES = ("refs/heads/", "refs/remotes/")
_TAGS = "refs/tags/"


@dataclass(frozen=True, slots=True)
class Mainline:
    """The mainline of a repository."""

    repository: Repository
    name: str
    """The full name of the mainline, as resolved."""
    commit: str
    """The commit that it ends with."""
    branch: str = ""
    """Its short name; empty if it is not a branch."""
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def meant(self, settings: Settings) -> Settings:
        """Return the settings with the resolved name of the mainline."""
        return replace(settings, git=replace(settings.git, mainline=self.name))


def find(settings: Settings) -> Mainline:
    """Find the mainline that the configuration names. Raises CouldNotLook if it is missing, or if a change could
    choose it.

    When the policy comes from a ref, the author of a change controls HEAD and the branches of the checkout. HEAD then
    means that ref, if it is a branch, and any other branch means the branch as fetched.
    """
    place, named = settings.root / (settings.git.repository or ""), settings.git.mainline
    if not settings.policy_ref:
        repository = process.find(place)
        return _checked(repository, named, named)
    repository, ref = anchored(place, settings.policy_ref), settings.policy_ref
    if repository.git_dir != anchored(settings.root, ref).git_dir:
        return _checked(repository, named, named)
    base = _full_name(repository, ref)
    if named in _CHECKED_OUT:
        return _of_policy(repository, named, base)
    mainline = _checked(repository, named, _as_fetched(repository, named, base) or named)
    return replace(mainline, notes=_another(mainline, _branch(base)))


def _of_policy(repository: Repository, named: str, base: str) -> Mainline:
    """Return the mainline if whatever is checked out is meant: the branch of the policy. Raises CouldNotLook if that
    is not a branch."""
    if not base.startswith(_BRANCHES):
        raise CouldNotLook(
            f'git.mainline = "{named}" is whatever is checked out, which may be the history of the change itself: '
            'set the branch in [git], such as mainline = "main", or use a branch for --policy-ref'
        )
    mainline = _checked(repository, base, base)
    return replace(mainline, notes=_not_judged(repository, named, mainline))


def _another(mainline: Mainline, base: str) -> tuple[str, ...]:
    """Return a note if the policy landed in another history than the judged one."""
    if not base or mainline.branch in ("", base):
        return ()
    return (f"git.mainline is {mainline.branch}, and the policy is read from {base}: changes in {base} are not judged",)


def _checked(repository: Repository, named: str, meant: str) -> Mainline:
    """Return the mainline of a name, with a doubt if that name never moves."""
    commit = resolve(repository, meant, of_origin=True)
    full = _full_name(repository, meant)
    of_origin = fetched(repository, named) if full.startswith(_TAGS) else None
    if of_origin and resolve(repository, of_origin) != commit:
        raise CouldNotLook(f'"{named}" is ambiguous, because it names different commits: write {full} or {of_origin}')
    what = "a tag" if full.startswith(_TAGS) else "" if full else "a commit"
    doubt = f'git.mainline "{named}" is {what}, which does not move: later changes are not visible; set it to a branch'
    name = meant if meant.startswith(_BRANCHES) else named
    return Mainline(repository, name, commit, _branch(full), (doubt,) if what else ())


def _branch(full: str) -> str:
    """Return the short name of a branch, without its remote."""
    if full.startswith("refs/remotes/"):
        return full.split("/", 3)[-1]
    return full.removeprefix("refs/heads/") if full.startswith("refs/heads/") else ""


def _as_fetched(repository: Repository, named: str, base: str) -> str | None:
    """Return the full name of a branch as fetched; None if it is not a branch of the policy's remote."""
    if named.startswith("refs/remotes/") or is_there(repository, f"refs/remotes/{named}"):
        return None
    remote = base.split("/")[2] if base.startswith("refs/remotes/") else "origin"
    return fetched(repository, named, remote)


def _full_name(repository: Repository, ref: str) -> str:
    """Return the full name of the ref that a name leads to, a branch before a tag; empty for a commit id."""
    if ref in _CHECKED_OUT:
        return _checked_out(repository)
    places = ("",) if ref.startswith("refs/") else ("refs/", *_BRANCHES, _TAGS)
    there = (name for name in (f"{place}{ref}" for place in places) if is_there(repository, name))
    return next(there, None) or fetched(repository, ref) or ""


def _checked_out(repository: Repository) -> str:
    """Return the full name of the branch that is checked out; empty for none."""
    out = process.output(repository, "rev-parse", "--symbolic-full-name", "--verify", "--quiet", "HEAD")
    return (out or b"").decode(errors="surrogateescape").strip()


def _not_judged(repository: Repository, named: str, mainline: Mainline) -> tuple[str, ...]:
    """Return a note if the checkout has commits that are not judged."""
    words = ("rev-list", "--count", "--end-of-options", f"{mainline.commit}..HEAD")
    besides = int(process.output(repository, *words) or b"0")
    if not besides:
        return ()
    judged = "is not judged until it lands" if besides == 1 else "are not judged until they land"
    note = (
        f'git.mainline = "{named}" is read as {mainline.name}, the ref of the policy: {counted(besides, "commit")} of '
        f"the checkout {judged}"
    )
    return (note,)
