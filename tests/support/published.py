"""The limits of the shipped rules as they are published: a change of one is a change of what users were promised."""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_gate.model.policy import Bound, Enforcement
from readiness_gate.model.reading import ParameterValue, Value

B: Enforcement = "block"
W: Enforcement = "warn"
INFO: Enforcement = "info"


@dataclass(frozen=True)
class Published:
    """What is published of a rule. `given` are the parameters that are not left at their defaults; `hard` rules can
    not be waived."""

    signal: str
    bound: Bound
    value: Value
    enforcement: Enforcement
    given: tuple[tuple[str, ParameterValue], ...] = ()
    warn_at: Value | None = None
    kinds: frozenset[str] = frozenset()
    hard: bool = False


_OF_MILESTONE: tuple[str, ParameterValue] = ("scope", "milestone")


def _severity(which: str) -> tuple[tuple[str, ParameterValue], ...]:
    return (("severity", which),)


def _role(which: str) -> tuple[tuple[str, ParameterValue], ...]:
    return (("role", which),)


_CRITICAL: tuple[tuple[str, ParameterValue], ...] = (("critical", True),)
_EARLY = frozenset({"adoption-d30", "hypercare-exit"})
_USED = frozenset({"adoption-d60", "adoption-d90", "hypercare-exit"})
_LATER = frozenset({"adoption-d60", "adoption-d90"})
_BOTH = frozenset({"training-start", "go-live"})
_ADOPTION = frozenset({"adoption-d30", "adoption-d60", "adoption-d90"})
_EXIT = frozenset({"hypercare-exit"})
SETTLED = Published("change.landings", "at-most", 0, W, (("window", "14d"),), kinds=_BOTH)

