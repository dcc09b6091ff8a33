"""Files of lists: their columns and formats."""
