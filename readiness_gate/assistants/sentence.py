"""The committee's sentence, for a field that must not quote what others wrote.

The sentence consists of readiness-gate's words, titles of the policy, numbers, and sometimes a name: of a role or unit,
from the roster, or of a task, a kind of ticket or a note, which anyone may have written. If it contains more than
words, titles, numbers and roster names, each finding that quotes is represented by the title of its rule, and the
sentence of the reports is untrusted.
"""

import re
from dataclasses import replace

from readiness_gate.assistants.untrusted import cleaned
from readiness_gate.judge.sentence import parts
from readiness_gate.model.reading import Measured
from readiness_gate.model.verdict import Finding, Verdict

_TEXT = """
a acceptance active adoption after again ago an and answer answered answers approval are as asked assessed audit
barrier barriers baseline before behind benefit between by came chance change changed changing check clean closed code
completed completion component condition configuration cutover data date day days decision defect defects described
design difference do document documents done early engagement evidence failed fall fast favorable features feedback
fewer file financial first fix for force freeze from go-live group groups habit had hand-over harder has have held
help hours implementation in interview is issue it its last late lately leader leaders led line lock long longer
lowered made may migrated milestone missing module named new no nobody not noted now of old older on only open opened
or order others out outside overdue owner part parts passed people person phases piece pieces policy priority raised
reality record rehearsal remedial reminder reopening role run runs scope seen session sessions severe severity
sign-off signed since so sponsor stated still story strategy super-user support system take taken target task tasks
test than that the there they ticket tickets time times to today too trained training type unexplained unit units up
updated usable use used users usual version waiver was way week weeks were what where which window with within without
work workaround wrong
"""
WORDS = frozenset(_TEXT.split())
"""The words that signals use to describe a shortfall, in the singular or as used."""
_LONGEST_NAME = 40
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_BESIDES = re.compile(r"""[\d\s.,;:%+()"'/-]*""")


def sentence(verdict: Verdict) -> str:
    """Return the sentence of a verdict without any quotes."""
    findings = tuple(_without_quotes(one) for one in verdict.findings)
    if findings == verdict.findings:
        return verdict.sentence
    return " ".join(parts(replace(verdict, findings=findings)))


def _without_quotes(finding: Finding) -> Finding:
    reading = finding.reading
    if not isinstance(reading, Measured) or not _quotes(reading):
        return finding
    return replace(finding, reading=replace(reading, shortfall=""))


def _quotes(reading: Measured) -> bool:
    """Return whether the shortfall has more than known words, numbers and the names of groups of people."""
    said = reading.shortfall
    for name in sorted({*reading.groups, reading.of_group}, key=len, reverse=True):
        if name and len(name) <= _LONGEST_NAME and cleaned(name, _LONGEST_NAME) == name:
            said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", said)
    words = {word.casefold() for word in _WORD.findall(said)}
    return not all(word in WORDS or word.removesuffix("s") in WORDS for word in words) or not _BESIDES.fullmatch(
        _WORD.sub("", said)
    )
