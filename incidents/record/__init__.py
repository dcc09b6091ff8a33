"""An incident as a record: its public document, its index rows, and what can be taken out again."""
