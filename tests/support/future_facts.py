"""The facts of random programs, and everything that is made of them as of an instant."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate import judge
from readiness_gate.app.forecast import documents, training
from readiness_gate.app.forecast.defects import OPEN
from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.errors import CannotMeasure
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.git import Baseline, Change, Commit, GitFacts, Held, Landing, Lock, PolicyVersion, Touch
from readiness_gate.model.facts.jira import Issue, JiraFacts, Past
from readiness_gate.model.facts.people import CalendarFacts, Membership, PeopleFacts, Session
from readiness_gate.model.facts.records.usage import Period, UsageFacts
from readiness_gate.model.facts.stated import LeadershipFacts, SupportFacts, WorkingTimeFacts
from readiness_gate.model.policy import Applies, Gate, Limit, Policy, Rule
from readiness_gate.model.reading import Parameters, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.jira import JiraSettings, Marks, SeverityScheme
from readiness_gate.model.settings.leadership import LeadershipSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.settings.support import SupportSettings, Target
from readiness_gate.model.time import DAY, Instant, day_of, end_of_day
from readiness_gate.model.verdict import Verdict
from readiness_gate.run import Fetched, Plan, Program, plan
from readiness_gate.run.gate_facts import EARLIER, POLICY, earlier_facts, policy_facts
from readiness_gate.run.stages import answers
from readiness_gate.signals import GOVERNING, SIGNALS, Signal, measure
from readiness_gate.signals.forecast.history import KNOWN, history
from readiness_gate.signals.views.counting import selection
from readiness_gate.sources import SOURCES
from readiness_gate.sources.people.records import RECORD_TABLES
from support.futures import AS_OF, BEGIN, END, MODULES, PEOPLE, PROCESSES, ROLES, Life, World
from support.landings import FILE

ZONE = ZoneInfo("Europe/Berlin")
TODAY = day_of(AS_OF, ZONE)
_LOCKED = TODAY - dt.timedelta(days=90)
BEFORE = Milestone(
    "wave-1",
    "go-live",
    TODAY + dt.timedelta(days=20),
    freeze=TODAY - dt.timedelta(days=40),
    version="1.0",
    policy_lock=_LOCKED,
)
AFTER = Milestone(
    "after",
    "adoption-d90",
    TODAY - dt.timedelta(days=1),
    version="1.0",
    policy_lock=_LOCKED,
    go_live=TODAY - dt.timedelta(days=100),
)
MILESTONES = (BEFORE, AFTER)
"""One ahead whose freeze begins on a day, and one after its go-live whose freeze begins with the baseline."""
_BASELINE = AS_OF - 40 * DAY
_LEADERS = LeadershipSettings(
    "the sponsor",
    {"north": "somebody"},
    ("north", "south"),
    "strategy.md",
    TODAY - dt.timedelta(days=160),
)
_TARGETS = {"P1": Target(3_600 * 400), "P2": Target(3_600 * 900, is_working_time=True)}
_SUPPORT = SupportSettings("#help", "roster.md", "exit.md", ("article.md",), {"P1": ("P1",), "P2": ("P2",)}, _TARGETS)
_FILES = {table.key: PeopleFile(f"{table.key}.csv") for table in RECORD_TABLES}
_FILES["surveys"] = replace(_FILES["surveys"], elements={"awareness": ("clear",), "desire": ("useful",)})
WORKING = WorkingTime(ZONE)
SETTINGS = Settings(
    "Program",
    Path(),
    ZONE,
    GitSettings(mainline="main", baseline="trained", paths=GitPaths(("config/**",), ("src/**",), ("docs/**",))),
    (Cover(("config/a",), ("docs/a",), ("quoting",)), Cover(("config/b",), ("docs/b",), ("pipeline",))),
    JiraSettings(
        SeverityScheme("priority", {"1": "sev1", "2": "sev2", "3": "sev3"}),
        "export.json",
        projects=("CRM",),
        approved=Marks(frozenset({"approved"})),
        workaround=Marks(frozenset({"workaround"})),
    ),
    PeopleSettings(
        PeopleFile("roster.csv"),
        PeopleFile("completions.csv"),
        {"rep": MODULES, "clerk": MODULES[:1]},
        PeopleFile("calendar.csv"),
        1,
        _FILES,
    ),
    policy_files=("readiness-gate.toml",),
    process_documents={PROCESSES[0]: ("docs/a",), PROCESSES[1]: ("docs/b",)},
    slices={"working-time": WORKING, "leadership": _LEADERS, "support": _SUPPORT},
)
_ROSTER = tuple(
    Membership(
        person,
        ROLES[number % 2],
        critical=number < 4,
        process=PROCESSES[number % 2] if number < 4 else "",
        unit=("north", "south")[number % 2],
        leader=number in (0, 3),
        super_user=number in (1, 2),
    )
    for number, person in enumerate(PEOPLE)
)
_SESSIONS = tuple(
    Session(AS_OF + days * DAY, module, role, ends=ends)
    for days in (-60, -30, 4, 24)
    for module, role in ((MODULES[0], ROLES[0]), (MODULES[1], ROLES[0]), (MODULES[0], ROLES[1]))
    for ends in (None if days < 0 else AS_OF + days * DAY + 7_200,)
)


def _origin(source: str) -> Provenance:
    """The same of every future: what was read, at the end of all of them."""
    return Provenance(source, source, "everything", 1, END)


def facts(world: World, milestone: Milestone) -> Facts:
    """What the sources say of a program at the end of its future."""
    records: dict[str, SourceFacts | Unavailable] = {
        table.key: table.facts(_origin(table.key), {}, world.records[table.key], {})
        if world.records[table.key]
        else Unavailable("no rows")
        for table in RECORD_TABLES
        if table.key in world.records
    }
    usage = records.get("usage")
    if isinstance(usage, UsageFacts):
        records["usage"] = replace(usage, whole=(Period(BEGIN, END),))
    return Facts(
        SETTINGS,
        milestone,
        {
            **records,
            "git": _git(world, milestone),
            "jira": _jira(world),
            "people": PeopleFacts(_origin("people"), _ROSTER, world.completions),
            "calendar": CalendarFacts(_origin("calendar"), _SESSIONS),
            "support": SupportFacts(_origin("support"), _SUPPORT),
            "leadership": LeadershipFacts(_origin("leadership"), _LEADERS),
            "working-time": WorkingTimeFacts(_origin("working-time"), WORKING),
        },
    )


def _jira(world: World) -> JiraFacts:
    issues = tuple(map(_issue, world.issues))
    last = [issue.past[0].until if issue.past else issue.created or 0 for issue in issues]
    return JiraFacts(_origin("jira"), issues, max(last))


def _issue(life: Life) -> Issue:
    now = Issue(life.key, "Bug", False, "sev2", "2", life.created, f"Summary of {life.key}", status="Open")
    now = replace(now, affected=frozenset(), components=frozenset(), **life.first)
    past: list[Past] = []
    for step in life.steps:
        past.insert(0, Past(step.at, now))
        now = replace(now, **step.changed)
        now = replace(now, status="Done" if now.done else "Open")
    return replace(now, past=tuple(past), known_since=life.created)


def _git(world: World, milestone: Milestone) -> GitFacts:
    """The mainline that these changes make."""
    made = _Mainline()
    for place, change in enumerate(world.changes):
        made.land(place, change.at, change.contents, change.subject, change.mentions)
    on = [landing for landing in made.landings if landing.landed <= _BASELINE][-1]
    lock = Lock(end_of_day(milestone.policy_lock, ZONE)) if isinstance(milestone.policy_lock, dt.date) else None
    written = {milestone.name: (f"{milestone.date} {milestone.kind}", f"{milestone.policy_lock}")}
    versions = [one for one in made.landings if any(each.path == "readiness-gate.toml" for each in one.changes)]
    return GitFacts(
        _origin("git"),
        tuple(one for one in reversed(made.landings) if one.changes),
        BEGIN - DAY,
        {},
        {path: FILE for path, content in made.tree.items() if content and not path.startswith("other/")},
        {"roster.csv": "people/roster.csv"},
        made.landings[0].landed,
        baseline=Baseline(on.commit, on.landed, on.place),
        commits=made.commits,
        lines={one.commit: {each.path: 1 + len(each.path) for each in one.changes} for one in made.landings},
        policy={"readiness-gate.toml": "readiness-gate.toml"},
        versions=tuple(
            PolicyVersion(one.landed, {milestone.name: lock}, one.place, written=written, program="Program")
            for one in versions
        ),
        held={path: tuple(held) for path, held in made.held.items() if path.startswith(("config/", "docs/"))},
        written=made.written,
        authored={content: touch.landed - DAY for content, touch in made.written.items()},
        roots=frozenset({made.landings[0].commit}),
        outside=tuple(reversed(made.outside)),
    )


class _Mainline:
    """What lands, one after the other."""

    def __init__(self) -> None:
        self.landings: list[Landing] = []
        self.outside: list[Landing] = []
        self.tree: dict[str, str] = {}
        self.held: dict[str, list[Held]] = {}
        self.written: dict[str, Touch] = {}
        self.commits: dict[str, tuple[Commit, ...]] = {}

    def land(
        self, place: int, at: Instant, contents: Mapping[str, str], subject: str, mentions: tuple[str, ...]
    ) -> None:
        """Add a landing; what is as it was is not changed."""
        commit = f"{place:040x}"
        changes: list[Change] = []
        for path, content in sorted(contents.items()):
            before = self.tree.get(path, "")
            if content == before:
                continue
            changes.append(Change(path, FILE if before else 0, FILE if content else 0, (before, content)))
            self.tree[path] = content
            self.held.setdefault(path, []).append(Held(commit, at, content))
            if path.startswith("docs/") and content:
                self.written.setdefault(content, Touch(commit, at))
        landing = Landing(commit, at, subject, (), place)
        inside = tuple(one for one in changes if not one.path.startswith("other/"))
        outside = tuple(one for one in changes if one.path.startswith("other/"))
        self.landings.append(replace(landing, changes=inside))
        self.outside += [replace(landing, changes=outside)] if outside else []
        self.commits[commit] = (Commit(commit, "ann@example.com", subject, mentions),)


@cache
def rules() -> tuple[Rule, ...]:
    """Every shipped rule, for milestones of any kind and on any day; one on each signal that none is on, and one on
    late change of the milestone alone."""
    shipped = {rule.id: rule for pack in shipped_rules(SIGNALS).values() for rule in pack}
    asked = {rule.signal for rule in shipped.values()}
    others = (signal for signal in SIGNALS.values() if signal.name not in asked)
    more = (
        Rule(
            f"X-{number}",
            signal.name,
            "change",
            signal.name,
            Limit("equals", value=True) if signal.unit == "boolean" else Limit("at-most", 1),
            signal.unit,
            signal.with_defaults({}),
            enforcement="info",
        )
        for number, signal in enumerate(others)
    )
    given = dict(shipped["CHG-02"].parameters.values)
    scoped = replace(
        shipped["CHG-02"], id="X-scope", parameters=Parameters(tuple({**given, "scope": "milestone"}.items()))
    )
    return tuple(map(_of_any_day, (*shipped.values(), *more, scoped)))


def _of_any_day(rule: Rule) -> Rule:
    """A rule that always applies, and says something of few people and things."""
    given = {name: 1 if name == "min" else value for name, value in rule.parameters.values}
    return replace(rule, when=Applies(), milestones=frozenset(), parameters=Parameters(tuple(sorted(given.items()))))


@cache
def parts() -> Mapping[str, tuple[Rule, ...]]:
    """The rules by what they read, so that an example need not make and measure everything."""
    of_part: dict[str, list[Rule]] = {}
    for rule in rules():
        of_part.setdefault(_part(SIGNALS[rule.signal]), []).append(rule)
    return {name: tuple(of_part[name]) for name in sorted(of_part)}


def _part(signal: Signal) -> str:
    family = signal.name.partition(".")[0]
    if signal.name in GOVERNING or family in ("forecast", "waivers", "milestones"):
        return "governance"
    if family in ("adoption", "hypercare"):
        return "after go-live"
    if "git" in signal.sources:
        return "git"
    return "issues" if signal.sources == ("jira",) else "training" if "people" in signal.sources else "tables"


@cache
def tables(part: str) -> frozenset[str]:
    """The tables that the rules of a part read."""
    sources = {source for rule in parts()[part] for source in SIGNALS[rule.signal].sources}
    return frozenset(table.key for table in RECORD_TABLES if table.key in sources)


@cache
def _asked(milestone: Milestone, part: str) -> tuple[Program, Gate, Plan]:
    """What is asked of a milestone, which is the same of every program."""
    program = Program(SETTINGS, lambda _path, _limit: None, END, SIGNALS, SOURCES)
    signers = {"sponsor": ("sponsor@example.com",)}
    gate = Gate("Program", ZONE, milestone, parts()[part], Policy("sha256:0"), signers=signers)
    return program, gate, plan(program, judge.questions(gate, AS_OF), milestone, gate)


@dataclass(frozen=True)
class Answers:
    """What is made of facts."""

    verdict: Verdict
    readings: Mapping[Question, Reading]
    forecast: Any
    """All that the courses of a forecast are drawn from, or why there is none."""


def answered(world: World, milestone: Milestone, part: str) -> Answers:
    """The readings of the rules of a part, the verdict on them, and what forecasts are made of."""
    program, gate, the_plan = _asked(milestone, part)
    known = facts(world, milestone)
    of_gate = {POLICY: policy_facts(gate, END), EARLIER: earlier_facts(gate, (), END)}
    known = replace(known, sources=dict(sorted({**known.sources, **of_gate}.items())))
    readings = answers(program, the_plan, Fetched(known, None))
    return Answers(judge.judge(gate, readings, AS_OF), readings, _forecast(known, part))


def _forecast(known: Facts, part: str) -> dict[str, Any]:
    """What a forecast of each rule that can be simulated is made of; what is drawn follows from it."""
    found: dict[str, Any] = {}
    for rule in parts()[part]:
        if rule.signal == OPEN:
            found[rule.id] = _learned(known, rule)
        elif rule.signal == training.SIGNAL:
            found[rule.id] = training.plan(known, AS_OF, rule)
        elif rule.signal in documents.SIGNALS:
            weekly = documents.questions(rule, AS_OF)
            readings = {one: measure(SIGNALS, known, one) for one in weekly}
            landings = known.git.landings if isinstance(known.git, GitFacts) else ()
            found[rule.id] = documents.drift(rule, readings, landings, AS_OF)
    return found


def _learned(known: Facts, rule: Rule) -> Any:
    try:
        made = history(known, AS_OF, KNOWN, selection(rule.parameters))
    except CannotMeasure as error:
        return str(error)
    return made.as_of, made.events, made.weeks, made.levels, made.start(8, 3 * DAY)
