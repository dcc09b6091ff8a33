"""What was found as map, timeline, charts and numbers."""
