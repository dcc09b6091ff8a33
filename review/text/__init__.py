"""One rule for each purpose: how a text is kept, and when two texts are the same."""
