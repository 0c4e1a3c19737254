"""Answers for assistants that speak the Model Context Protocol: six tools that read, and none that writes.

An answer is made of words of the program and of the policy. Text that others wrote, such as the summary of an issue, a
commit's subject, the name of a file and whatever quotes them, is in one field of its own, which says so.
"""
