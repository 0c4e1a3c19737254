"""Tasks for developers: `nox -l` lists them. Each uses the environment that the README's test command makes."""

import nox

PYTHON = ".venv/bin/python"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["check", "fast"]


@nox.session
def check(session: nox.Session) -> None:
    """Lint, check the format, the types and the import rules."""
    for words in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",)):
        session.run(f".venv/bin/{words[0]}", *words[1:], external=True)


@nox.session
def fast(session: nox.Session) -> None:
    """Run the unit tests: `nox -s fast -- tests/unit/judge` runs a part of them."""
    session.run(PYTHON, "-m", "pytest", "-q", *(session.posargs or ["tests/unit"]), external=True)


@nox.session
def test(session: nox.Session) -> None:
    """Run all tests."""
    session.run(PYTHON, "-m", "pytest", *session.posargs, external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Compare the documents with the program, and run their examples."""
    session.run(PYTHON, "-m", "pytest", "-q", *(session.posargs or ["tests/docs", "tests/packs"]), external=True)


@nox.session
def goldens(session: nox.Session) -> None:
    """Rewrite the golden files and the picture of the report; read the difference before you commit it."""
    tests = session.posargs or ["tests/unit", "tests/cli"]
    session.run(PYTHON, "-m", "pytest", "-q", *tests, env={"UPDATE_GOLDENS": "1"}, success_codes=[0, 1], external=True)
    session.run(PYTHON, "docs/picture.py", external=True)


@nox.session
def ci(session: nox.Session) -> None:
    """Run everything that CI runs; installs what is missing."""
    session.run(".ci/run", external=True)
