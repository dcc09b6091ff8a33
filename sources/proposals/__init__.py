"""What the desk proposes from a report's address and text; a person confirms each of it."""
