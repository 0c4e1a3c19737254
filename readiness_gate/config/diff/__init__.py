"""What an edit of a policy, or of a rule, weakens, in words."""
