"""Append a valid waiver to the file of waivers."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from readiness_gate import store
from readiness_gate.app.session import Session
from readiness_gate.config.waivers import FILE, appended, mistakes
from readiness_gate.errors import BadUse, GateError, NotWritten
from readiness_gate.judge import judge, questions
from readiness_gate.judge.waivers import flaw
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate, Waiver
from readiness_gate.model.rule_ids import canonical
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import JudgedWaiver, Verdict, WaiverState
from readiness_gate.run import measure_all
from readiness_gate.toml.document import LARGEST, Value
from readiness_gate.toml.problems import did_you_mean

UNTOUCHED = f"Nothing was written to {FILE}."


def waive(session: Session, gate: Gate, entry: Mapping[str, Value], as_of: Instant) -> tuple[JudgedWaiver, Verdict]:
    """Write the waiver of an entry once it is certain to be in force as of an instant; it is judged with the files
    as they are then, on readings taken once. Raises BadUse, with nothing written, if it would not be in force."""
    read, name = session.read, gate.milestone.name
    _refuse_mistakes(entry)
    entry = {**entry, "rule": _known_rule(str(entry["rule"]), gate)}
    before = read(FILE, LARGEST)
    after = appended(before, entry)
    tried = session.reloaded(WithFile(read, FILE, after).read).configuration.gates[name]
    *others, waiver = tried.waivers
    if waiver in others:
        raise BadUse(f"this waiver is in {FILE} already. {UNTOUCHED}")
    _refuse_void(flaw(waiver, tried, day_of(as_of, tried.zone)), tried)
    measurement = measure_all(session.program, questions(tried, as_of), tried.milestone, gate=tried)
    verdict = judge(tried, measurement.readings, as_of, measurement.sources)
    _refuse_unfailing(waiver, verdict)
    _refuse_void(_judged(waiver, verdict), tried)
    _replace(session.located.parent / FILE, before, after, read)
    written = session.reloaded(read).configuration.gates[name]
    verdict = judge(written, measurement.readings, as_of, measurement.sources)
    return _judged(waiver, verdict), verdict


def _replace(path: Path, before: bytes | None, after: bytes, read: Reader) -> None:
    """Write the file if it is unchanged; what somebody else wrote in the meantime is not lost."""
    where = Path(os.path.realpath(path))
    try:
        with store.locked(where.parent):
            _refuse_change(read, before)
            (store.create if before is None else store.replace)(where, after)
    except FileExistsError as error:
        raise BadUse(f"{FILE} was changed by another program meanwhile. Run this again. {UNTOUCHED}") from error
    except OSError as error:
        raise NotWritten(f"{FILE} cannot be written: {error.strerror or error}. {UNTOUCHED}") from error


def _refuse_change(read: Reader, before: bytes | None) -> None:
    if read(FILE, LARGEST) != before:
        raise FileExistsError


@dataclass(frozen=True, slots=True)
class WithFile:
    """A reader with other content for one file."""

    reader: Reader
    file: str
    content: bytes

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file, like any `Reader`."""
        return self.content if path == self.file else self.reader(path, limit)


def _judged(waiver: Waiver, verdict: Verdict) -> JudgedWaiver:
    judged = next((judged for judged in verdict.waivers if judged.waiver == waiver), None)
    if judged is None:
        raise GateError(f"{FILE} was changed by another program just now. Run `readiness-gate check` to see the result")
    return judged


def _refuse_mistakes(entry: Mapping[str, Value]) -> None:
    """Raise BadUse for what no file of waivers can contain."""
    for key, value in entry.items():
        if _has_surrogates(value):
            raise BadUse(f"--{key} is not text in UTF-8. {UNTOUCHED}")
    wrong = mistakes(entry)
    if wrong:
        raise BadUse("\n".join([*(f"--{mistake}".replace("--rule", "RULE") for mistake in wrong), UNTOUCHED]))


def _known_rule(rule_id: str, gate: Gate) -> str:
    """Return the id of a rule of the gate that was typed in any case. Raises BadUse if the gate has none."""
    known = {rule.id for rule in gate.rules}
    if canonical(rule_id, known) not in known:
        raise BadUse(f'no rule "{rule_id}" guards {gate.milestone.name}{did_you_mean(rule_id, known)}. {UNTOUCHED}')
    return canonical(rule_id, known)


def _has_surrogates(value: Value) -> bool:
    """Return whether a value has a text that cannot be written in UTF-8."""
    texts = (value,) if isinstance(value, str) else value if isinstance(value, Sequence) else ()
    return any("\ud800" <= character <= "\udfff" for text in texts for character in text)


def _refuse_unfailing(waiver: Waiver, verdict: Verdict) -> None:
    finding = next(finding for finding in verdict.findings if finding.rule.id == waiver.rule)
    if finding.outcome == "unknown":
        what = f"{waiver.rule} is unknown today, and a waiver covers only a failing rule"
        raise BadUse(f"{what}. {finding.message} {UNTOUCHED}")
    if finding.outcome != "fail":
        raise BadUse(f"{waiver.rule} does not fail today (it is: {finding.outcome}). {finding.message} {UNTOUCHED}")


def _refuse_void(judged: JudgedWaiver | None, gate: Gate) -> None:
    if judged is not None and judged.state != "in-force":
        advice = _advice(judged, gate)
        state = judged.state.replace("-", " ")
        raise BadUse(f"the waiver would be void ({state}): {judged.why}{f'; {advice}' if advice else ''}. {UNTOUCHED}")


def _advice(judged: JudgedWaiver, gate: Gate) -> str:
    """Return what to do about a waiver that would be void."""
    waiver, terms = judged.waiver, gate.terms
    who = f"approvers: {', '.join(terms.approvers)}" if terms.approvers else "no approvers yet: add them to [waivers]"
    advice: dict[WaiverState, str] = {
        "self-approved": "let somebody else approve it, and name both by their addresses",
        "unknown-approver": who,
        "over-long": f"it may expire {terms.max_days} days after {waiver.approved_on}",
        "not-waivable": "`readiness-gate explain` shows how to fix it",
        "not-yet-approved": "write it on that day, or give an earlier --approved-on",
        "expired": "give a later --expires",
        "superseded": "give a later --approved-on, or change that one",
        "worsened": "give another --accepts, or none",
        "new-evidence": "name all with --evidence, or none",
    }
    return advice.get(judged.state, "")
