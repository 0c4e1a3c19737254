"""What the product does for any caller: a command, a server, a portfolio. Nothing here prints or reads a clock."""
