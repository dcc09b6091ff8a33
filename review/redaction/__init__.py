"""Taking a part out of everything that is stored, for good."""
