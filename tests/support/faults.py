"""What must hold of a run in which something is wrong: the gate stays shut, and the reason is told."""

from collections.abc import Sequence

from support.program import Ended


def is_undecided(ended: Ended, reason: str, rules: Sequence[str]) -> None:
    """Nothing was decided, and the findings of these rules say why; no other finding failed."""
    assert "Traceback" not in ended.out + ended.err
    assert (ended.exit, ended.decision) == (3, "undecided"), ended.err
    for rule in rules:
        finding = ended.finding(rule)
        assert finding["outcome"] == "unknown"
        assert reason in finding["message"]


def is_no_go(ended: Ended, reason: str, rule: str) -> None:
    """One rule fails, and its finding says why."""
    assert "Traceback" not in ended.out + ended.err
    assert (ended.exit, ended.decision) == (1, "no-go"), ended.err
    assert ended.finding(rule)["outcome"] == "fail"
    assert reason in ended.finding(rule)["message"]
