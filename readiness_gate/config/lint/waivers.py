"""Find waivers that will never cover anything again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from readiness_gate.config.companion_file import load_companion
from readiness_gate.config.schema.files import WaiverEntry, WaiversFile
from readiness_gate.config.waivers import FILE, of_rules, waiver
from readiness_gate.judge.waivers import flaw
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader
from readiness_gate.model.verdict import JudgedWaiver, WaiverState
from readiness_gate.toml.problems import Problem, did_you_mean, nearest

_FLAWS: dict[WaiverState, str] = {
    "not-waivable": "rule",
    "self-approved": "approved-by",
    "unknown-approver": "approved-by",
    "over-long": "expires",
    "expired": "expires",
}
"""The key at which each permanent flaw is reported; a waiver that is not yet approved may still take effect."""


def void_waivers(read: Reader, gates: Mapping[str, Gate], today: date) -> Iterator[Problem]:
    """Report the waivers of the file that are void at every gate, permanently."""
    parts = load_companion(FILE, read, WaiversFile, [])
    if parts is not None:
        document, file = parts
        for index, entry in enumerate(file.waivers):
            for key, why in _waiver_flaws(entry, gates, today):
                yield document.problem(("waivers", index, key), why, at_value=True)


def _waiver_flaws(entry: WaiverEntry, gates: Mapping[str, Gate], today: date) -> Iterator[tuple[str, str]]:
    """Yield why a waiver is permanently void, with the key to report it at."""
    if entry.milestone is not None and entry.milestone not in gates:
        yield "milestone", f'there is no milestone "{entry.milestone}"{did_you_mean(entry.milestone, gates)}'
        return
    yield from _at_gates(entry, [gate for name, gate in gates.items() if entry.milestone in (None, name)], today)


def _at_gates(entry: WaiverEntry, gates: Sequence[Gate], today: date) -> Iterator[tuple[str, str]]:
    """Yield why a waiver is permanently void at the gates of its milestones."""
    flaws = [flaw(of_rules(waiver(entry), gate.rules), gate, today) for gate in gates]
    guarded = [void for void in flaws if void is None or void.state != "unmatched"]
    if guarded:
        yield from _void(guarded)
    else:
        where, known = entry.milestone or "any milestone", {rule.id for gate in gates for rule in gate.rules}
        yield "rule", f'no rule "{entry.rule}" guards {where}{nearest(entry.rule, known)}'


def _void(guarded: Sequence[JudgedWaiver | None]) -> Iterator[tuple[str, str]]:
    """Yield what makes a waiver permanently void, if it is at all gates that have its rule."""
    lasting = [void for void in guarded if void is not None and void.state in _FLAWS]
    if len(lasting) == len(guarded):
        void, state = lasting[0], lasting[0].state.replace("-", " ")
        yield _FLAWS[void.state], f"the waiver of {void.waiver.rule} is void ({state}): {void.why}"
