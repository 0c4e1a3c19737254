"""Training that is to solve a problem nobody assessed."""

from typing import Any

from support.tables import at, measured, table, why_not

from readiness_gate.model.facts.records.remedial_trainings import RemedialTraining, RemedialTrainingFacts


def test_trainings_without_a_barrier() -> None:
    """Those that somebody asked for by then."""

    def trainings(**lacking: str) -> Any:
        asked = (
            RemedialTraining("R-1", at(1)),
            RemedialTraining("R-2", at(2), "B-1"),
            RemedialTraining("R-3", at(120)),
        )
        return table(RemedialTrainingFacts, "remedial-trainings", *asked, lacking=lacking)

    reading = measured("training.remedial-without-barrier", trainings())
    assert reading.value == 1
    assert reading.summary == "1 of 2 remedial trainings answers no barrier that was assessed."
    assert why_not("training.remedial-without-barrier", trainings(barrier="add it")) == "add it"
