"""What every connection over HTTP shares: whom it trusts, how long it waits, and why it failed."""
