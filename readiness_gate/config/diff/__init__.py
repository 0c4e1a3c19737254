"""Describe what an edit of a policy, or of a rule, weakens."""
