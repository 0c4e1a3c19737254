"""A verdict with its past as a trend: when each rule was red, and when the milestone was go. In several formats."""
