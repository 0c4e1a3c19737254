"""What a change does to readiness, in four lines, and the rules behind them. In several formats."""
