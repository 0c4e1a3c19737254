"""readiness-gate: is the baseline stable enough to train on?"""
