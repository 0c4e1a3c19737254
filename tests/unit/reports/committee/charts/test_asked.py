"""What is measured for charts follows from the gate's rules, and from what is configured."""

from collections import Counter
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from support.exports import settings
from support.verdicts import AS_OF, MILESTONE, POLICY, RULES

from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Parameters, Question
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import DAY
from readiness_gate.reports.committee.charts import questions
from readiness_gate.reports.committee.charts.asked import ROLES

WEEKS = (AS_OF - 7 * DAY, AS_OF)
PLAIN = settings()


def gate(*rules: Rule) -> Gate:
    """A gate of some rules."""
    return Gate("Northwind CRM", ZoneInfo("UTC"), MILESTONE, rules, POLICY)


def asked(of: Gate, with_settings: Settings = PLAIN) -> Counter[str]:
    """How many questions are asked of each signal."""
    return Counter(question.signal for question in questions(of, with_settings, WEEKS))


def rule(signal: str, **given: str) -> Rule:
    """A rule on a signal."""
    return replace(RULES[0], signal=signal, parameters=Parameters(tuple(sorted(given.items()))))


def test_nothing_is_measured_that_no_rule_is_about() -> None:
    """A gate on leadership alone has no chart."""
    assert not asked(gate(rule("leadership.sponsor-named")))
    assert not asked(gate())


def test_defects_are_measured_week_by_week() -> None:
    """By severity, and those raised and closed."""
    assert asked(gate(rule("defects.age"))) == {
        "defects.open": 8,
        "defects.unmapped": 2,
        "defects.raised": 2,
        "defects.closed": 2,
    }


def test_landings_are_those_that_the_rules_are_about() -> None:
    """Of the paths of the rule on landings, if it has any."""
    found = questions(gate(rule("change.bursts"), rule("change.landings", paths="config")), PLAIN, WEEKS)
    assert [question.parameters.as_dict() for question in found] == [{"paths": "config", "window": "7d"}] * 2
    found = questions(gate(rule("change.files")), PLAIN, WEEKS)
    assert found[0].parameters.text("paths") == "config+code"


def test_documents_are_judged_as_the_rules_judge_them() -> None:
    """With the parameters of the rule on what is current, or on what is stale."""
    found = questions(gate(rule("docs.stale", grace="3d")), PLAIN, WEEKS)
    assert found[-1] == Question("docs.fresh-share", AS_OF, Parameters((("grace", "3d"),)))
    assert not asked(gate(rule("docs.uncovered")))


def test_days_are_measured_that_are_configured() -> None:
    """The freeze where the milestone or git gives it; training by its calendar, or else by its sessions."""
    of_change = gate(rule("change.landings"))
    frozen = replace(of_change, milestone=replace(MILESTONE, freeze=date(2027, 1, 1)))
    file = PeopleFile("x.csv", {})
    planned = replace(PLAIN, people=PeopleSettings(calendar=file))
    held = replace(PLAIN, people=PeopleSettings(records={"sessions": file}))
    days = ("change.freeze-days", "change.baseline-lead", "training.lead-days")
    for one, with_settings, expected in (
        (of_change, PLAIN, ()),
        (frozen, PLAIN, days[:1]),
        (frozen, planned, days[:2]),
        (frozen, replace(PLAIN, people=PeopleSettings()), days[:1]),
        (of_change, replace(planned, git=replace(planned.git, baseline="v1")), days[:2]),
        (of_change, planned, ()),
        (of_change, held, days[2:]),
        (gate(rule("defects.age")), held, ()),
    ):
        assert tuple(day for day in days if asked(one, with_settings)[day]) == expected


def test_training_is_measured_by_role() -> None:
    """As of today, for the roles that require modules; what is stale where a rule asks for it, with its grace."""
    roles = {f"role {number:03}": ("basics",) for number in range(3)}
    required = replace(PLAIN, people=PeopleSettings(required=roles))
    assert asked(gate(rule("training.coverage")), required) == {"training.coverage": 3}
    stale = gate(rule("training.stale-share", grace="2d"))
    found = [one for one in questions(stale, required, WEEKS) if one.signal == "training.stale-share"]
    assert [(one.as_of, one.parameters.text("role"), one.parameters.text("grace")) for one in found] == [
        (AS_OF, role, "2d") for role in sorted(roles)
    ]
    assert not asked(gate(rule("training.coverage")), replace(PLAIN, people=PeopleSettings()))
    many = PeopleSettings(required={f"role {number}": ("basics",) for number in range(ROLES + 5)})
    assert asked(stale, replace(PLAIN, people=many)) == {"training.coverage": ROLES, "training.stale-share": ROLES}
