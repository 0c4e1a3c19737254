"""The content of each page, made of the rows of a history; the page and its JSON render the same content."""
