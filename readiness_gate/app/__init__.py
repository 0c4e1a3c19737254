"""What the program does for whoever asks: a command, a server, a portfolio. Nothing here prints or reads a clock."""
