"""Answers to deployments that wait for a gate: requests go into a queue, and a worker judges and answers them."""
