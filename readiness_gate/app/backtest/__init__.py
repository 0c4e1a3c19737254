"""A gate tried on past go-lives."""
