"""Evaluates the gates of one program within its checkout. This runs in the program's own process."""

import json
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from readiness_gate.app.check import check
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.errors import BadUse, CouldNotLook, GateError
from readiness_gate.model.repositories import Repositories
from readiness_gate.plugins import tables
from readiness_gate.portfolio.asked_of_people import load
from readiness_gate.portfolio.commit import CHECKED_OUT, refuse_other
from readiness_gate.portfolio.nameless import nameless, people, verdict_of
from readiness_gate.reports.json import render
from readiness_gate.sources.git.reader import at_ref


def evaluation(job: Mapping[str, Any]) -> Mapping[str, object]:
    """Return the verdict of each gate as JSON data, or why there is none; it names no person."""
    try:
        return _evaluation(job)
    except GateError as error:
        return {"undecided": nameless(str(error))}


def _evaluation(job: Mapping[str, Any]) -> Mapping[str, object]:
    root = Path(job["checkout"])
    _refuse_elsewhere(root, [root / job["config"]])
    names: list[str | None] = list(job["milestones"]) or [None]
    commit = job.get("commit", "")
    if commit:
        began = time.monotonic()
        return {"gates": _of_commit(root, names, job, commit), "seconds": time.monotonic() - began}
    session = _session(root, job, job["policy-ref"] or None)
    who = people(session)
    return {"gates": [_gate(session, name, job, who) for name in names], "load": _load(session, names, job, who)}


def _session(root: Path, job: Mapping[str, Any], policy_ref: str | None, *, ref_alone: bool = False) -> Session:
    where, now = Whereabouts(root), int(job["now"])
    session = open_session(tables(), where, now, job["config"], policy_ref, ref_alone=ref_alone)
    _refuse_elsewhere(root, (*session.inputs(), *_repositories(session)))
    return session


def _of_commit(root: Path, names: list[str | None], job: Mapping[str, Any], commit: str) -> list[Mapping[str, object]]:
    """Return the verdict of each gate on committed files, never on edits in the work tree. Without a ref for the
    policy, the checked-out commit is judged."""
    ref = job["policy-ref"] or CHECKED_OUT
    folder = (root / job["config"]).parent
    read_from = at_ref(folder, ref).commit
    session = _session(root, job, ref, ref_alone=True)
    who = people(session)
    refuse_other(session, commit)
    gates = [_gate(session, name, job, who) for name in names]
    refuse_other(session, commit)  # a fetch may have happened in the meantime
    if at_ref(folder, ref).commit != read_from:
        raise CouldNotLook(f"{ref} moved while the gate was judged. Ask again")
    return gates


def _gate(session: Session, name: str | None, job: Mapping[str, Any], who: Collection[str]) -> Mapping[str, object]:
    try:
        [verdict] = check(session, name, session.as_of(job["as-of"]), in_ci=bool(job["in-ci"]))
    except GateError as error:
        return {"milestone": name or "", "undecided": nameless(str(error), who)}
    return {"verdict": verdict_of(json.loads(render(verdict)), who)}


def _load(
    session: Session, names: Sequence[str | None], job: Mapping[str, Any], who: Collection[str]
) -> Mapping[str, object]:
    """Return the load of the program on people, without personal data, or why it is unknown. No verdict depends on
    it."""
    try:
        as_of = session.as_of(job["as-of"])
        found = load(session, [session.gate(name, as_of) for name in names], as_of, job["key"])
    except GateError as error:
        return {"unknown": [nameless(str(error), who)]}
    return {**found, "unknown": [nameless(str(why), who) for why in found["unknown"]]}


def _repositories(session: Session) -> Iterator[Path]:
    """Yield the folders of the git repositories that the configuration names."""
    git = session.configuration.settings.git
    several = git.by_name.values() if isinstance(git, Repositories) else (git,)
    yield from (session.configuration.settings.root / one.repository for one in several if one.repository is not None)


def _refuse_elsewhere(root: Path, paths: Iterator[Path] | list[Path] | tuple[Path, ...]) -> None:
    """Raise BadUse if a path is outside the checkout, or leads there through a symbolic link."""
    top = Path(os.path.realpath(root))
    for path in paths:
        if not Path(os.path.realpath(path)).is_relative_to(top):
            raise BadUse(
                f"it reads {os.path.relpath(path, root)}, which is outside its checkout. Move the file into the "
                "checkout, or name a folder that has both as checkout in the portfolio"
            )
