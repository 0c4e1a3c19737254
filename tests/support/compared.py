"""Verdicts with what changed since an earlier time, in every way in which that can be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from readiness_gate.model.comparison import Change, Comparison, Counted, Edit, State
from readiness_gate.model.reading import Evidence, Unavailable
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.model.verdict import Verdict
from support.random_verdicts import everywhere
from support.verdicts import VERDICTS

SINCE: Instant = instant("2027-01-31T22:59:59Z")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
LOOSER = Edit(
    "DEF-02",
    "the limit is at most 3 issues instead of at most 0 issues",
    loosens=True,
    commit=COMMIT,
    landed=SINCE + 5 * DAY,
)
HERE = Edit("DOC-01", "it can be waived", loosens=True)
MOVED = Edit(
    "", "milestones.wave-2.date is 2027-03-01 instead of 2027-02-15", loosens=True, unknown="too many landings"
)
JOINED = Counted("people", "people", "30 people joined the roster")
DROPPED = Counted("setting", "git", "git.paths.code no longer has lib/**", COMMIT, SINCE + DAY)


def comparison(text: str = "") -> Comparison:
    """What changed: each cause, alone and with others; with a text of other people where there can be one."""
    passes, fails = State("pass", value=0.95, unit="share"), State("fail", value=0.57, unit="share")
    one, two = State("fail", value=1, unit="issues"), State("pass", value=2, unit="issues")
    new = (Evidence("issue", text or "CRM-9", text or "sev2: New", "https://crm.example/browse/CRM-9"),)
    gone = (Evidence("issue", "CRM-3", text), Evidence("landing", COMMIT, text))
    edits = [replace(edit, what=edit.what + text) for edit in (LOOSER, HERE, MOVED)]
    joined, dropped = (replace(each, what=each.what + text) for each in (JOINED, DROPPED))
    unknown, hidden = State("unknown", unit="landings"), State("fail", unit="share", hidden=True)

    def changed(rule: str, then: State | None, now: State | None, **fields: Any) -> Change:
        made = Change(rule, text or f"Title of {rule}", text or "owner", then, now, (), (), apart=True, without=())
        return replace(made, **fields)

    return Comparison(
        SINCE,
        "undecided",
        (
            changed(
                "TRN-01",
                passes,
                fails,
                causes=("counted",),
                deciding=("counted",),
                without=(("counted", passes),),
                counted=(joined,),
            ),
            changed(
                "DEF-02",
                one,
                two,
                causes=("facts", "limits"),
                deciding=("limits",),
                without=(("facts", passes), ("limits", one)),
                appeared=new,
                went=gone,
                edits=(edits[0],),
            ),
            changed(
                "CHG-02",
                unknown,
                State("fail", value=9, unit="landings"),
                causes=("facts",),
                deciding=("facts",),
                without=(("facts", unknown),),
            ),
            changed("DEF-01", one, unknown, causes=("facts",), deciding=("facts",), without=(("facts", one),)),
            changed(
                "LDR-01",
                None,
                State("pass", value=True, unit="boolean"),
                causes=("limits",),
                deciding=("limits",),
                without=(("limits", None),),
                edits=(Edit("LDR-01", "the rule is added", loosens=False, commit=COMMIT, landed=SINCE + DAY),),
            ),
            changed(
                "OLD-01",
                one,
                None,
                causes=("limits",),
                deciding=("limits",),
                without=(("limits", one),),
                edits=(Edit("OLD-01", "the rule is removed", loosens=True, commit=COMMIT, landed=SINCE + DAY),),
            ),
            changed(
                "SUP-01",
                hidden,
                replace(fails, waived=True),
                causes=("facts", "limits"),
                deciding=("limits",),
                without=(("facts", hidden), ("limits", hidden)),
                edits=(Edit("SUP-01", "a waiver is added, approved by ann until 2027-03-01", loosens=True),),
            ),
            changed("DEF-03", two, replace(two, value=3), causes=("facts",), without=(("facts", two),)),
            changed(
                "DOC-01",
                fails,
                passes,
                causes=("counted", "facts"),
                deciding=("counted", "facts"),
                apart=False,
                without=(("counted", fails), ("facts", fails)),
                counted=(dropped,),
            ),
        ),
        tuple(edits),
        (joined, dropped, Counted("smaller", "jira", "jira has 150 records instead of 200" + text)),
        None,
        (f"Read as it is today, because git did not have it on 2027-01-31: people.csv{text}",),
    )


COMPARED = replace(VERDICTS["no-go"], compared=comparison())
UNCHANGED = replace(VERDICTS["go"], compared=Comparison(SINCE, "go", ()))
UNKNOWN_POLICY = replace(
    COMPARED,
    compared=replace(comparison(), edits=(), policy=Unavailable("the policy as of 2027-01-31T22:59:59Z is unknown")),
)


def planted(texts: Sequence[str]) -> Comparison:
    """A change, an edit and something else counted for each text, in all causes."""
    found = comparison()
    both = next(change for change in found.changes if change.rule == "DEF-02")
    edits = tuple(replace(LOOSER, what=text, rule="") for text in texts)
    counted = tuple(replace(JOINED, what=text) for text in texts)
    changes = tuple(
        replace(
            both,
            rule=f"C-{place}",
            title=text,
            owner=text,
            causes=("counted", "facts", "limits"),
            without=(*both.without, ("counted", None)),
            appeared=(Evidence("issue", text, text),),
            edits=edits[place : place + 1],
            counted=counted[place : place + 1],
        )
        for place, text in enumerate(texts)
    )
    policy = Unavailable(texts[0])
    return replace(found, changes=changes, edits=edits, counted=counted, unknown=tuple(texts), policy=policy)


def hostile(text: str) -> Verdict:
    """A verdict with a text wherever others' texts may stand, also in what changed."""
    compared = replace(comparison(text), policy=Unavailable(text))
    return replace(everywhere(text), compared=compared)


__all__ = ["COMPARED", "SINCE", "UNCHANGED", "UNKNOWN_POLICY", "comparison", "hostile", "planted"]
