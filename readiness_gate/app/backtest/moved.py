"""The gate of a milestone as it would have been before a past go-live."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from readiness_gate.config.go_live import judged_early
from readiness_gate.config.sealing import resealed
from readiness_gate.model.backtest import PastGoLive
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Milestone, Settings


def moved(gate: Gate, settings: Settings, go_live: PastGoLive) -> Gate:
    """Return the gate of a milestone moved to the day of a past go-live, delivering its version, as if the
    configuration said so: every other date of the milestone, and of those before it, keeps its distance from that
    day."""
    by = go_live.date - gate.milestone.date
    own = _moved(gate, replace(shifted(gate.milestone, by), version=go_live.version))
    earlier = tuple(_moved(one, shifted(one.milestone, by)) for one in gate.earlier)
    return resealed(replace(own, earlier=earlier), settings)


def shifted(milestone: Milestone, by: dt.timedelta) -> Milestone:
    """Return a milestone with all of its dates shifted."""
    lock = milestone.policy_lock
    return replace(
        milestone,
        date=milestone.date + by,
        freeze=None if milestone.freeze is None else milestone.freeze + by,
        go_live=None if milestone.go_live is None else milestone.go_live + by,
        policy_lock=lock + by if isinstance(lock, dt.date) else lock,
    )


def _moved(gate: Gate, milestone: Milestone) -> Gate:
    """Return a gate with its milestone on another day; its weakenings name the days."""
    before, after = judged_early(gate.milestone), judged_early(milestone)
    words: Mapping[str, str] = dict(zip(before, after, strict=True))
    weakened = tuple(words.get(what, what) for what in gate.policy.weakened)
    return replace(gate, milestone=milestone, policy=replace(gate.policy, weakened=weakened))
