"""A server for assistants that speak the Model Context Protocol: six tools that only read.

An answer consists of texts of readiness-gate and of the policy. Text that others wrote, such as the summary of an
issue, a commit's subject, the name of a file and everything that quotes them, is in a separate field that says so.
"""