PUBLISHED: Mapping[str, Published] = {
    "DEF-01": Published("defects.open", "at-most", 0, B, (*_severity("sev1"), _OF_MILESTONE)),
    "DEF-02": Published("defects.open", "at-most", 0, B, (*_severity("sev2"), _OF_MILESTONE)),
    "DEF-03": Published("defects.open", "at-most", 10, W, _severity("sev3")),
    "DEF-03-b": Published("defects.without-workaround", "at-most", 0, W, _severity("sev3")),
    "DEF-04": Published("defects.converging-weeks", "at-least", 3, B),
    "DEF-04-b": Published("defects.backlog-slope", "at-most", 0, B),
    "DEF-05": Published("defects.arrivals-falling", "equals", True, W),
    "DEF-06": Published("defects.quiet-days", "at-least", 14, B, _severity("sev1+sev2")),
    "DEF-07": Published("defects.reopen-rate", "at-most", 0.10, W),
    "DEF-08": Published("forecast.green-share", "at-least", 0.50, W, warn_at=0.80),
    "SCP-01": Published("scope.open-work", "at-most", 0, B),
    "SCP-01-b": Published("scope.removed", "at-most", 0, B),
    "CHG-01": Published("change.late-share", "at-most", 0.33, W),
    "CHG-02": Published("change.late-vs-median", "at-most", 0.5, W, warn_at=0.35),
    "CHG-03": Published("change.after-freeze", "at-most", 0, W, (("kind", "feature"),)),
    "CHG-04": Published("change.freeze-days", "at-least", 28, B),
    "CHG-04-b": Published("change.baseline-lead", "at-least", 14, B),
    "CHG-05": Published("change.unapproved", "at-most", 0, B),
    "CHG-06": Published("change.bursts", "at-most", 0, W),
    "CHG-07": Published("change.since-baseline", "at-most", 0.10, B, kinds=frozenset({"training-start"})),
    "CHG-08": Published("change.landings", "at-most", 0, B, (("window", "14d"),), kinds=frozenset({"go-live"})),
    **{f"{platform}-0{number}": SETTLED for platform in ("DYN", "SAP", "SFC", "SNW") for number in (1, 2)},
    "DOC-01": Published("docs.fresh-share", "at-least", 0.90, B),
    "DOC-02": Published("docs.process-share", "at-least", 0.90, B, kinds=_BOTH),
    "TRN-01": Published("training.coverage", "at-least", 0.90, B, _role("worst")),
    "TRN-01-b": Published("training.coverage", "at-least", 0.95, B, _role("all")),
    "TRN-01-c": Published("training.coverage", "at-least", 1, B, (("critical", True), ("role", "worst")), hard=True),
    "TRN-02": Published("training.pass-share", "at-least", 0.90, W),
    "TRN-03": Published("training.window-share", "at-least", 0.80, W),
    "TRN-04": Published("training.spaced-share", "at-least", 0.70, W),
    "TRN-05": Published("training.stale-share", "at-most", 0.10, B),
    "TRN-05-b": Published("training.outdated-share", "at-most", 0.10, W),
    "TRN-06": Published("training.reinforced-share", "at-least", 1, W),
    "TRN-07": Published("training.material-overdue", "at-most", 0, W, kinds=_BOTH),
    "TRN-08": Published("training.lead-days", "at-least", 84, "info"),
    "TRN-09": Published("training.spacing-days", "at-least", 3, "info"),
    "TRN-09-b": Published("training.spacing-days", "at-most", 21, "info"),
    "TRN-10": Published("training.contextual-share", "at-least", 0.5, "info"),
    "TST-01": Published("tests.uat-executed", "at-least", 1, B, _CRITICAL),
    "TST-01-b": Published("tests.uat-executed", "at-least", 0.95, B),
    "TST-02": Published("tests.uat-passed", "at-least", 1, B, _CRITICAL),
    "TST-02-b": Published("tests.uat-passed", "at-least", 0.95, B),
    "TST-03": Published("tests.uat-roles", "at-least", 1, B),
    "TST-04": Published("tests.unaided", "at-least", 0.80, B, _role("worst")),
    "TST-04-b": Published("tests.fallback", "at-most", 0.10, W),
    "DAT-01": Published("data.reconciled", "at-least", 0.995, B),
    "DAT-01-b": Published("data.unexplained", "at-most", 0, B),
    "DAT-02": Published("data.rehearsals", "at-least", 2, B),
    "DAT-02-b": Published("data.rehearsal-age", "at-most", 21, B),
    "CLR-01": Published("clarity.favourable", "at-least", 0.60, W, _role("worst")),
    "PRC-01": Published("process.mapped", "at-least", 1, B, _CRITICAL),
    "PRC-02": Published("process.interviews", "at-least", 3, W),
    "PRC-03": Published("process.barriers-assessed", "at-least", 6, W),
    "SUP-01": Published("support.ready", "at-least", 1, B),
    "SUP-02": Published("support.first-response", "at-most", 0.5, W, (("priority", "P1"),)),
    "SUP-02-b": Published("support.sla-share", "at-least", 0.90, W),
    "SUP-03": Published("support.reopen-rate", "at-most", 0.10, W),
    "SUP-04": Published("support.users-per-super-user", "at-most", 50, B, warn_at=20),
    "SUP-04-b": Published("support.super-users", "at-least", 2, B),
    "FBK-01": Published("feedback.answered-share", "at-least", 0.80, W),
    "FBK-01-b": Published("feedback.channel-days", "at-least", 28, W),
    "FBK-02": Published("feedback.unanswered", "at-most", 0, W),
    "LDR-01": Published("leadership.sponsor-named", "equals", True, B),
    "LDR-01-b": Published("leadership.sponsor-days", "at-most", 14, W),
    "LDR-02": Published("leadership.leaders-trained", "at-least", 1, W),
    "LDR-03": Published("leadership.owners", "at-least", 1, B),
    "PHS-01": Published("phases.in-order", "equals", True, W),
    "CLR-02": Published("clarity.barrier", "at-most", 0, W),
    "CLR-03": Published("process.roles-without-benefit", "at-most", 0, INFO),
    "PRC-04": Published("process.decisions-without-users", "at-most", 0, INFO),
    "PRC-05": Published("process.interviews", "at-least", 1, INFO, (("window", "30d"),)),
    "PRC-06": Published("process.reality-check-share", "at-least", 1, INFO),
    "SUP-05": Published("support.aged-share", "at-most", 0.05, INFO),
    "SUP-06": Published("support.workarounds-unlinked", "at-most", 0, INFO),
    "FBK-03": Published("feedback.changed-share", "at-least", 0.20, INFO),
    "SCP-02": Published("scope.benefit-share", "at-least", 0.50, INFO),
    "TST-05": Published("tests.task-time", "at-most", 1.5, INFO),
    "LDR-04": Published("leadership.acting-share", "at-least", 1, INFO),
    "PHS-02": Published("phases.strategy-first", "equals", True, INFO),
    "TRN-11": Published("training.remedial-without-barrier", "at-most", 0, INFO),
    "ADP-01": Published("adoption.active-share", "at-least", 0.60, B, kinds=_EARLY),
    "ADP-01-d60": Published("adoption.active-share", "at-least", 0.75, B, kinds=frozenset({"adoption-d60"})),
    "ADP-01-d90": Published("adoption.active-share", "at-least", 0.85, B, kinds=frozenset({"adoption-d90"})),
    "ADP-01-b": Published("adoption.habit-share", "at-least", 0.50, W, kinds=_LATER),
    "ADP-01-c": Published("adoption.habit-gap", "at-most", 0.25, INFO, kinds=_LATER),
    "ADP-01-d": Published("adoption.power-share", "at-least", 0.10, INFO, kinds=_LATER),
    "ADP-01-e": Published("adoption.active-share", "at-least", 0.89, INFO, _role("all")),
    "ADP-02": Published("adoption.low-share", "at-most", 0.25, B, kinds=_USED),
    "ADP-02-d90": Published("adoption.low-share", "at-most", 0.10, W, kinds=frozenset({"adoption-d90"})),
    "ADP-02-b": Published("adoption.minimal-share", "at-most", 0.20, W, kinds=_LATER),
    "ADP-02-c": Published("adoption.voluntary-share", "at-least", 0.50, INFO, kinds=_LATER),
    "LDR-02-b": Published("adoption.leader-gap", "at-least", 0, W, kinds=_LATER),
    "GOV-01": Published("governance.signoffs-missing", "at-most", 0, B),
    "GOV-01-b": Published("governance.signoffs-early", "at-least", 1, B, (("from", "60d"), ("to", "30d"))),
    "GOV-02": Published("severity.downgrades", "at-most", 0, B),
    "GOV-02-b": Published("defects.moved", "at-most", 0, B),
    "GOV-03": Published("policy.edits-after-lock", "at-most", 0, B),
    "GOV-04": Published("waivers.in-force", "at-most", 3, B),
    "GOV-05": Published("evidence.age", "at-most", 7, B),
    "GOV-07": Published("decisions.overdue", "at-most", 0, B),
    "SBD-01": Published("change.landings", "at-most", 0, B, (("window", "14d"),), kinds=frozenset({"training-start"})),
    "SBD-02": Published("scope.open-work", "at-most", 0, B),
    "SBD-03": Published("tests.uat-executed", "at-least", 1, B),
    "SBD-04": Published("data.rehearsals", "at-least", 2, B),
    "SBD-05": Published("training.coverage", "at-least", 1, B, _role("worst")),
    "SBD-06": Published("support.super-users", "at-least", 1, W),
    "SBD-07": Published("leadership.sponsor-named", "equals", True, W),
    "SBD-08": Published("feedback.channel-days", "at-least", 1, W),
    "SBD-09": Published("support.ready", "at-least", 1, B),
    "SAP-G-01": Published("tests.uat-passed", "at-least", 0.95, B),
    "SAP-G-02": Published("training.coverage", "at-least", 0.95, B, _role("all")),
    "SAP-G-03": Published("defects.open", "at-most", 0, B, _severity("sev1+sev2")),
    "SAP-G-04": Published("data.reconciled", "at-least", 0.995, B),
    "SAP-G-05": Published("data.rehearsals", "at-least", 1, B),
    "ADP-00": Published("adoption.baselines-share", "at-least", 1, B, kinds=_ADOPTION),
    "ADP-00-b": Published("adoption.baselines-share", "at-least", 1, W, kinds=frozenset({"go-live"})),
    "ADP-03": Published("adoption.complete-share", "at-least", 0.95, W, kinds=_ADOPTION),
    "ADP-03-b": Published("adoption.timely-share", "at-least", 0.90, W, kinds=_ADOPTION),
    "ADP-03-c": Published("adoption.duplicate-share", "at-most", 0.02, W, kinds=_ADOPTION),
    "ADP-04": Published("adoption.proxy-share", "at-most", 0.10, W, kinds=_ADOPTION),
    "ADP-04-b": Published("adoption.unowned-share", "at-most", 0.10, W, kinds=_ADOPTION),
    "ADP-04-c": Published("adoption.bulk-share", "at-most", 0.10, W, kinds=_ADOPTION),
    "ADP-04-d": Published("adoption.workarounds-open", "at-most", 0, INFO, kinds=_ADOPTION),
    "ADP-04-e": Published("adoption.old-systems-in-use", "at-most", 0, W, kinds=_LATER),
    "ADP-03-d": Published("adoption.task-completion", "at-least", 0.85, W, kinds=_ADOPTION),
    "ADP-05": Published("adoption.benefit-share", "at-least", 0.50, W, kinds=frozenset({"adoption-d90"})),
    "ADP-06": Published("adoption.audits-held", "at-least", 1, W, kinds=_ADOPTION),
    "ADP-06-b": Published("adoption.harder-asked", "equals", True, W, kinds=_ADOPTION),
    "HYP-01": Published("hypercare.open-p1", "at-most", 0, B, kinds=_EXIT),
    "HYP-01-b": Published("hypercare.quiet-days", "at-least", 14, B, kinds=_EXIT),
    "HYP-01-c": Published("hypercare.sla-share", "at-least", 0.90, B, kinds=_EXIT),
    "HYP-01-d": Published("hypercare.tickets-falling", "equals", True, B, kinds=_EXIT),
    "HYP-01-e": Published("hypercare.handover-signed", "equals", True, B, kinds=_EXIT),
    "ADP-NEXT": Published("milestones.earlier-not-go", "at-most", 0, B),
}
