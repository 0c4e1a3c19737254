"""Files of facts that a change edits although the policy comes from a ref: both versions are judged, and the worse
verdict counts."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from readiness_gate.app.session import Session
from readiness_gate.errors import Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import WORST_FIRST, Verdict
from readiness_gate.plugins.fence import LIMIT, NoAnswer, answer, stopwatch
from readiness_gate.run import Program, evaluate_series

_Made = TypeVar("_Made")
MARGIN = 4
"""How many times as long as the ref's own files the change's may take, besides the limit for every answer."""


def badness(verdict: Verdict) -> int:
    """Return the sort key of a verdict: the worst is first."""
    return WORST_FIRST.index(verdict.decision)


def worse_version(
    session: Session, make: Callable[[Session], _Made], verdict: Callable[[_Made], Verdict]
) -> tuple[_Made, tuple[str, ...]]:
    """Return what `make` makes of a program, with a note on which version of the edited files it used, if any are:
    the version with the worse verdict, the ref's if both are equally bad."""
    seconds = stopwatch()
    of_ref = make(session)
    of_change = session.with_edits
    if of_change is None or of_change.facts_reader is None:
        return of_ref, ()
    other = _made_of_change(of_change, make, LIMIT + MARGIN * seconds())
    files = ", ".join(sorted(of_change.facts_reader.edited))
    if badness(verdict(other)) < badness(verdict(of_ref)):
        return other, (f"Shown here: the change's version of {files}, whose verdict is worse",)
    return of_ref, (f"Shown here: {of_change.facts_reader.ref}'s version of {files}; the change's verdict is no worse",)


def _made_of_change(of_change: Session, make: Callable[[Session], _Made], seconds: float) -> _Made:
    """Return what `make` makes of the change's own files, in a process of its own, with a time limit."""
    try:
        made: _Made = pickle.loads(answer(lambda: pickle.dumps(make(of_change)), failure, seconds))  # noqa: S301 - ours
    except NoAnswer as error:
        return make(replace(of_change, program=_refusing(of_change, of_change.program, str(error))))
    return made


def series_of_change(
    of_change: Session, program: Program, gate: Gate, instants: Sequence[Instant], seconds: float
) -> tuple[Verdict, ...]:
    """Return the verdicts on the change's own files, which may cause any amount of work: so they are judged in a
    process of their own, with a time limit. Without an answer they count as unreadable files."""
    try:
        content = answer(lambda: pickle.dumps(evaluate_series(program, gate, instants).verdicts), failure, seconds)
    except NoAnswer as error:
        return evaluate_series(_refusing(of_change, program, str(error)), gate, instants).verdicts
    verdicts: tuple[Verdict, ...] = pickle.loads(content)  # noqa: S301 - of our own code, which was forked
    return verdicts


def failure(error: BaseException) -> str:
    """Return why a process for the change's files gave no answer."""
    return f"it failed ({type(error).__name__})"


def _refusing(of_change: Session, program: Program, why: str) -> Program:
    """Return a program that cannot read the files that the change edited."""
    edited = of_change.facts_reader.edited if of_change.facts_reader else frozenset[str]()
    return replace(program, read=_Refusing(program.read, frozenset(edited), why).read)


@dataclass(frozen=True, slots=True)
class _Refusing:
    """A reader that refuses the files that the change edited."""

    reader: Reader
    edited: frozenset[str]
    why: str

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file, None if there is none. Raises Unreadable for one that the change edited."""
        if path in self.edited:
            raise Unreadable(f"{path} as this change has it was not judged, as {self.why}: export fewer issues to it")
        return self.reader(path, limit)
