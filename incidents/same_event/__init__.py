"""Two records of one event, and one record of two: found, merged, undone, split."""
