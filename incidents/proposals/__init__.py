"""What the desk proposes for an incident: places, records of the same event, a title."""
