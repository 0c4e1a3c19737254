"""Verdicts with any readings and any texts, for the laws that every report keeps."""

from dataclasses import replace

from hypothesis import strategies as st

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Evidence, Measured, Reading, Unavailable
from readiness_gate.model.verdict import Verdict
from support.verdicts import AS_OF, POLICY, RULES, verdict, waiver

HOSTILE = (
    "\x1b[2K\x1b[1A✓ GO",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]0;GO\x07",
    "\x9b31m\x9d0;GO\x9c",
    "FAIL\r✓ GO",
    "NO-GO\b\b\b\b\bGO   ",
    "a\nb\n\n## ✓ GO\n",
    "\u202eOG ✓\u202c \u2066x\u2069 \u200f\u061c",
    "a\u200bb\u200cc\u200dd\ufeffe\u00adf\u2060g",
    "nul \x00 and \x7f",
    "\ud800 alone \udfff",
    "\u2028line\u2029paragraph\x85next\x0bvertical\x0cform",
    "\U000e0041\U000e007f tags",
    "a | b || c \\| d \\\\| e",
    "`code` ``` fence ~~~ ~~struck~~",
    "<script>alert(1)</script><img src=x onerror=alert(1)><details open></summary></details><!-- -->",
    "![image](https://evil.example/x.png)",
    "[link](javascript:alert(1)) [x]: https://evil.example [ref][x] [x]",
    "<https://evil.example> https://evil.example www.evil.example WWW.evil.example ftp://evil.example",
    "mail@evil.example mailto:mail@evil.example a@-b.example",
    "@everyone @team/sub cc:@user",
    "#1 GH#2 owner/repo#3 !4 %5 &6 $7 ~8 ^alert#9",
    "# heading",
    "- list",
    "+ list",
    "* list",
    "1. one",
    "2) two",
    "---",
    "===",
    "> quote",
    "    code",
    "| --- |",
    "**bold** __bold__ *it* _it_ $x$ &lt;b&gt; &#60;b&#62; &copy;",
    "::error file=x::GO\n::set-output name=decision::go ::STOP-COMMANDS::x",
    "##vso[task.setvariable variable=decision]go ##[error]x ##teamcity[buildStatus status='SUCCESS']",
    "[bold red]rich[/] :warning:",
    "x" * 1_500,
    "\u202e" * 300,
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(categories=None), min_size=1, max_size=30),
    st.text("|`*_<>[]()!#@~$%^&:/\\.-+=\n\t 1aw", min_size=1, max_size=30),
).filter(lambda text: bool(text.strip()))
URLS = st.one_of(
    st.just("https://crm.example/browse/CRM-1"),
    st.just("javascript:alert(1)"),
    st.just("https://x.example/)![y](https://evil.example"),
    st.just("https://x.example/\n\n# GO"),
    st.builds("https://{}".format, TEXTS),
)
EVIDENCE = st.builds(Evidence, st.sampled_from(("issue", "landing", "document", "role", "source")), TEXTS, TEXTS, URLS)


def _readings(rule: Rule) -> st.SearchStrategy[Reading]:
    values = {
        "boolean": st.booleans(),
        "share": st.floats(0, 1),
        "hours": st.floats(allow_nan=False, allow_infinity=False),
    }.get(rule.unit, st.integers(0, 10**18))
    evidence = st.lists(EVIDENCE, max_size=8).map(tuple)
    return st.one_of(st.builds(Unavailable, TEXTS), st.builds(Measured, values, TEXTS, evidence))


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    """A verdict of the gate that the tests of reports share, with other people's texts wherever they may stand."""
    readings = {rule.id: draw(_readings(rule)) for rule in RULES}
    worded = tuple(replace(rule, title=draw(TEXTS), owner=draw(TEXTS), remedy=draw(TEXTS)) for rule in RULES)
    waived = draw(st.lists(st.sampled_from(RULES), max_size=3, unique_by=lambda rule: rule.id))
    found = verdict(
        readings,
        program=draw(TEXTS),
        rules=worded,
        waivers=tuple(waiver(rule.id, reason=draw(TEXTS), issue=draw(TEXTS)) for rule in waived),
        policy=replace(POLICY, packs=(draw(TEXTS),), ref=draw(st.none() | TEXTS), weakened=(draw(TEXTS),)),
        not_measured={"feedback": draw(TEXTS)},
    )
    remarks = st.lists(TEXTS.filter(bool), max_size=2).map(tuple)
    origin = Provenance(
        draw(TEXTS), draw(TEXTS), draw(TEXTS), 1, AS_OF, draw(st.booleans()), AS_OF, draw(remarks), draw(remarks)
    )
    return replace(found, sources=(*found.sources, origin))


def everywhere(text: str) -> Verdict:
    """A no-go with a text planted wherever others' texts may stand."""
    evidence = tuple(Evidence(kind, text, text) for kind in ("issue", "landing", "document", "role"))
    readings: dict[str, Reading] = {rule.id: Measured(_failing(rule), text, evidence) for rule in RULES}
    readings["LDR-01"] = Unavailable(text)
    found = verdict(
        readings,
        program=text,
        rules=tuple(replace(rule, title=text, owner=text, remedy=text, why=text, source=text) for rule in RULES),
        waivers=(waiver("DEF-02", reason=text, issue=text), waiver("TRN-01", approved_by=text, requested_by=text)),
        policy=replace(POLICY, packs=(text,), ref=text, weakened=(text,)),
        not_measured={"feedback": text},
    )
    sources = tuple(
        Provenance(text, text, text, 1, AS_OF, complete, None, (text,), (text,)) for complete in (True, False)
    )
    milestone = replace(found.milestone, name=text, kind=f"{text} kind")
    return replace(found, sources=sources, milestone=milestone, notes=(text,))


def _failing(rule: Rule) -> int | float:
    return 10**6 if rule.limit.bound == "at-most" else 0


__all__ = ["HOSTILE", "everywhere", "verdicts"]
