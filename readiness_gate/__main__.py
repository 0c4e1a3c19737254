"""`python -m readiness_gate`, and the console script."""

from readiness_gate.cli.main import run

__all__ = ["run"]

if __name__ == "__main__":
    run()
