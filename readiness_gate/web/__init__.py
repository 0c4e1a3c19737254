"""What all HTTP connections share: trust, time limits, and the reasons of failures."""
