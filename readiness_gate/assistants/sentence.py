"""The committee's sentence, for a field that must not quote what others wrote.

It is made of the program's words, titles of the policy, numbers, and at times of a name: of a role or unit, which the
roster says, or of a task, a kind of ticket or a note, which anybody may have written. Where it has more than the
former, each finding that quotes is said by the title of its rule, and the sentence as every report has it is untrusted.
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
test than that the there they ticket tickets time times to today too trained training unexplained unit units up
updated usable use used users usual version waiver was way week weeks were what where which window with within without
work workaround wrong
"""
WORDS = frozenset(_TEXT.split())
"""The words with which signals say what is in the way, in the singular or as they are."""
_LONGEST_NAME = 40
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_BESIDES = re.compile(r"""[\d\s.,;:%+()"'/-]*""")


def sentence(verdict: Verdict) -> str:
    """The sentence of a verdict without anything that it quotes."""
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
    """Whether what is in the way is said with more than our words, numbers and the name of a group of people."""
    said = reading.shortfall
    for name in sorted({*reading.groups, reading.of_group}, key=len, reverse=True):
        if name and len(name) <= _LONGEST_NAME and cleaned(name, _LONGEST_NAME) == name:
            said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", said)
    words = {word.casefold() for word in _WORD.findall(said)}
    return not all(word in WORDS or word.removesuffix("s") in WORDS for word in words) or not _BESIDES.fullmatch(
        _WORD.sub("", said)
    )
