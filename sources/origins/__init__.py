"""Where a statement comes from in the end: found, said in words, and shown."""
