"""Deployments that ask whether they may go ahead: what asks is put on a queue, and a worker judges and answers."""
