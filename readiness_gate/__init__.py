"""A go-live readiness gate: is the baseline stable enough to train on? Block the milestone when it is not."""
