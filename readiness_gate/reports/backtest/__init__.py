"""The results of trying a gate on past go-lives, in several formats."""
