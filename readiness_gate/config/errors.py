"""The configuration cannot be used, and everything that is wrong with it."""

from collections.abc import Sequence

from readiness_gate.errors import BadUse
from readiness_gate.model.settings import Settings
from readiness_gate.model.wording import counted
from readiness_gate.toml.problems import Problem, ordered


class ConfigurationError(BadUse):
    """The configuration cannot be used; `problems` lists everything wrong with it, in the order of the files.

    `settings` are those of the sources whose sections are right, for checking their files in the same run.
    """

    def __init__(self, problems: Sequence[Problem], settings: Settings | None = None) -> None:
        self.problems = ordered(problems)
        self.settings = settings
        lines = "\n".join(str(problem) for problem in self.problems)
        number = counted(len(self.problems), "problem")
        super().__init__(f"{number} in the configuration; nothing was evaluated.\n{lines}")
