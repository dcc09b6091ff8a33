"""Links that somebody pasted, until something is entered of them or they are out of scope."""
