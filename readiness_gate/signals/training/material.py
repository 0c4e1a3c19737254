"""The signal on training material: which modules were not updated after their configuration changed."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.records.modules import ModuleVersion
from readiness_gate.model.levers import work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant, Seconds, When
from readiness_gate.model.wording import counted, listed
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.training.configuration import Config, check_configured, configs, uncovered
from readiness_gate.signals.training.versions import check_listed, versions
from readiness_gate.signals.views import history


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git", "modules"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, modules=True))


def material_overdue(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many required modules were not republished within the time `within` after the configuration that
    they depend on changed."""
    git, within = facts.require_git(), parameters.seconds("within")
    check_configured(facts)
    required = _required(facts)
    history.check_known(git, as_of)
    found = configs(facts, as_of, required)
    known = versions(facts, as_of)
    check_listed(known, sorted(found))
    overdue = {
        module: notes
        for module in sorted(found)
        if (notes := _overdue(facts, found[module], known[module], as_of, within))
    }
    return Measured(
        len(overdue),
        f"{len(overdue)} of {len(found)} training modules were not republished within {parameters.text('within')} of "
        f"a change of their configuration{uncovered(required, found)}.",
        tuple(Evidence("module", module, note) for module, note in overdue.items()),
        shortfall=f"{len(overdue)} of {counted(len(found), 'training module')} not updated in time",
        levers=(work("republish", "module", tuple(overdue)),),
    )


MATERIAL_OVERDUE = Signal(
    name="training.material-overdue",
    unit="count",
    sources=("git", "modules"),
    meaning="Training modules that were not republished in time after their configuration changed.",
    needs=_needs,
    measure=material_overdue,
    parameters=(Parameter("within", "duration", "30d", "how long after the change a new version may take"),),
    topic="which training material is up to date",
)


def _required(facts: Facts) -> tuple[str, ...]:
    """Return the modules that some role requires, sorted."""
    by_role = (facts.settings.people or PeopleSettings()).required
    if not by_role:
        raise CannotMeasure("which modules a role requires is not configured: provide them in [people.required]")
    return tuple(sorted({module for modules in by_role.values() for module in modules}))


def _overdue(facts: Facts, config: Config, known: Sequence[ModuleVersion], as_of: Instant, within: Seconds) -> str:
    """Return why the material of a module is overdue; "" if it is not. The last version that was certainly published
    counts."""
    when = _published(facts, known, as_of)
    moved = config.files.moved(when.start, 0, when.end - when.start)
    changed = {path: _first_change(facts.require_git(), path, when.start, as_of) for _, path in moved}
    late = {path: landed for path, landed in changed.items() if landed + within < as_of}
    if late:
        published = facts.day(when.end)
        return f"last published on {published}; {listed(sorted(late))} changed from {facts.day(min(late.values()))} on"
    doubt = config.doubt(when.start)
    if doubt:
        raise CannotMeasure(doubt)
    return ""


def _published(facts: Facts, known: Sequence[ModuleVersion], as_of: Instant) -> When:
    """Return when the last version was certainly published; if several have the same day, the first of them counts."""
    published = [record.published_at for record in known if record.published_at.end <= as_of]
    if not published:
        raise CannotMeasure(
            f'no version of "{known[0].module}" is published by {facts.day(as_of)}: publish one, or correct '
            "published-at in the file of [people.modules]"
        )
    return max(published, key=lambda when: (when.start, -when.end))


def _first_change(git: GitFacts, path: str, moment: Instant, as_of: Instant) -> Instant:
    """Return when a path first changed after an instant; that instant itself if only the last change is known."""
    held = history.held_until(git.held.get(path, ()), as_of)
    return min((one.landed for one in held if one.landed > moment), default=moment)


SIGNALS = (MATERIAL_OVERDUE,)
