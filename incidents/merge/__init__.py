"""Two records of one event: found, merged, and the merge undone."""
