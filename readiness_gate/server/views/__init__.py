"""What each page shows, made of the rows of a history; both the page and its JSON draw the same."""
