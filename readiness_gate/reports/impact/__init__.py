"""What a change does to readiness: four lines and the rules behind them, in several formats."""
