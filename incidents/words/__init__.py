"""What documents and lists of incidents hold, in words."""
