"""What the trial of a gate on past go-lives shows, in several formats."""
