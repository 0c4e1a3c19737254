"""Where on the mainline what a ref names has landed, as the ref stands today."""

import re
from dataclasses import dataclass

from readiness_gate.errors import DEEPEN, DEEPEN_WHOLE, CouldNotLook
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
_AGAIN = (
    "tags are fetched with git fetch --tags, and one that was deleted must be set again on the commit that it named"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A landing that a ref names, by its place on the mainline; the ref `moves` by itself with what is done later, as
    a branch does: a tag and the id of a commit stay where they are, unless somebody moves the tag."""

    place: int
    moves: bool


def baseline_place(repository: Repository, chain: Chain, ref: str, mainline: str, wanted: Wanted) -> int | Unavailable:
    """The place on the chain of the landing that brought the baseline, or why that is unknown.

    The baseline is content: a landing that brought more than the commit that was tagged has, in the wanted paths, is
    another one. Only a tag and the id of a commit stay where they are: any other name may move with the mainline.
    """
    why = _why_it_moves(repository, ref)
    if why is not None:
        return Unavailable(f'the baseline "{ref}" {why}')
    try:
        commit = resolve(repository, ref)
        place = brought(repository, chain, commit)
        other = [] if place is None else wanted.of(differing(repository, commit, chain.commits[place], wanted.folders))
    except CouldNotLook as error:
        return Unavailable(f'the baseline "{ref}" cannot be found: {error}')
    if place is None:
        return Unavailable(
            f'the baseline "{ref}" ({commit[:12]}) is not in the history of {mainline}: the mainline was rewritten '
            "after it, or it was set beside it; set the baseline on a commit of the mainline"
        )
    if other:
        return Unavailable(
            f'the baseline "{ref}" ({commit[:12]}) is a commit inside a branch, and {chain.commits[place][:12]}, which '
            f"brought it to {mainline} on {iso_day(chain.landed[place])}, has other content in {len(other)} files "
            f"({some(other)}): set the baseline on the commit of the mainline that people are trained on"
        )
    if place == 0 and chain.shallow:
        return Unavailable(
            f'the clone is shallow, and the baseline "{ref}" landed where it was cut off or before: {DEEPEN}'
        )
    return place


def _why_it_moves(repository: Repository, ref: str) -> str | None:
    """Why a name is none that stays where it is; None for a tag, or the id of a commit."""
    names = _names(repository, ref)
    tags = [name for name in names if name.startswith(_TAG)]
    if tags:
        return f"names several refs: write {tags[0]} for the tag" if len(tags) < len(names) else None
    if not names and (_ID.fullmatch(ref) or _is_unknown(repository, ref)):
        return None
    return (
        "is no tag and no id of a commit, so it may move with the mainline, and then nothing ever lands after it: "
        "give the tag or the commit that training is built on"
    )


def _is_unknown(repository: Repository, ref: str) -> bool:
    """Whether a name leads nowhere, which is then the reason that is given."""
    return (
        ref != "HEAD"
        and process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", ref) is None
    )


def landing_of(repository: Repository, chain: Chain, ref: str, called: str, mainline: str) -> Named | Unavailable:
    """Which landing a ref names: one of the mainline itself, as what came with a landing says nothing of what else came
    with it; or why nobody can tell."""
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
    """The full name of the only ref that a name can mean, with its commit; the id of a commit is its own name.

    Raises CouldNotLook for a name of several refs, whatever they name now, and for one that is short for a commit: a
    ref that is set later would take its place.
    """
    names = _names(repository, ref)
    if len(names) > 1:
        raise CouldNotLook(
            f"names several refs: write {' or '.join(names)}; where an earlier version of the configuration names it, "
            "delete the one that is not meant"
        )
    try:
        commit = resolve(repository, names[0] if names else ref)
    except CouldNotLook as error:
        raise CouldNotLook(f"cannot be found: {error}{'' if names or is_id(ref) else f'; {_AGAIN}'}") from error
    if not names and not (is_id(ref) and commit == ref.lower()):
        raise CouldNotLook(
            f"is neither a ref nor the whole id of a commit, though it leads to {commit}: write that id, or a tag"
        )
    return (names or (ref,))[0], commit


def _names(repository: Repository, ref: str) -> tuple[str, ...]:
    """The full names of the refs that a name can mean: none for what is an id, as git takes that for nothing else."""
    if is_id(ref):
        return ()
    there = (process.output(repository, "rev-parse", "--symbolic", "--all") or b"").decode(errors="surrogateescape")
    meant = [ref] if ref.startswith("refs/") else [place.format(ref) for place in PLACES]
    return tuple(sorted(set(meant).intersection(there.split("\n")), key=meant.index))


def _why_no_landing(repository: Repository, chain: Chain, commit: str, mainline: str) -> str:
    """What is wrong with a commit that is none of the mainline's own."""
    if is_shallow(repository):
        return f"cannot be found: the clone is shallow, so nobody can tell how {commit[:12]} landed; {DEEPEN_WHOLE}"
    place = brought(repository, chain, commit)
    if place is None:
        return (
            f"({commit[:12]}) is not in the history of {mainline}: the mainline was rewritten after it, or it was set "
            "beside it; set it anew, on a landing of the mainline"
        )
    return (
        f"({commit[:12]}) is no landing of {mainline} itself, but came with one, {chain.commits[place][:12]} of "
        f"{iso_day(chain.landed[place])}, and nobody can tell what else that one changed: set it on the landing itself "
        "(the merge); if it was a landing of its own before, a merge turned the order of the mainline round, which is "
        "to be undone"
    )
