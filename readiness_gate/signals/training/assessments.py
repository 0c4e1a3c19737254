"""The signal on what trained people learned: who of them passed the assessments."""

from collections.abc import Collection, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import some
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.training.attendance import Attended, Key, attended
from readiness_gate.signals.training.trained import (
    BY_ROLE,
    Part,
    Trained,
    by_role,
    lowest,
    more_people,
    not_counting,
    parts,
    sizes,
    trained_by_role,
    untrained_roles,
)
from readiness_gate.signals.views.roster import roles


def pass_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the trained people who passed their last assessment in every module that their role requires
    and that has assessments; anyone not assessed in one of them has not passed.

    `worst` is the role with the lowest share, `all` counts people (who passed in every role they hold).
    """
    facts.require_people()
    results, asked = attended(facts), parameters.text("role")
    if not results.assessed:
        raise CannotMeasure(
            "no row of the training sessions is of an assessment: add the column passed, or the column score with "
            "passing-score, to [people.sessions]"
        )
    known = roles(facts, as_of)
    trained = trained_by_role(known, asked, facts.day(as_of))
    passed, assessed = results.passed_by(as_of), results.assessed_by(as_of)

    def has_passed(person: str, modules: Sequence[str]) -> bool:
        examined = [module for module in modules if module in results.assessed]
        return bool(examined) and all((person, module) in passed for module in examined)

    found = parts(by_role(trained, has_passed), asked)
    worst, named = lowest(found)
    left_out = f"{_without_assessment(trained, results)}{untrained_roles(facts, known, asked)}"
    return Measured(
        worst.share,
        f"{named}{worst.counts} passed the assessments of their modules{left_out}.",
        tuple(Evidence("role", group.role, _note(group, results, passed, assessed)) for group in trained),
        groups=sizes(known, asked),
        of_group=worst.role,
        people=len(worst.people),
        who=not_counting(found),
        shortfall=f"{worst.others} of {len(worst.people)} trained people{worst.which} have not passed",
        levers=_passing(found, trained, results, as_of),
    )


PASS_SHARE = Signal(
    name="training.pass-share",
    unit="share",
    sources=("people", "sessions"),
    meaning="The share of trained people who passed their last assessments; who was not assessed counts as not passed.",
    needs=all_of("people", "sessions"),
    measure=pass_share,
    parameters=(BY_ROLE,),
    topic="how many people passed the assessment",
)


def _passing(found: Sequence[Part], trained: Sequence[Trained], results: Attended, as_of: Instant) -> tuple[Work, ...]:
    """Return the work of getting more people to pass. There is none if a role has no assessments: its first one may
    be in a module that the others must then pass too. There is none for people who failed today either: an
    assessment they pass today may be older than the failure."""
    assessed = {group.role: sorted(results.assessed.intersection(group.modules)) for group in trained}
    if not all(assessed.values()) or results.is_failing_today(not_counting(found), as_of):
        return ()
    everything = sorted({module for modules in assessed.values() for module in modules})
    return tuple(
        more_people(
            part, "passes every assessment", "pass every assessment", assessed[part.role] if part.role else everything
        )
        for part in found
    )


def _without_assessment(trained: Sequence[Trained], results: Attended) -> str:
    """Return a clause that lists the required modules in which nobody is assessed."""
    required = {module for group in trained for module in group.modules}
    without = sorted(required - results.assessed)
    return f"; nobody is assessed in {some(without)}" if without else ""


def _note(group: Trained, results: Attended, passed: Collection[Key], assessed: Collection[Key]) -> str:
    """Return how many passed in each module, and how many were not assessed; nobody is named."""
    modules = dict.fromkeys(group.modules)
    return "; ".join(
        _of_module(group, module, passed, assessed) if module in results.assessed else f"{module}: no assessments"
        for module in modules
    )


def _of_module(group: Trained, module: str, passed: Collection[Key], assessed: Collection[Key]) -> str:
    passing = sum((person, module) in passed for person in group.people)
    silent = sum((person, module) not in assessed for person in group.people)
    missing = f", {silent} not assessed" if silent else ""
    return f"{module}: {passing} of {len(group.people)} trained people passed{missing}"


SIGNALS = (PASS_SHARE,)
