"""The section of the page about the issue tracker."""

from collections.abc import Iterator, Mapping

from benchmarks.evidence.design import TRACKER_LOOKS, TRACKER_OUTCOMES
from benchmarks.evidence.findings import Findings
from benchmarks.evidence.results import Look
from benchmarks.evidence.wording import chance, table, with_interval

SHORT = dict(zip(TRACKER_OUTCOMES, ("patch in 14 d", "patch in 28 d", "named in 42 d", "severe in 28 d"), strict=True))
PILOT: Mapping[tuple[str, str], float] = {
    ("late-fixing", "patched-28d"): 0.68,
    ("late-arrivals", "patched-28d"): 0.66,
    ("size", "patched-28d"): 0.67,
    ("convergence", "patched-28d"): 0.57,
    ("slope", "patched-28d"): 0.51,
    ("laplace", "patched-28d"): 0.50,
    ("open-severe", "patched-28d"): 0.55,
    ("late-fixing", "severe-28d"): 0.75,
    ("late-arrivals", "severe-28d"): 0.57,
    ("size", "severe-28d"): 0.64,
    ("convergence", "severe-28d"): 0.47,
    ("slope", "severe-28d"): 0.56,
    ("laplace", "severe-28d"): 0.47,
    ("open-severe", "severe-28d"): 0.45,
}
"""The AUC of an earlier look at the same tracker, with other programs."""
_NEAR = 0.02


def tracker(found: Findings) -> Iterator[str]:
    """What the defects of a real tracker say of its go-lives."""
    wrong = {look.outcome: look for look in found.tracker if look.name == "size"}
    rates = ", ".join(f"{TRACKER_OUTCOMES[name]} {look.wrong} of {look.cases}" for name, look in wrong.items())
    yield f"What became of them: {rates}."
    heads = ("what", "n", *(f"{SHORT[name]}: AUC" for name in TRACKER_OUTCOMES), "lowest p corrected")
    yield table(heads, (_row([look for look in found.tracker if look.name == name]) for name in _names(found)))
    yield (
        f"An earlier look tried {TRACKER_LOOKS} combinations on these go-lives, so even p corrected for the "
        f"{len(found.tracker)} that are shown is too small. Nothing here was confirmed on another tracker."
    )
    yield _reproduced(found)


def _names(found: Findings) -> list[str]:
    return list(dict.fromkeys(look.name for look in found.tracker))


def _row(looks: list[Look]) -> tuple[object, ...]:
    areas = (with_interval(look.area) for look in looks)
    return looks[0].words, max(look.cases for look in looks), *areas, chance(min(look.adjusted for look in looks))


def _reproduced(found: Findings) -> str:
    """How far the figures are from those of the earlier look."""
    areas = {(look.name, look.outcome): look.area.value or 0 for look in found.tracker if look.area is not None}
    apart = {which: areas[which] - old for which, old in PILOT.items()}
    far = {which: by for which, by in apart.items() if round(abs(by), 3) > _NEAR}
    said = "; ".join(
        f"`{name}`, {SHORT[outcome]}: {areas[name, outcome]:.2f} in place of {PILOT[name, outcome]:.2f}"
        for name, outcome in far
    )
    same = len(PILOT) - len(far)
    if not far:
        return f"All {same} figures of that look are reproduced within {_NEAR:.2f}."
    return f"{same} of {len(PILOT)} figures of that look are reproduced within {_NEAR:.2f}. The others are not: {said}."
