"""Where on the mainline a ref landed, by today's refs."""

import re
from collections.abc import Sequence

from readiness_gate.errors import DEEPEN, DEEPEN_WHOLE, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.refs import is_id
from readiness_gate.model.time import iso_day
from readiness_gate.model.wording import some
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import PLACES, Chain, brought, is_shallow, resolve
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import differing
from readiness_gate.sources.git.wanted import Wanted

_TAG = "refs/tags/"
_ID = re.compile(r"[0-9a-f]{7,64}", re.ASCII | re.IGNORECASE)
_AGAIN = "fetch tags with git fetch --tags; if the tag was deleted, create it again on the same commit"


@dataclass(frozen=True, slots=True)
class Named:
    """A landing that a ref names."""

    place: int
    """Its index on the mainline."""
    moves: bool
    """Whether the ref moves by itself, as a branch does. A tag and a commit id do not, unless a tag is moved."""


def baseline_place(repository: Repository, chain: Chain, ref: str, mainline: str, wanted: Wanted) -> int | Unavailable:
    """Return the index of the landing that brought the baseline, or why it is unknown.

    The baseline is content: a landing whose wanted paths differ from those of the tagged commit is not the baseline.
    Only a tag and a commit id stay in place: any other name may move with the mainline.
    """
    why = _why_it_moves(repository, ref)
    if why is not None:
        return Unavailable(f'the baseline "{ref}" {why}')
    try:
        commit = resolve(repository, ref)
        place = brought(repository, chain, commit)
        if place is None:
            return Unavailable(
                f'the baseline "{ref}" ({commit[:12]}) is not in the history of {mainline}: the mainline was rewritten '
                "later, or the commit was on another branch; set the baseline to a commit of the mainline"
            )
        other = wanted.of(differing(repository, commit, chain.commits[place], wanted.folders))
    except CouldNotLook as error:
        return Unavailable(f'the baseline "{ref}" cannot be found: {error}')
    if other:
        return Unavailable(
            f'the baseline "{ref}" ({commit[:12]}) is a commit inside a branch, and {chain.commits[place][:12]}, which '
            f"brought it to {mainline} on {iso_day(chain.landed[place])}, differs from it in {len(other)} files "
            f"({some(other)}): set the baseline to the commit of the mainline that people are trained on"
        )
    if place == 0 and chain.shallow:
        return Unavailable(
            f'the clone is shallow, and the baseline "{ref}" landed where it was cut off or before: {DEEPEN}'
        )
    return place


def _why_it_moves(repository: Repository, ref: str) -> str | None:
    """Return why a name may move, or is ambiguous; None for a tag and a commit id."""
    names = _names(repository, ref)
    tags = [name for name in names if name.startswith(_TAG)]
    if tags:
        return f"names several refs: write {tags[0]} for the tag" if len(tags) < len(names) else None
    if not names and (_ID.fullmatch(ref) or _is_unknown(repository, ref)):
        return None
    return (
        "is neither a tag nor a commit id, so it may move with the mainline, and then nothing ever lands after it: "
        "set it to the tag or the commit that training is built on"
    )


def _is_unknown(repository: Repository, ref: str) -> bool:
    """Return whether a name leads nowhere, which is reported where the name is resolved."""
    return (
        ref != "HEAD"
        and process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", ref) is None
    )


def landing_of(repository: Repository, chain: Chain, ref: str, called: str, mainline: str) -> Named | Unavailable:
    """Return the landing that a ref names, or why it is unknown. It is a commit of the mainline itself: a commit
    that came with a landing does not show what else came."""
    try:
        name, commit = _meant(repository, ref)
        why = None if commit in chain.commits else _why_no_landing(repository, chain, commit, mainline)
    except CouldNotLook as error:
        why, name, commit = str(error), "", ""
    if why is not None:
        return Unavailable(f'the {called} "{ref}" {why}')
    place = chain.commits.index(commit)
    if place == 0 and chain.shallow:
        return Unavailable(
            f'the clone is shallow, and the {called} "{ref}" landed where it was cut off or before: {DEEPEN_WHOLE}'
        )
    return Named(place, moves=not name.startswith(_TAG) and not is_id(ref))


def _meant(repository: Repository, ref: str) -> tuple[str, str]:
    """Return the full name of the only ref that a name can mean, with its commit; a commit id is its own name.

    Raises CouldNotLook for a name of several refs, even of the same commit, and for a short name of a commit, because a
    later ref of that name would take its place.
    """
    names = _names(repository, ref)
    if len(names) > 1:
        raise CouldNotLook(
            f"names several refs: write {' or '.join(names)}; where an earlier version of the configuration names it, "
            "delete the wrong one"
        )
    commit = _commit(repository, ref, names)
    if not names and not (is_id(ref) and commit == ref.lower()):
        raise CouldNotLook(
            f"is neither a ref nor a full commit id, although it leads to {commit}: write that id, or a tag"
        )
    return (names or (ref,))[0], commit


def _commit(repository: Repository, ref: str, names: Sequence[str]) -> str:
    """Return the commit that a name leads to, which is one ref at most."""
    try:
        return resolve(repository, names[0] if names else ref)
    except CouldNotLook as error:
        raise CouldNotLook(f"cannot be found: {error}{'' if names or is_id(ref) else f'; {_AGAIN}'}") from error


def _names(repository: Repository, ref: str) -> tuple[str, ...]:
    """Return the full names of the refs that a name can mean; none for a full id, which git never takes for a ref."""
    if is_id(ref):
        return ()
    there = (process.output(repository, "rev-parse", "--symbolic", "--all") or b"").decode(errors="surrogateescape")
    meant = [ref] if ref.startswith("refs/") else [place.format(ref) for place in PLACES]
    return tuple(sorted(set(meant).intersection(there.split("\n")), key=meant.index))


def _why_no_landing(repository: Repository, chain: Chain, commit: str, mainline: str) -> str:
    """Return why a commit that is not on the mainline is no landing."""
    if is_shallow(repository):
        return f"cannot be found: the clone is shallow, so it is unknown how {commit[:12]} landed; {DEEPEN_WHOLE}"
    place = brought(repository, chain, commit)
    if place is None:
        return (
            f"({commit[:12]}) is not in the history of {mainline}: the mainline was rewritten later, or the commit was "
            "on another branch; set it again, on a landing of the mainline"
        )
    return (
        f"({commit[:12]}) is not a landing of {mainline} itself, but came with one, {chain.commits[place][:12]} of "
        f"{iso_day(chain.landed[place])}, and it is unknown what else that one changed: set it on the landing itself "
        "(the merge); if it was a landing before, a later merge reversed the order of the mainline: undo that merge"
    )
