"""What changed since an earlier time, as JSON."""

from typing import Any, TypeAlias

from readiness_gate.model.comparison import Change, Comparison, Counted, Edit, State
from readiness_gate.model.reading import Evidence
from readiness_gate.model.time import Instant, iso

Json: TypeAlias = dict[str, Any]


def comparison_of(compared: Comparison | None) -> Json:
    """Return what changed, under its key; empty if that was not requested."""
    return {} if compared is None else {"compared": _comparison(compared)}


def _comparison(compared: Comparison) -> Json:
    return {
        "since": iso(compared.since),
        "decision": compared.decision,
        "policy": None if compared.policy is None else {"unavailable": compared.policy.reason},
        "changes": [_change(change) for change in compared.changes],
        "edits": [_edit(edit) for edit in compared.edits],
        "counted": [_counted(one) for one in compared.counted],
        "unknown": list(compared.unknown),
    }


def _change(change: Change) -> Json:
    return {
        "rule": change.rule,
        "title": change.title,
        "owner": change.owner,
        "then": _state(change.then),
        "now": _state(change.now),
        "only-counted": change.only_counted,
        "causes": list(change.causes),
        "deciding": list(change.deciding),
        "separable": change.apart,
        "without": {cause: _state(state) for cause, state in change.without},
        "appeared": [evidence_of(piece) for piece in change.appeared],
        "went": [evidence_of(piece) for piece in change.went],
        "edits": [_edit(edit) for edit in change.edits],
        "counted": [_counted(one) for one in change.counted],
    }


def _state(state: State | None) -> Json | None:
    if state is None:
        return None
    return {
        "outcome": state.outcome,
        "enforcement": state.enforcement,
        "waived": state.waived,
        "value": state.value,
        "unit": state.unit,
    }


def _edit(edit: Edit) -> Json:
    known = {
        "rule": edit.rule or None,
        "what": edit.what,
        "loosens": edit.loosens,
        **_landing(edit.commit, edit.landed),
    }
    return {**known, **({"unknown": edit.unknown} if edit.unknown else {})}


def _counted(one: Counted) -> Json:
    return {"kind": one.kind, "source": one.source or None, "what": one.what, **_landing(one.commit, one.landed)}


def _landing(commit: str, landed: Instant | None) -> Json:
    return {"commit": commit or None, "landed": None if landed is None else iso(landed)}


def evidence_of(evidence: Evidence) -> Json:
    """Return a piece of evidence."""
    return {"kind": evidence.kind, "id": evidence.id, "url": evidence.url or None, "note": evidence.note}
